"""What a person, or a program, sees while Terraform works."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from provider_lib.cli.progress import JsonProgress, LiveProgress, PlainProgress, progress
from provider_lib.cli.screen import Screen
from provider_lib.engine.events import Diagnostic, Done, Drifted, Event, Failed, Note, Planned, Summary, Working
from provider_lib.engine.origins import Origin

ADDRESS = "sluice_lenses_connector.sink"
ORIGINS = {ADDRESS: Origin("dev/sink")}
EVENTS: list[Event] = [
    Note("Terraform 1.15.5", message={"type": "version"}),
    Working("terraform_data.x", "refresh", message={}),
    Done("terraform_data.x", "refresh", message={}),
    Planned(ADDRESS, "create", message={}),
    Summary("plan", add=1, message={}),
    Working(ADDRESS, "create", message={}),
    Working(ADDRESS, "create", 10, message={}),
    Note("task 0 is starting", message={"type": "action_progress"}),
    Done(ADDRESS, "create", 12, message={}),
    Failed("terraform_data.x", "update", message={}),
    Diagnostic("warning", "Unreachable", "Not validated.", ADDRESS, "config", message={}),
    Diagnostic("error", "Refused", "Told at the end.", message={}),
    Summary("apply", add=1, imported=2, message={}),
]


def show(console: Console) -> str:
    with progress(Screen(console), "dev", ORIGINS) as listener:
        for event in EVENTS:
            listener(event)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_without_a_terminal_there_is_a_line_for_whatever_happens() -> None:
    console = Console(file=io.StringIO(), width=200)
    assert show(console) == (
        "dev: creating dev/sink\n"
        "dev: still creating dev/sink (10s)\n"
        "dev: task 0 is starting\n"
        "dev: created dev/sink (12s)\n"
        "dev: failed updating terraform_data.x\n"
        "dev: warning: Unreachable\n"
        "    in dev/sink (sluice_lenses_connector.sink), attribute config\n"
        "    Not validated.\n"
        "dev: 1 added, 0 changed, 0 destroyed, 2 imported\n"
    )


def test_on_a_terminal_what_is_under_way_is_shown_live_and_what_is_done_stays() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    shown = show(console)
    assert isinstance(progress(Screen(console), "dev", {}), LiveProgress)
    assert "dev: created dev/sink (12s)" in shown
    assert "dev: still creating" not in shown


def test_on_a_terminal_it_is_said_what_comes_before_the_first_event() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    with progress(Screen(console), "dev", {}) as listener:
        listener.begin("Planning")
    assert isinstance(console.file, io.StringIO)
    assert "Planning dev... 0s" in console.file.getvalue()


def test_what_is_under_way_never_takes_more_than_a_line() -> None:
    console = Console(file=io.StringIO(), width=20, force_terminal=True, color_system=None)
    with progress(Screen(console), "dev", {}) as listener:
        listener(Working("sluice_lenses_connector.a_long_name", "create", message={}))
    assert isinstance(console.file, io.StringIO)
    assert "creating sluice_l…\n" in console.file.getvalue()


def test_where_colours_are_forced_on_no_terminal_nothing_is_drawn_over() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, force_interactive=False)
    assert isinstance(progress(Screen(console), "dev", {}), PlainProgress)
    assert not isinstance(progress(Screen(console), "dev", {}), LiveProgress)


def test_an_instance_is_named_by_its_construct_and_its_key() -> None:
    console = Console(file=io.StringIO(), width=80)
    PlainProgress(Screen(console), "dev", ORIGINS)(Done(f'{ADDRESS}["red"]', "create", message={}))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == 'dev: created dev/sink["red"]\n'


GONE = Drifted(ADDRESS, "delete", message={})
CHANGED = Drifted("terraform_data.x", "update", message={})
NOTHING = Summary("plan", message={})
CHANGE = Summary("plan", change=1, message={})


@pytest.mark.parametrize(
    ("events", "changes", "refresh_only", "said"),
    [
        ([NOTHING], False, False, "dev: no changes\n"),
        ([CHANGED, NOTHING], False, False, "dev: no changes\n"),
        ([NOTHING], False, True, "dev: no changes\n"),
        ([NOTHING], True, False, "dev: only outputs change\n"),
        (
            [GONE, CHANGED, NOTHING],
            True,
            True,
            "dev: dev/sink is gone\ndev: terraform_data.x is not as the state says\n",
        ),
        ([CHANGED, CHANGE], True, False, "dev: 0 to add, 1 to change, 0 to destroy\n"),
    ],
)
def test_what_a_plan_came_to_is_said_in_words_where_counts_would_not_do(
    events: list[Event], changes: bool, refresh_only: bool, said: str
) -> None:
    console = Console(file=io.StringIO(), width=80)
    with PlainProgress(Screen(console), "dev", ORIGINS) as listener:
        for event in events:
            listener(event)
        listener.conclude(changes=changes, refresh_only=refresh_only)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == said


def test_a_plan_that_failed_is_not_called_one_without_changes() -> None:
    console = Console(file=io.StringIO(), width=80)
    with PlainProgress(Screen(console), "dev", {}) as listener:
        listener(NOTHING)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == ""


def test_a_name_in_square_brackets_is_text_and_no_markup() -> None:
    console = Console(file=io.StringIO(), width=80)
    PlainProgress(Screen(console), "dev", {})(Done('a_b.c["red"]', "create", message={}))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == 'dev: created a_b.c["red"]\n'


def test_programs_get_every_message_with_the_name_of_its_stack() -> None:
    stream = io.StringIO()
    with JsonProgress(stream, "dev") as listener:
        listener(Note("x", message={"type": "version", "terraform": "1.15.5"}))
        listener(Note("y", message={"type": "log"}))
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == [
        {"stack": "dev", "type": "version", "terraform": "1.15.5"},
        {"stack": "dev", "type": "log"},
    ]


def test_a_warning_is_said_once_in_a_run() -> None:
    screen = Screen(Console(file=io.StringIO(), width=80))
    for stack in ("dev", "dev", "prod"):
        PlainProgress(screen, stack, {})(Diagnostic("warning", "Plain http", "Use https.", message={}))
    assert isinstance(screen.console.file, io.StringIO)
    assert screen.console.file.getvalue() == "dev: warning: Plain http\n    Use https.\n"
