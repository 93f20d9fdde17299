"""What a server has, read from its own database: nothing of what is under test is asked."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.declared import BASE, Thing


@dataclass(frozen=True, slots=True)
class Held:
    """What a server holds, without the environment that somebody else made.

    Args:
        things: and how often.
        keys: the agent key of each environment.
        numbers: the ids of the objects of the plain API, by what is in them.
    """

    things: Counter[Thing]
    keys: dict[str, str]
    numbers: dict[Thing, list[int]]


def held(database: Path) -> Held:
    """Read it."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
        environments = opened.execute("SELECT name, hidden FROM named_objects WHERE kind LIKE 'lenses/environments:%'")
        keys = {name: json.loads(hidden).get("agent_key", "") for name, hidden in environments if name != BASE}
        things = Counter[Thing](("environment", name) for name in keys)
        things.update(
            ("connection", *row) for row in opened.execute("SELECT environment, name FROM lenses_connections")
        )
        living = "SELECT cluster, name FROM connect_connectors WHERE deleted IS NULL"
        things.update(("connector", *row) for row in opened.execute(living))
        sources = "SELECT name FROM streamkap_connectors WHERE deleted IS NULL"
        things.update(("source", *row) for row in opened.execute(sources))
        numbers: dict[Thing, list[int]] = {}
        for number, body in opened.execute("SELECT id, body FROM rest_objects"):
            numbers.setdefault(("thing", body), []).append(number)
        things.update({thing: len(found) for thing, found in numbers.items()})
    return Held(things, keys, numbers)
