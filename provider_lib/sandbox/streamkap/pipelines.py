"""Pipelines, which join a source to a destination.

Source: the pages on pipelines of the API reference, and the vendor's own Terraform provider.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.part import World
from provider_lib.sandbox.streamkap.catalogue import DYNAMODB_SOURCE, MONGODB_SOURCE, POSTGRESQL_DESTINATION
from provider_lib.sandbox.streamkap.connectors import Connectors
from provider_lib.sandbox.streamkap.paging import paged
from provider_lib.sandbox.streamkap.refusals import Detail, Unprocessable, missing
from provider_lib.sandbox.streamkap.switches import StreamkapSwitches

_SCHEMALESS = (MONGODB_SOURCE.code, DYNAMODB_SOURCE.code)
_KEPT = ("snapshot_new_tables", "transforms", "topic_auto_discovery_transforms", "tags", "periodic_audit")
_UNSET: dict[str, Any] = {
    "snapshot_new_tables": False,
    "transforms": [],
    "topic_auto_discovery_transforms": [],
    "tags": [],
    "periodic_audit": None,
}


class Pipelines:
    """The operations on pipelines. A PUT replaces everything, so that what it does not name is forgotten."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches
        self._sources = Connectors(world, "sources")
        self._destinations = Connectors(world, "destinations")

    def index(self, call: Call) -> Answer:
        rows = self._store.rows("SELECT * FROM streamkap_pipelines ORDER BY created, id")
        wanted = call.query.get("partial_name", "")
        return Answer(paged(call, [self._shown(row, call) for row in rows if wanted in row["name"]]))

    def get(self, call: Call) -> Answer:
        row, switches = self._find(call.params["id"]), self._switches.of(StreamkapSwitches)
        if row is None and switches.missing == "404":
            raise _not_found()
        found = [] if row is None else [self._shown(row, call)]
        if row is not None and not switches.enveloped:
            return Answer(found[0])
        return Answer({"result": found, "page": 1, "page_size": 10, "total": len(found), "has_next": False})

    def create(self, call: Call) -> Answer:
        fields = call.json_object()
        self._check(fields)
        identity = secrets.token_hex(12)
        try:
            self._store.insert(
                "INSERT INTO streamkap_pipelines VALUES (?, ?, ?, ?)",
                (identity, fields["name"], _stored(fields), self._clock.now()),
            )
        except sqlite3.IntegrityError as error:
            raise self._exists(fields["name"]) from error
        self._fill_in(fields)
        return Answer(self._shown(self._require(identity), call))

    def update(self, call: Call) -> Answer:
        row, fields = self._require(call.params["id"]), call.json_object()
        self._check(fields)
        if fields.get("tags") is None:
            fields["tags"] = json.loads(row["fields"])["tags"]
        try:
            self._store.change(
                "UPDATE streamkap_pipelines SET name = ?, fields = ? WHERE id = ?",
                (fields["name"], _stored(fields), row["id"]),
            )
        except sqlite3.IntegrityError as error:
            raise self._exists(fields["name"]) from error
        self._fill_in(fields)
        return Answer(self._shown(self._require(row["id"]), call))

    def delete(self, call: Call) -> Answer:
        row = self._require(call.params["id"])
        deleted = self._shown(row, call)
        self._store.change("DELETE FROM streamkap_pipelines WHERE id = ?", (row["id"],))
        return Answer(deleted)

    def _check(self, fields: Mapping[str, Any]) -> None:
        absent = [missing(dict(fields), name) for name in ("name", "source", "destination") if not fields.get(name)]
        if absent:
            raise Unprocessable(absent)
        self._sources.require(fields["source"].get("id", ""))
        self._destinations.require(fields["destination"].get("id", ""))

    def _fill_in(self, fields: Mapping[str, Any]) -> None:
        """A relational destination of a source without a schema gets a key that nobody asked for."""
        source = self._sources.require(fields["source"]["id"])
        destination = self._destinations.require(fields["destination"]["id"])
        if source["connector"] in _SCHEMALESS and destination["connector"] == POSTGRESQL_DESTINATION.code:
            self._destinations.fill_in(destination["id"], {"transforms.MarkColumnsAsOptional.fields.include.list": "*"})

    def _shown(self, row: sqlite3.Row, call: Call) -> dict[str, Any]:
        fields = json.loads(row["fields"])
        source = _embedded(self._sources, fields["source"], call)
        destination = _embedded(self._destinations, fields["destination"], call)
        names = fields["source"].get("topics") or []
        return {
            "id": row["id"],
            "name": row["name"],
            "created_timestamp": timestamp(row["created"]),
            **{key: fields[key] for key in _KEPT},
            "transforms": [_with_topic(transform) for transform in fields["transforms"]],
            "source": {**source, "topics": names},
            "destination": destination,
            "topic_ids": [f"source_{source['id']}.{name}" for name in names],
            "topics": names,
        }

    def _find(self, identity: str) -> sqlite3.Row | None:
        return self._store.row("SELECT * FROM streamkap_pipelines WHERE id = ?", (identity,))

    def _require(self, identity: str) -> sqlite3.Row:
        row = self._find(identity)
        if row is None:
            raise _not_found()
        return row

    def _exists(self, name: str) -> Detail:
        status = self._switches.of(StreamkapSwitches).duplicate_status
        return Detail(status, f"Pipeline with name {name} already exists")


def _embedded(connectors: Connectors, named: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The whole connector that a pipeline names, or what is left of it once it was deleted."""
    row = connectors.find(named["id"])
    return dict(named) if row is None else connectors.shown(row, call)


def _stored(fields: Mapping[str, Any]) -> str:
    kept = {key: _UNSET[key] if fields.get(key) is None else fields[key] for key in _KEPT}
    return json.dumps({**kept, "source": fields["source"], "destination": fields["destination"]})


def _with_topic(transform: Mapping[str, Any]) -> dict[str, Any]:
    """The topic is what follows the first dot of ``topic_id``, whatever stood before it."""
    _, _, topic = (transform.get("topic_id") or "").partition(".")
    return {**transform, "topic": topic}


def _not_found() -> Detail:
    return Detail(404, "Pipeline not found")
