from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox import Sandbox

from .kafka_connect import CLUSTER, CONFIG, OWN, make, path, refusal
from .lenses import FILE_SOURCE, ORDERS


def test_the_worker_says_what_it_is(sandbox: Sandbox, worker: httpx.Client) -> None:
    sandbox.admin.switch(kafka_connect={"version": "3.6.1"})

    for root in ("", "/"):
        assert worker.get(root).json() == {
            "version": "3.6.1",
            "commit": "a60e31147e6b01ee",
            "kafka_cluster_id": "default",
        }


def test_a_connector_is_made_with_its_location(sandbox: Sandbox, worker: httpx.Client) -> None:
    made = make(worker)
    info = {"name": "orders", "config": CONFIG, "tasks": [], "type": "source"}

    assert made.json() == info
    assert made.headers["Location"] == f"{sandbox.url}/kafka_connect/default/connectors/orders"
    assert worker.get(OWN).json() == {**info, "tasks": [{"connector": "orders", "task": 0}]}
    assert worker.get(f"{OWN}/config").json() == CONFIG
    assert worker.get(f"{OWN}/tasks").json() == [
        {
            "id": {"connector": "orders", "task": 0},
            "config": {**CONFIG, "task.class": "org.apache.kafka.connect.file.FileStreamSourceTask"},
        }
    ]


def test_the_list_has_names_or_what_is_asked_to_be_expanded(worker: httpx.Client) -> None:
    make(worker)
    make(worker, "items")
    views = {
        name: {
            "info": worker.get(f"/connectors/{name}").json(),
            "status": worker.get(f"/connectors/{name}/status").json(),
        }
        for name in ("orders", "items")
    }

    assert worker.get("/connectors").json() == ["orders", "items"]
    assert worker.get("/connectors", params=[("expand", "info"), ("expand", "status")]).json() == views
    assert worker.get("/connectors?expand=status").json() == {
        name: {"status": view["status"]} for name, view in views.items()
    }


def test_workers_have_their_own_connectors(sandbox: Sandbox, worker: httpx.Client) -> None:
    make(worker)

    assert httpx.get(f"{sandbox.url}/kafka_connect/other/connectors").json() == []


@pytest.mark.parametrize(
    ("name", "location"),
    [
        ("a/b", "a/b"),
        ("a b", "a%20b"),
        ("żółw", "%C5%BC%C3%B3%C5%82w"),
        ("a%b", "a%25b"),
        ("a%2Fb", "a%2Fb"),
        ("a;b", "a;b"),
    ],
)
def test_a_name_is_one_segment_although_its_location_may_show_it_otherwise(
    worker: httpx.Client, name: str, location: str
) -> None:
    assert make(worker, name).headers["Location"].endswith(f"/default/connectors/{location}")
    assert worker.get(path(name)).json()["name"] == name


def test_a_name_with_braces_is_made_although_the_answer_is_a_failure(worker: httpx.Client) -> None:
    made = worker.post("/connectors", json={"name": "{a}", "config": ORDERS})

    assert refusal(made) == (500, "The template variable 'a' has no value")
    assert worker.get("/connectors").json() == ["{a}"]


@pytest.mark.parametrize("name", ["a/b", "a%b", "a\\b", "."])
def test_a_newer_worker_makes_what_it_cannot_find_again(sandbox: Sandbox, worker: httpx.Client, name: str) -> None:
    sandbox.admin.switch(kafka_connect={"version": "4.0.0"})
    make(worker, name)
    found = worker.get(path(name))

    assert (found.status_code, found.headers["Content-Type"]) == (400, "text/html;charset=iso-8859-1")
    assert worker.get("/connectors").json() == [name]


def test_a_name_is_trimmed(worker: httpx.Client) -> None:
    assert make(worker, " orders ").json()["name"] == "orders"


def test_an_older_worker_or_an_unknown_state_is_refused(sandbox: Sandbox, worker: httpx.Client) -> None:
    body = {"name": "orders", "config": ORDERS, "initial_state": "ASLEEP"}
    status, message = refusal(worker.post("/connectors", json=body))
    assert (status, message.rpartition(": ")[2]) == (
        500,
        "No enum constant org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest.InitialState.ASLEEP",
    )

    sandbox.admin.switch(kafka_connect={"version": "3.6.0"})
    older = worker.post("/connectors", json={**body, "initial_state": "STOPPED"})
    assert refusal(older) == (
        500,
        'Unrecognized field "initial_state" (class org.apache.kafka.connect.runtime.rest.entities.'
        'CreateConnectorRequest), not marked as ignorable (2 known properties: "config", "name"])',
    )


def test_a_put_makes_or_replaces(worker: httpx.Client) -> None:
    made = worker.put(f"{OWN}/config", json={**ORDERS, "tasks.max": 1, "errors.log.enable": True})
    replaced = worker.put(f"{OWN}/config", json=ORDERS)

    assert (made.status_code, replaced.status_code) == (201, 200)
    assert made.headers["Location"].endswith("/default/connectors/orders")
    assert made.json()["config"] == {**CONFIG, "tasks.max": "1", "errors.log.enable": "true"}
    assert replaced.json()["config"] == CONFIG
    assert replaced.json()["tasks"] == [{"connector": "orders", "task": 0}]


def test_a_null_of_the_plugins_own_is_kept_and_the_connector_stumbles_over_it(worker: httpx.Client) -> None:
    made = worker.put(f"{OWN}/config", json={**ORDERS, "file": None})

    assert (made.status_code, made.json()["config"]) == (201, {**CONFIG, "file": None})
    assert worker.get(f"{OWN}/status").json()["connector"] == {
        "state": "FAILED",
        "worker_id": "sandbox:8083",
        "trace": "java.lang.ClassCastException: Non-string value found in original settings for key file: null",
    }


def test_a_null_of_a_key_that_every_connector_has_is_refused(worker: httpx.Client) -> None:
    status, message = refusal(worker.put(f"{OWN}/config", json={**ORDERS, "tasks.max": None}))

    assert (status, message.splitlines()[1:3]) == (
        400,
        [
            "Invalid value null for configuration tasks.max: Value must be non-null",
            "Null value can not be supplied as the configuration value.",
        ],
    )


def test_a_patch_may_change_the_name_in_the_configuration_to_no_effect(worker: httpx.Client) -> None:
    make(worker)
    patched = worker.patch(f"{OWN}/config", json={"name": "other"})

    assert (patched.status_code, patched.json()["name"], patched.json()["config"]["name"]) == (200, "orders", "other")
    assert worker.get("/connectors").json() == ["orders"]


def test_a_patch_changes_some_keys_and_null_removes_one(worker: httpx.Client) -> None:
    make(worker)

    patched = worker.patch(f"{OWN}/config", json={"topic": "other", "file": None})

    changed = {**CONFIG, "topic": "other"}
    del changed["file"]
    assert (patched.status_code, patched.json()["config"]) == (200, changed)
    assert refusal(worker.patch("/connectors/none/config", json={})) == (404, "Connector none not found")


def test_a_deleted_connector_is_gone(worker: httpx.Client) -> None:
    make(worker)
    deleted = worker.delete(OWN)

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert [
        refusal(answer)
        for answer in (
            worker.get(OWN),
            worker.delete(OWN),
            worker.get(f"{OWN}/status"),
            worker.put(f"{OWN}/pause"),
            worker.post(f"{OWN}/restart"),
        )
    ] == [
        (404, "Connector orders not found"),
        (404, "Connector orders not found"),
        (404, "No status found for connector orders"),
        (404, "Unknown connector orders"),
        (404, "Unknown connector: orders"),
    ]


def test_a_409_can_mean_that_it_exists_or_that_the_worker_is_busy(sandbox: Sandbox, worker: httpx.Client) -> None:
    make(worker)
    body = {"name": "orders", "config": ORDERS}
    assert refusal(worker.post("/connectors", json=body)) == (409, "Connector orders already exists")

    sandbox.admin.switch(connect={"rebalancing": True})
    busy = (409, "Cannot complete request because of a conflicting operation (e.g. worker rebalance)")
    for answer in (
        worker.post("/connectors", json={**body, "name": "other"}),
        worker.put(f"{OWN}/config", json=ORDERS),
        worker.post(f"{OWN}/restart"),
        worker.post(f"{OWN}/tasks/0/restart"),
        worker.delete(OWN),
    ):
        assert refusal(answer) == busy
    assert worker.get(OWN).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (
            {"config": ORDERS},
            400,
            "Connector configuration is invalid and contains the following 1 error(s):\n"
            "Invalid value  for configuration name: String may not be empty\n"
            "You can also find the above list of errors at the endpoint "
            "`/connector-plugins/{connectorType}/config/validate`",
        ),
        (
            {"name": "orders"},
            500,
            'Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null',
        ),
        ({"name": "orders", "config": {}}, 400, "Connector config {name=orders} contains no connector type"),
        (
            {"name": "orders", "config": {**ORDERS, "name": "x"}},
            400,
            "Connector name configuration (x) doesn't match connector name in the URL (orders)",
        ),
    ],
)
def test_a_create_that_lacks_something_is_refused(
    worker: httpx.Client, body: dict[str, Any], status: int, message: str
) -> None:
    assert refusal(worker.post("/connectors", json=body)) == (status, message)


@pytest.mark.parametrize(("version", "expected"), [("4.0.0", 500), ("4.1.0", 400)])
def test_an_unknown_class_is_refused_with_the_names_of_what_is_installed(
    sandbox: Sandbox, worker: httpx.Client, version: str, expected: int
) -> None:
    sandbox.admin.switch(kafka_connect={"version": version})
    body = {"name": "orders", "config": {"connector.class": "com.example.None"}}
    status, message = refusal(worker.post("/connectors", json=body))

    assert status == expected
    assert message.startswith(
        "Failed to find any class that implements Connector and which name matches com.example.None, "
        "available connectors are: "
    )


@pytest.mark.parametrize(
    ("version", "method", "path", "status"),
    [
        ("3.4.0", "PUT", f"{OWN}/stop", 404),
        ("3.4.0", "GET", f"{OWN}/offsets", 404),
        ("3.4.0", "DELETE", f"{OWN}/offsets", 404),
        ("3.5.2", "PATCH", f"{OWN}/offsets", 405),
        ("3.5.2", "DELETE", f"{OWN}/offsets", 405),
        ("3.7.1", "PATCH", f"{OWN}/config", 405),
        ("3.1.0", "GET", f"/connector-plugins/{FILE_SOURCE}/config", 404),
    ],
)
def test_an_older_worker_does_not_have_every_operation(
    sandbox: Sandbox, worker: httpx.Client, version: str, method: str, path: str, status: int
) -> None:
    make(worker)
    sandbox.admin.switch(kafka_connect={"version": version})
    words = {404: "Not Found", 405: "Method Not Allowed"}

    assert refusal(worker.request(method, path, json={})) == (status, f"HTTP {status} {words[status]}")


@pytest.mark.parametrize("mask", ["********", "••••••••"])
def test_passwords_can_be_masked_everywhere(sandbox: Sandbox, worker: httpx.Client, mask: str) -> None:
    config = {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "orders",
        "connection.url": "jdbc:x",
        "connection.password": "s3cret",
    }
    sandbox.admin.switch(kafka_connect={"secrets_shown_as": mask})
    masked = {**config, "connection.password": mask, "name": "orders"}

    assert make(worker, config=config).json()["config"] == masked
    assert worker.get(f"{OWN}/config").json() == masked
    assert worker.get(OWN).json()["config"] == masked
    assert worker.get(f"{OWN}/tasks").json()[0]["config"] == {
        **masked,
        "task.class": "io.confluent.connect.jdbc.JdbcSinkTask",
    }
    assert worker.get("/connectors?expand=info").json()["orders"]["info"]["config"] == masked
    assert sandbox.admin.connector(CLUSTER, "orders")["config"]["connection.password"] == "s3cret"


def test_a_patch_leaves_a_masked_password_as_it_is(sandbox: Sandbox, worker: httpx.Client) -> None:
    config = {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "orders",
        "connection.url": "jdbc:x",
        "connection.password": "s3cret",
    }
    sandbox.admin.switch(kafka_connect={"secrets_shown_as": "********"})
    make(worker, config=config)
    worker.patch(f"{OWN}/config", json={"connection.url": "jdbc:y"})

    stored = sandbox.admin.connector(CLUSTER, "orders")["config"]
    assert stored == {**config, "connection.url": "jdbc:y", "name": "orders"}


def test_credentials_can_be_asked_for(sandbox: Sandbox, worker: httpx.Client) -> None:
    sandbox.admin.switch(kafka_connect={"authenticated": True})

    anonymous = worker.get("/connectors")
    known = worker.get("/connectors", auth=("sandbox", "4f1c-9b27-e08d"))

    assert (anonymous.status_code, anonymous.text) == (401, "User cannot access the resource.")
    assert anonymous.headers["WWW-Authenticate"] == "Basic"
    assert (known.status_code, known.json()) == (200, [])
    assert worker.get("/connectors", auth=("sandbox", "wrong")).status_code == 401


def test_a_body_that_is_not_json_is_a_failure_of_the_worker(worker: httpx.Client) -> None:
    status, message = refusal(worker.post("/connectors", content=b"{"))

    assert status == 500
    assert message.startswith("The request body is not JSON")
