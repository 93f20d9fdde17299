from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .lenses import FILE_SOURCE, ORDERS

CLUSTER = "kafka_connect/default"
CONFIG = {**ORDERS, "name": "orders"}
OWN = "/connectors/orders"


def make(worker: httpx.Client, name: str = "orders", **fields: Any) -> httpx.Response:
    answer = worker.post("/connectors", json={"name": name, "config": ORDERS, **fields})
    assert answer.status_code == 201, answer.text
    return answer


def refusal(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert body == {"error_code": answer.status_code, "message": body["message"]}
    return answer.status_code, body["message"]


def path(name: str) -> str:
    return f"/connectors/{quote(name, safe='').replace('.', '%2E')}"


def states(worker: httpx.Client) -> tuple[str, list[str]]:
    status = worker.get(f"{OWN}/status").json()
    return status["connector"]["state"], [task["state"] for task in status["tasks"]]


def test_the_worker_says_what_it_is(sandbox: Sandbox, worker: httpx.Client) -> None:
    sandbox.admin.switch(kafka_connect={"version": "3.6.1"})

    for path in ("", "/"):
        assert worker.get(path).json() == {
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


def test_the_status_of_a_connector_with_a_failed_task(sandbox: Sandbox, worker: httpx.Client) -> None:
    make(worker)
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0, trace="boom")
    task = {"id": 0, "state": "FAILED", "worker_id": "sandbox:8083", "trace": "boom"}

    assert worker.get(f"{OWN}/status").json() == {
        "name": "orders",
        "connector": {"state": "RUNNING", "worker_id": "sandbox:8083"},
        "tasks": [task],
        "type": "source",
    }
    assert worker.get(f"{OWN}/tasks/0/status").json() == task
    assert refusal(worker.get(f"{OWN}/tasks/1/status")) == (404, "No status found for task orders-1")


def test_a_connector_that_has_not_begun_has_no_status_and_is_left_out_of_the_statuses(
    sandbox: Sandbox, worker: httpx.Client, clock: ManualClock
) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 1000})
    make(worker)

    assert worker.get(OWN).status_code == 200
    assert refusal(worker.get(f"{OWN}/status")) == (404, "No status found for connector orders")
    assert worker.get("/connectors?expand=info&expand=status").json() == {}
    assert list(worker.get("/connectors?expand=info").json()) == ["orders"]
    clock.advance(1.001)
    assert states(worker) == ("RUNNING", ["RUNNING"])


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


@pytest.mark.parametrize("state", ["RUNNING", "PAUSED", "STOPPED"])
def test_a_connector_can_be_made_in_a_state(sandbox: Sandbox, worker: httpx.Client, state: str) -> None:
    make(worker, initial_state=state)

    assert states(worker) == (state, ["RUNNING"] if state == "RUNNING" else [])
    seen = {change["state"] for change in sandbox.admin.history(CLUSTER, "orders")}
    assert ("RUNNING" in seen) is (state == "RUNNING")


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


def test_a_resting_connector_stays_so_when_it_is_reconfigured(worker: httpx.Client) -> None:
    make(worker, initial_state="STOPPED")
    worker.put(f"{OWN}/config", json={**ORDERS, "topic": "other"})

    assert states(worker) == ("STOPPED", [])


def test_a_running_connector_starts_anew_when_it_is_reconfigured(
    sandbox: Sandbox, worker: httpx.Client, clock: ManualClock
) -> None:
    make(worker, config={**ORDERS, "tasks.max": "2"})
    sandbox.admin.switch(connect={"start_after_ms": 1000})
    worker.put(f"{OWN}/config", json=ORDERS)

    assert states(worker) == ("UNASSIGNED", [])
    clock.advance(1.001)
    assert states(worker) == ("RUNNING", ["RUNNING"])


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["pause"], ("PAUSED", ["PAUSED"])),
        (["pause", "resume"], ("RUNNING", ["RUNNING"])),
        (["stop"], ("STOPPED", [])),
        (["stop", "resume"], ("RUNNING", ["RUNNING"])),
        (["stop", "pause"], ("PAUSED", [])),
    ],
)
def test_actions_change_the_state(worker: httpx.Client, actions: list[str], expected: tuple[str, list[str]]) -> None:
    make(worker)
    for action in actions:
        answer = worker.put(f"{OWN}/{action}")
        assert (answer.status_code, answer.content) == (204 if action == "stop" else 202, b"")

    assert states(worker) == expected


@pytest.mark.parametrize(
    ("query", "status", "expected"),
    [
        ({}, 204, ("RUNNING", ["FAILED", "RUNNING"])),
        ({"includeTasks": "true"}, 202, ("RUNNING", ["RUNNING", "RUNNING"])),
        ({"includeTasks": "true", "onlyFailed": "true"}, 202, ("RUNNING", ["RUNNING", "RUNNING"])),
        ({"onlyFailed": "true"}, 202, ("RUNNING", ["FAILED", "RUNNING"])),
    ],
)
def test_a_restart_takes_what_it_is_told_to(
    sandbox: Sandbox,
    worker: httpx.Client,
    query: dict[str, str],
    status: int,
    expected: tuple[str, list[str]],
) -> None:
    make(worker, config={**ORDERS, "tasks.max": "2"})
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0)

    answer = worker.post(f"{OWN}/restart", params=query)

    assert (answer.status_code, states(worker)) == (status, expected)
    if status == 202:
        assert answer.json() == worker.get(f"{OWN}/status").json()


def test_a_restart_of_the_failed_leaves_the_others_alone(sandbox: Sandbox, worker: httpx.Client) -> None:
    make(worker, config={**ORDERS, "tasks.max": "2"})
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0)
    worker.post(f"{OWN}/restart?includeTasks=true&onlyFailed=true")

    history = sandbox.admin.history(CLUSTER, "orders")
    assert [change["task"] for change in history if change["state"] == "RESTARTING"] == [0]


def test_one_task_can_be_restarted(sandbox: Sandbox, worker: httpx.Client) -> None:
    make(worker)
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0)

    answer = worker.post(f"{OWN}/tasks/0/restart")

    assert (answer.status_code, states(worker)) == (204, ("RUNNING", ["RUNNING"]))
    assert refusal(worker.post(f"{OWN}/tasks/7/restart")) == (404, "Unknown task: orders-7")
    assert refusal(worker.post(f"{OWN}/tasks/x/restart")) == (404, "HTTP 404 Not Found")


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


def test_offsets_can_be_changed_only_while_the_connector_is_stopped(worker: httpx.Client, clock: ManualClock) -> None:
    make(worker)
    clock.advance(2)
    own = {"filename": "/data/orders"}
    wanted = {"offsets": [{"partition": own, "offset": {"position": 7}}]}

    assert worker.get(f"{OWN}/offsets").json() == {"offsets": [{"partition": own, "offset": {"position": 20}}]}
    for refused in (worker.patch(f"{OWN}/offsets", json=wanted), worker.delete(f"{OWN}/offsets")):
        status, message = refusal(refused)
        assert status == 400
        assert message.startswith("Connectors must be in the STOPPED state before their offsets can be modified.")

    worker.put(f"{OWN}/stop")
    altered = worker.patch(f"{OWN}/offsets", json=wanted)
    assert altered.json() == {"message": "The offsets for this connector have been altered successfully"}
    assert worker.get(f"{OWN}/offsets").json() == wanted
    worker.put(f"{OWN}/resume")
    clock.advance(1)
    assert worker.get(f"{OWN}/offsets").json() == {"offsets": [{"partition": own, "offset": {"position": 17}}]}

    worker.put(f"{OWN}/stop")
    reset = worker.delete(f"{OWN}/offsets")
    assert reset.json() == {"message": "The offsets for this connector have been reset successfully"}
    assert worker.get(f"{OWN}/offsets").json() == {"offsets": []}


def test_one_partition_can_be_forgotten(worker: httpx.Client) -> None:
    make(worker, initial_state="STOPPED")
    first, second = ({"partition": {"filename": name}, "offset": {"position": 1}} for name in ("a", "b"))
    worker.patch(f"{OWN}/offsets", json={"offsets": [first, second]})
    worker.patch(f"{OWN}/offsets", json={"offsets": [{**first, "offset": None}]})

    assert worker.get(f"{OWN}/offsets").json() == {"offsets": [second]}


@pytest.mark.parametrize("body", [{}, {"offsets": []}, {"offsets": None}])
def test_offsets_that_are_none_are_refused(worker: httpx.Client, body: dict[str, Any]) -> None:
    make(worker, initial_state="STOPPED")

    assert refusal(worker.patch(f"{OWN}/offsets", json=body)) == (
        400,
        "Partitions / offsets need to be provided for an alter offsets request",
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


def test_the_installed_plugins(worker: httpx.Client) -> None:
    plugins = worker.get("/connector-plugins").json()

    assert {"class": FILE_SOURCE, "type": "source", "version": "3.9.0"} in plugins
    assert worker.get(f"/connector-plugins/{FILE_SOURCE}/config").json()[1] == {
        "name": "topic",
        "type": "STRING",
        "required": True,
        "default_value": None,
        "importance": "HIGH",
        "documentation": "Topic to write to.",
        "group": None,
        "width": "MEDIUM",
        "display_name": "topic",
        "dependents": [],
        "order": 1,
    }
    assert refusal(worker.get("/connector-plugins/None/config")) == (404, "Unknown plugin None.")


@pytest.mark.parametrize("plugin", [FILE_SOURCE, "FileStreamSourceConnector"])
def test_a_validation_answers_with_200_whatever_is_wrong(worker: httpx.Client, plugin: str) -> None:
    config = {"connector.class": FILE_SOURCE, "name": "orders", "tasks.max": "0"}
    answer = worker.put(f"/connector-plugins/{plugin}/config/validate", json=config)
    body = answer.json()
    values = {entry["value"]["name"]: entry["value"] for entry in body["configs"]}

    assert answer.status_code == 200
    assert (body["name"], body["error_count"]) == (FILE_SOURCE, 2)
    assert body["groups"][0] == "Common"
    assert {name: value["errors"] for name, value in values.items() if value["errors"]} == {
        "tasks.max": ["Invalid value 0 for configuration tasks.max: Value must be at least 1"],
        "topic": ['Missing required configuration "topic" which has no default value.'],
    }
    assert values["errors.tolerance"] == {
        "name": "errors.tolerance",
        "value": "none",
        "recommended_values": ["none", "all"],
        "errors": [],
        "visible": True,
    }


def test_a_validation_of_an_unknown_class_is_a_failure_of_the_worker(worker: httpx.Client) -> None:
    answer = worker.put("/connector-plugins/None/config/validate", json={"connector.class": "None"})
    status, message = refusal(answer)

    assert status == 500
    assert message.startswith("org.apache.kafka.connect.errors.ConnectException: Failed to find any class")


def test_what_can_be_used_with_connectors_is_listed_on_demand(worker: httpx.Client) -> None:
    connectors = worker.get("/connector-plugins").json()
    everything = worker.get("/connector-plugins?connectorsOnly=false").json()

    assert {plugin["type"] for plugin in connectors} == {"source", "sink"}
    assert everything[: len(connectors)] == connectors
    assert {plugin["type"] for plugin in everything[len(connectors) :]} == {
        "transformation",
        "predicate",
        "converter",
        "header_converter",
    }


def test_a_validation_for_another_class_is_refused(worker: httpx.Client) -> None:
    answer = worker.put("/connector-plugins/Other/config/validate", json=ORDERS)

    assert refusal(answer) == (400, f"Included connector type {FILE_SOURCE} does not match request type Other")


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
    known = worker.get("/connectors", auth=("sandbox", "sandbox-secret"))

    assert (anonymous.status_code, anonymous.text) == (401, "User cannot access the resource.")
    assert anonymous.headers["WWW-Authenticate"] == "Basic"
    assert (known.status_code, known.json()) == (200, [])
    assert worker.get("/connectors", auth=("sandbox", "wrong")).status_code == 401


def test_a_body_that_is_not_json_is_a_failure_of_the_worker(worker: httpx.Client) -> None:
    status, message = refusal(worker.post("/connectors", content=b"{"))

    assert status == 500
    assert message.startswith("The request body is not JSON")
