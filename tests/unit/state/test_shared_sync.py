"""Syncs of a file that several threads write to."""

from __future__ import annotations

import errno
import os
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from provider_lib.state.journal.shared_sync import SharedSync


class SlowDisk:
    """A disk whose first sync lasts until it is told to go on."""

    def __init__(self, *failing: int) -> None:
        self.syncs = 0
        self.is_at_work, self.may_go_on = Event(), Event()
        self._failing = failing

    def sync(self) -> None:
        self.syncs += 1
        self.is_at_work.set()
        assert self.may_go_on.wait(20)
        if self.syncs in self._failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def kept_at_once(disk: SlowDisk, sync: SharedSync, threads: ThreadPoolExecutor) -> list[Future[None]]:
    """One thread whose sync is under way, and three that wrote something since it began."""
    first = threads.submit(sync.wait_for, sync.wrote())
    assert disk.is_at_work.wait(20)
    others = [threads.submit(sync.wait_for, sync.wrote()) for _ in range(3)]
    assert not any(one.done() for one in [first, *others])
    disk.may_go_on.set()
    return [first, *others]


def test_what_was_written_while_a_sync_was_under_way_shares_the_next() -> None:
    disk = SlowDisk()
    sync = SharedSync(disk.sync)
    with ThreadPoolExecutor(4) as threads:
        assert [one.result(20) for one in kept_at_once(disk, sync, threads)] == [None] * 4
    assert disk.syncs == 2


def test_what_is_written_one_after_the_other_is_synced_each_time() -> None:
    disk = SlowDisk()
    disk.may_go_on.set()
    sync = SharedSync(disk.sync)
    for _ in range(3):
        sync.wait_for(sync.wrote())
    assert disk.syncs == 3


@pytest.mark.parametrize(("failing", "lost"), [(1, 4), (2, 3)])
def test_a_sync_that_fails_fails_for_all_who_wrote_before_it_ended(failing: int, lost: int) -> None:
    disk = SlowDisk(failing)
    sync = SharedSync(disk.sync)
    with ThreadPoolExecutor(4) as threads:
        failures = [one.exception(20) for one in kept_at_once(disk, sync, threads)]
    found = [isinstance(one, OSError) and one.errno for one in failures]
    assert (found, disk.syncs) == ([False] * (4 - lost) + [errno.EIO] * lost, failing)
    sync.wait_for(sync.wrote())
    assert disk.syncs == failing + 1


def test_a_sync_that_ctrl_c_ends_is_made_again() -> None:
    def interrupted() -> None:
        syncs.append(len(syncs))
        if len(syncs) == 1:
            raise KeyboardInterrupt

    syncs: list[int] = []
    sync = SharedSync(interrupted)
    with pytest.raises(KeyboardInterrupt):
        sync.wait_for(sync.wrote())
    sync.wait_for(1)
    sync.wait_for(1)
    assert syncs == [0, 1]
