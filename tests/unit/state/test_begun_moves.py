"""The moves that were begun are known to the next run, as far as they came, and gone once they are over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from provider_lib.state.begun_moves import BegunMove, BegunMoves

MOVE = BegunMove("/app/dev", "sluice_kafka_connect_connector", ("default", "a/b"), ("other", "x y"), "running")


def test_a_move_is_known_until_it_is_over(tmp_path: Path) -> None:
    first = BegunMoves(tmp_path)
    first.note(MOVE)
    assert first.of([Path("/app/prod")]) == []
    later = BegunMoves(tmp_path)
    assert later.of([Path("/app/dev")]) == [replace(MOVE, is_under_way=True)]
    first.close()
    assert later.of([Path("/app/dev")]) == [MOVE]
    later.note(replace(MOVE, is_on=True))
    assert later.of([Path("/app/dev")]) == [replace(MOVE, is_on=True)]
    later.close()
    last = BegunMoves(tmp_path)
    last.note(MOVE)
    assert last.of([Path("/app/dev")]) == [MOVE]
    later.end(MOVE)
    assert BegunMoves(tmp_path).of([Path("/app/dev")]) == []


def test_it_tells_the_command_that_goes_on_with_it() -> None:
    assert MOVE.command == "sluice move default/a%2Fb 'other/x y'"


def test_without_a_journal_nothing_is_noted() -> None:
    nowhere = BegunMoves(None)
    nowhere.note(MOVE)
    nowhere.end(MOVE)
    assert nowhere.of([Path("/app/dev")]) == []
