"""A journal that fails is told once and stops nothing, but for a disk without room."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from provider_lib.contract import Diagnostic
from provider_lib.state.journal import Disk, JournalFolder
from tests.scripted import answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import Runs, on
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_resume import WIDGET, WIDGET_CONFIG
from tests.unit.rest.shop import Shop
from tests.unit.rest.toys import DECLARED


def test_a_journal_that_cannot_be_written_is_told_once_and_stops_nothing(
    shop: Shop, make_core: MakeCore, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "journal"
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(place))
    bolt, nut = Life(core, **WIDGET_CONFIG), Life(core, **WIDGET_CONFIG | {"name": "nut"})
    with core.walk():
        bolt.apply()
        told = bolt.warnings
        nut.apply()
    assert (told, nut.warnings) == (
        [
            Diagnostic(
                "warning",
                "the journal of the provider cannot be written: Not a directory",
                "It is what remembers an object, and a key that is shown once, when this process or the machine ends "
                f"before Terraform's state has them. Everything else works without it. Let {place} be written to, "
                "name another folder in SLUICE_JOURNAL, or switch the journal off with SLUICE_JOURNAL=off.",
            )
        ],
        [],
    )


def test_on_a_disk_that_is_full_nothing_is_made(shop: Shop, make_core: MakeCore, tmp_path: Path) -> None:
    class FullDisk(Disk):
        def append(self, *_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(tmp_path / "journal", FullDisk()))
    bolt = Life(core, **WIDGET_CONFIG)
    with core.walk():
        assert refusal(bolt.apply) == Diagnostic(
            "error",
            "the disk has no room for what is noted before toys widget north/bolt is changed: No space left on device",
            "Nothing was sent. What is made on a disk that is full may be in no state afterwards, nor its key. Make "
            "room and apply again; or name a folder on another disk in SLUICE_JOURNAL, or switch the journal off with "
            "SLUICE_JOURNAL=off.",
        )
    assert shop.lines("POST") == []


def test_a_disk_that_fails_without_saying_where_is_told(shop: Shop, make_core: MakeCore, tmp_path: Path) -> None:
    class BrokenDisk(Disk):
        def append(self, *_: object) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(tmp_path / "journal", BrokenDisk()))
    bolt = Life(core, **WIDGET_CONFIG)
    bolt.apply()
    [told] = bolt.warnings
    assert told.summary == f"the journal of the provider cannot be written: {os.strerror(errno.EIO)}"
    assert " Let its folder be written to, name another folder in SLUICE_JOURNAL, " in told.detail


def test_what_another_version_wrote_is_left_alone_and_told(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.next(bolt)
    [entry] = runs.left()
    runs.journal.forget([entry["id"]])
    others = [{**entry, "format": 2}, {**entry, "format": 2, "id": f"{entry['id']}0"}]
    for other in others:
        runs.journal.keep(other)
    bolt.refresh()
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            f"what the journal has under {entry['id']}, {entry['id']}0 cannot be read",
            "Another version of the provider wrote it, or it was damaged. It is left alone, and what it tells of may "
            "be on a server and in no state: `sluice state journal` shows what is known of it, and `sluice state "
            "journal --forget ID` ends it.",
        )
    ]
    assert runs.left() == others


def test_a_key_of_the_journal_is_masked_in_what_a_server_says(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.crash(bolt)
    shop.on(f"GET {WIDGET}", answer({"message": "t0ken-1 is not welcome"}, 403))
    assert refusal(bolt.apply).summary.endswith(": *** is not welcome (403)")
