"""What somebody made by hand: requests to the APIs, with configurations as they are and as nobody expects them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

JDBC = "io.confluent.connect.jdbc.JdbcSinkConnector"
COMMON = {
    "connector.class": JDBC,
    "topics": "orders",
    "connection.url": "jdbc:postgresql://db.example.com/shop",
    "key.converter": "io.confluent.connect.avro.AvroConverter",
    "key.converter.schema.registry.url": "http://registry:8081",
}
ODD: Mapping[str, Mapping[str, str]] = {
    "placeholders": {
        "table.name.format": "shop_${topic}",
        "x.file": "${file:/opt/x:y}",
        "x.percent": "100%{x}",
        "x.doubled": "$${a}",
        "connection.password": "${file:/etc/secrets:password}",
    },
    "texts": {
        "x.regex": r"^(a|b)\.\d+$" + "\n",
        "x.json": '{"a": ["b", 1], "c": "$${d}"}',
        "x.lines": "one\ntwo: 'quoted' \"double\"\n\ttab\r\n",
        "x.empty": "",
        "x.number": "10",
        "x.boolean": "true",
        "x.long": ",".join(f"shop.public.table_{number}" for number in range(20)),
        "key.with.$dollar": "größe 漢字 ☃",
        "key with spaces": " kept ",
    },
    "secrets": {"connection.password": "correct-horse-battery", "ssl.token": "****************"},
    "secret in a url": {"connection.url": "jdbc:postgresql://db/shop?user=u&password=correct-horse"},
    "empty-secret": {"connection.password": ""},
    "Größe 1/2": {},
    "9lives": {},
    "class": {},
    "a.b": {},
    "a-b": {},
    "self": {"tasks.max": "2"},
}


def make_connectors(environ: Mapping[str, str], more: int = 0) -> None:
    """Make the odd connectors, and others that are alike, on the plain cluster."""
    with httpx.Client(base_url=environ["SLUICE_KAFKA_CONNECT_URL"], trust_env=False) as worker:
        alike = {f"alike-{number}": {"tasks.max": str(number + 1)} for number in range(more)}
        for name, config in {**ODD, **alike}.items():
            body = {"name": name, "config": {**COMMON, **config}}
            worker.post("/connectors", json=body).raise_for_status()
        worker.put("/connectors/class/pause").raise_for_status()


def make_connector(environ: Mapping[str, str], name: str) -> None:
    """Make one connector on the plain cluster."""
    worker = environ["SLUICE_KAFKA_CONNECT_URL"]
    body = {"name": name, "config": COMMON}
    httpx.post(f"{worker}/connectors", json=body, trust_env=False).raise_for_status()


def make_environments(environ: Mapping[str, str], connect_agent: Any) -> None:
    """Make two environments with connections and connectors, one without its agent, and who may do what."""
    with httpx.Client(
        base_url=environ["SLUICE_LENSES_URL"],
        headers={"Authorization": f"Bearer {environ['SLUICE_LENSES_TOKEN']}"},
        trust_env=False,
    ) as hq:

        def ask(method: str, path: str, body: Any) -> Any:
            answer = hq.request(method, f"/api/v1{path}", json=body).raise_for_status()
            return answer.json() if answer.content else None

        for name, tier in {"orders": "development", "payments": "production"}.items():
            made = ask("POST", "/environments", {"name": name, "tier": tier, "metadata": {"team": name}})
            connect_agent(made["agent_key"])
            ask(
                "PUT",
                f"/environments/{name}/kafka-connections/kafka",
                {"override_broker_addresses": ["b:9092"], "auth": {}},
            )
            for number in range(2):
                config = {**COMMON, "connection.password": "correct-horse", "table.name.format": "shop_${topic}"}
                body = {"name": f"sink-{number}", "cluster": "connect", "configuration": config}
                ask("POST", f"/environments/{name}/proxy/api/kafka-connect/connectors", body)
        policy = [{"effect": "allow", "action": ["kafka:ListTopics"], "resource": ["*"]}]
        ask("POST", "/roles", {"name": "reader", "policy": policy})
        ask("POST", "/groups", {"name": "team", "roles": ["reader"]})
        ask("POST", "/service-accounts", {"name": "ci"})
        ask("PUT", "/service-accounts/ci/groups", {"set_groups": ["team"]})
