"""What a teammate reads of plans that the real core made: ``python -m tests.review.make --reports`` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import provider_lib.review
from provider_lib.legible import legible_json
from provider_lib.review import document, markdown, text
from tests.review import stored

CASES = stored.names()
SCHEMA = json.loads((Path(provider_lib.review.__file__).parent / "report.schema.json").read_text())


def test_there_are_plans_of_every_kind() -> None:
    deeds = {change.deed for name in CASES for change in stored.load(name).report.changes}
    assert deeds == {"create", "update", "replace", "delete", "forget", "import", "invoke", "move"}
    assert len(CASES) >= 60


@pytest.mark.parametrize(
    "part",
    [
        '"deposed":', '"errored": true', '"importing":', '"previous_address":', '"mode": "data"', '"read"',
        '"status": "pass"', '"status": "fail"', '"status": "unknown"', '"replace_because_tainted"',
        '"replace_by_triggers"', '"delete_because_count_index"', '"delete_because_each_key"', '"resource_drift":',
        '"lifecycle_action_trigger":', '"address": "module.',
    ],
)  # fmt: skip
def test_some_plan_has_what_a_plan_can_have(part: str) -> None:
    assert [name for name in CASES if part in (stored.PLANS / name / "plan.json").read_text()]


@pytest.mark.parametrize("name", CASES)
def test_a_plan_is_told_as_it_was_agreed(name: str) -> None:
    case = stored.load(name)
    report = case.report
    assert text(report) == (case.folder / "report.txt").read_text()
    assert markdown([report]) == (case.folder / "report.md").read_text()
    assert legible_json(document([report])) + "\n" == (case.folder / "report.json").read_text()


def test_the_documents_are_as_their_schema_says() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    written = [json.loads((stored.PLANS / name / "report.json").read_text()) for name in CASES]
    assert [error.message for shown in written for error in validator.iter_errors(shown)] == []
    described = {key for part in [SCHEMA, *SCHEMA["$defs"].values()] for key in part.get("properties", {})}
    changes = [change for shown in written for stack in shown["stacks"] for change in [stack, *stack["changes"]]]
    assert {key for change in changes for key in change} - described == set()


@pytest.mark.parametrize("name", CASES)
def test_no_secret_of_a_plan_is_in_its_review(name: str) -> None:
    report = stored.load(name).report
    assert "planted" not in text(report) + repr(report) + markdown([report]) + json.dumps(document([report]))


def test_the_plans_hold_secrets_that_a_review_could_show() -> None:
    assert len([name for name in CASES if "planted" in (stored.PLANS / name / "plan.json").read_text()]) >= 10
