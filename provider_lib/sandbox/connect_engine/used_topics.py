"""The topics that connectors have used: those that records went through since the list was last forgotten."""

from __future__ import annotations

import json
import sqlite3

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.progress import records
from provider_lib.sandbox.connect_engine.stages import aliases
from provider_lib.sandbox.connect_engine.validation import plugin_of
from provider_lib.sandbox.store import Store


def used_topics(store: Store, connector: sqlite3.Row, now: float) -> list[str]:
    """The topics of ``connector``, a row of ``connect_connectors``."""
    if not records(store, connector, connector["topics_from"], now):
        return []
    return topics_of(json.loads(connector["config"]))


def forget_topics(store: Store, connector: sqlite3.Row, now: float) -> None:
    """Begin the list anew."""
    store.change("UPDATE connect_connectors SET topics_from = ? WHERE id = ?", (now, connector["id"]))


def topics_of(config: Config) -> list[str]:
    """The topics that a configuration names."""
    return aliases(config.get("topics" if plugin_of(config).type == "sink" else "topic"))
