from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .lenses import CONNECT, CONNECTORS, FILE_SOURCE, ORDERS, Lenses

POSTGRES = "io.debezium.connector.postgresql.PostgresConnector"
CDC = {
    "connector.class": POSTGRES,
    "topic.prefix": "shop",
    "database.hostname": "db",
    "database.user": "cdc",
    "database.password": "s3cret",
    "database.dbname": "shop",
}


@pytest.fixture(autouse=True)
def _agent(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])


def refusal(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return answer.status_code, answer.json()


def create(lenses: Lenses, **body: Any) -> httpx.Response:
    return lenses.post(
        f"{CONNECT}/connectors", json={"name": "orders", "cluster": "main", "configuration": ORDERS, **body}
    )


def test_the_details_of_a_connector(lenses: Lenses) -> None:
    lenses.make_connector(config={**ORDERS, "tasks.max": "2"})

    assert lenses.connector() == {
        "name": "orders",
        "lrn": "kafka-connect:connector:main/orders",
        "cluster": "main",
        "state": "RUNNING",
        "type": "source",
        "className": FILE_SOURCE,
        "workerId": "sandbox:8083",
        "version": "3.9.0",
        "author": "Apache Kafka",
        "icon": "source.svg",
        "tasks": [
            {"id": "0", "state": "RUNNING", "workerId": "sandbox:8083"},
            {"id": "1", "state": "RUNNING", "workerId": "sandbox:8083"},
        ],
        "config": {**ORDERS, "tasks.max": "2", "name": "orders"},
    }


def test_the_list_has_states_and_classes_but_no_configuration(lenses: Lenses) -> None:
    lenses.make_connector()

    assert lenses.get(f"{CONNECT}/connectors").json() == {
        "data": [
            {
                "name": "orders",
                "lrn": "kafka-connect:connector:main/orders",
                "cluster": "main",
                "state": "RUNNING",
                "tasks": [{"id": 0, "state": "RUNNING"}],
                "className": FILE_SOURCE,
                "type": "source",
                "author": "Apache Kafka",
                "icon": "source.svg",
            }
        ]
    }


def test_the_list_can_be_narrowed_by_several_clusters_and_classes(lenses: Lenses) -> None:
    create(lenses, name="a")
    create(lenses, name="b", cluster="connect")
    create(lenses, name="c", configuration=CDC)

    def names(*query: tuple[str, str]) -> list[str]:
        listed = lenses.get(f"{CONNECT}/connectors", params=query).json()
        return [item["name"] for item in listed["data"]]

    assert names() == ["a", "b", "c"]
    assert names(("cluster", "main")) == ["a", "c"]
    assert names(("cluster", "main"), ("cluster", "connect")) == ["a", "b", "c"]
    assert names(("className", POSTGRES)) == ["c"]
    assert names(("className", POSTGRES), ("className", FILE_SOURCE), ("cluster", "main")) == ["a", "c"]
    assert names(("cluster", "none")) == []


def test_an_environment_has_its_own_connectors(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.make_connector()
    sandbox.admin.connect_agent(lenses.make_environment("dev")["agent_key"])

    assert lenses.get(f"{CONNECT.replace('prod', 'dev')}/connectors").json() == {"data": []}


@pytest.mark.parametrize("name", ["a/b", "a b", "żółw", "100%", "a+b?c#d", "..%2f"])
def test_a_name_is_one_segment_whatever_it_holds(lenses: Lenses, name: str) -> None:
    lenses.make_connector(name)
    encoded = quote(name, safe="")

    assert lenses.connector(encoded)["name"] == name
    assert lenses.put(f"{CONNECTORS}/{encoded}/pause").json() == {}
    assert lenses.connector(encoded)["state"] == "PAUSED"
    assert lenses.delete(f"{CONNECTORS}/{encoded}").json() == {}
    assert lenses.get(f"{CONNECTORS}/{encoded}").status_code == 404


def test_a_deleted_connector_is_gone(lenses: Lenses) -> None:
    lenses.make_connector()

    assert refusal(lenses.delete(f"{CONNECTORS}/orders")) == (200, {})
    missing = {"error": "Connector orders not found", "errorType": "NotFound", "fields": []}
    for method, path in (("GET", ""), ("DELETE", ""), ("PUT", "/pause"), ("PUT", "/tasks/0/restart")):
        assert refusal(lenses.request(method, f"{CONNECTORS}/orders{path}")) == (404, missing)


@pytest.mark.parametrize("status", [400, 409, 500])
def test_a_second_connector_of_a_name_is_refused(sandbox: Sandbox, lenses: Lenses, status: int) -> None:
    sandbox.admin.switch(lenses={"duplicate_connector_status": status})
    lenses.make_connector()

    answer = create(lenses)

    assert (answer.status_code, answer.json()["error"]) == (status, "Connector orders already exists")


def test_an_unknown_cluster_is_not_found(lenses: Lenses) -> None:
    missing = (
        404,
        {"error": "Connect cluster 'none' was not found", "errorType": "NotFound", "fields": []},
    )

    assert refusal(create(lenses, cluster="none")) == missing
    assert refusal(lenses.get(f"{CONNECT}/clusters/none/connectors/orders")) == missing


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"cluster": None}, "cluster"),
        ({"configuration": {"tasks.max": 1}}, "configuration"),
        ({"configuration": None}, "configuration"),
    ],
)
def test_a_create_that_lacks_something_names_the_field(lenses: Lenses, body: dict[str, Any], field: str) -> None:
    answer = create(lenses, **body)

    assert (answer.status_code, [one["field"] for one in answer.json()["fields"]]) == (400, [field])


def test_an_unknown_class_is_named_with_what_is_installed(lenses: Lenses) -> None:
    answer = create(lenses, configuration={"connector.class": "com.example.None"})

    assert answer.status_code == 400
    assert answer.json()["error"].startswith(
        "Failed to find any class that implements Connector and which name matches com.example.None, "
        f"available connectors are: {POSTGRES}, "
    )
    assert [field["field"] for field in answer.json()["fields"]] == ["connector.class"]


def test_an_invalid_configuration_is_refused_with_every_error(lenses: Lenses) -> None:
    answer = create(lenses, configuration={"connector.class": FILE_SOURCE, "tasks.max": "zero"})

    assert refusal(answer) == (
        400,
        {
            "error": "Connector configuration is invalid and contains the following 3 error(s):\n"
            "Invalid value zero for configuration tasks.max: Not a number of type INT\n"
            "Invalid value null for configuration tasks.max: Value must be non-null\n"
            'Missing required configuration "topic" which has no default value.\n'
            "You can also find the above list of errors at the endpoint "
            "`/connector-plugins/{connectorType}/config/validate`",
            "errorType": "BadRequest",
            "fields": [],
        },
    )
    assert lenses.get(f"{CONNECT}/connectors").json() == {"data": []}


def test_a_create_can_be_made_to_fail_by_the_configuration(lenses: Lenses) -> None:
    answer = create(lenses, configuration={**ORDERS, "sandbox.fail.create": "no such slot"})

    assert refusal(answer) == (400, {"error": "no such slot", "errorType": "BadRequest", "fields": []})


def test_a_name_in_the_configuration_must_be_the_connectors(lenses: Lenses) -> None:
    assert create(lenses, configuration={**ORDERS, "name": "orders"}).status_code == 200
    answer = create(lenses, name="other", configuration={**ORDERS, "name": "orders"})

    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "Connector name configuration (orders) doesn't match connector name in the URL (other)",
    )


def test_empty_values_are_refused_unless_switched(sandbox: Sandbox, lenses: Lenses) -> None:
    config = {**ORDERS, "transforms": ""}

    assert refusal(create(lenses, configuration=config)) == (
        400,
        {
            "error": "The request input was invalid",
            "errorType": "BadRequest",
            "fields": [{"field": "transforms", "error": "Must not be empty"}],
        },
    )
    sandbox.admin.switch(lenses={"refuse_empty_values": False})
    assert create(lenses, configuration=config).status_code == 200


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        (["pause"], "PAUSED"),
        (["pause", "resume"], "RUNNING"),
        (["stop"], "STOPPED"),
        (["stop", "start"], "RUNNING"),
        (["restart"], "RUNNING"),
        (["stop", "restart"], "STOPPED"),
    ],
)
def test_actions_change_the_state(lenses: Lenses, actions: list[str], state: str) -> None:
    lenses.make_connector()

    for action in actions:
        assert refusal(lenses.put(f"{CONNECTORS}/orders/{action}")) == (200, {})

    shown = lenses.connector()
    worker = "sandbox:8083"
    assert shown["state"] == state
    assert shown["tasks"] == ([] if state == "STOPPED" else [{"id": "0", "state": state, "workerId": worker}])


def test_an_unknown_action_is_refused(lenses: Lenses) -> None:
    lenses.make_connector()

    answer = lenses.put(f"{CONNECTORS}/orders/explode")

    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "'explode' is not one of start, stop, restart, pause, resume",
    )


def test_a_failed_task_shows_its_trace_and_can_be_restarted(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.make_connector(config={**ORDERS, "tasks.max": "2"})
    sandbox.admin.force_state("lenses/prod/main", "orders", "FAILED", task=1, trace="boom")

    assert lenses.connector()["tasks"][1] == {
        "id": "1",
        "state": "FAILED",
        "workerId": "sandbox:8083",
        "trace": "boom",
    }
    assert refusal(lenses.put(f"{CONNECTORS}/orders/tasks/1/restart")) == (200, {})
    assert lenses.connector()["tasks"][1] == {"id": "1", "state": "RUNNING", "workerId": "sandbox:8083"}


@pytest.mark.parametrize(("task", "status"), [("7", 404), ("first", 400), ("-1", 400)])
def test_a_task_that_cannot_be_restarted(lenses: Lenses, task: str, status: int) -> None:
    lenses.make_connector()

    assert lenses.put(f"{CONNECTORS}/orders/tasks/{task}/restart").status_code == status


def test_the_plugins_of_every_cluster(lenses: Lenses) -> None:
    everywhere = lenses.get(f"{CONNECT}/plugins").json()["data"]
    main = lenses.get(f"{CONNECT}/plugins", params={"cluster": "main"}).json()["data"]

    assert main[0] == {
        "class": POSTGRES,
        "cluster": "main",
        "name": "Debezium PostgreSQL source",
        "type": "source",
        "version": "3.0.7.Final",
        "author": "Debezium Community",
        "icon": "source.svg",
    }
    assert everywhere == [{**plugin, "cluster": name} for name in ("connect", "main") for plugin in main]


def validate(lenses: Lenses, config: dict[str, str]) -> httpx.Response:
    return lenses.post(f"{CONNECT}/validate", json={"name": "orders", "cluster": "main", "configuration": config})


def test_a_validation_reports_errors_by_key_with_status_200(lenses: Lenses) -> None:
    answer = validate(
        lenses, {"connector.class": POSTGRES, "topic.prefix": "a", "database.port": "x", "plugin.name": "none"}
    )

    fields = answer.json()["configuration"]
    assert (answer.status_code, answer.json()["class"]) == (200, POSTGRES)
    assert {field["name"]: field["errors"] for field in fields if field["errors"]} == {
        "database.hostname": ['Missing required configuration "database.hostname" which has no default value.'],
        "database.port": ["Invalid value x for configuration database.port: Not a number of type INT"],
        "database.user": ['Missing required configuration "database.user" which has no default value.'],
        "database.dbname": ['Missing required configuration "database.dbname" which has no default value.'],
        "plugin.name": [
            "Invalid value none for configuration plugin.name: String must be one of: decoderbufs, pgoutput"
        ],
    }
    assert fields[0] == {
        "name": "name",
        "required": True,
        "order": 0,
        "documentation": "Globally unique name of the connector.",
        "errors": [],
        "visible": True,
        "value": "orders",
    }
    assert fields[2] == {
        "name": "tasks.max",
        "required": False,
        "order": 2,
        "documentation": "Most tasks to use.",
        "errors": [],
        "visible": True,
        "value": "1",
        "defaultValue": "1",
    }


def test_a_validation_without_a_class_is_refused(lenses: Lenses) -> None:
    assert refusal(validate(lenses, {})) == (
        400,
        {"error": "Connector config {name=orders} contains no connector type", "errorType": "BadRequest", "fields": []},
    )


def test_a_validation_makes_nothing(lenses: Lenses) -> None:
    assert validate(lenses, ORDERS).status_code == 200
    assert lenses.get(f"{CONNECT}/connectors").json() == {"data": []}


@pytest.mark.parametrize("mask", ["****", "[secret hidden by Lenses]"])
def test_passwords_can_be_masked_but_references_are_not(sandbox: Sandbox, lenses: Lenses, mask: str) -> None:
    lenses.make_connector(config=CDC)
    lenses.make_connector("other", {**CDC, "database.password": "${vault:pg:password}"})

    assert lenses.connector()["config"]["database.password"] == "s3cret"
    sandbox.admin.switch(lenses={"secrets_shown_as": mask})
    assert lenses.connector()["config"] == {**CDC, "name": "orders", "database.password": mask}
    assert lenses.connector("other")["config"]["database.password"] == "${vault:pg:password}"
    assert sandbox.admin.connector("lenses/prod/main", "orders")["config"]["database.password"] == "s3cret"


def test_a_missing_licence_is_a_402(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(lenses={"licensed": False})

    assert refusal(lenses.get(f"{CONNECT}/connectors")) == (
        402,
        {"error": "The licence does not include Kafka Connect", "errorType": "LicenseError", "fields": []},
    )
    assert lenses.get("/api/v1/environments/prod").status_code == 200


def test_connectors_outlive_their_environment(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.make_connector()
    lenses.delete("/api/v1/environments/prod")
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])

    assert lenses.connector()["state"] == "RUNNING"


def test_a_new_connector_can_be_invisible_for_a_while(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"appear_after_ms": 1000})
    lenses.make_connector()

    assert lenses.get(f"{CONNECTORS}/orders").status_code == 404
    assert lenses.get(f"{CONNECT}/connectors").json() == {"data": []}
    assert create(lenses).json()["error"] == "Connector orders already exists"
    clock.advance(1.001)
    assert lenses.connector()["state"] == "RUNNING"
