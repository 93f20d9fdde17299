"""Named objects of one kind, for vendors whose API keeps JSON under a unique name: what every such API does alike."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from provider_lib.sandbox.part import World

TABLE = """
CREATE TABLE named_objects (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    id TEXT NOT NULL,
    created REAL NOT NULL,
    fields TEXT NOT NULL,
    hidden TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);
"""


class NameTaken(Exception):
    """An object of that name exists already."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object.

    Args:
        id: made up when it was added.
        created: seconds since the epoch.
        fields: what its API shows and changes of it.
        hidden: what is kept of it beside that, such as a key.
    """

    name: str
    id: str
    created: float
    fields: Mapping[str, Any]
    hidden: Mapping[str, Any]


class Collection:
    """The objects of one kind.

    Args:
        kind: unique among all vendors, e.g. ``lenses/role``.
        prefix: what ids begin with.
    """

    def __init__(self, world: World, kind: str, prefix: str) -> None:
        self._store = world.store
        self._clock = world.clock
        self._kind = kind
        self._prefix = prefix

    def all(self) -> list[Stored]:
        """Every object, by name."""
        return [
            _stored(row)
            for row in self._store.rows("SELECT * FROM named_objects WHERE kind = ? ORDER BY name", (self._kind,))
        ]

    def find(self, name: str) -> Stored | None:
        """The object of that name, None when there is none."""
        row = self._store.row("SELECT * FROM named_objects WHERE kind = ? AND name = ?", (self._kind, name))
        return None if row is None else _stored(row)

    def add(self, name: str, fields: Mapping[str, Any], **hidden: Any) -> Stored:
        """Add an object.

        Raises:
            NameTaken: there is one.
        """
        added = Stored(name, f"{self._prefix}{secrets.token_hex(12)}", self._clock.now(), fields, hidden)
        try:
            self._store.insert(
                "INSERT INTO named_objects VALUES (?, ?, ?, ?, ?, ?)",
                (self._kind, name, added.id, added.created, json.dumps(fields), json.dumps(hidden)),
            )
        except sqlite3.IntegrityError as error:
            raise NameTaken(name) from error
        return added

    def change(self, one: Stored, fields: Mapping[str, Any] | None = None, **hidden: Any) -> Stored:
        """Put other fields into an object, where any are given, and what is named into what is hidden."""
        changed = replace(one, fields=one.fields if fields is None else fields, hidden={**one.hidden, **hidden})
        self._store.change(
            "UPDATE named_objects SET fields = ?, hidden = ? WHERE kind = ? AND name = ?",
            (json.dumps(changed.fields), json.dumps(changed.hidden), self._kind, one.name),
        )
        return changed

    def remove(self, one: Stored) -> None:
        """Take an object out."""
        self._store.change("DELETE FROM named_objects WHERE kind = ? AND name = ?", (self._kind, one.name))


def _stored(row: sqlite3.Row) -> Stored:
    return Stored(row["name"], row["id"], row["created"], json.loads(row["fields"]), json.loads(row["hidden"]))
