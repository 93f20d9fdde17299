"""Stack traces, and findings that quote one: told in other words, and stored only without secrets."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest

from provider_lib.dataclass import replace
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.stack_traces import LONGEST, WITHHELD, discreet, traces_in, with_traces
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.spec import Nested, Resource, volatile
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.toys import LIFECYCLE, Robot, Runs
from tests.unit.rest.widgets import TOYS, Widget


class Complaint(Nested):
    """What a robot says is wrong."""

    content: str = volatile("What.")


class Grouch(Runs, Resource, system=TOYS, name="grouch"):
    """A robot that says why it fails."""

    complaints: list[Complaint] = volatile("What is wrong.")

    api = Robot.api
    lifecycle = replace(LIFECYCLE, findings="complaints")


class Mute(Runs, Resource, system=TOYS, name="mute"):
    """A robot of which nothing but its state is shown."""

    api = Robot.api
    lifecycle = replace(LIFECYCLE, trace=None, tasks=None)


WELL = {"name": "oscar", "trace": None, "tasks": [{"id": "0", "state": "RUNNING", "trace": None}], "complaints": None}


def failed(words: str) -> dict[str, Any]:
    """A state that has these words wherever there may be some."""
    return {
        "name": "oscar",
        "trace": words,
        "tasks": [{"id": "0", "state": "FAILED", "trace": words}, {"id": "1", "state": "RUNNING", "trace": None}],
        "complaints": [{"content": words}, {"content": None}],
    }


# In other words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("rust", "RUST"),
        ("\x1b[31mrust\r\n\tat arm", "\\x1b[31MRUST\n\tAT ARM"),
        ("x" * (LONGEST + 2), "X" * LONGEST + "... (2 characters more)"),
    ],
)
def test_every_trace_is_told_in_other_words_that_can_be_read(words: str, told: str) -> None:
    assert with_traces(Grouch, failed(words), str.upper) == failed(told)


@pytest.mark.parametrize("state", [WELL, {"trace": UNKNOWN, "tasks": UNKNOWN, "complaints": UNKNOWN}])
def test_what_has_no_trace_stays_as_it_is(state: dict[str, Any]) -> None:
    assert with_traces(Grouch, state, str.upper) == state


def test_what_does_not_run_and_what_shows_no_trace_stay_as_they_are() -> None:
    for kind in (Widget, Mute):
        assert with_traces(kind, failed("rust"), str.upper) == failed("rust")
        assert traces_in(kind, failed("rust")) == ()


def test_the_trace_of_the_whole_comes_before_those_of_its_tasks() -> None:
    tasks = [{"trace": "no oil"}, {"trace": None}, {}, {"trace": "no arm"}]
    assert traces_in(Grouch, {"trace": "rust", "tasks": tasks}) == ("rust", "no oil", "no arm")
    assert traces_in(Grouch, {"tasks": tasks[1:]}) == ("no arm",)
    assert traces_in(Grouch, {"trace": "rust", "tasks": None}) == ("rust",)


# Without secrets

SAID = "hunter22, letmein, 4711 of ${file:oscar}, and swordfish"
OTHERS = "hunter22, letmein, 4711 of ${file:oscar}, and ***"
NO_TOKEN = "hunter22, ***, 4711 of ${file:oscar}, and ***"
NEITHER = "***, ***, 4711 of ${file:oscar}, and ***"
NO_PIN = "***, letmein, *** of ${file:oscar}, and ***"


def oscar(**secrets: str) -> Remote:
    """An object with secrets of its own, beside what is known of others."""
    client = SimpleNamespace(masked=lambda text: text.replace("swordfish", "***"))
    target = Target(Grouch, cast("Any", client), threading.Event(), Versions(), SharedAnswers())
    return Remote(target, Grouch, {}, secrets=Secrets(secrets, {}))


@pytest.mark.parametrize(
    ("secrets", "digested", "config", "told"),
    [
        ({}, [], None, OTHERS),
        ({}, [], {"secret": "${file:oscar}", "token": "letmein"}, NO_TOKEN),
        ({"password": "hunter22"}, ["password"], {"password": "****", "token": "letmein"}, NEITHER),
        ({"password": "hunter22"}, ["password", "pin"], {"password": "hunter22", "pin": 4711}, NO_PIN),
        ({}, ["password"], {"token": "letmein"}, WITHHELD),
        ({}, ["password"], {"password": None, "token": "letmein"}, WITHHELD),
        ({}, ["password"], {"password": "****", "token": "letmein"}, WITHHELD),
        ({}, ["password"], None, WITHHELD),
    ],
)
def test_a_trace_is_stored_only_without_the_secrets_of_its_object_and_of_others(
    secrets: dict[str, str], digested: list[str], config: dict[str, Any] | None, told: str
) -> None:
    private = Private(digests=dict.fromkeys(digested, "d1gest"))
    assert discreet(oscar(**secrets), failed(SAID), {"config": config}, private) == failed(told)


@pytest.mark.parametrize("place", ["trace", "tasks", "complaints"])
def test_a_trace_in_one_place_alone_is_not_overlooked(place: str) -> None:
    state, private = WELL | {place: failed(SAID)[place]}, Private(digests={"password": "d1gest"})
    assert discreet(oscar(), state, {"config": {}}, private) == WELL | {place: failed(WITHHELD)[place]}


def test_a_state_without_a_trace_is_the_same() -> None:
    assert discreet(oscar(), WELL, {"config": {}}, Private(digests={"password": "d1gest"})) is WELL
