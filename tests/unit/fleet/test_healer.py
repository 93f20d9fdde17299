"""The healer restarts what has failed in passing, once it is sure that it is ours, and keeps count of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from provider_lib.errors import StateError
from provider_lib.fleet import Counts, Finding, Fleet, Healer, Limits, Owned
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES
from tests.unit.fleet.estate import SINK, Estate
from tests.unit.fleet.traces import LASTING, PASSING

REFUSED = PASSING[0][2]
ONCE = {"sandbox.fail.task": "0", "sandbox.fail.times": "1", "sandbox.fail.trace": REFUSED}
ALWAYS = {"sandbox.fail.task": "0", "sandbox.fail.trace": REFUSED}
LASTS = {"sandbox.fail.task": "0", "sandbox.fail.trace": LASTING[0][2]}


class Clock:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Ward:
    """An estate with a healer."""

    def __init__(self, estate: Estate, counts: Path) -> None:
        self.estate = estate
        self.counts = counts
        self.clock = Clock()

    def look(self, still: Callable[[Sequence[Owned]], Iterable[Owned]] | None = None) -> list[Finding]:
        """Look once with a healer that knows only what the last one has written."""
        healer = Healer(Limits(restarts=2), Counts(self.counts), self.clock, still or (lambda _: self.estate.owned))
        self.estate.sandbox.admin.clear_requests()
        with Fleet(self.estate.owned, CATALOGUE, self.estate.sandbox.environment(), CAUSES) as fleet:
            return healer.look(fleet, is_all=True)

    @property
    def sent(self) -> list[str]:
        """What the last look asked for beside reads."""
        return [item["path"] for item in self.estate.sandbox.admin.requests() if item["method"] != "GET"]


@pytest.fixture
def ward(estate: Estate, tmp_path: Path) -> Ward:
    return Ward(estate, tmp_path / "kept" / "counts.json")


def test_a_passing_failure_is_healed_and_that_is_told(ward: Ward) -> None:
    ward.estate.connector("sink", ONCE)
    assert [finding.word for finding in ward.look()] == ["restart"]
    assert ward.sent == ["/kafka_connect/default/connectors/sink/restart"]
    assert [(finding.word, finding.is_new) for finding in ward.look()] == [("healed", True)]
    assert ward.sent == []


def test_what_fails_again_and_again_is_restarted_as_often_as_allowed(ward: Ward) -> None:
    ward.estate.connector("sink", ALWAYS)
    words = []
    for _ in range(6):
        words += [finding.word for finding in ward.look()]
        ward.clock.now += 31
    assert words == ["restart", "waiting", "restart", "given up", "given up", "given up"]


def test_a_list_tells_of_all_that_runs_and_only_what_does_not_is_read(ward: Ward) -> None:
    estate = ward.estate
    estate.sandbox.admin.connect_agent(estate.environment()["agent_key"])
    for name, config in {"one": {}, "two": {}, "three": ONCE}.items():
        given = {"environment": "orders", "cluster": "connect", "wait_for_running": False, "config": {**SINK, **config}}
        estate.deploy("lenses_connector", name, **given)
    estate.sandbox.admin.clear_requests()
    assert [finding.word for finding in ward.look()] == ["well", "well", "well", "restart"]
    behind = "/lenses/api/v1/environments/orders/proxy/api/kafka-connect"
    reads = [
        item["path"] for item in estate.sandbox.admin.requests() if item["method"] == "GET" and behind in item["path"]
    ]
    assert reads == [f"{behind}/connectors", f"{behind}/clusters/connect/connectors/three"]


def test_an_agent_that_is_away_is_noticed_without_many_requests(ward: Ward) -> None:
    estate = ward.estate
    estate.sandbox.admin.connect_agent(estate.environment()["agent_key"])
    given = {"environment": "orders", "cluster": "connect", "wait_for_running": False}
    estate.deploy("lenses_connector", "sink", **given, config={**SINK, **ONCE})

    def away(owned: Sequence[Owned]) -> Iterable[Owned]:
        estate.sandbox.admin.disconnect_agent("orders")
        return owned

    assert [finding.error for finding in ward.look(away)] == [None, "environment orders is not ready"]
    assert [(finding.word, finding.status.verdict) for finding in ward.look()] == [
        ("down", "down"),
        ("down", "unreachable"),
    ]
    behind = "/lenses/api/v1/environments/orders/proxy/api/kafka-connect"
    asked = [item["path"] for item in estate.sandbox.admin.requests() if behind in item["path"]]
    assert asked == [f"{behind}/connectors", f"{behind}/clusters/connect/connectors/sink"]
    estate.sandbox.admin.reconnect_agent("orders")
    ward.clock.now += 60
    assert [finding.word for finding in ward.look()] == ["healed", "restart"]


def test_what_lasts_is_left_alone(ward: Ward) -> None:
    ward.estate.connector("sink", LASTS)
    assert [finding.word for finding in ward.look()] == ["lasting"]
    assert ward.sent == []


@pytest.mark.parametrize("desired", ["paused", "stopped"])
def test_what_is_to_rest_is_left_alone(ward: Ward, desired: str) -> None:
    ward.estate.connector("sink", ONCE, desired_state=desired)
    ward.estate.sandbox.admin.force_state("kafka_connect/default", "sink", "FAILED", task=0, trace=REFUSED)
    ward.look()
    assert ward.sent == []


def test_what_no_stack_owns_any_more_is_left_alone_and_costs_no_restart(ward: Ward) -> None:
    ward.estate.connector("sink", ONCE)
    assert [(finding.word, finding.is_new) for finding in ward.look(still=lambda _: ())] == [("waiting", False)]
    assert ward.sent == []
    assert [finding.word for finding in ward.look()] == ["restart"]


def test_what_was_deployed_as_paused_meanwhile_is_left_alone(ward: Ward) -> None:
    life = ward.estate.connector("sink", ONCE)
    deployed = replace(ward.estate.owned[0].stored, attributes={**life.state, "desired_state": "paused"})
    ward.look(still=lambda owned: [replace(one, stored=deployed) for one in owned])
    assert ward.sent == []


def test_counts_hold_nothing_of_a_trace_and_only_what_is_owned(ward: Ward) -> None:
    ward.estate.connector("sink", LASTS)
    ward.estate.connector("gone", ONCE)
    ward.look()
    del ward.estate.lives["sluice_kafka_connect_connector.gone"]
    ward.look()
    assert json.loads(ward.counts.read_text()) == {
        "version": 1,
        "counts": {
            "shop/sluice_kafka_connect_connector.sink": {
                "restarts": 0,
                "last": 0.0,
                "told": "lasting",
                "unread": False,
            }
        },
    }


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "[" * 100_000,
        "\ud800",
        '{"version": 2}',
        '{"version": 1, "counts": {"a": {"restarts": -1, "last": 0, "told": "restart", "unread": false}}}',
        '{"version": 1, "counts": {"a": {"restarts": 1, "last": NaN, "told": "restart", "unread": false}}}',
        '{"version": 1, "counts": {"a": {"restarts": "x"}}}',
    ],
)
def test_other_files_are_not_taken_for_counts_and_nothing_is_touched(ward: Ward, text: str) -> None:
    ward.estate.connector("sink", ONCE)
    ward.counts.parent.mkdir()
    ward.counts.write_text(text, errors="surrogatepass")
    with pytest.raises(StateError, match="is no file of counts"):
        ward.look()
    assert (ward.sent, ward.counts.read_text(errors="surrogatepass")) == ([], text)


def test_what_cannot_be_counted_is_not_restarted(ward: Ward) -> None:
    ward.estate.connector("sink", ONCE)
    ward.counts = ward.counts.with_name("x" * 250)  # for a file beside it, that is too long
    with pytest.raises(StateError, match="cannot be kept in"):
        ward.look()
    assert ward.sent == []


def test_a_place_for_counts_that_is_none_is_an_error(ward: Ward) -> None:
    ward.counts.mkdir(parents=True)
    with pytest.raises(StateError, match="cannot be kept in"):
        ward.look()


def test_what_somebody_paused_is_left_alone_whatever_its_tasks_do(ward: Ward) -> None:
    ward.estate.connector("sink")
    admin = ward.estate.sandbox.admin
    admin.force_state("kafka_connect/default", "sink", "PAUSED")
    admin.force_state("kafka_connect/default", "sink", "FAILED", task=0, trace=REFUSED)
    assert [finding.word for finding in ward.look()] == ["down"]
    assert ward.sent == []


def test_what_another_server_has_by_now_is_left_alone(ward: Ward) -> None:
    ward.estate.connector("sink", ONCE)
    elsewhere = {"kafka_connect": {"default": {"url": "http://elsewhere.invalid"}}}
    found = ward.look(still=lambda owned: [replace(one, block=elsewhere) for one in owned])
    assert ([finding.word for finding in found], ward.sent) == (["waiting"], [])


def test_what_was_deleted_meanwhile_is_told_and_the_others_are_healed(ward: Ward) -> None:
    ward.estate.connector("sink", ONCE)
    ward.estate.connector("other", ONCE)
    url = ward.estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]

    def deleted(owned: Sequence[Owned]) -> Iterable[Owned]:
        httpx.delete(f"{url}/connectors/sink", trust_env=False).raise_for_status()
        return owned

    found = {finding.status.name: finding for finding in ward.look(deleted)}
    assert (found["sink"].error is None, found["other"].error) == (False, None)
    assert {finding.status.name: finding.word for finding in ward.look()} == {"sink": "down", "other": "healed"}


def test_a_worker_that_rebalances_is_asked_again(ward: Ward) -> None:
    ward.estate.connector("sink", ONCE)
    busy = {"error_code": 409, "message": "Cannot complete request momentarily due to stale configuration"}
    ward.estate.sandbox.admin.fault("status", method="POST", path="/restart", status=409, body=busy, count=1)
    assert [(finding.word, finding.error) for finding in ward.look()] == [("restart", None)]
    assert [finding.word for finding in ward.look()] == ["healed"]


def test_a_name_in_another_case_is_another_connector(ward: Ward) -> None:
    ward.estate.connector("sink")
    url = ward.estate.sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    httpx.put(
        f"{url}/connectors/Sink/config", json={**SINK, **ALWAYS, "name": "Sink"}, trust_env=False
    ).raise_for_status()
    assert [finding.word for finding in ward.look()] == ["well"]
    assert ward.sent == []


def test_two_healers_with_a_file_each_restart_at_most_twice_as_often(ward: Ward, tmp_path: Path) -> None:
    ward.estate.connector("sink", ALWAYS)
    files, sent = [ward.counts, tmp_path / "others.json"], 0
    for _ in range(6):
        for ward.counts in files:
            ward.look()
            sent += len(ward.sent)
        ward.clock.now += 3600
    assert sent == 4


def test_two_healers_restart_once(ward: Ward) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ward.estate.connector("sink", ALWAYS)
    with ThreadPoolExecutor(2) as pool:
        words = sorted(finding.word for found in pool.map(lambda _: ward.look(), range(2)) for finding in found)
    assert words == ["restart", "waiting"]
