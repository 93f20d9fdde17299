"""Values that differ are shown so that a reader sees by what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.review import Report, document, markdown, page, text, unlike
from tests.review.plans import changed, reviewed

LONG = "INSERT INTO lake SELECT * FROM orders; " * 9
LEAD = "...T INTO lake SELECT * FROM orders; LIMIT "
HUGE = "x" * 3000
SHOWN = [
    ("one", "two", "one", "two"),
    (f"{LONG}LIMIT 1", f"{LONG}LIMIT 2", f'{LEAD}1"', f'{LEAD}2"'),
    ("one\r\ntwo", "one\ntwo", r'"one\r\ntwo"', r'"one\ntwo"'),
    ("true", True, '"true"', "true"),
    ("nothing", None, '"nothing"', "nothing"),
    ("\x1b", r"\x1b", r'"\u001b"', r'"\\x1b"'),
]


def update(before: Any, after: Any) -> dict[str, Any]:
    return changed("aws_thing", ["update"], {"it": before}, {"it": after})


def told(report: Report) -> list[str]:
    return [line.strip() for line in text(report).splitlines() if "it: " in line]


@pytest.mark.parametrize(("before", "after", "old", "new"), SHOWN)
def test_what_looks_alike_is_told_apart_wherever_two_values_stand(before: Any, after: Any, old: str, new: str) -> None:
    report = reviewed(update(before, after))
    assert told(report) == [f"it: {old} -> {new}"]
    assert f"`it`: `{old}` → `{new}`" in markdown([report])
    assert told(reviewed(resource_drift=[update(before, after)])) == [f"it: {old} -> {new}"]


def test_what_is_otherwise_than_reviewed_is_told_apart() -> None:
    [before, after] = (reviewed(update("a", f"{LONG}LIMIT {number}")) for number in (1, 2))
    [stack] = json.loads(json.dumps(document([before])))["stacks"]
    assert unlike(stack, after) == [f'aws_thing.it: it: a -> {LEAD}1" was reviewed, a -> {LEAD}2" now']


def test_values_that_no_report_has_in_full_are_told_apart_and_are_no_lists() -> None:
    report = reviewed(update(f"{HUGE}1", f"{HUGE}2"))
    [difference] = report.changes[0].differences
    rests = [value[2000:] for value in (difference.server, difference.after)]
    assert all(rest.startswith("... (1001 characters more: ") for rest in rests)
    [line] = told(report)
    for rest in rests:
        assert rest in line
        assert rest in page([report])
