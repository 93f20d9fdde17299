"""Terraform's machine-readable messages become typed events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.engine.events import (
    Diagnostic,
    Done,
    Drifted,
    Event,
    Failed,
    Note,
    Planned,
    StateDump,
    Summary,
    Working,
    parse,
)

RESOURCE = {"addr": "sluice_lenses_environment.env", "resource_type": "sluice_lenses_environment"}
ADDRESS = "sluice_lenses_environment.env"


def message(kind: str, **fields: Any) -> dict[str, Any]:
    return {"@level": "info", "@message": "said", "type": kind, **fields}


@pytest.mark.parametrize(
    ("said", "event"),
    [
        (
            message("planned_change", change={"resource": RESOURCE, "action": "replace", "reason": "cannot_update"}),
            Planned(ADDRESS, "replace", "cannot_update", message={}),
        ),
        (
            message("resource_drift", change={"resource": RESOURCE, "action": "delete"}),
            Drifted(ADDRESS, "delete", message={}),
        ),
        (
            message("refresh_start", hook={"resource": RESOURCE, "id_key": "id"}),
            Working(ADDRESS, "refresh", message={}),
        ),
        (message("refresh_complete", hook={"resource": RESOURCE}), Done(ADDRESS, "refresh", message={})),
        (
            message("apply_progress", hook={"resource": RESOURCE, "action": "create", "elapsed_seconds": 10}),
            Working(ADDRESS, "create", 10, message={}),
        ),
        (
            message("apply_complete", hook={"resource": RESOURCE, "action": "update", "elapsed_seconds": 3}),
            Done(ADDRESS, "update", 3, message={}),
        ),
        (
            message("apply_errored", hook={"resource": RESOURCE, "action": "delete", "elapsed_seconds": 7}),
            Failed(ADDRESS, "delete", 7, message={}),
        ),
        (
            message("change_summary", changes={"add": 1, "change": 2, "remove": 3, "import": 4, "operation": "apply"}),
            Summary("apply", 1, 2, 3, 4, message={}),
        ),
        (message("version", terraform="1.15.5"), Note("said", message={})),
        ({"@level": "warn", "@message": "said"}, Note("said", "warn", message={})),
    ],
)
def test_a_message_becomes_its_event(said: dict[str, Any], event: Event) -> None:
    assert parse(json.dumps(said)) == event
    assert parse(json.dumps(said)).message == said


@pytest.mark.parametrize("line", ["", "panic: runtime error", "[1]", '"text"', "{"])
def test_a_line_that_is_no_message_is_passed_on(line: str) -> None:
    assert parse(line) == Note(line, message={})


def test_a_diagnostic_names_resource_and_attribute() -> None:
    found = {
        "severity": "error",
        "summary": "The request was\nrefused",
        "detail": "Lenses HQ: 401",
        "address": ADDRESS,
        "snippet": {"context": 'resource "sluice_lenses_environment" "env"', "code": '        "tier": "gold",'},
    }
    assert parse(json.dumps(message("diagnostic", diagnostic=found))) == Diagnostic(
        "error", "The request was refused", "Lenses HQ: 401", ADDRESS, "tier", message={}
    )


@pytest.mark.parametrize(
    ("context", "code", "address", "attribute"),
    [
        ('resource "a_b" "c"', '  name = "x"', "a_b.c", "name"),
        ("resource.a_b.c", '  "name": "x"', "a_b.c", "name"),
        ("data.a_b.c", '  "name": "x"', "data.a_b.c", "name"),
        ('data "a_b" "c"', '  "topics.regex": "x"', "data.a_b.c", "topics.regex"),
        ('output "o"', "  value = 1", "", "value"),
        ('provider "sluice"', "}", "", ""),
        (None, 'x = "1"', "", ""),
    ],
)
def test_what_a_diagnostic_does_not_name_is_found_in_its_snippet(
    context: str | None, code: str, address: str, attribute: str
) -> None:
    found = {"severity": "warning", "summary": "s", "snippet": {"context": context, "code": code}}
    event = parse(json.dumps(message("diagnostic", diagnostic=found)))
    assert event == Diagnostic("warning", "s", "", address, attribute, message={})


def test_a_summary_without_changes_is_empty() -> None:
    assert Summary("plan", message={}).is_empty
    assert not Summary("plan", imported=1, message={}).is_empty


def test_what_is_said_of_a_server_is_legible_and_ends() -> None:
    found = {"severity": "error", "summary": "a\x1b[2J\nb", "detail": "c\u202e\nd" + "x" * 1_000_000}
    event = parse(json.dumps({"type": "diagnostic", "diagnostic": found}))
    assert isinstance(event, Diagnostic)
    assert (event.summary, event.detail[:12], len(event.detail) < 21_000) == (r"a\x1b[2J b", "c\\u202e\ndxxx", True)
    assert parse("\x1b[2Jno JSON") == Note(r"\x1b[2Jno JSON", message={})


def test_a_state_that_could_be_written_nowhere_is_in_no_message_that_is_passed_on() -> None:
    line = json.dumps(message("log", state={"serial": 3, "outputs": {"agent_key": "s3cret-key"}}))
    event = parse(line)
    assert isinstance(event, StateDump)
    assert json.loads(event.content) == {"serial": 3, "outputs": {"agent_key": "s3cret-key"}}
    assert event.message == message("log")
    assert "s3cret-key" not in repr(event)
