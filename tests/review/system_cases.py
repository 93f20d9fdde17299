"""Changes of what each system has: name -> what is declared instead, beside all that stays as it is."""

from __future__ import annotations

from typing import Any

from tests.conformance import streamkap

ENVIRONMENT = "sluice_lenses_environment.main"
ROLE = "sluice_lenses_role.reader"
GROUP = "sluice_lenses_group.team"
ACCOUNT = "sluice_lenses_service_account.ci"
SINK = "sluice_kafka_connect_connector.sink"
LATEST = "sluice_kafka_connect_connector.latest"
REDPANDA = "sluice_redpanda_connector.lines"
AGENT = "sluice_confluent_flink_agent.helper"
OTHER = "terraform_data.other"

JDBC_SINK = "io.confluent.connect.jdbc.JdbcSinkConnector"
FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
STATEMENT = {"effect": "allow", "action": ["kafka:ListTopics"], "resource": ["kafka:topic:orders/*"]}
WRITING = {"effect": "allow", "action": ["kafka:Write"], "resource": ["kafka:topic:orders/*"]}

Resources = dict[str, dict[str, Any]]


def sink(config: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    own = {"connector.class": JDBC_SINK, "topics": "orders", "connection.url": "jdbc:postgresql://db/orders"}
    return {"name": "orders", "config": own | (config or {})} | values


def lines(config: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    own = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/tmp/in.txt", "topic": "lines"}
    return {"name": "lines", "config": own | (config or {})} | values


def agent(**values: Any) -> dict[str, Any]:
    return {"kafka_cluster_id": "lkc-1", "name": "helper", "model": "chat", "prompt": "Answer."} | values


LATE = {"consumer.override.auto.offset.reset": "latest"}
BASE: Resources = {
    ENVIRONMENT: {"name": "orders", "tier": "staging", "agent_key_rotation": "1"},
    ROLE: {"name": "reader", "policy": [STATEMENT, WRITING]},
    GROUP: {"name": "team", "roles": [f"${{{ROLE}.name}}"], "service_accounts": [f"${{{ACCOUNT}.name}}"]},
    ACCOUNT: {"name": "ci", "token_rotation": "1"},
    SINK: sink(),
    LATEST: sink(LATE, name="late"),
    REDPANDA: lines(),
    streamkap.SOURCE: streamkap.source(secret_config=None, secret_env={"database.password": "STREAMKAP_PASSWORD"}),
    streamkap.DESTINATION: streamkap.destination(),
    streamkap.PIPELINE: streamkap.pipeline(),
    AGENT: agent(),
    OTHER: {"input": "one", "triggers_replace": "1"},
}
SECRETS = {"STREAMKAP_PASSWORD": "planted-streamkap"}

SOURCE, PIPELINE = BASE[streamkap.SOURCE], BASE[streamkap.PIPELINE]
TABLES = SOURCE["config"] | {streamkap.TABLES: "public.orders,public.payments"}
PAYMENTS = PIPELINE["source"] | {"topics": ["public.payments"]}
ELSEWHERE = SOURCE["config"] | {"database.hostname.user.defined": "db-2.example.com"}
RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
OFFSETS = '[{"partition": {"kafka_topic": "orders", "kafka_partition": 0}, "offset": {"kafka_offset": 5}}]'
IN_CLEAR = {"connection.url": "jdbc:postgresql://me:planted@db/orders", "ssl.key.password": "planted"}
KEY = {"key": {"value": f"${{{ENVIRONMENT}.agent_key}}", "sensitive": True}, "name": {"value": "orders"}}
ASSERTION = {"condition": '${terraform_data.other.input == "one"}', "error_message": "It is too small."}
MOVED = "sluice_kafka_connect_connector.orders"

CHANGED: dict[str, Resources] = {
    "account-token": {ACCOUNT: BASE[ACCOUNT] | {"token_rotation": "2"}},
    "environment-replaced": {ENVIRONMENT: BASE[ENVIRONMENT] | {"name": "orders-2"}},
    "flink-prompt": {AGENT: agent(prompt="Answer in one word.")},
    "flink-tools": {AGENT: agent(tools=["lookup-customer"])},
    "group-member-removed": {GROUP: {"name": "team", "roles": [f"${{{ROLE}.name}}"]}},
    "role-narrowed": {ROLE: {"name": "reader", "policy": [STATEMENT]}},
    "offsets-set": {SINK: sink(offsets=OFFSETS)},
    "sink-renamed": {SINK: sink(name="orders-2")},
    "sink-renamed-latest": {LATEST: sink(LATE, name="later")},
    "sink-group": {SINK: sink({"consumer.override.group.id": "orders-again"})},
    "sink-tolerant": {SINK: sink({"errors.tolerance": "all"})},
    "sink-password-in-code": {SINK: sink(IN_CLEAR)},
    "redpanda-file": {REDPANDA: lines({"file": "/tmp/other.txt"})},
    "redpanda-paused": {REDPANDA: lines(desired_state="paused")},
    "streamkap-tables": {streamkap.SOURCE: SOURCE | {"config": TABLES}},
    "streamkap-topics": {streamkap.PIPELINE: PIPELINE | {"source": PAYMENTS}},
    "redpanda-tasks": {REDPANDA: lines({"tasks.max": "2"})},
    "redpanda-renamed": {REDPANDA: lines(name="lines-2")},
    "streamkap-destination": {streamkap.DESTINATION: streamkap.destination({"hostname": "ch-2.example.com"})},
    "streamkap-source-moved": {streamkap.SOURCE: SOURCE | {"config": ELSEWHERE}},
    "flink-model": {AGENT: agent(model="chat-large")},
    "flink-renamed": {AGENT: agent(name="assistant")},
    "role-renamed": {ROLE: BASE[ROLE] | {"name": "viewer"}},
    "sink-stopped": {SINK: sink(desired_state="stopped")},
    "sink-offsets-reset": {SINK: sink(offsets_reset="1")},
    "sink-unknown-place": {OTHER: {"input": "two"}, SINK: sink({"connection.url": f"jdbc:x://${{{OTHER}.output}}"})},
    "key-sealed": {ENVIRONMENT: BASE[ENVIRONMENT] | {"agent_key_recipients": [RECIPIENT], "agent_key_rotation": "2"}},
    "other-updated": {OTHER: {"input": "two", "triggers_replace": "1"}},
    "other-replaced": {OTHER: {"input": "one", "triggers_replace": "2"}},
}  # fmt: skip

WITHOUT = {
    "everything-removed": tuple(BASE),
    "flink-removed": (AGENT,),
    "redpanda-removed": (REDPANDA,),
    "role-removed": (ROLE, GROUP),
    "streamkap-pipeline-removed": (streamkap.PIPELINE,),
}
BLOCKS: dict[str, tuple[Resources, tuple[str, ...], dict[str, Any]]] = {
    "moved": ({MOVED: sink()}, (SINK,), {"moved": [{"from": SINK, "to": MOVED}]}),
    "called-otherwise": ({MOVED: sink()}, (SINK,), {}),
    "moved-changed": ({MOVED: sink({"topics": "orders,payments"})}, (SINK,), {"moved": [{"from": SINK, "to": MOVED}]}),
    "forgotten": ({}, (REDPANDA,), {"removed": [{"from": REDPANDA, "lifecycle": {"destroy": False}}]}),
    "outputs": ({}, (), {"output": KEY}),
    "check": ({OTHER: {"input": "two", "triggers_replace": "1"}}, (), {"check": {"size": {"assert": ASSERTION}}}),
}  # fmt: skip
"""Name -> what is declared, what is not, and other blocks of the configuration."""
