"""Moving a connector: the new one goes on where the old one stopped, and whatever fails leaves things as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from provider_lib.adopt import CutOff, Move, Step, carry_out, named_anew
from provider_lib.contract import Applied, ApplyRequest
from provider_lib.errors import AlreadyExists, Cancelled, ConfigError, SluiceError
from provider_lib.rest import RestAccount
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.unit.adopt.estate import COMMON

SINK = {**COMMON, "connection.password": "correct-horse", "table.name.format": "shop_${topic}"}
FAR = 9007199254740993
PARTITION = {"kafka_topic": "orders", "kafka_partition": 0}
CONNECTOR = CATALOGUE.resources["sluice_kafka_connect_connector"]
OLD, NEW = ("default", "orders"), ("other", "orders-2")
GROUP = "It reads as the consumer group connect-orders-2, from the offsets of the former group"


WRITES = ("stop the old one", "make the new one", "set its position", "start it", "delete the old one")


class Killed(BaseException):
    """The end of a process, which nothing in it hears of."""


def die() -> None:
    raise Killed


@dataclass
class Interfered:
    """The servers, and what comes in between.

    Args:
        server: answers.
        before: the write before which it comes.
        after: the write after which it comes.
        what: comes.
    """

    server: RestAccount
    before: int
    after: int
    what: Callable[[], None]
    writes: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.server, name)

    def apply(self, name: str, request: ApplyRequest) -> Applied:
        write, self.writes = self.writes, self.writes + 1
        if write == self.before:
            self.what()
        applied = self.server.apply(name, request)
        if write == self.after:
            self.what()
        return applied


class OneGroup(Interfered):
    """Servers on one Kafka: two sinks of one name are one consumer group, and have one position."""

    goes_on = False

    def position(self, name: str, identity: dict[str, Any]) -> tuple[str, ...] | None:
        if self.server.position(name, identity) is None:
            return None
        return ("further",) if self.goes_on else self.server.position(name, identity | {"connect": OLD[0]})


@dataclass(frozen=True)
class Clusters:
    """Two Connect clusters, and on the first one a sink that has come far.

    Args:
        sandbox: has both.
        environ: leads to both.
    """

    sandbox: Sandbox
    environ: Mapping[str, str]

    def worker(self, name: str) -> httpx.Client:
        """One of the clusters."""
        url = self.environ["SLUICE_KAFKA_CONNECT_URL"].replace("/default", f"/{name}")
        return httpx.Client(base_url=url, trust_env=False)

    def make_sink(self, *states: str) -> None:
        """Make the sink, and bring it into states."""
        self.sandbox.admin.switch(connect={"start_after_ms": 0})
        with self.worker("default") as worker:
            worker.post("/connectors", json={"name": "orders", "config": SINK}).raise_for_status()
            worker.put("/connectors/orders/stop").raise_for_status()
            offsets = {"offsets": [{"partition": PARTITION, "offset": {"kafka_offset": FAR}}]}
            worker.patch("/connectors/orders/offsets", json=offsets).raise_for_status()
            for state in states:
                worker.put(f"/connectors/orders/{state}").raise_for_status()

    def connectors(self) -> dict[str, str]:
        """Connector -> its state."""
        found = {}
        for cluster in ("default", "other"):
            with self.worker(cluster) as worker:
                for name, each in worker.get("/connectors?expand=status").json().items():
                    found[f"{cluster}/{name}"] = each["status"]["connector"]["state"]
        return found

    def states(self) -> dict[str, str]:
        """Connector -> its state; each has the configuration of the sink, and is not behind it."""
        found = {}
        for cluster in ("default", "other"):
            with self.worker(cluster) as worker:
                for name in worker.get("/connectors").json():
                    path = f"/connectors/{name}"
                    assert worker.get(f"{path}/config").json() == {**SINK, "name": name}
                    [one] = worker.get(f"{path}/offsets").json()["offsets"]
                    assert one["partition"] == PARTITION
                    assert one["offset"]["kafka_offset"] >= FAR
                    found[f"{cluster}/{name}"] = worker.get(f"{path}/status").json()["connector"]["state"]
        return found

    @contextmanager
    def move(self, new: tuple[str, str] = NEW, **variables: str) -> Iterator[Move]:
        """The sink on its way."""
        with self.server(**variables) as server:
            yield Move(server, CONNECTOR, OLD, new, {})

    @contextmanager
    def server(self, **variables: str) -> Iterator[RestAccount]:
        """What a move asks, without patience."""
        environ = {"SLUICE_KAFKA_CONNECT_MAX_RETRIES": "0", "SLUICE_KAFKA_CONNECT_OTHER_MAX_RETRIES": "0"}
        with closing(RestAccount(CATALOGUE, environ | dict(self.environ) | variables)) as server:
            server.configure({})
            yield server

    def cut_off(self, before: int, after: int) -> CutOff:
        """Kill a move before or after one of its writes; what it has noted by then."""
        noted: list[bool] = []
        with self.server() as server:
            dying = Move(Interfered(server, before, after, die), CONNECTOR, OLD, NEW, {})
            dying.look()
            with pytest.raises(Killed):
                carry_out(dying.steps(lambda: noted.append(True)), lambda _: None)
        return CutOff(dying.goes_on, bool(noted))

    def start_old(self) -> None:
        """What a deploy of the old code does."""
        with self.worker("default") as worker:
            worker.put("/connectors/orders/resume")

    def moved(self, new: tuple[str, str] = NEW) -> list[str]:
        """Move the sink; what was told meanwhile."""
        told: list[str] = []
        with self.move(new) as under_way:
            under_way.look()
            carry_out(under_way.steps(list), told.append)
        return told


@pytest.fixture
def clusters(sandbox: Sandbox) -> Clusters:
    environ = sandbox.environment()
    other = environ["SLUICE_KAFKA_CONNECT_URL"].replace("/default", "/other")
    return Clusters(sandbox, {**environ, "SLUICE_KAFKA_CONNECT_OTHER_URL": other})


@pytest.mark.parametrize("new", [("default", "orders-2"), ("other", "orders"), NEW])
def test_the_new_one_goes_on_where_the_old_one_has_stopped(clusters: Clusters, new: tuple[str, str]) -> None:
    clusters.make_sink("resume")
    told, title = clusters.moved(new), "/".join(new)
    assert clusters.states() == {title: "RUNNING"}
    assert told == [
        "stop default/orders",
        "read how far default/orders has come",
        f"make {title}, stopped",
        f"set how far {title} has come",
        "compare both positions",
        f"bring {title} to running",
        "see that default/orders rests still",
        "delete default/orders",
    ]


@pytest.mark.parametrize(("calls", "state"), [((), "STOPPED"), (("resume", "pause"), "PAUSED")])
def test_what_rests_is_not_woken(clusters: Clusters, calls: tuple[str, ...], state: str) -> None:
    clusters.make_sink(*calls)
    clusters.moved()
    assert clusters.states() == {"other/orders-2": state}
    resumed = [each["path"] for each in clusters.sandbox.admin.requests() if "other/" in each["path"]]
    assert not any(path.endswith("/resume") for path in resumed)


def test_what_a_connector_of_the_new_name_has_left_is_forgotten(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    with clusters.worker("other") as worker:
        worker.post("/connectors", json={"name": "orders-2", "config": SINK}).raise_for_status()
        worker.put("/connectors/orders-2/stop").raise_for_status()
        left = {"partition": {**PARTITION, "kafka_partition": 1}, "offset": {"kafka_offset": 1}}
        worker.patch("/connectors/orders-2/offsets", json={"offsets": [left]}).raise_for_status()
        worker.delete("/connectors/orders-2").raise_for_status()
    clusters.moved()
    assert clusters.states() == {"other/orders-2": "RUNNING"}


def test_what_stays_behind_is_explained(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    with clusters.move() as under_way:
        under_way.look()
        carry_out(under_way.steps(list), lambda _: None)
        assert under_way.remark().startswith(GROUP)
        assert under_way.other_names() == {"connect": "other", "name": "orders-2", "id": "other/orders-2"}


@pytest.mark.parametrize(
    ("fault", "fields"),
    [("status", {"status": 500}), ("drop", {"carried_out": True}), ("status", {"status": 403, "count": None})],
)
def test_whatever_fails_one_of_the_two_goes_on_or_what_is_left_is_named(
    clusters: Clusters, fault: str, fields: Mapping[str, Any]
) -> None:
    admin, outcomes = clusters.sandbox.admin, []
    clusters.make_sink("resume")
    admin.clear_requests()
    clusters.moved()
    writes = [
        (each["method"], each["path"].partition("kafka_connect/")[2])
        for each in admin.requests()
        if each["method"] != "GET" and not each["path"].endswith("/validate")
    ]
    assert len(writes) >= 5
    for method, path in writes:
        admin.clear_faults()
        admin.reset()
        clusters.make_sink("resume")
        admin.fault(fault, method=method, path=f"{path}$", **fields)
        outcomes.append(_outcome(clusters))
    assert outcomes.count("moved, and named what is left") <= 1
    assert "not moved" in outcomes


def _outcome(clusters: Clusters) -> str:
    """What became of a move; nothing but what may become of it."""
    try:
        clusters.moved()
    except SluiceError as failure:
        clusters.sandbox.admin.clear_faults()
        states, said = clusters.states(), failure.detail
        if "All that was done is undone" in said:
            assert states == {"default/orders": "RUNNING"}
            return "not moved"
        if "What is left to do: delete default/orders." in said:
            assert states in ({"default/orders": "STOPPED", "other/orders-2": "RUNNING"}, {"other/orders-2": "RUNNING"})
            return "moved, and named what is left"
        assert "Do by hand: " in said
        return "named what is left"
    assert clusters.states() == {"other/orders-2": "RUNNING"}
    return "moved"


@pytest.mark.parametrize("write", range(len(WRITES)), ids=WRITES)
@pytest.mark.parametrize("is_carried_out", [False, True])
@pytest.mark.parametrize("is_deployed", [False, True])
def test_a_move_that_was_killed_is_gone_on_with(
    clusters: Clusters, write: int, is_carried_out: bool, is_deployed: bool
) -> None:
    clusters.make_sink("resume")
    noted = clusters.cut_off(*((-1, write) if is_carried_out else (write, -1)))
    if is_deployed:
        clusters.start_old()
    with clusters.move() as under_way:
        under_way.look(noted)
        carry_out(under_way.steps(list), lambda _: None)
    assert clusters.states() == {"other/orders-2": "RUNNING"}


def test_where_the_new_one_was_deleted_after_a_kill_a_move_begins_anew(clusters: Clusters) -> None:
    clusters.make_sink()
    with clusters.move() as under_way:
        under_way.look(CutOff("running", is_on=True))
        assert not under_way.is_on
        carry_out(under_way.steps(list), lambda _: None)
    assert clusters.states() == {"other/orders-2": "RUNNING"}


def test_what_a_killed_move_has_made_is_somebodys_where_nothing_was_noted(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    clusters.cut_off(2, -1)
    with clusters.move() as under_way, pytest.raises(AlreadyExists, match="delete other/orders-2 at its server"):
        under_way.look()
    assert clusters.connectors() == {"default/orders": "STOPPED", "other/orders-2": "STOPPED"}


@pytest.mark.parametrize("write", range(1, len(WRITES) - 1), ids=WRITES[1:-1])
def test_a_deploy_that_starts_the_old_one_meanwhile_keeps_it_and_undoes_the_move(
    clusters: Clusters, write: int
) -> None:
    clusters.make_sink("resume")
    with clusters.server() as server:
        under_way = Move(Interfered(server, -1, write, clusters.start_old), CONNECTOR, OLD, NEW, {})
        under_way.look()
        with pytest.raises(SluiceError, match=r"does not rest any more|went on while it was stopped") as failure:
            carry_out(under_way.steps(list), lambda _: None)
    assert "All that was done is undone." in failure.value.detail
    assert clusters.states() == {"default/orders": "RUNNING"}


SAME = ("other", "orders")


def test_a_sink_that_keeps_its_group_takes_the_position_of_the_old_one_along(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    with clusters.server() as server:
        group = OneGroup(server, -1, 2, lambda: setattr(group, "goes_on", True))
        under_way = Move(group, CONNECTOR, OLD, SAME, {})
        under_way.look()
        carry_out(under_way.steps(list), lambda _: None)
    assert clusters.connectors() == {"other/orders": "RUNNING"}


def test_a_sink_that_keeps_its_group_is_not_moved_while_the_old_one_is_started(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    with clusters.server() as server:
        group = OneGroup(server, -1, 2, clusters.start_old)
        under_way = Move(group, CONNECTOR, OLD, SAME, {})
        under_way.look()
        with pytest.raises(SluiceError, match="does not rest any more"):
            carry_out(under_way.steps(list), lambda _: None)
    assert clusters.connectors() == {"default/orders": "RUNNING"}


def test_the_new_one_is_kept_where_the_old_one_was_deleted_meanwhile(clusters: Clusters) -> None:
    def delete() -> None:
        with clusters.worker("default") as worker:
            worker.delete("/connectors/orders").raise_for_status()

    clusters.make_sink("resume")
    with clusters.server() as server:
        under_way = Move(Interfered(server, -1, 2, delete), CONNECTOR, OLD, NEW, {})
        under_way.look()
        with pytest.raises(SluiceError, match="only other/orders-2 knows its position"):
            carry_out(under_way.steps(list), lambda _: None)
    assert clusters.states() == {"other/orders-2": "STOPPED"}


@pytest.mark.parametrize(
    ("to", "new"), [("x", ("default", "x")), ("other/orders", ("other", "orders")), ("a%2Fb", ("default", "a/b"))]
)
def test_a_name_alone_stays_where_it_is(to: str, new: tuple[str, str]) -> None:
    assert named_anew(CONNECTOR, OLD, to) == new


@pytest.mark.parametrize(
    ("to", "said"),
    [("a/b/c", "names no connector"), ("/b", "names no connector"), ("orders", "is where it is already")],
)
def test_what_names_nothing_else_is_refused(to: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        named_anew(CONNECTOR, OLD, to)


def test_a_name_that_is_taken_is_refused_before_anything_is_changed(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    clusters.sandbox.admin.clear_requests()
    with clusters.move(OLD) as under_way, pytest.raises(SluiceError, match="default/orders is there already"):
        under_way.look()
    assert {each["method"] for each in clusters.sandbox.admin.requests()} == {"GET"}


def test_a_worker_that_would_run_it_at_once_is_refused(clusters: Clusters) -> None:
    clusters.make_sink("resume")
    clusters.sandbox.admin.switch(kafka_connect={"version": "3.6.0"})
    with clusters.move() as under_way, pytest.raises(ConfigError, match="without running it at once"):
        under_way.look()


def test_steps_are_undone_from_the_last_to_the_first_and_what_cannot_be_is_named() -> None:
    done: list[str] = []

    def fail(what: str) -> None:
        raise ConfigError(what, "Why.")

    steps = [
        Step("one", lambda: done.append("one"), lambda: done.append("not one"), "undo one"),
        Step("two", lambda: done.append("two"), lambda: fail("stuck"), "undo two"),
        Step("three", lambda: fail("no"), lambda: done.append("not three"), "undo three"),
        Step("four", lambda: done.append("four")),
    ]
    with pytest.raises(ConfigError) as failed:
        carry_out(steps, done.append)
    assert done == ["one", "one", "two", "two", "three", "undo three", "not three", "undo two", "undo one", "not one"]
    assert failed.value.summary == "Could not three: no"
    assert failed.value.detail == ("Why.\nNot all that was done could be undone. Do by hand: undo two (stuck).")


def test_an_interrupt_undoes_what_was_done_and_after_the_last_doubt_names_what_is_left() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    done: list[str] = []
    undoable = Step("one", interrupt, lambda: done.append("not one"), "undo one")
    with pytest.raises(Cancelled, match="Interrupted in the step: one\nAll that was done is undone"):
        carry_out([undoable], lambda _: None)
    assert done == ["not one"]
    with pytest.raises(Cancelled, match="What is left to do: two; three"):
        carry_out([undoable.__class__("zero", list), Step("two", interrupt, is_final=True), Step("three", list)], print)
