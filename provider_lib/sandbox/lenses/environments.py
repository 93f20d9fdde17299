"""Environments of Lenses HQ.

Source: the environments page of the HQ API reference.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.agents import Agents
from provider_lib.sandbox.lenses.refusals import InvalidField, Problem, invalid, not_found
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.part import World

TIERS = ("development", "staging", "production")

_RESOURCE_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_MOST_KEYS, _LONGEST_KEY, _LONGEST_VALUE = 50, 40, 500

Fields = Mapping[str, Any]


def is_resource_name(value: object) -> bool:
    """Whether ``value`` is what HQ accepts as the name of a resource."""
    return isinstance(value, str) and _RESOURCE_NAME.fullmatch(value) is not None


class Environments:
    """The operations on environments."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches
        self._agents = Agents(world)

    def index(self, call: Call) -> Answer:  # noqa: ARG002
        rows = self._store.rows("SELECT * FROM lenses_environments ORDER BY name")
        return Answer({"items": [self._shown(row) for row in rows]})

    def get(self, call: Call) -> Answer:
        return Answer(self._shown(self.require(call.params["environment"])))

    def create(self, call: Call) -> Answer:
        fields = call.json_object()
        _require_no(_unaccepted(fields, {"name", "display_name", "tier", "metadata"}), _bad_name(fields))
        _require_no(_bad_fields(fields, required=("tier",)), _bad_metadata(fields.get("metadata") or {}))
        name, now = fields["name"], self._clock.now()
        try:
            self._store.insert(
                "INSERT INTO lenses_environments VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    name,
                    fields.get("display_name", name),
                    f"env_{secrets.token_hex(12)}",
                    fields["tier"],
                    json.dumps(fields.get("metadata") or {}),
                    now,
                    _new_key(),
                ),
            )
        except sqlite3.IntegrityError as error:
            raise Problem(
                self._switches.of(LensesSwitches).duplicate_status,
                "The request has invalid fields",
                invalid_fields=(InvalidField("name", "already_exists", f"An environment named {name!r} exists"),),
            ) from error
        row = self.require(name)
        self._agents.expect(name)
        return Answer(
            {**_stored(row), "status": {"agent_connected": False}, **_metadata(row), "agent_key": row["agent_key"]},
            self._switches.of(LensesSwitches).create_status,
        )

    def update(self, call: Call) -> Answer:
        row, fields = self.require(call.params["environment"]), call.json_object()
        _require_no(_unaccepted(fields, {"display_name", "tier", "metadata"}), _bad_fields(fields))
        metadata = _merged(json.loads(row["metadata"]), fields.get("metadata") or {})
        _require_no(_bad_metadata(metadata))
        self._store.change(
            "UPDATE lenses_environments SET display_name = ?, tier = ?, metadata = ? WHERE name = ?",
            (
                fields.get("display_name", row["display_name"]),
                fields.get("tier", row["tier"]),
                json.dumps(metadata),
                row["name"],
            ),
        )
        return Answer(self._shown(self.require(row["name"])))

    def delete(self, call: Call) -> Answer:
        """Connectors live in Kafka Connect and so outlive the environment; its Kafka connections do not."""
        name = self.require(call.params["environment"])["name"]
        self._store.change("DELETE FROM lenses_environments WHERE name = ?", (name,))
        self._store.change("DELETE FROM lenses_connections WHERE environment = ?", (name,))
        return Answer(status=204)

    def renew_key(self, call: Call) -> Answer:
        name = self.require(call.params["environment"])["name"]
        self._store.change("UPDATE lenses_environments SET agent_key = ? WHERE name = ?", (_new_key(), name))
        if self._switches.of(LensesSwitches).renew_key_session == "drops":
            self._agents.disconnect(name)
            self._agents.expect(name)
        row = self.require(name)
        return Answer(
            {**self._shown(row), "agent_key": row["agent_key"]}, self._switches.of(LensesSwitches).renew_key_status
        )

    def require(self, name: str) -> sqlite3.Row:
        """The environment's row.

        Raises:
            Problem: 404, there is none.
        """
        row = self._store.row("SELECT * FROM lenses_environments WHERE name = ?", (name,))
        if row is None:
            raise not_found("Environment", name)
        return row

    def _shown(self, row: sqlite3.Row) -> dict[str, Any]:
        return {**_stored(row), "status": self._agents.status(row), **_metadata(row)}


def _stored(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "name": row["name"],
        "display_name": row["display_name"],
        "lrn": f"environments:environment:{row['name']}",
        "id": row["id"],
        "created_at": timestamp(row["created"]),
        "tier": row["tier"],
    }


def _metadata(row: sqlite3.Row) -> dict[str, Any]:
    metadata = json.loads(row["metadata"])
    return {"metadata": metadata} if metadata else {}


def _new_key() -> str:
    return f"agent_key_{secrets.token_urlsafe(24)}"


def _merged(metadata: dict[str, str], changes: Mapping[str, str | None]) -> dict[str, Any]:
    merged = {**metadata, **changes}
    return {key: value for key, value in merged.items() if value is not None}


def _require_no(*findings: Iterator[InvalidField]) -> None:
    found = tuple(field for finding in findings for field in finding)
    if found:
        raise invalid(*found)


def _unaccepted(fields: Fields, accepted: set[str]) -> Iterator[InvalidField]:
    for name in fields:
        if name not in accepted:
            yield InvalidField(name, "unknown", f"{name} is not accepted here")


def _bad_name(fields: Fields) -> Iterator[InvalidField]:
    if not is_resource_name(fields.get("name")):
        yield InvalidField(
            "name",
            "invalid",
            "A name has 1 to 63 lowercase letters, digits or hyphens, with no hyphen at either end",
        )


def _bad_fields(fields: Fields, required: tuple[str, ...] = ()) -> Iterator[InvalidField]:
    if ("tier" in fields or "tier" in required) and fields.get("tier") not in TIERS:
        yield InvalidField("tier", "invalid", f"The tier must be one of {', '.join(TIERS)}")
    if "display_name" in fields:
        name = fields["display_name"]
        if not isinstance(name, str) or not 1 <= len(name) <= 150:
            yield InvalidField("display_name", "invalid", "A display name has 1 to 150 characters")
    if not isinstance(fields.get("metadata") or {}, dict):
        yield InvalidField("metadata", "invalid", "The metadata must be an object")


def _bad_metadata(metadata: object) -> Iterator[InvalidField]:
    if not isinstance(metadata, dict):
        return
    if len(metadata) > _MOST_KEYS:
        yield InvalidField("metadata", "too_many", f"The metadata has more than {_MOST_KEYS} keys")
    for key, value in metadata.items():
        if not 1 <= len(key.encode()) <= _LONGEST_KEY:
            yield InvalidField(f"metadata.{key}", "invalid", f"A key has 1 to {_LONGEST_KEY} bytes")
        if not isinstance(value, str) or len(value.encode()) > _LONGEST_VALUE:
            yield InvalidField(f"metadata.{key}", "invalid", f"A value is text of up to {_LONGEST_VALUE} bytes")
