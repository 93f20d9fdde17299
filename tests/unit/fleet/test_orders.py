"""What is ordered is sent by the most sparing call that an API has, and what comes of it is told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.errors import ConfigError
from provider_lib.fleet import Fleet, Outcome, give
from provider_lib.rest import RESTART, RESTART_FAILED
from provider_lib.systems import CATALOGUE
from tests.unit.fleet.estate import Estate

ONCE = {"tasks.max": "3", "sandbox.fail.task": "1", "sandbox.fail.times": "1"}
ALWAYS = {"tasks.max": "3", "sandbox.fail.task": "1"}


def ordered(estate: Estate, order: str) -> list[Outcome]:
    """What comes of an order to everything, without any wait."""
    with Fleet(estate.owned, CATALOGUE, estate.sandbox.environment()) as fleet:
        statuses = fleet.look()
        estate.sandbox.admin.clear_requests()
        return give(fleet, statuses, order, within=0)


def sent(estate: Estate) -> list[tuple[str, str]]:
    """What was asked for beside reads."""
    requests = estate.sandbox.admin.requests()
    return [(request["method"], request["path"]) for request in requests if request["method"] != "GET"]


def lenses_connector(estate: Estate, config: dict[str, str]) -> Any:
    environment = estate.environment()
    estate.sandbox.admin.connect_agent(environment["agent_key"])
    given = {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "a",
        "connection.url": "jdbc:x",
    }
    place = {"environment": "orders", "cluster": "connect", "wait_for_running": False}
    return estate.deploy("lenses_connector", "sink", config={**given, **config}, **place)


def test_one_call_restarts_what_has_failed(estate: Estate) -> None:
    estate.connector("sink", ONCE)
    [outcome] = ordered(estate, RESTART_FAILED)
    assert outcome.is_done(RESTART_FAILED)
    assert sent(estate) == [("POST", "/kafka_connect/default/connectors/sink/restart")]


def test_tasks_are_restarted_one_by_one_where_there_is_no_such_call(estate: Estate) -> None:
    lenses_connector(estate, ONCE)
    estate.lives.pop("sluice_lenses_environment.orders")
    [outcome] = ordered(estate, RESTART_FAILED)
    assert outcome.is_done(RESTART_FAILED)
    connector = "/lenses/api/v1/environments/orders/proxy/api/kafka-connect/clusters/connect/connectors/sink"
    assert sent(estate) == [("PUT", f"{connector}/tasks/1/restart")]


def test_an_old_worker_restarts_tasks_one_by_one(estate: Estate) -> None:
    estate.sandbox.admin.switch(kafka_connect={"version": "2.8.2"})
    estate.connector("sink", ONCE)
    [outcome] = ordered(estate, RESTART_FAILED)
    assert outcome.is_done(RESTART_FAILED)
    assert sent(estate) == [("POST", "/kafka_connect/default/connectors/sink/tasks/1/restart")]


def test_what_fails_again_is_told(estate: Estate) -> None:
    estate.connector("sink", ALWAYS)
    [outcome] = ordered(estate, RESTART_FAILED)
    assert (outcome.error, outcome.status.verdict, outcome.is_done(RESTART_FAILED)) == (None, "failed", False)


@pytest.mark.parametrize(("order", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED"), ("running", "RUNNING")])
def test_a_connector_is_turned(estate: Estate, order: str, state: str) -> None:
    estate.connector("sink")
    [outcome] = ordered(estate, order)
    assert (outcome.status.state, outcome.is_done(order)) == (state, True)


@pytest.mark.parametrize(("order", "action"), [("paused", "pause"), (RESTART, "restart")])
def test_what_a_deploy_sends_in_the_body_is_turned_by_a_call(estate: Estate, order: str, action: str) -> None:
    life = estate.deploy("streamkap_source", "shop", connector="postgresql", **POSTGRES)
    [outcome] = ordered(estate, order)
    assert outcome.error is None
    assert ("POST", f"/streamkap/sources/{life['id']}/actions/{action}") in sent(estate)
    assert not [path for method, path in sent(estate) if method == "PUT"]


def test_an_order_for_which_there_is_no_call_is_refused(estate: Estate) -> None:
    estate.deploy("streamkap_source", "shop", connector="postgresql", **POSTGRES)
    [outcome] = ordered(estate, "stopped")
    assert isinstance(outcome.error, ConfigError)
    assert outcome.error.summary.startswith("Streamkap has no call to set to stopped streamkap source shop")


def test_one_refusal_keeps_no_other_from_its_order(estate: Estate) -> None:
    estate.connector("sink")
    estate.connector("gone")
    url = estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    httpx.delete(f"{url}/connectors/gone", trust_env=False).raise_for_status()
    found = {outcome.owned.name: outcome for outcome in ordered(estate, "paused")}
    assert found["sink"].is_done("paused")
    assert found["gone"].error is not None


POSTGRES: dict[str, Any] = {
    "wait_for_running": False,
    "secret_config": {"database.password": "p"},
    "config": {
        "database.hostname.user.defined": "db.example.com",
        "database.port.user.defined": "5432",
        "database.user": "streamkap",
        "database.dbname": "shop",
        "schema.include.list": "public",
        "table.include.list.user.defined": "public.orders",
    },
}
