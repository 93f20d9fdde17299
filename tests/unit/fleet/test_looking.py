"""What a stack owns, as its servers have it now."""

from __future__ import annotations

import json

import httpx

from provider_lib.fleet import Fleet, Status, Task
from provider_lib.systems import CATALOGUE
from tests.unit.fleet.estate import Estate

TRACE = "java.net.ConnectException: Connection refused\n\tat java.net.Socket.connect(Socket.java:633)"


def put(estate: Estate, path: str) -> None:
    url = estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    httpx.put(url + path, trust_env=False).raise_for_status()


def test_a_connector_that_runs_is_well(estate: Estate) -> None:
    estate.connector("orders-sink")
    assert estate.look() == {
        "orders-sink": Status(
            stack="shop",
            address="sluice_kafka_connect_connector.orders-sink",
            system="kafka_connect",
            kind="connector",
            place="default",
            name="orders-sink",
            desired="running",
            state="RUNNING",
            verdict="well",
            tasks=(Task(id="0", state="RUNNING", worker="sandbox:8083"),),
        )
    }


def test_a_failed_task_is_told_with_its_trace(estate: Estate) -> None:
    estate.connector("orders-sink", {"tasks.max": "2", "sandbox.fail.task": "1", "sandbox.fail.trace": TRACE})
    status = estate.look()["orders-sink"]
    assert (status.verdict, status.is_down, status.failed) == ("failed", True, 1)
    assert (status.traces, status.gist) == ([TRACE], "java.net.ConnectException: Connection refused")
    assert status.cause is not None
    assert status.cause.name == "network"


def test_one_that_somebody_paused_is_down_and_drifted(estate: Estate) -> None:
    estate.connector("orders-sink")
    put(estate, "/connectors/orders-sink/pause")
    status = estate.look()["orders-sink"]
    assert (status.verdict, status.state, status.desired, status.drift) == (
        "down",
        "PAUSED",
        "running",
        ("desired_state",),
    )


def test_one_that_is_to_rest_and_rests_is_well(estate: Estate) -> None:
    estate.connector("orders-sink", desired_state="paused")
    status = estate.look()["orders-sink"]
    assert (status.verdict, status.state, status.drift) == ("well", "PAUSED", ())


def test_one_that_is_to_rest_and_runs_is_astray_and_not_down(estate: Estate) -> None:
    estate.connector("orders-sink", desired_state="paused")
    put(estate, "/connectors/orders-sink/resume")
    status = estate.look()["orders-sink"]
    assert (status.verdict, status.is_down, status.drift) == ("astray", False, ("desired_state",))


def test_a_changed_entry_is_named(estate: Estate) -> None:
    estate.connector("orders-sink")
    url = estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"] + "/connectors/orders-sink/config"
    config = {**estate.lives["sluice_kafka_connect_connector.orders-sink"].state["config"], "topics": "others"}
    httpx.put(url, json=config, trust_env=False).raise_for_status()
    assert estate.look()["orders-sink"].drift == ('config["topics"]',)


def test_one_that_was_deleted_is_gone(estate: Estate) -> None:
    estate.connector("orders-sink")
    url = estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"] + "/connectors/orders-sink"
    httpx.delete(url, trust_env=False).raise_for_status()
    status = estate.look()["orders-sink"]
    assert (status.verdict, status.is_down, status.state, status.drift) == ("gone", True, None, None)


def test_what_is_not_watched_is_left_out(estate: Estate) -> None:
    estate.sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    estate.deploy("lenses_role", "reader", policy=[{"effect": "allow", "action": ["a:B"], "resource": ["*"]}])
    estate.environment()
    assert [(item.name, item.verdict, item.agent_connected) for item in estate.look().values()] == [
        ("orders", "down", False)
    ]


def test_one_list_serves_all(estate: Estate) -> None:
    for number in range(5):
        estate.connector(f"sink-{number}")
    estate.sandbox.admin.clear_requests()
    assert len(estate.look()) == 5
    sent = [(request["method"], request["path"]) for request in estate.sandbox.admin.requests()]
    assert sent == [("GET", "/kafka_connect/default/"), ("GET", "/kafka_connect/default/connectors")]


def test_a_server_that_refuses_leaves_the_rest_readable(estate: Estate) -> None:
    estate.connector("orders-sink")
    estate.environment()
    estate.sandbox.admin.fault("status", path="/lenses/", status=403, count=20)
    found = estate.look()
    assert (found["orders-sink"].verdict, found["orders"].verdict) == ("well", "unread")
    assert found["orders"].why is not None


def test_how_far_a_connector_has_come_is_told_where_somebody_asks_and_its_api_tells(estate: Estate) -> None:
    estate.connector("orders-sink", desired_state="stopped")
    estate.environment()
    url = estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"] + "/connectors/orders-sink/offsets"
    reached = {"partition": {"kafka_topic": "orders", "kafka_partition": 0}, "offset": {"kafka_offset": 42}}
    httpx.patch(url, json={"offsets": [reached]}, trust_env=False).raise_for_status()
    with Fleet(estate.owned, CATALOGUE, estate.sandbox.environment()) as fleet:
        assert {status.name: status.position for status in fleet.look()} == {"orders-sink": None, "orders": None}
        found = {status.name: status.position for status in fleet.look(positions=True)}
    [part] = found["orders-sink"] or ()
    assert json.loads(part) == reached
    assert found["orders"] is None


def test_a_worker_that_is_too_old_to_tell_how_far_tells_the_rest(estate: Estate) -> None:
    estate.sandbox.admin.switch(kafka_connect={"version": "2.8.2"})
    estate.connector("orders-sink")
    with Fleet(estate.owned, CATALOGUE, estate.sandbox.environment()) as fleet:
        [status] = fleet.look(positions=True)
    assert (status.verdict, status.position) == ("well", None)


def test_what_a_state_tells_is_told_without_asking_a_server(estate: Estate) -> None:
    estate.connector("orders-sink", {"tasks.max": "2", "sandbox.fail.task": "1", "sandbox.fail.trace": TRACE})
    estate.connector("paused-sink", desired_state="paused")
    estate.environment()
    for life in estate.lives.values():
        life.refresh()
    environment = estate.lives["sluice_lenses_environment.orders"]
    environment.state = {**(environment.state or {}), "agent_connected": False}
    estate.sandbox.admin.clear_requests()
    with Fleet(estate.owned, CATALOGUE, estate.sandbox.environment()) as fleet:
        found = {status.name: status for status in fleet.recall()}
    assert estate.sandbox.admin.requests() == []
    assert {name: (it.verdict, it.state, it.drift, it.agent_connected) for name, it in found.items()} == {
        "orders-sink": ("failed", "RUNNING", None, None),
        "paused-sink": ("well", "PAUSED", None, None),
        "orders": ("down", None, None, False),
    }
    assert list(found["orders-sink"].traces) == [TRACE]


def test_what_a_state_does_not_tell_is_unread(estate: Estate) -> None:
    estate.connector("orders-sink")
    estate.environment()
    for life, untold in zip(estate.lives.values(), ("state", "agent_connected"), strict=True):
        life.state = {**(life.state or {}), untold: None}
    with Fleet(estate.owned, CATALOGUE, {}) as fleet:
        found = fleet.recall()
    assert [(it.verdict, it.why) for it in found] == [("unread", "The state does not tell")] * 2
