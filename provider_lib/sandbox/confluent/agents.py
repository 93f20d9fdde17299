"""Agents of Flink SQL, which are unique by name in their environment.

Source: the API reference of agents (sql/v1, preview).
"""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.confluent.paging import page
from provider_lib.sandbox.confluent.refusals import Failure, Finding
from provider_lib.sandbox.confluent.switches import ConfluentSwitches
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.part import World

_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LONGEST_NAME, _LONGEST_PROMPT = 100, 65536
_DEFAULTS = {"max_iterations": "10", "max_consecutive_failures": "3"}

Fields = Mapping[str, Any]


class Phase(BaseModel):
    """Admin: the phase that an agent is put into; any text, because the vendor may add to it."""

    phase: str


class Agents:
    """The operations on agents."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches

    def index(self, call: Call) -> Answer:
        """Every agent of the environment, whatever its database."""
        rows = self._store.rows("SELECT * FROM confluent_agents ORDER BY name")
        return Answer(page(call, "AgentList", [self._shown(row, call) for row in rows]))

    def get(self, call: Call) -> Answer:
        return Answer(self._shown(self._require(call), call))

    def create(self, call: Call) -> Answer:
        fields = call.json_object()
        _require_none(422, *_wrong_name(fields), *_wrong_spec(fields.get("spec")))
        now, name = self._clock.now(), fields["name"]
        try:
            self._store.insert(
                "INSERT INTO confluent_agents VALUES (?, ?, ?, ?, ?, ?, 1, 'READY')",
                (name, call.params["database"], str(uuid.uuid4()), json.dumps(fields["spec"]), now, now),
            )
        except sqlite3.IntegrityError as error:
            location = {"Location": _self(self._named(name), call)}
            raise Failure(409, Finding(f"Agent {name!r} already exists"), headers=location) from error
        row = self._named(name)
        return Answer(self._shown(row, call), headers={"Location": _self(row, call)})

    def update(self, call: Call) -> Answer:
        """A PUT must name the version that it changes."""
        row, fields = self._require(call), call.json_object()
        version = (fields.get("metadata") or {}).get("resource_version")
        _require_none(400, *_mismatch(fields, row), *_wrong_spec(fields.get("spec")), *_missing_version(version))
        if version != _version(row):
            raise Failure(
                409,
                Finding("The agent has changed meanwhile", pointer="/metadata/resource_version"),
                headers={"Location": _self(row, call)},
            )
        spec = {**fields["spec"], **self._tools(json.loads(row["spec"]), fields["spec"])}
        self._store.change(
            "UPDATE confluent_agents SET spec = ?, updated = ?, version = version + 1 WHERE name = ?",
            (json.dumps(spec), self._clock.now(), row["name"]),
        )
        return Answer(self._shown(self._require(call), call))

    def delete(self, call: Call) -> Answer:
        self._store.change("DELETE FROM confluent_agents WHERE name = ?", (self._require(call)["name"],))
        return Answer()

    def force_phase(self, call: Call) -> Answer:
        """Admin: put an agent into a phase."""
        phase = Phase.model_validate(call.json()).phase
        self._store.change("UPDATE confluent_agents SET phase = ? WHERE name = ?", (phase, call.params["agent"]))
        return Answer(status=204)

    def _tools(self, stored: Fields, given: Fields) -> dict[str, Any]:
        """The tools that an agent has after a PUT."""
        reading = self._switches.of(ConfluentSwitches).tools_in_put
        old, new = stored.get("tools"), given.get("tools")
        if reading == "refused" and old != new:
            raise Failure(400, Finding("The tools of an agent cannot be changed", pointer="/spec/tools"))
        tools = old if reading == "ignored" else new
        return {} if tools is None else {"tools": tools}

    def _named(self, name: str) -> sqlite3.Row:
        row = self._store.row("SELECT * FROM confluent_agents WHERE name = ?", (name,))
        if row is None:
            raise _not_found(name)
        return row

    def _require(self, call: Call) -> sqlite3.Row:
        row = self._named(call.params["agent"])
        if row["database"] != call.params["database"]:
            raise _not_found(row["name"])
        return row

    def _shown(self, row: sqlite3.Row, call: Call) -> dict[str, Any]:
        spec = json.loads(row["spec"])
        if self._switches.of(ConfluentSwitches).echoed_defaults:
            spec["properties"] = {**_DEFAULTS, **(spec.get("properties") or {})}
        return {
            "api_version": "sql/v1",
            "kind": "Agent",
            "metadata": {
                "self": _self(row, call),
                "resource_name": "",
                "created_at": timestamp(row["created"]),
                "updated_at": timestamp(row["updated"]),
                "uid": row["uid"],
                "resource_version": _version(row),
            },
            "name": row["name"],
            "organization_id": call.params["organization"],
            "environment_id": call.params["environment"],
            "spec": spec,
            "status": {"phase": row["phase"]},
        }


def _not_found(name: str) -> Failure:
    return Failure(404, Finding(f"Agent {name!r} was not found"))


def _self(row: sqlite3.Row, call: Call) -> str:
    environment = call.params["environment"]
    return f"{call.root}/sql/v1/environments/{environment}/databases/{row['database']}/agents/{row['name']}"


def _version(row: sqlite3.Row) -> str:
    """An opaque text that differs after every change."""
    return f"v{row['uid'][:4]}{row['version']}"


def _require_none(status: int, *findings: Finding) -> None:
    if findings:
        raise Failure(status, *findings)


def _wrong_name(fields: Fields) -> Iterator[Finding]:
    name = fields.get("name")
    if not isinstance(name, str) or len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        yield Finding("The name is missing or not a valid agent name", pointer="/name")


def _mismatch(fields: Fields, row: sqlite3.Row) -> Iterator[Finding]:
    if fields.get("name") != row["name"]:
        yield Finding("The name must be that of the path", pointer="/name")


def _missing_version(version: object) -> Iterator[Finding]:
    if not isinstance(version, str):
        yield Finding("The version is required", pointer="/metadata/resource_version")


def _wrong_spec(spec: Any) -> Iterator[Finding]:
    if not isinstance(spec, dict):
        yield Finding("The spec is required", pointer="/spec")
        return
    for key in ("model", "prompt"):
        if not isinstance(spec.get(key), str) or not spec[key]:
            yield Finding(f"The {key} is required", pointer=f"/spec/{key}")
    if len(str(spec.get("prompt", ""))) > _LONGEST_PROMPT:
        yield Finding(f"The prompt has more than {_LONGEST_PROMPT} characters", pointer="/spec/prompt")
    if not _are_texts(spec.get("tools") or []):
        yield Finding("The tools must be a list of text", pointer="/spec/tools")
    properties = spec.get("properties") or {}
    if not isinstance(properties, dict) or not _are_texts(list(properties.values())):
        yield Finding("The properties must be an object whose values are text", pointer="/spec/properties")


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
