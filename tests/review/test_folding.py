"""Objects that change alike are told once, with all their names; nothing else of the report knows of it."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.review import Report, digest, document, markdown, text
from provider_lib.review.markdown import LONGEST
from tests.growth import FEW, MORE, calls_of
from tests.review.plans import changed, connector, reviewed

KIND = "sluice_kafka_connect_connector"


def change(number: int, config: dict[str, str] | None = None, **before: Any) -> dict[str, Any]:
    name = f"c{number:04}"
    after = connector(config or {"tasks.max": "6"}, name=name)
    return changed(KIND, ["update"], connector(name=name, **before), after) | {"address": f"{KIND}.{name}"}


def report(count: int, *more: dict[str, Any]) -> Report:
    return reviewed(*(change(number) for number in range(count)), *more)


def test_forty_that_change_alike_are_one_entry_with_their_names() -> None:
    names = [f"connector main/c{number:04}" for number in range(40)]
    told = text(report(40))
    assert told.splitlines()[:8] == [
        "dev: RESTARTS - 40 connectors change (restarts 40)",
        "Something restarts, and goes on where it was: look first at connector main/c0000",
        "",
        "restarts  40 connectors change alike",
        "    Each shares its work among at most 6 tasks from now on. Each restarts 1 task.",
        "    each now RUNNING, 1 of 1 tasks run",
        "    config.tasks.max: 6 (new)",
        f"    {', '.join(names)}",
    ]
    written = markdown([report(40)])
    assert (
        "- **restarts** 40 connectors change alike. Each shares its work among at most 6 tasks from now on. " in written
    )
    assert f"  - {', '.join(f'`{name}`' for name in names)}\n" in written


def test_what_differs_in_anything_that_is_told_stands_by_itself() -> None:
    others = [change(90, {"tasks.max": "7"}), change(91, state="FAILED"), change(92, {"topics": "a", "tasks.max": "6"})]
    told = text(report(3, *others))
    assert told.count("\nrestarts  3 connectors change alike\n") == 1
    assert [told.count(f"connector main/c00{number}  changes") for number in (90, 91, 92)] == [1, 1, 1]


def test_two_are_told_each() -> None:
    assert "alike" not in text(report(2)) + markdown([report(2)])


def test_why_something_goes_is_said_of_each() -> None:
    reason = {"action_reason": "delete_because_no_resource_config"}
    gone = [
        changed(KIND, ["delete"], connector(name=f"c{n}"), None) | reason | {"address": f"a.c{n}"} for n in range(3)
    ]
    assert "\nloss  3 connectors are destroyed alike, each because it is not in the code any more\n" in text(
        reviewed(*gone)
    )


def test_the_worst_stays_on_top() -> None:
    last = changed(KIND, ["delete"], connector(name="z"), None) | {"address": f"{KIND}.z"}
    titles = [line for line in text(report(3, last)).splitlines() if line.startswith(("loss", "restarts"))]
    assert titles == ["loss  connector main/z  is destroyed", "restarts  3 connectors change alike"]


def test_other_programs_and_the_digest_know_each() -> None:
    [stack] = document([report(40)])["stacks"]
    assert [item["sentence"] for item in stack["changes"]] == [
        "Shares its work among at most 6 tasks from now on. Restarts 1 task."
    ] * 40
    assert digest(report(40)) != digest(report(39))


def many(count: int, *, are_alike: bool) -> list[Any]:
    keys = {f"key.{number}": f"value {number}" for number in range(30)}
    configs = [keys | {"tasks.max": "6" if are_alike else str(number)} for number in range(count)]
    return [change(number, config) for number, config in enumerate(configs)]


def told(changes: list[Any]) -> tuple[str, str]:
    made = reviewed(*changes)
    return text(made), markdown([made])


@pytest.mark.parametrize("are_alike", [True, False])
def test_two_thousand_changes_fit(*, are_alike: bool) -> None:
    shown, written = told(many(2_000, are_alike=are_alike))
    assert len(written) <= LONGEST
    assert shown.count("and 1800 more\n") == are_alike


@pytest.mark.parametrize("are_alike", [True, False])
def test_the_work_of_telling_changes_grows_with_them(*, are_alike: bool) -> None:
    few, more = many(FEW, are_alike=are_alike), many(4 * FEW, are_alike=are_alike)
    assert calls_of(lambda: told(more)) < MORE * calls_of(lambda: told(few))
