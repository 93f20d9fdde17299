"""The last good states of a stack."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from provider_lib.state.history import KEPT, NO_STATE, History, Snapshot


def state(serial: int, *resources: str) -> Snapshot:
    text = json.dumps({"version": 4, "serial": serial, "lineage": "one", "resources": list(resources)})
    snapshot = Snapshot.of(text.encode())
    assert snapshot is not None
    return snapshot


@pytest.mark.parametrize(
    "text", ["", "{", '{"version": 4, "serial": 3', "[]", "null", '{"serial": 3}', '{"serial": null}']
)
def test_what_is_not_whole_is_no_state(text: str) -> None:
    assert Snapshot.of(text.encode()) is None


def test_a_state_says_how_much_it_holds_unless_it_is_encrypted() -> None:
    encrypted = Snapshot.of(b'{"serial": 3, "lineage": "x", "encrypted_data": "..."}')
    assert encrypted is not None
    assert [str(one) for one in (state(2, "a", "b"), encrypted)] == ["serial 2, 2 resources", "serial 3, encrypted"]
    assert [one.is_empty for one in (state(2, "a"), state(3), encrypted, NO_STATE)] == [False, True, False, True]


def test_the_last_states_are_kept_for_their_owner_only(tmp_path: Path) -> None:
    history = History(tmp_path / "states" / "dev")
    assert (history.all(), history.newest()) == ([], None)
    for serial in range(KEPT + 2):
        history.keep(state(serial))
    assert [found.serial for found in history.states()] == list(range(2, KEPT + 2))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in history.folder.iterdir()}
    assert (modes, stat.S_IMODE(history.folder.stat().st_mode)) == ({0o600}, 0o700)


def test_what_a_killed_run_had_only_half_written_goes_with_the_next_state(tmp_path: Path) -> None:
    history = History(tmp_path)
    (tmp_path / ".000001-1.tfstate.x7y2").write_text('{"version": 4, "secret')
    history.keep(state(1))
    assert [path.name for path in tmp_path.iterdir()] == ["000001-1.tfstate"]


def test_the_states_of_one_run_take_the_place_of_each_other(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.keep(state(1))
    kept = history.keep(state(2))
    history.keep(state(3), history.keep(state(2, "a"), kept))
    assert [found.serial for found in history.states()] == [1, 3]


def test_the_newest_is_the_last_that_was_kept_and_is_whole(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.keep(state(7, "a"))
    history.keep(state(5, "b"))
    assert history.newest() == state(5, "b")
    history.all()[-1].path.write_text("")
    assert history.newest() == state(7, "a")


def test_that_there_is_no_state_can_be_kept_and_is_none_to_restore(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.keep(state(7, "a"))
    history.keep(NO_STATE)
    assert (history.newest(), history.states()) == (NO_STATE, [state(7, "a")])
