"""Kafka connections of an environment, which HQ keeps for topic replication.

Source: the environments page of the HQ API reference.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.environments import Environments, is_resource_name
from provider_lib.sandbox.lenses.refusals import InvalidField, invalid, not_found
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.part import World


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
        wrong = tuple(_invalid_fields(name, fields))
        if wrong:
            raise invalid(*wrong)
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
        name: str = self._environments.require(call.params["environment"])["name"]
        return name

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


def _invalid_fields(name: str, fields: dict[str, Any]) -> Iterator[InvalidField]:
    if not is_resource_name(name):
        yield InvalidField("name", "invalid", "The name is not a resource name")
    for unknown in fields.keys() - {"override_broker_addresses", "auth"}:
        yield InvalidField(unknown, "unknown", f"{unknown} is not accepted here")
    if not isinstance(fields.get("auth"), dict):
        yield InvalidField("auth", "invalid", "The auth settings must be an object")
    brokers = fields.get("override_broker_addresses") or []
    if not isinstance(brokers, list) or not all(isinstance(broker, str) for broker in brokers):
        yield InvalidField("override_broker_addresses", "invalid", "The addresses must be a list of text")
