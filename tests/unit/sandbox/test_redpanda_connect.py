from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .lenses import FILE_SOURCE, ORDERS
from .redpanda import CLUSTERS, CONNECTORS, Redpanda, refusal, violation

CLUSTER = "redpanda/redpanda"
SINK = {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector"}


def test_a_connector_is_made_from_a_bare_object_and_answered_wrapped(redpanda: Redpanda) -> None:
    made = redpanda.post(CONNECTORS, json={"name": "orders", "config": ORDERS, "extra": 1})
    spec = {"name": "orders", "config": {**ORDERS, "name": "orders"}, "tasks": [], "type": "source"}

    assert (made.status_code, made.json()) == (201, {"connector": spec})
    assert redpanda.get(f"{CONNECTORS}/orders").json() == {
        "connector": {**spec, "tasks": [{"connector": "orders", "task": 0}]}
    }
    assert redpanda.get(f"{CONNECTORS}/orders/config").json() == {"config": spec["config"]}


def test_answers_can_be_bare_as_the_published_specification_has_them(sandbox: Sandbox, redpanda: Redpanda) -> None:
    sandbox.admin.switch(redpanda={"answers": "bare"})
    made = redpanda.post(CONNECTORS, json={"name": "orders", "config": ORDERS}).json()

    assert made == {"name": "orders", "config": {**ORDERS, "name": "orders"}, "tasks": [], "type": "source"}
    assert redpanda.get(f"{CONNECTORS}/orders").json()["name"] == "orders"
    assert redpanda.get(f"{CONNECTORS}/orders/status").json()["holistic_state"] == "CONNECTOR_HOLISTIC_STATE_HEALTHY"
    assert redpanda.put(f"{CONNECTORS}/orders/config", json=ORDERS).json()["name"] == "orders"
    assert redpanda.get(f"{CLUSTERS}/redpanda").json()["name"] == "redpanda"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"connector": {"name": "orders", "config": ORDERS}}, "connector.name"),
        ({"name": "orders"}, "connector.config"),
        ({"name": "orders", "config": {}}, "connector.config"),
        ({"name": "", "config": ORDERS}, "connector.name"),
    ],
)
def test_a_body_that_lacks_something_is_an_invalid_argument(
    redpanda: Redpanda, body: dict[str, Any], field: str
) -> None:
    assert violation(redpanda.post(CONNECTORS, json=body)) == (field, "value is required")


def test_a_value_that_is_no_text_is_refused_and_null_is_the_empty_text(redpanda: Redpanda) -> None:
    number = redpanda.post(CONNECTORS, json={"name": "orders", "config": {**ORDERS, "tasks.max": 1}})
    null = redpanda.post(CONNECTORS, json={"name": "orders", "config": {**ORDERS, "file": None}})

    assert refusal(number, "REASON_INVALID_INPUT")[:2] == (400, "INVALID_ARGUMENT")
    assert (null.status_code, null.json()["connector"]["config"]["file"]) == (201, "")


@pytest.mark.parametrize("config", [{"topic": "orders"}, {**ORDERS, "connector.class": ""}])
def test_a_configuration_has_to_name_its_class(redpanda: Redpanda, config: dict[str, str]) -> None:
    missing = (400, "INVALID_ARGUMENT", "connector class is not set")

    assert refusal(redpanda.post(CONNECTORS, json={"name": "orders", "config": config})) == missing
    assert refusal(redpanda.put(f"{CONNECTORS}/orders/config", json=config)) == missing


def test_a_put_of_the_configuration_makes_or_changes(redpanda: Redpanda) -> None:
    made = redpanda.put(f"{CONNECTORS}/orders/config", json=ORDERS)
    changed = redpanda.put(f"{CONNECTORS}/orders/config", json={**ORDERS, "topic": "other"})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json() == {
        "connector": {
            "name": "orders",
            "config": {**ORDERS, "topic": "other", "name": "orders"},
            "tasks": [{"connector": "orders", "task": 0}],
            "type": "source",
        }
    }


def test_the_status_of_a_connector(redpanda: Redpanda) -> None:
    redpanda.make_connector()

    assert redpanda.get(f"{CONNECTORS}/orders/status").json() == {
        "status": {
            "name": "orders",
            "connector": {"state": "RUNNING", "worker_id": "sandbox:8083", "trace": ""},
            "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "sandbox:8083", "trace": ""}],
            "type": "source",
            "holistic_state": "CONNECTOR_HOLISTIC_STATE_HEALTHY",
            "errors": [],
        }
    }


@pytest.mark.parametrize(
    ("connector", "tasks", "word"),
    [
        ("RUNNING", ["RUNNING", "RUNNING"], "HEALTHY"),
        ("FAILED", ["RUNNING", "RUNNING"], "UNHEALTHY"),
        ("RUNNING", ["GONE", "GONE"], "UNHEALTHY"),
        ("RUNNING", ["FAILED", "FAILED"], "UNHEALTHY"),
        ("RUNNING", ["FAILED", "RESTARTING"], "DEGRADED"),
        ("PAUSED", ["RUNNING", "FAILED"], "PAUSED"),
        ("STOPPED", ["RUNNING", "RUNNING"], "STOPPED"),
        ("RESTARTING", ["RUNNING", "RUNNING"], "RESTARTING"),
        ("RUNNING", ["RUNNING", "RESTARTING"], "RESTARTING"),
        ("UNASSIGNED", ["RUNNING", "RUNNING"], "UNASSIGNED"),
        ("RUNNING", ["RUNNING", "UNASSIGNED"], "UNASSIGNED"),
        ("RUNNING", ["PAUSED", "PAUSED"], "UNKNOWN"),
    ],
)
def test_the_holistic_state_follows_the_first_rule_that_fits(
    sandbox: Sandbox, redpanda: Redpanda, connector: str, tasks: list[str], word: str
) -> None:
    redpanda.make_connector(config={**ORDERS, "tasks.max": "2"})
    sandbox.admin.force_state(CLUSTER, "orders", connector)
    for task, state in enumerate(tasks):
        sandbox.admin.force_state(CLUSTER, "orders", state, task=task)

    assert redpanda.status()["holistic_state"] == f"CONNECTOR_HOLISTIC_STATE_{word}"


TRACE = "org.example.Failure: {}\n\tat org.example.Driver(Driver.java:1)"


def test_errors_are_the_connectors_first_and_then_its_tasks(sandbox: Sandbox, redpanda: Redpanda) -> None:
    redpanda.make_connector()
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", trace=TRACE.format("own"))
    caused = TRACE.format("boom") + "\nCaused by: java.io.IOException: no disk\n\t... 3 more"
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0, trace=caused)

    assert redpanda.status()["errors"] == [
        {"type": "TYPE_ERROR", "title": "Connector orders is in unhealthy state.", "content": "own"},
        {
            "type": "TYPE_ERROR",
            "title": "Connector orders Task 0 is in failed state.",
            "content": "no disk",
        },
    ]


@pytest.mark.parametrize(
    ("states", "word", "content"),
    [
        (["FAILED", "RUNNING"], "degraded", "is in running state but has 1 / 2 failed tasks."),
        (["FAILED", "FAILED"], "unhealthy", "is in running state. All tasks are in failed state."),
    ],
)
def test_failed_tasks_are_counted(
    sandbox: Sandbox, redpanda: Redpanda, states: list[str], word: str, content: str
) -> None:
    redpanda.make_connector(config={**ORDERS, "tasks.max": "2"})
    for number, state in enumerate(states):
        sandbox.admin.force_state(CLUSTER, "orders", state, task=number)

    assert redpanda.status()["errors"][0] == {
        "type": "TYPE_ERROR",
        "title": f"Connector orders is in {word} state.",
        "content": f"Connector orders {content}",
    }


def test_a_connector_that_was_just_made_looks_unhealthy(
    sandbox: Sandbox, redpanda: Redpanda, clock: ManualClock
) -> None:
    sandbox.admin.switch(connect={"tasks_after_ms": 1000})
    redpanda.make_connector()
    early = redpanda.status()
    clock.advance(1.001)

    assert early["holistic_state"] == "CONNECTOR_HOLISTIC_STATE_UNHEALTHY"
    assert early["errors"] == [
        {
            "type": "TYPE_ERROR",
            "title": "Connector orders is in unhealthy state.",
            "content": "Connector orders is in running state but has no tasks.",
        }
    ]
    assert redpanda.status()["holistic_state"] == "CONNECTOR_HOLISTIC_STATE_HEALTHY"


@pytest.mark.parametrize(
    ("actions", "state"),
    [(["pause"], "PAUSED"), (["stop"], "STOPPED"), (["pause", "resume"], "HEALTHY"), (["stop", "resume"], "HEALTHY")],
)
def test_a_change_of_state_is_accepted(redpanda: Redpanda, actions: list[str], state: str) -> None:
    redpanda.make_connector()
    for action in actions:
        answer = redpanda.put(f"{CONNECTORS}/orders/{action}")
        assert (answer.status_code, answer.json()) == (202, {})

    assert redpanda.status()["holistic_state"] == f"CONNECTOR_HOLISTIC_STATE_{state}"


@pytest.mark.parametrize(
    ("options", "connector", "task"),
    [
        ({}, "RUNNING", "FAILED"),
        ({"include_tasks": True}, "RUNNING", "RUNNING"),
        ({"include_tasks": True, "only_failed": True}, "RUNNING", "RUNNING"),
    ],
)
def test_a_restart_takes_what_it_is_told_to(
    sandbox: Sandbox, redpanda: Redpanda, options: dict[str, bool], connector: str, task: str
) -> None:
    redpanda.make_connector()
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0)

    answer = redpanda.post(f"{CONNECTORS}/orders/restart", json=options)
    status = redpanda.status()

    assert (answer.status_code, answer.content) == (204, b"")
    assert (status["connector"]["state"], status["tasks"][0]["state"]) == (connector, task)


def test_a_restart_without_a_body_restarts_the_connector_alone(sandbox: Sandbox, redpanda: Redpanda) -> None:
    redpanda.make_connector()
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0)
    answer = redpanda.post(f"{CONNECTORS}/orders/restart")

    assert (answer.status_code, answer.content) == (204, b"")
    assert redpanda.status()["tasks"][0]["state"] == "FAILED"


def test_the_topics_of_a_connector(redpanda: Redpanda, clock: ManualClock) -> None:
    redpanda.make_connector()
    clock.advance(1)

    assert redpanda.get(f"{CONNECTORS}/orders/topics").json() == {"topics": ["orders"]}
    forgotten = redpanda.put(f"{CONNECTORS}/orders/topics/reset")
    assert (forgotten.status_code, forgotten.json()) == (200, {})
    assert redpanda.get(f"{CONNECTORS}/orders/topics").json() == {"topics": []}


def test_a_deleted_connector_is_gone(redpanda: Redpanda) -> None:
    redpanda.make_connector()
    deleted = redpanda.delete(f"{CONNECTORS}/orders")

    assert (deleted.status_code, deleted.content) == (204, b"")
    for answer in (redpanda.get(f"{CONNECTORS}/orders"), redpanda.delete(f"{CONNECTORS}/orders")):
        assert refusal(answer) == (404, "NOT_FOUND", "Connector orders not found (404)")
    assert [
        refusal(answer)[2]
        for answer in (
            redpanda.get(f"{CONNECTORS}/orders/status"),
            redpanda.put(f"{CONNECTORS}/orders/pause"),
            redpanda.post(f"{CONNECTORS}/orders/restart"),
        )
    ] == [
        "No status found for connector orders (404)",
        "Unknown connector orders (404)",
        "Unknown connector: orders (404)",
    ]


def test_a_404_can_also_mean_the_cluster(redpanda: Redpanda) -> None:
    missing = (404, "NOT_FOUND", "a client for the given cluster name does not exist")

    for path in ("none", "none/connectors", "none/connectors/orders"):
        assert refusal(redpanda.get(f"{CLUSTERS}/{path}")) == missing


def test_a_409_can_mean_that_it_exists_or_that_the_worker_is_busy(sandbox: Sandbox, redpanda: Redpanda) -> None:
    redpanda.make_connector()
    body = {"name": "orders", "config": ORDERS}

    assert refusal(redpanda.post(CONNECTORS, json=body)) == (
        409,
        "ALREADY_EXISTS",
        "failed to create connector: Connector orders already exists (409)",
    )
    sandbox.admin.switch(connect={"rebalancing": True})
    busy = "Cannot complete request because of a conflicting operation (e.g. worker rebalance) (409)"
    for answer, doing in (
        (redpanda.post(CONNECTORS, json={**body, "name": "other"}), "failed to create connector: "),
        (redpanda.put(f"{CONNECTORS}/orders/config", json=ORDERS), "failed to patch connector config: "),
        (redpanda.delete(f"{CONNECTORS}/orders"), ""),
    ):
        assert refusal(answer) == (409, "ALREADY_EXISTS", f"{doing}{busy}")


def test_an_unknown_class_is_an_internal_error(redpanda: Redpanda) -> None:
    answer = redpanda.post(CONNECTORS, json={"name": "orders", "config": {"connector.class": "Debezium.None"}})

    assert refusal(answer)[:2] == (500, "INTERNAL")


def test_an_invalid_configuration_is_an_invalid_argument(redpanda: Redpanda) -> None:
    answer = redpanda.post(CONNECTORS, json={"name": "orders", "config": {"connector.class": FILE_SOURCE}})

    assert refusal(answer)[:2] == (400, "INVALID_ARGUMENT")


def test_while_the_worker_is_down_lists_are_empty_and_everything_else_fails(
    sandbox: Sandbox, redpanda: Redpanda
) -> None:
    redpanda.make_connector()
    sandbox.admin.switch(redpanda={"worker": "down"})

    down = 'Get "http://sandbox:8083/connectors{}": dial tcp: connect: connection refused'
    assert redpanda.get(CONNECTORS).json() == {"connectors": [], "next_page_token": ""}
    assert redpanda.get(CLUSTERS).json() == {"clusters": [{"name": "", "address": "", "plugins": []}]}
    assert refusal(redpanda.get(f"{CONNECTORS}/orders")) == (500, "INTERNAL", down.format("/orders"))
    made = redpanda.post(CONNECTORS, json={"name": "x", "config": ORDERS})
    assert refusal(made) == (500, "INTERNAL", f"failed to create connector: {down.format('')}")


def test_the_clusters_with_their_plugins(redpanda: Redpanda) -> None:
    listed = redpanda.get(CLUSTERS).json()["clusters"]
    cluster = redpanda.get(f"{CLUSTERS}/redpanda").json()["cluster"]

    assert listed == [cluster]
    assert {**cluster, "plugins": cluster["plugins"][:1]} == {
        "name": "redpanda",
        "address": "http://sandbox:8083",
        "info": {"version": "3.9.0", "commit": "a60e31147e6b01ee", "kafka_cluster_id": "sandbox"},
        "plugins": [
            {
                "type": "source",
                "version": "3.0.7.Final",
                "class": "io.debezium.connector.postgresql.PostgresConnector",
            }
        ],
    }


def test_the_list_is_cut_into_pages_by_name(redpanda: Redpanda) -> None:
    for name in ("c", "a", "b"):
        redpanda.make_connector(name)

    def page(**query: str) -> tuple[list[str], str]:
        answer = redpanda.get(CONNECTORS, params=query).json()
        return [connector["name"] for connector in answer["connectors"]], answer["next_page_token"]

    first, token = page(page_size="2")
    assert first == ["a", "b"]
    assert page(page_size="2", page_token=token) == (["c"], "")
    assert page() == (["a", "b", "c"], "")
    assert page(page_size="-1") == (["c", "a", "b"], "")
    for size in ("1001", "-2", "x"):
        assert violation(redpanda.get(CONNECTORS, params={"page_size": size})) == (
            "page_size",
            "value must be greater than or equal to -1 and less than or equal to 1000",
        )
    odd = refusal(redpanda.get(CONNECTORS, params={"page_token": "x"}), "REASON_CONSOLE_ERROR")
    assert (odd[:2], odd[2].partition(":")[0]) == ((500, "INTERNAL"), "failed to apply pagination")


def test_the_list_holds_what_the_single_answers_hold(redpanda: Redpanda) -> None:
    redpanda.make_connector()

    assert redpanda.get(CONNECTORS).json()["connectors"] == [
        {
            "name": "orders",
            "info": redpanda.get(f"{CONNECTORS}/orders").json()["connector"],
            "status": redpanda.status(),
        }
    ]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("a b", "value does not match regex pattern"),
        ("ü", "value does not match regex pattern"),
        ("a{b}", "value does not match regex pattern"),
        ("x" * 1025, "value length must be at most 1024 characters"),
    ],
)
def test_a_create_makes_connectors_that_no_other_call_accepts(redpanda: Redpanda, name: str, wrong: str) -> None:
    redpanda.make_connector(name)

    field, text = violation(redpanda.get(f"{CONNECTORS}/{name}"))
    assert (field, text.partition(" `")[0]) == ("name", wrong)


@pytest.mark.parametrize("name", ["a!#$&(b", 'a"`~|b', "a@[]^_b", "a'*+,;:<=>?b"])
def test_a_name_may_have_most_punctuation(redpanda: Redpanda, name: str) -> None:
    redpanda.make_connector(name)

    assert redpanda.get(f"{CONNECTORS}/{quote(name, safe='')}").json()["connector"]["name"] == name


def test_a_connector_with_a_slash_in_its_name_cannot_be_reached(redpanda: Redpanda) -> None:
    redpanda.make_connector("a/b")

    assert refusal(redpanda.get(f"{CONNECTORS}/a%2Fb"))[:2] == (500, "INTERNAL")


def test_the_configuration_of_a_long_name_cannot_be_reached(redpanda: Redpanda) -> None:
    name = "x" * 129
    redpanda.make_connector(name)

    assert redpanda.get(f"{CONNECTORS}/{name}").status_code == 200
    assert redpanda.get(f"{CONNECTORS}/{name}/config").status_code == 400
