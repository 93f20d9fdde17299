"""The campaign finds what it is there for: a build that is broken on purpose shows losses, as does any spoilt end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.chaos.__main__ import main
from tests.chaos.checks import compare
from tests.chaos.database import Held
from tests.chaos.figures import Figures
from tests.chaos.state import State

ENVIRONMENT, THING = ("environment", "a"), ("thing", "{}")
SERVER = Held(Counter([ENVIRONMENT, THING]), {"a": "key-1"}, {THING: [1]})
STATE = State({"sluice_lenses_environment.a": {"name": "a", "agent_key": "key-1"}, "sluice_rest_object.t": {"id": "1"}})
DECLARED = Counter([ENVIRONMENT, THING])


def losses(server: Held = SERVER, state: State = STATE, left: list[str] | None = None) -> dict[str, int]:
    return compare(server, state, DECLARED, left or []).figures.losses


def test_a_server_that_has_what_was_declared_and_a_state_that_knows_it_are_no_loss() -> None:
    assert losses() == {}


def test_every_kind_of_loss_is_counted() -> None:
    twice = replace(SERVER, things=SERVER.things + Counter([THING]))
    stranger = replace(SERVER, things=SERVER.things + Counter([("source", "b")]))
    forgotten = State({"sluice_lenses_environment.a": STATE.attributes["sluice_lenses_environment.a"]})
    assert losses(twice) == {"duplicates": 1}
    assert losses(stranger) == {"orphans": 1}
    assert losses(state=forgotten) == {"orphans": 1}
    assert losses(replace(SERVER, things=Counter([ENVIRONMENT]))) == {"lost_objects": 1}
    assert losses(replace(SERVER, keys={"a": "key-2"})) == {"lost_keys": 1}
    assert losses(state=replace(STATE, is_damaged=True)) == {"damaged_states": 1}
    assert losses(left=["plan"]) == {"left_behind": 1}


def test_figures_add_up_and_are_printed_with_what_must_be_nought() -> None:
    figures = Figures(runs=1, faults=Counter({"stall": 2}), self_mended=1)
    figures.add(Figures(runs=1, faults=Counter({"stall": 1, "kill of core": 1}), lost_keys=1))
    assert figures.losses == {"lost_keys": 1}
    assert str(figures).splitlines()[:3] == [
        "runs                2",
        "faults              4  1 kill of core, 3 stall",
        "self mended         1",
    ]


def test_without_the_journal_a_campaign_shows_losses(capsys: pytest.CaptureFixture[str]) -> None:
    runs = ["--runs", "2", "--first", "5", "--seed", "1", "--brief", "--fault", "kill of all"]
    assert main([*runs, "--broken"]) == 1
    said = capsys.readouterr().out
    assert "runs                2" in said
    assert "python -m tests.chaos --seed 1 --only" in said
