"""What becomes of a state that Terraform could not write as it should."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.local_state import LocalState, keeping
from provider_lib.engine.state_guard import ERRORED, check, check_errored, keep_dump
from provider_lib.errors import StateError
from provider_lib.state.history import History


def state(serial: int) -> bytes:
    return json.dumps({"serial": serial, "lineage": "l", "resources": [{}]}).encode()


@pytest.fixture
def local(tmp_path: Path) -> LocalState:
    return LocalState(tmp_path / "terraform.dev.tfstate", History(tmp_path / "states"))


def told_by_check(local: LocalState) -> list[str]:
    told: list[str] = []
    check(local, "dev", told.append)
    return told


def test_a_state_that_could_be_written_nowhere_is_kept_and_found_by_the_next_command(local: LocalState) -> None:
    said = keep_dump(local, local.path.parent, state(3))
    assert said == (
        "Terraform could not write its state: it is kept here (serial 3, 1 resources), and the next command finds it"
    )
    local.path.write_bytes(state(3)[:20])
    [told] = told_by_check(local)
    assert "restored the newest good one (serial 3, 1 resources)" in told
    assert local.path.read_bytes() == state(3)


def test_a_state_of_another_backend_is_kept_where_terraform_would_have_left_it(tmp_path: Path) -> None:
    keep_dump(None, tmp_path, state(3))
    with pytest.raises(StateError, match=r"could not store its state \(serial 3, 1 resources\)"):
        check_errored(tmp_path, lambda: state(2).decode(), None)


def test_one_that_can_be_kept_nowhere_says_so(tmp_path: Path) -> None:
    assert keep_dump(None, tmp_path / "gone", state(3)) == (
        "Terraform could not write its state, nor can it be kept (No such file or directory): make room, and deploy "
        "again"
    )


@pytest.mark.parametrize("content", [state(2), state(3)[:20], b""], ids=["superseded", "cut", "empty"])
def test_what_terraform_left_beside_a_stack_goes_when_it_is_no_use_any_more(local: LocalState, content: bytes) -> None:
    (local.path.parent / ERRORED).write_bytes(content)
    check_errored(local.path.parent, lambda: state(3).decode(), local)
    assert not (local.path.parent / ERRORED).exists()


def shared(serial: int, *names: str) -> bytes:
    resources = [{"mode": "managed", "type": "x_thing", "name": name} for name in names]
    return json.dumps({"serial": serial, "lineage": "l", "resources": resources}).encode()


def test_what_only_a_state_knows_that_others_were_ahead_of_is_named_and_left(tmp_path: Path) -> None:
    left = tmp_path / ERRORED
    left.write_bytes(shared(3, "a", "b", "c"))
    with pytest.raises(StateError, match="could not store its state, and somebody else has deployed since") as raised:
        check_errored(tmp_path, lambda: shared(4, "a", "d").decode(), None)
    assert raised.value.detail.startswith(f"Only {left} knows of x_thing.b, x_thing.c.\n")
    check_errored(tmp_path, lambda: shared(4, "a", "b", "c").decode(), None)
    assert left.exists(), "a key in it may be newer"
    check_errored(tmp_path, lambda: shared(3, "a", "b", "c").decode(), None)
    assert not left.exists(), "it was stored as it is"


def test_a_state_that_its_very_first_run_left_cut_is_begun_anew(local: LocalState) -> None:
    with keeping(local):
        local.path.write_bytes(state(1)[:20])
    [told] = told_by_check(local)
    assert told.startswith(f"The state in {local.path} was cut by the first run that wrote it, so no other was kept.")
    assert not local.path.exists()
    assert [path.read_bytes() for path in local.history.folder.glob("damaged-*")] == [state(1)[:20]]


def test_a_state_of_which_nobody_knows_what_was_in_it_is_left_alone(local: LocalState) -> None:
    local.path.write_bytes(state(1)[:20])
    with pytest.raises(StateError, match="is cut, and no other was kept"):
        told_by_check(local)
    assert local.path.read_bytes() == state(1)[:20]
