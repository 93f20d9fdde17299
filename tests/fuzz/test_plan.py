"""Whatever Terraform says while it plans: no line ends the command, and a saved plan that is none is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from provider_lib.cli.progress import progress
from provider_lib.cli.screen import Screen
from provider_lib.engine.diagnosis import describe
from provider_lib.engine.events import Diagnostic, parse
from provider_lib.engine.plan_file import stack_of
from provider_lib.errors import ConfigError
from tests.fuzz.documents import spoilt_text
from tests.fuzz.effort import cases, dice

RESOURCE = {"addr": "sluice_lenses_environment.env", "resource_type": "sluice_lenses_environment"}
MESSAGES: list[dict[str, Any]] = [
    {"@level": "info", "@message": "Terraform 1.15.5", "type": "version", "terraform": "1.15.5"},
    {"type": "planned_change", "change": {"resource": RESOURCE, "action": "replace", "reason": "cannot_update"}},
    {"type": "resource_drift", "change": {"resource": RESOURCE, "action": "delete"}},
    {"type": "apply_progress", "hook": {"resource": RESOURCE, "action": "create", "elapsed_seconds": 10}},
    {"type": "apply_complete", "hook": {"resource": RESOURCE, "action": "create", "elapsed_seconds": 3}},
    {"type": "change_summary", "changes": {"add": 1, "change": 2, "remove": 3, "import": 4, "operation": "plan"}},
    {
        "@level": "error",
        "type": "diagnostic",
        "diagnostic": {
            "severity": "warning",
            "summary": "Deprecated",
            "detail": "Do not use it.",
            "address": "a_b.c",
            "snippet": {"context": 'resource "a_b" "c"', "code": '  "old": 1,'},
        },
    },
]


def test_no_line_of_terraform_ends_the_command() -> None:
    chance = dice("lines")
    shown = progress(Screen(Console(file=io.StringIO())), "dev", {})
    for _ in range(cases(3000)):
        event = parse(spoilt_text(chance, chance.choice(MESSAGES)))
        shown(event)
        if isinstance(event, Diagnostic):
            describe(event, {})


def test_a_saved_plan_that_is_none_is_refused(tmp_path: Path) -> None:
    chance, named = dice("plans"), 0
    configuration = {"//": {"metadata": {"stackName": "dev", "version": "0.21"}}, "resource": {}}
    for number in range(cases(200)):
        plan = tmp_path / f"{number}.tfplan"
        with zipfile.ZipFile(plan, "w") as archive:
            archive.writestr("tfconfig/m-/cdk.tf.json", spoilt_text(chance, configuration))
        if chance.random() < 0.5:
            content = plan.read_bytes()
            plan.write_bytes(content[: chance.randrange(len(content))])
        try:
            named += stack_of(plan) == "dev"
        except ConfigError:
            continue
    assert named < cases(200)


def test_the_lines_that_terraform_says_are_understood() -> None:
    assert all(type(parse(json.dumps(message))).__name__ != "Note" for message in MESSAGES[1:])


@pytest.mark.parametrize("line", ["[" * 100_000, "9" * 5000, '{"type": "change_summary", "changes": {"add": 1e999}}'])
def test_what_no_reader_takes_is_a_note(line: str) -> None:
    assert type(parse(line)).__name__ == "Note"
