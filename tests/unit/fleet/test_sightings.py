"""Since when something is so is what somebody has seen."""

from __future__ import annotations

from provider_lib.fleet import Sightings, Status, Task

WELL = Status(
    stack="dev", address="a.b", system="lenses", kind="connector", name="sink", state="RUNNING", verdict="well"
)
FAILED = Status(
    stack="dev",
    address="a.b",
    system="lenses",
    kind="connector",
    name="sink",
    state="RUNNING",
    verdict="failed",
    tasks=(Task(id="0", state="FAILED", failed=True),),
)


def test_it_is_when_it_was_first_seen_so() -> None:
    sightings = Sightings()
    rounds = [("1", WELL), ("2", WELL), ("3", FAILED), ("4", FAILED), ("5", WELL)]
    assert [sightings.since([status], now)[0].since for now, status in rounds] == ["1", "1", "3", "3", "5"]


def test_each_is_told_apart() -> None:
    sightings = Sightings()
    other = Status(stack="prod", address="a.b", system="lenses", kind="connector", name="sink", verdict="gone")
    sightings.since([WELL], "1")
    assert [status.since for status in sightings.since([WELL, other], "2")] == ["1", "2"]
