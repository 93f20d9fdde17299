"""No secret is told with how something is, nor shown on a map: neither one that a trace quotes nor one of the state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import pytest

from provider_lib.fleet import Fleet, Owned, Status, looking
from provider_lib.fleet.map import estate_of, mermaid, page, svg
from provider_lib.legible import legible_json
from provider_lib.systems import CATALOGUE
from tests.unit.fleet.estate import Estate

PLANTED = "planted-P4ssw0rd"
FAILS = {"sandbox.fail.task": "0", "sandbox.fail.trace": f"SQLException: login of app with {PLANTED} failed\n\tat x"}


def told(found: dict[str, Status], estate: Estate) -> str:
    """All that a program is told, and all that a map shows of it and of the state."""
    as_json = legible_json([asdict(status) for status in found.values()])
    then = drawn(estate, recalled(estate.owned), is_live=False)
    return "\n".join([as_json, drawn(estate, found.values()), then])


def drawn(estate: Estate, statuses: Iterable[Status], *, is_live: bool = True) -> str:
    """A map in every format."""
    whole = estate_of(estate.everything, statuses, CATALOGUE, stacks=["shop"], when="now", is_live=is_live)
    return "\n".join(write(whole) for write in (page, svg, mermaid))


def recalled(owned: Sequence[Owned]) -> list[Status]:
    with Fleet(owned, CATALOGUE, {}) as fleet:
        return fleet.recall()


def test_a_trace_is_shown_without_the_secret_that_its_server_shows(estate: Estate) -> None:
    estate.connector("sink", FAILS, secret_config={"connection.password": PLANTED})
    found = estate.look()
    assert found["sink"].traces == ["SQLException: login of app with *** failed\n\tat x"]
    assert PLANTED not in told(found, estate)


def test_a_trace_is_shown_without_the_credentials_in_a_url(estate: Estate) -> None:
    url = f"jdbc:postgresql://app:{PLANTED}@db/shop?password={PLANTED}"
    trace = f"x.Y: no {url}\nCaused by: a.B: password: {PLANTED}\n\tat x"
    estate.connector("sink", {"sandbox.fail.task": "0", "sandbox.fail.trace": trace})
    found = estate.look()
    assert found["sink"].traces == [
        "x.Y: no jdbc:postgresql://********@db/shop?password=********\nCaused by: a.B: password: ********\n\tat x"
    ]
    assert PLANTED not in told(found, estate)


def quoting(secret: str) -> dict[str, str]:
    """What makes a connector fail with words that quote a secret."""
    return {"sandbox.fail.task": "0", "sandbox.fail.trace": f"a.B: refused {secret}"}


def test_a_trace_is_shown_without_the_token_of_an_api_that_nobody_asks_here(estate: Estate) -> None:
    token = estate.sandbox.environment()["SLUICE_LENSES_TOKEN"]
    estate.connector("sink", quoting(token))
    assert estate.look()["sink"].traces == ["a.B: refused ***"]


def test_a_trace_is_shown_without_what_the_state_has_of_an_object_that_is_looked_at_later(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "AT_ONCE", 1)
    environment = estate.environment()
    estate.connector("sink", quoting(environment["agent_key"]))
    estate.lives = dict(reversed(estate.lives.items()))
    found = estate.look()
    assert list(found) == ["sink", "orders"]
    assert found["sink"].traces == ["a.B: refused ***"]


def test_a_trace_is_shown_without_what_the_state_has_of_an_object_that_nobody_watches(estate: Estate) -> None:
    token = estate.deploy("lenses_service_account", "ci")["token"]
    estate.connector("sink", quoting(token))
    found = estate.look()
    assert list(found) == ["sink"]
    assert found["sink"].traces == ["a.B: refused ***"]


@pytest.fixture
def lenses(estate: Estate) -> Estate:
    """An estate with an environment whose agent is there, and a connector behind it that fails."""
    estate.sandbox.admin.switch(lenses={"secrets_shown_as": "****"})
    environment = estate.environment()
    estate.sandbox.admin.connect_agent(environment["agent_key"])
    config = {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "a",
        "connection.url": "jdbc:x",
    }
    given: dict[str, Any] = {"secret_config": {"connection.password": PLANTED}, "wait_for_running": False}
    estate.deploy("lenses_connector", "sink", environment="orders", cluster="connect", config=config | FAILS, **given)
    return estate


def test_a_trace_is_withheld_where_the_server_masks_what_it_may_quote(lenses: Estate) -> None:
    found = lenses.look()
    assert found["sink"].traces[0].startswith("withheld, because it may quote a secret")
    assert PLANTED not in told(found, lenses)


def test_a_withheld_trace_is_judged_all_the_same(lenses: Estate) -> None:
    url = f"jdbc:postgresql://db/shop?password={PLANTED}"
    trace = f"a.B: {url}\nCaused by: java.net.ConnectException: Connection refused"
    lenses.sandbox.admin.force_state("lenses/orders/connect", "sink", "FAILED", task=0, trace=trace)
    found = lenses.look()
    cause = found["sink"].cause
    assert cause is not None
    assert cause.name == "network"
    assert PLANTED not in told(found, lenses) + repr(found)


def test_the_key_of_an_agent_is_not_told(lenses: Estate) -> None:
    key = lenses.lives["sluice_lenses_environment.orders"]["agent_key"]
    found = lenses.look()
    assert found["orders"].verdict == "well"
    assert key not in told(found, lenses) + repr(lenses.owned)


def test_an_error_quotes_no_secret(estate: Estate) -> None:
    estate.connector("sink", secret_config={"connection.password": PLANTED})
    estate.sandbox.admin.fault("status", path="/kafka_connect/", status=400, count=20)
    found = estate.look()
    assert found["sink"].verdict == "unread"
    assert PLANTED not in told(found, estate)


def test_a_connector_behind_an_agent_that_went_away_is_unreachable(lenses: Estate) -> None:
    lenses.sandbox.admin.disconnect_agent("orders")
    found = lenses.look()
    assert {name: (status.verdict, status.agent_connected) for name, status in found.items()} == {
        "orders": ("down", False),
        "sink": ("unreachable", False),
    }
