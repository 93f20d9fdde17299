"""What becomes of a connector over time, and what of it is still known afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .lenses import CONNECTORS, ORDERS, Lenses

CLUSTER = "lenses/prod/main"
TWO_TASKS = {**ORDERS, "tasks.max": "2"}
SLOW = {
    "start_after_ms": 1000,
    "tasks_after_ms": 1000,
    "tasks_start_after_ms": 1000,
    "change_after_ms": 1000,
    "tasks_change_after_ms": 1000,
}


@pytest.fixture(autouse=True)
def _agent(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])


def states(lenses: Lenses) -> tuple[str, list[str]]:
    shown = lenses.connector()
    return shown["state"], [task["state"] for task in shown["tasks"]]


def act(lenses: Lenses, action: str) -> None:
    assert lenses.put(f"{CONNECTORS}/orders/{action}").json() == {}


def each_second(lenses: Lenses, clock: ManualClock, seconds: int) -> list[tuple[str, list[str]]]:
    seen = [states(lenses)]
    for _ in range(seconds):
        clock.advance(1)
        seen.append(states(lenses))
    return seen


def history(sandbox: Sandbox) -> list[tuple[int | None, str]]:
    return [(change["task"], change["state"]) for change in sandbox.admin.history(CLUSTER, "orders")]


def test_a_connector_starts_and_then_its_tasks(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect=SLOW)
    lenses.make_connector(config=TWO_TASKS)

    assert each_second(lenses, clock, 3) == [
        ("UNASSIGNED", []),
        ("RUNNING", []),
        ("RUNNING", ["UNASSIGNED", "UNASSIGNED"]),
        ("RUNNING", ["RUNNING", "RUNNING"]),
    ]


def test_tasks_follow_a_pause_and_a_resume(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect=SLOW)
    lenses.make_connector()
    clock.advance(3)
    act(lenses, "pause")

    assert each_second(lenses, clock, 2) == [
        ("RUNNING", ["RUNNING"]),
        ("PAUSED", ["RUNNING"]),
        ("PAUSED", ["PAUSED"]),
    ]
    act(lenses, "resume")
    assert each_second(lenses, clock, 2) == [
        ("PAUSED", ["PAUSED"]),
        ("RUNNING", ["PAUSED"]),
        ("RUNNING", ["RUNNING"]),
    ]


def test_a_stopped_connector_has_no_tasks_until_it_starts(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect=SLOW)
    lenses.make_connector()
    clock.advance(3)
    act(lenses, "stop")

    assert each_second(lenses, clock, 1) == [("RUNNING", ["RUNNING"]), ("STOPPED", [])]
    act(lenses, "start")
    assert each_second(lenses, clock, 3) == [
        ("STOPPED", []),
        ("RUNNING", []),
        ("RUNNING", ["UNASSIGNED"]),
        ("RUNNING", ["RUNNING"]),
    ]


def test_a_restart_shows_while_it_lasts(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 1000})
    lenses.make_connector()
    clock.advance(1)
    act(lenses, "restart")

    assert each_second(lenses, clock, 1) == [("RESTARTING", ["RESTARTING"]), ("RUNNING", ["RUNNING"])]


def test_a_stop_right_after_the_create_means_it_never_ran(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 1000})
    lenses.make_connector()
    act(lenses, "stop")
    clock.advance(60)

    assert history(sandbox) == [(None, "UNASSIGNED"), (None, "STOPPED")]


def test_the_history_tells_when(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 1000})
    made = clock.now()
    lenses.make_connector()
    clock.advance(5)

    assert sandbox.admin.history(CLUSTER, "orders") == [
        {"at": timestamp(made), "task": None, "state": "UNASSIGNED"},
        {"at": timestamp(made + 1), "task": None, "state": "RUNNING"},
        {"at": timestamp(made + 1), "task": 0, "state": "UNASSIGNED"},
        {"at": timestamp(made + 1), "task": 0, "state": "RUNNING"},
    ]


def test_the_history_outlives_the_connector(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 1000})
    for _ in range(2):
        lenses.make_connector()
        lenses.delete(f"{CONNECTORS}/orders")
    clock.advance(60)

    assert history(sandbox) == [(None, "UNASSIGNED"), (None, "UNASSIGNED")]


def failing(**keys: str) -> dict[str, str]:
    return {**TWO_TASKS, **{f"sandbox.fail.{key.replace('_', '.')}": value for key, value in keys.items()}}


@pytest.mark.parametrize(
    ("task", "tasks"),
    [("1", ["RUNNING", "FAILED"]), ("all", ["FAILED", "FAILED"]), ("7", ["RUNNING", "RUNNING"])],
)
def test_a_configuration_can_ask_for_a_task_to_fail(
    sandbox: Sandbox, lenses: Lenses, clock: ManualClock, task: str, tasks: list[str]
) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    lenses.make_connector(config=failing(task=task, trace="boom", after_ms="2000"))

    assert each_second(lenses, clock, 2) == [
        ("RUNNING", ["RUNNING", "RUNNING"]),
        ("RUNNING", ["RUNNING", "RUNNING"]),
        ("RUNNING", tasks),
    ]
    shown: list[dict[str, Any]] = lenses.connector()["tasks"]
    assert [task.get("trace") for task in shown] == ["boom" if state == "FAILED" else None for state in tasks]


def test_a_task_fails_again_after_a_restart_unless_it_has_failed_often_enough(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    lenses.make_connector(config=failing(task="0", times="2"))

    seen = [states(lenses)]
    for _ in range(2):
        act(lenses, "tasks/0/restart")
        seen.append(states(lenses))

    failed, cured = ("RUNNING", ["FAILED", "RUNNING"]), ("RUNNING", ["RUNNING", "RUNNING"])
    assert seen == [failed, failed, cured]


def test_a_failed_task_stays_failed_while_its_connector_is_paused(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    lenses.make_connector(config=failing(task="0"))
    act(lenses, "pause")

    assert states(lenses) == ("PAUSED", ["FAILED", "PAUSED"])


def test_a_failed_connector_cannot_be_paused(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    lenses.make_connector()
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED")
    act(lenses, "pause")

    assert states(lenses) == ("FAILED", ["PAUSED"])
    act(lenses, "restart")
    assert states(lenses) == ("RUNNING", ["RUNNING"])


@pytest.mark.parametrize("key", ["after_ms", "times"])
def test_a_rehearsal_with_a_number_that_is_none_is_refused(lenses: Lenses, key: str) -> None:
    answer = lenses.post(
        CONNECTORS.replace("/clusters/main", ""),
        json={"name": "orders", "cluster": "main", "configuration": failing(task="0", **{key: "soon"})},
    )

    assert (answer.status_code, answer.json()["error"]) == (
        400,
        f"Invalid value soon for configuration sandbox.fail.{key.replace('_', '.')}: Not a number of type INT",
    )


def test_offsets_advance_only_while_a_connector_runs(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    lenses.make_connector()
    clock.advance(2)
    act(lenses, "stop")
    clock.advance(60)
    act(lenses, "resume")
    clock.advance(1)

    assert sandbox.admin.connector(CLUSTER, "orders")["offsets"] == [
        {"partition": {"filename": "/data/orders"}, "offset": {"position": 30}}
    ]


def test_offsets_survive_a_delete_and_a_create_of_the_same_name(
    sandbox: Sandbox, lenses: Lenses, clock: ManualClock
) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    lenses.make_connector()
    clock.advance(2)
    lenses.delete(f"{CONNECTORS}/orders")
    kept = [{"partition": {"filename": "/data/orders"}, "offset": {"position": 20}}]

    assert sandbox.admin.connector(CLUSTER, "orders") == {"config": None, "offsets": kept}
    lenses.make_connector()
    assert sandbox.admin.connector(CLUSTER, "orders")["offsets"] == kept


def test_a_sink_has_an_offset_for_each_topic(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    sink = {
        "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
        "topics": "orders, items",
    }
    lenses.make_connector(config=sink)
    clock.advance(1)

    assert sandbox.admin.connector(CLUSTER, "orders")["offsets"] == [
        {"partition": {"kafka_topic": topic, "kafka_partition": 0}, "offset": {"kafka_offset": 10}}
        for topic in ("orders", "items")
    ]


def traces(lenses: Lenses) -> list[str | None]:
    return [task.get("trace") for task in lenses.connector()["tasks"]]


def test_tasks_fail_with_the_trace_that_is_given_until_it_is_mended(
    sandbox: Sandbox, lenses: Lenses, clock: ManualClock
) -> None:
    lenses.make_connector(config=TWO_TASKS)
    clock.advance(1)
    sandbox.admin.fail(CLUSTER, "orders", task="1", trace="java.net.ConnectException: refused")
    assert (states(lenses), traces(lenses)) == (
        ("RUNNING", ["RUNNING", "FAILED"]),
        [None, "java.net.ConnectException: refused"],
    )
    act(lenses, "restart")
    clock.advance(1)
    assert states(lenses) == ("RUNNING", ["RUNNING", "FAILED"])
    sandbox.admin.mend(CLUSTER, "orders")
    assert states(lenses) == ("RUNNING", ["RUNNING", "FAILED"])
    act(lenses, "restart")
    clock.advance(1)
    assert states(lenses) == ("RUNNING", ["RUNNING", "RUNNING"])


def test_a_failure_passes_by_itself_after_so_many_times(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    lenses.make_connector(config=TWO_TASKS)
    clock.advance(1)
    sandbox.admin.force_state(CLUSTER, "orders", "FAILED", task=0)
    sandbox.admin.fail(CLUSTER, "orders", task="0", times=2)
    seen = []
    for _ in range(2):
        act(lenses, "restart")
        clock.advance(1)
        seen.append(states(lenses)[1])
    assert seen == [["FAILED", "RUNNING"], ["RUNNING", "RUNNING"]]


def test_a_connector_that_is_not_there_cannot_fail(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="PUT /connectors/failure"):
        sandbox.admin.fail(CLUSTER, "none")
