"""Room on a disk that is given up for what must be noted when the disk is full."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from provider_lib.state.room import Room

FULL = OSError(errno.ENOSPC, "No space left on device")


def writing(room: Room) -> Callable[[], str]:
    """Something that a disk has no room for as long as that is set aside."""

    def write() -> str:
        if room.path.exists():
            raise FULL
        return "written"

    return write


def test_what_is_set_aside_is_there_and_given_up_when_the_disk_is_full(tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    room.take(5000)
    assert room.path.stat().st_size == 5000
    assert room.have(writing(room)) == "written"
    assert not room.path.exists()


def test_a_disk_that_is_full_without_any_room_is_said(tmp_path: Path) -> None:
    def write() -> None:
        raise FULL

    with pytest.raises(OSError, match="No space left"):
        Room(tmp_path / "room").have(write)


def test_another_failure_costs_no_room(tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    room.take(10)

    def write() -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        room.have(write)
    assert room.path.exists()
