from __future__ import annotations

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .kafka_connect import CLUSTER, OWN, make, refusal, states
from .lenses import ORDERS


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


@pytest.mark.parametrize("state", ["RUNNING", "PAUSED", "STOPPED"])
def test_a_connector_can_be_made_in_a_state(sandbox: Sandbox, worker: httpx.Client, state: str) -> None:
    make(worker, initial_state=state)

    assert states(worker) == (state, ["RUNNING"] if state == "RUNNING" else [])
    seen = {change["state"] for change in sandbox.admin.history(CLUSTER, "orders")}
    assert ("RUNNING" in seen) is (state == "RUNNING")


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


def test_a_stopped_connector_that_is_restarted_with_its_tasks_is_stopped_again(
    sandbox: Sandbox, worker: httpx.Client, clock: ManualClock
) -> None:
    make(worker, initial_state="STOPPED")
    sandbox.admin.switch(connect={"start_after_ms": 1000})

    assert worker.post(f"{OWN}/restart?includeTasks=true").json()["connector"]["state"] == "RESTARTING"
    clock.advance(1.001)
    assert worker.get(f"{OWN}/status").json()["connector"]["state"] == "STOPPED"


def test_a_newer_worker_tells_the_version_of_what_runs(sandbox: Sandbox, worker: httpx.Client) -> None:
    sandbox.admin.switch(kafka_connect={"version": "4.1.1"})
    worker.post("/connectors", json={"name": "orders", "config": ORDERS})
    status = worker.get(f"{OWN}/status").json()

    assert (status["connector"]["version"], status["tasks"][0]["version"]) == ("4.1.1", "4.1.1")
