"""The journal's folder: what was kept is there whatever ends, and nobody else may read it or take it."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from provider_lib.state.journal import Disk, Entry, JournalFolder, place_of
from tests.growth import FEW, MORE, calls_of

BOLT: Entry = {"id": "b0", "name": "bolt"}
NUT: Entry = {"id": "a1", "name": "nut", "secrets": {"token": "t0ken-1"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal"


def entries(folder: Path) -> list[Entry]:
    return JournalFolder(folder).left()


def run(folder: Path, *kept: Entry) -> None:
    """A run that keeps something, and ends."""
    journal = JournalFolder(folder)
    for entry in kept:
        journal.keep(entry)
    journal.close()


class LosingDisk(Disk):
    """A disk on which only what was synced is there after the power went."""

    def __init__(self) -> None:
        self.names: set[Path] = set()
        self.sizes: dict[int, int] = {}

    def sync(self, file: int) -> None:
        self.sizes[os.fstat(file).st_ino] = os.fstat(file).st_size

    def sync_folder(self, path: Path) -> None:
        self.names |= set(path.iterdir())

    def lose_power(self, root: Path) -> None:
        for path in sorted(root.rglob("*"), reverse=True):
            if path not in self.names:
                path.rmdir() if path.is_dir() else path.unlink()
            elif path.is_file():
                os.truncate(path, self.sizes.get(path.stat().st_ino, 0))


# What is kept


def test_without_a_folder_there_is_nothing_and_nothing_is_made(folder: Path) -> None:
    journal = JournalFolder(folder)
    assert (journal.left(), journal.all()) == ([], [])
    journal.forget(["b0"])
    assert not folder.parent.exists()


def test_what_was_kept_last_counts_until_it_is_over(folder: Path) -> None:
    run(folder, BOLT, NUT, {**BOLT, "told": {"id": "7"}})
    assert entries(folder) == [{**BOLT, "told": {"id": "7"}}, NUT]
    JournalFolder(folder).forget(["b0", "unknown"])
    assert entries(folder) == [NUT]
    JournalFolder(folder).forget(["a1"])
    assert list(folder.iterdir()) == []


def test_what_was_kept_is_there_after_the_power_went(folder: Path, tmp_path: Path) -> None:
    disk = LosingDisk()
    journal = JournalFolder(folder, disk)
    journal.keep(BOLT)
    journal.keep(NUT)
    disk.lose_power(tmp_path)
    journal.close()
    assert entries(folder) == [BOLT, NUT]


class FullDisk(Disk):
    """A disk that has no room, once it is full, for anything but what somebody gives up."""

    is_full = False

    def append(self, file: int, data: bytes) -> None:
        super().append(file, data)
        if self.is_full and any(Path(f"/proc/self/fd/{file}").resolve().parent.glob("*.room")):
            os.ftruncate(file, os.fstat(file).st_size - len(data))
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file is written")
def test_a_disk_that_fills_up_while_a_run_is_at_work_keeps_what_it_does(folder: Path) -> None:
    disk = FullDisk()
    journal = JournalFolder(folder, disk)
    journal.keep(BOLT)
    disk.is_full = True
    with pytest.raises(OSError, match="No space left on device"):
        journal.keep(NUT)  # nothing new is begun with what was set aside for answers
    journal.keep({**BOLT, "told": {"id": "7"}})
    journal.close()
    assert entries(folder) == [{**BOLT, "told": {"id": "7"}}]
    assert [path.suffix for path in folder.iterdir()] == [".jsonl"]


def test_what_a_disk_took_only_in_part_spoils_nothing(folder: Path) -> None:
    journal = JournalFolder(folder)
    journal.keep(BOLT)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            journal.keep({**NUT, "name": "n" * 100})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    journal.keep(NUT)
    journal.close()
    assert entries(folder) == [BOLT, NUT]


def test_what_was_killed_before_it_began_leaves_nothing_for_long(folder: Path) -> None:
    run(folder, BOLT)
    old, fresh = folder / "0a.new", folder / "0b.new"
    for path in (old, fresh):
        path.touch()
    os.utime(old, (0, 0))
    assert entries(folder) == [BOLT]
    assert (old.exists(), fresh.exists()) == (False, True)


def test_only_its_owner_may_look_into_it(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    run(folder, NUT)
    [file] = folder.iterdir()
    assert (S_IMODE(folder.stat().st_mode), S_IMODE(file.stat().st_mode)) == (0o700, 0o600)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a folder of somebody else's")
def test_a_folder_of_somebody_else_is_neither_read_nor_written(folder: Path) -> None:
    run(folder, NUT)
    os.chown(folder, 12345, 12345)
    for use in (entries, lambda it: run(it, BOLT), lambda it: JournalFolder(it).forget(["a1"])):
        with pytest.raises(PermissionError, match=f"{folder} belongs to another user"):
            use(folder)


def test_many_entries_end_one_by_one_in_a_time_that_grows_with_them(folder: Path) -> None:
    def end(count: int) -> None:
        ids = [f"{number:04}" for number in range(count)]
        run(folder, *({"id": one} for one in ids))
        journal = JournalFolder(folder)
        journal.left()
        for one in ids:
            journal.forget([one])
        assert list(folder.iterdir()) == []

    end(1)  # what is made once for all is made now
    few, many = (calls_of(lambda n=n: end(n)) for n in (FEW, 4 * FEW))
    assert many < MORE * few


# Runs beside each other

KEEPS = """
import sys
from pathlib import Path
from provider_lib.state.journal import JournalFolder
journal = JournalFolder(Path(sys.argv[1]))
journal.keep({"id": "c2", "name": "cog"})
print("kept", flush=True)
sys.stdin.read()
"""


def test_what_another_run_is_doing_is_not_left_until_that_run_was_killed(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KEEPS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "kept\n"
        journal = JournalFolder(folder)
        journal.keep(BOLT)
        assert journal.left() == [BOLT]
        cog = {"id": "c2", "name": "cog"}
        assert sorted(journal.all(), key=str) == [(BOLT, False), (cog, True)]
        os.kill(other.pid, signal.SIGKILL)
        other.communicate()
    assert sorted(journal.left(), key=str) == [BOLT, cog]
    journal.close()


def test_one_run_sees_what_another_left_although_a_third_looks_at_it(folder: Path) -> None:
    run(folder, BOLT)
    first, second = JournalFolder(folder), JournalFolder(folder)
    looking = first._entries()
    assert (next(looking), second.left()) == ((BOLT, False), [BOLT])
    looking.close()


def test_entries_of_several_runs_end_together_and_one_that_is_not_known_yet_too(folder: Path) -> None:
    run(folder, BOLT)
    run(folder, NUT)
    journal = JournalFolder(folder)
    journal.left()
    run(folder, {"id": "c2"})
    journal.forget(["a1", "c2"])
    assert entries(folder) == [BOLT]
    journal.forget(["a1", "b0"])
    assert list(folder.iterdir()) == []


def test_what_two_runs_have_kept_ends_in_both(folder: Path) -> None:
    run(folder, BOLT, NUT)
    journal = JournalFolder(folder)
    journal.left()
    journal.keep(BOLT)
    journal.forget(["b0"])
    journal.close()
    assert entries(folder) == [NUT]


# What goes wrong


def test_a_line_that_was_cut_spoils_no_other(folder: Path) -> None:
    run(folder, BOLT, NUT)
    [file] = folder.iterdir()
    data = file.read_bytes()
    file.write_bytes(data[:-9])
    assert entries(folder) == [BOLT]


def test_a_disk_that_fails_in_the_midst_of_a_line_is_an_error_and_spoils_no_other_entry(folder: Path) -> None:
    class FailingDisk(Disk):
        left = 40

        def append(self, file: int, data: bytes) -> None:
            super().append(file, data[: self.left])
            if len(data) > self.left:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

    disk = FailingDisk()
    journal = JournalFolder(folder, disk)
    journal.keep(BOLT)
    with pytest.raises(OSError, match="Input/output error"):
        journal.keep(NUT)
    disk.left = 1000
    journal.keep({"id": "c2"})
    journal.close()
    found = entries(folder)
    assert (found[:2], [one.get("damaged") for one in found[2:]]) == ([BOLT, {"id": "c2"}], [1])


def test_what_cannot_be_read_is_told_and_kept_until_it_is_forgotten(folder: Path) -> None:
    run(folder, BOLT)
    [file] = folder.iterdir()
    file.write_bytes(b"\x00\xff garbage\n[1]\n" + file.read_bytes())
    assert entries(folder) == [BOLT, {"id": file.stem, "damaged": 2}]
    JournalFolder(folder).forget(["b0"])
    assert entries(folder) == [{"id": file.stem, "damaged": 2}]
    JournalFolder(folder).forget([file.stem])
    assert list(folder.iterdir()) == []


# Where it is


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"SLUICE_JOURNAL": "/j", "SLUICE_HOME": "/s", "HOME": "/h"}, "/j"),
        ({"SLUICE_HOME": "/s", "XDG_STATE_HOME": "/x", "HOME": "/h"}, "/s/journal"),
        ({"XDG_STATE_HOME": "/x", "HOME": "/h"}, "/x/sluice/journal"),
        ({"HOME": "/h"}, "/h/.local/state/sluice/journal"),
        ({}, None),
        ({"SLUICE_JOURNAL": "off", "HOME": "/h"}, None),
    ],
)
def test_the_journal_is_where_the_users_states_are(environ: dict[str, str], place: str | None) -> None:
    assert place_of(environ) == (None if place is None else Path(place))
