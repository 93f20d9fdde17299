"""Who holds a lock is read from what Terraform says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from provider_lib.engine.lock import Lock


def test_what_a_backend_leaves_out_is_not_made_up() -> None:
    lock = Lock.told_in("Lock Info:\n  ID:        7\n  Path:      \n  Operation: \n  Who:       \n  Created:   \n")
    assert lock == Lock("7", "somebody unknown", "something unknown", None)
    assert str(lock) == "somebody unknown holds the lock, for something unknown (lock 7)"


@pytest.mark.parametrize("why", ["Workspace is already locked: ", "Already locked for workspace creation: "])
def test_what_postgresql_tells_is_about_who_asked_and_so_nobody_is_named(why: str) -> None:
    asked = "Lock Info:\n  ID:        7\n  Operation: OperationTypePlan\n  Who:       me@here\n"
    assert str(Lock.told_in(f"Error message: {why}default\n{asked}")) == "another run holds the lock"


@pytest.mark.parametrize("text", ["", "Error: no", "Lock Info:\n", "ID: 7"])
def test_other_texts_tell_of_none(text: str) -> None:
    assert Lock.told_in(text) is None


@pytest.mark.parametrize(("minutes", "told"), [(0, "0 minutes"), (119, "119 minutes"), (125, "2 hours")])
def test_it_is_said_how_long_ago_it_was_taken(minutes: int, told: str) -> None:
    since = datetime.now(UTC) - timedelta(minutes=minutes, seconds=1)
    assert f" UTC ({told} ago), for a diff" in str(Lock("7", "alice", "a diff", since))
