"""What a teammate reads of plans that the real core made: ``python -m tests.review.make --reports`` writes it anew."""

from __future__ import annotations

import pytest

from provider_lib.review import text
from tests.review import stored

CASES = stored.names()


def test_there_are_plans_of_every_kind() -> None:
    deeds = {change.deed for name in CASES for change in stored.load(name).report.changes}
    assert deeds == {"create", "update", "replace", "delete", "forget", "move"}
    assert len(CASES) >= 40


@pytest.mark.parametrize("name", CASES)
def test_a_plan_is_told_as_it_was_agreed(name: str) -> None:
    case = stored.load(name)
    assert text(case.report) == (case.folder / "report.txt").read_text()


@pytest.mark.parametrize("name", CASES)
def test_no_secret_of_a_plan_is_in_its_review(name: str) -> None:
    case = stored.load(name)
    assert "planted" not in text(case.report) + repr(case.report)


def test_the_plans_hold_secrets_that_a_review_could_show() -> None:
    assert len([name for name in CASES if "planted" in (stored.PLANS / name / "plan.json").read_text()]) >= 10
