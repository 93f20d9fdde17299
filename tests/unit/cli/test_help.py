"""The help is for people who never saw the code: no types of Python, and every argument is explained."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from provider_lib.cli.main import COMMANDS, SUMMARIES, application
from provider_lib.sandbox.faults.rules import FaultKind

APP = application(COMMANDS)


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group below one."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


PATHS = list(commands(typer.main.get_command(APP)))


def shown(*path: str) -> str:
    done = CliRunner().invoke(APP, [*path, "--help"])
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize("asked", ["keys", "key"])
def test_a_command_is_found_by_a_word_of_its_name(asked: str) -> None:
    done = CliRunner().invoke(APP, ["state", asked])
    assert done.exit_code == 2
    assert f"No such command '{asked}'. Did you mean 'agent-keys'?" in done.output


def test_every_command_has_help() -> None:
    assert {path[0] for path in PATHS if path} == set(COMMANDS)


def test_the_list_says_of_a_command_what_its_own_help_says() -> None:
    assert list(SUMMARIES) == list(COMMANDS)
    helps = {name: command.help.splitlines()[0] for name, command in typer.main.get_command(APP).commands.items()}
    assert helps == SUMMARIES
    assert CliRunner().invoke(application([]), ["--help"]).output.split() == shown().split()


SLOW = ("rich", "httpx", "grpc", "provider_lib.systems", "provider_lib.engine.t")
"""What is slow to import, and needed only by a command that runs."""


@pytest.mark.parametrize("arguments", [["--help"], ["stat"]])
def test_the_list_imports_nothing_slow(arguments: list[str]) -> None:
    listing = f"""import sys, typer
brought = set(sys.modules)  # the oldest typer brings rich
from provider_lib.cli.main import application
try:
    application([])({arguments!r})
finally:
    print(sorted(name for name in set(sys.modules) - brought if name.startswith({SLOW})))"""
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: " ".join(path) or "sluice")
def test_help_has_no_types_of_python(path: tuple[str, ...]) -> None:
    assert re.findall(r"<[\w| \[\]]+>|\b(?:TEXT|INTEGER|FLOAT|BOOLEAN)\b", shown(*path)) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: " ".join(path) or "sluice")
def test_help_says_what_an_argument_is(path: tuple[str, ...]) -> None:
    usage, _, text = shown(*path).partition("\n")
    for argument in re.findall(r"[A-Z]+", usage.replace("[OPTIONS]", "").replace("COMMAND [ARGS]...", "")[6:]):
        assert f"{argument} is " in text


def test_help_names_everything_that_can_go_wrong_in_the_sandbox() -> None:
    text = shown("sandbox", "faults", "add")
    assert [kind for kind in FaultKind if kind not in text] == []
