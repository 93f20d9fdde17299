"""Kafka connections of an environment, which HQ keeps for topic replication.

Source: the environments page of the HQ API reference.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.environments import Environments
from provider_lib.sandbox.lenses.objects import Fields, Name, read
from provider_lib.sandbox.lenses.refusals import not_found
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.part import World


class Named(Fields):
    """What the path says of a connection."""

    name: Name


class ConnectionBody(Fields):
    """What a PUT says of a connection."""

    auth: dict[str, Any]
    override_broker_addresses: list[str] | None = None


class Connections:
    """The operations on Kafka connections; PUT makes or replaces."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._switches = world.switches
        self._environments = Environments(world)

    def index(self, call: Call) -> Answer:
        rows = self._store.rows(
            "SELECT * FROM lenses_connections WHERE environment = ? ORDER BY name", (self._environment(call),)
        )
        return Answer({"items": [_shown(row) for row in rows]})

    def get(self, call: Call) -> Answer:
        return Answer(_shown(self._require(self._environment(call), call.params["connection"])))

    def put(self, call: Call) -> Answer:
        environment, name, fields = self._environment(call), call.params["connection"], call.json_object()
        read(Named, {"name": name})
        read(ConnectionBody, fields)
        is_new = self._find(environment, name) is None
        self._store.change(
            "INSERT OR REPLACE INTO lenses_connections VALUES (?, ?, ?)", (environment, name, json.dumps(fields))
        )
        status = self._switches.of(LensesSwitches).connection_put_status if is_new else 200
        return Answer(_shown(self._require(environment, name)), status)

    def delete(self, call: Call) -> Answer:
        environment, name = self._environment(call), call.params["connection"]
        self._require(environment, name)
        self._store.change("DELETE FROM lenses_connections WHERE environment = ? AND name = ?", (environment, name))
        return Answer(status=204)

    def _environment(self, call: Call) -> str:
        return self._environments.named(call.params["environment"]).name

    def _find(self, environment: str, name: str) -> sqlite3.Row | None:
        return self._store.row(
            "SELECT * FROM lenses_connections WHERE environment = ? AND name = ?", (environment, name)
        )

    def _require(self, environment: str, name: str) -> sqlite3.Row:
        row = self._find(environment, name)
        if row is None:
            raise not_found("Kafka connection", name)
        return row


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    fields = json.loads(row["fields"])
    brokers = fields.get("override_broker_addresses")
    return {
        "name": row["name"],
        **({} if brokers is None else {"override_broker_addresses": brokers}),
        "auth": fields["auth"],
    }
