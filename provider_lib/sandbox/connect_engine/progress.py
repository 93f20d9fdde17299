"""How much a connector has done: it moves ten records in every second that it is RUNNING."""

from __future__ import annotations

import sqlite3

from provider_lib.sandbox.store import Store

_RECORDS_PER_SECOND = 10


def records(store: Store, connector: sqlite3.Row, since: float, now: float) -> int:
    """How many records ``connector``, a row of ``connect_connectors``, has moved since then."""
    changes = store.rows(
        "SELECT state, at FROM connect_changes WHERE connector = ? AND task IS NULL AND at <= ? ORDER BY at, id",
        (connector["id"], now),
    )
    ends = [change["at"] for change in changes[1:]] + [now]
    running = sum(
        max(0.0, end - max(change["at"], since))
        for change, end in zip(changes, ends, strict=True)
        if change["state"] == "RUNNING"
    )
    return int(running * _RECORDS_PER_SECOND)
