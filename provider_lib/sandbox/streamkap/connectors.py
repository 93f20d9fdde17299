"""Sources and destinations, which differ only in a few fields.

Source: the pages on sources and destinations of the API reference, and the vendor's own Terraform provider.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid
from provider_lib.sandbox.connect_engine.lifecycle import Rehearsal
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.part import World
from provider_lib.sandbox.streamkap.catalogue import DEFINITIONS
from provider_lib.sandbox.streamkap.configs import accepted, shown, text, topics, without_secrets
from provider_lib.sandbox.streamkap.definitions import Definition, Side
from provider_lib.sandbox.streamkap.paging import paged
from provider_lib.sandbox.streamkap.refusals import Detail, Unprocessable, missing
from provider_lib.sandbox.streamkap.switches import StreamkapSwitches

DESIRED_STATES = ("Pending", "Active", "Paused", "Stopped", "Pending Update", "Pending Delete")

_LIVES = "(deleted IS NULL OR deleted > ?)"
_RESTING = ("Paused", "Stopped")
_ACTIONS = {"pause": "Paused", "resume": "Active", "restart": "Active"}

Statuses = list[tuple[float, str]]


class Connectors:
    """The operations on the connectors of one side."""

    def __init__(self, world: World, side: Side) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches
        self._side = side

    def schema(self, call: Call) -> Answer:
        """Every kind of connector, or the one with ``connector_code``, by display name."""
        code = call.query.get("connector_code")
        detailed = self._switches.of(StreamkapSwitches).schema_details
        return Answer(
            {
                definition.display_name: definition.as_json(detailed=detailed)
                for definition in DEFINITIONS.values()
                if definition.side == self._side and code in (None, definition.code)
            }
        )

    def index(self, call: Call) -> Answer:
        rows = [row for row in self._living() if self._matches(row, call)]
        return Answer(paged(call, [self.shown(row, call) for row in rows]))

    def get(self, call: Call) -> Answer:
        row, switches = self.find(call.params["id"]), self._switches.of(StreamkapSwitches)
        if row is None and switches.missing == "404":
            raise self._not_found()
        found = [] if row is None else [self.shown(row, call)]
        if row is not None and not switches.enveloped:
            return Answer(found[0])
        return Answer({"result": found, "page": 1, "page_size": 10, "total": len(found), "has_next": False})

    def create(self, call: Call) -> Answer:
        fields = call.json_object()
        definition = self._check(fields)
        config = accepted(definition, fields["config"])
        rehearsal = _rehearsal(config)
        if "sandbox.fail.create" in config:
            raise Detail(400, config["sandbox.fail.create"])
        self._bury()
        identity, desired = secrets.token_hex(12), fields.get("desired_state") or "Active"
        try:
            self._store.insert(
                "INSERT INTO streamkap_connectors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    identity,
                    self._side,
                    fields["name"],
                    definition.code,
                    json.dumps(config),
                    desired,
                    fields.get("kc_cluster_id"),
                    json.dumps(fields.get("tags") or []),
                    self._clock.now(),
                    json.dumps(self._starting(call, desired, rehearsal)),
                ),
            )
        except sqlite3.IntegrityError as error:
            raise self._exists(fields["name"]) from error
        return Answer(self.shown(self.require(identity), call))

    def update(self, call: Call) -> Answer:
        row, fields = self.require(call.params["id"]), call.json_object()
        definition, stored = self._check(fields), json.loads(row["config"])
        given = fields["config"]
        if self._switches.of(StreamkapSwitches).unnamed_keys == "kept":
            given = {**stored, **given}
        config = accepted(definition, given, stored)
        self._bury()
        desired = fields.get("desired_state") or row["desired_state"]
        tags = fields.get("tags")
        try:
            self._store.change(
                "UPDATE streamkap_connectors SET name = ?, config = ?, desired_state = ?, kc_cluster_id = ?, tags = ?,"
                " statuses = ? WHERE id = ?",
                (
                    fields["name"],
                    json.dumps(config),
                    desired,
                    fields.get("kc_cluster_id"),
                    row["tags"] if tags is None else json.dumps(tags),
                    json.dumps(self._changing(call, desired, _rehearsal(config))),
                    row["id"],
                ),
            )
        except sqlite3.IntegrityError as error:
            raise self._exists(fields["name"]) from error
        return Answer(self.shown(self.require(row["id"]), call))

    def delete(self, call: Call) -> Answer:
        row = self.require(call.params["id"])
        delay = 0 if _waits(call) else self._switches.of(StreamkapSwitches).delete_ms
        self._store.change(
            "UPDATE streamkap_connectors SET desired_state = 'Pending Delete', deleted = ? WHERE id = ?",
            (self._clock.now() + delay / 1000, row["id"]),
        )
        return Answer(self.shown(row, call))

    def act(self, call: Call) -> Answer:
        row = self.require(call.params["id"])
        desired = _ACTIONS.get(call.params["action"])
        if desired is None:
            raise Detail(404, "Not Found")
        statuses = self._changing(call, desired, _rehearsal(json.loads(row["config"])))
        self._store.change(
            "UPDATE streamkap_connectors SET desired_state = ?, statuses = ? WHERE id = ?",
            (desired, json.dumps(statuses), row["id"]),
        )
        return Answer(self.shown(self.require(row["id"]), call))

    def require(self, identity: str) -> sqlite3.Row:
        """The connector's row.

        Raises:
            Detail: 404, there is none.
        """
        row = self.find(identity)
        if row is None:
            raise self._not_found()
        return row

    def find(self, identity: str) -> sqlite3.Row | None:
        """The connector's row, if there is one."""
        return self._store.row(
            f"SELECT * FROM streamkap_connectors WHERE id = ? AND side = ? AND {_LIVES}",
            (identity, self._side, self._clock.now()),
        )

    def fill_in(self, identity: str, changes: Mapping[str, str]) -> None:
        """Change some configuration keys, as the server does behind the caller's back."""
        row = self.require(identity)
        config = json.loads(row["config"]) | changes
        self._store.change("UPDATE streamkap_connectors SET config = ? WHERE id = ?", (json.dumps(config), identity))

    def shown(self, row: sqlite3.Row, call: Call) -> dict[str, Any]:
        """The connector as an answer carries it."""
        definition, config = DEFINITIONS[self._side, row["connector"]], json.loads(row["config"])
        names, status = topics(definition, config), self._status(row)
        return {
            "name": row["name"],
            "connector": row["connector"],
            "id": row["id"],
            "connector_display_name": definition.display_name,
            "created_timestamp": timestamp(row["created"]),
            "sub_id": "sandbox",
            "tenant_id": "sandbox",
            **({"service_id": "sandbox"} if self._side == "sources" else {}),
            "config": self._shown_config(definition, config, call),
            "topic_ids": [f"source_{row['id']}.{name}" for name in names],
            "topic_map": {},
            "topics": names,
            "tasks": [0],
            "connector_status": status,
            "desired_state": row["desired_state"],
            "kc_cluster_id": row["kc_cluster_id"],
            "task_statuses": _task_statuses(status, config),
            "tags": json.loads(row["tags"]),
        }

    def _shown_config(self, definition: Definition, config: Mapping[str, Any], call: Call) -> dict[str, Any]:
        switches = self._switches.of(StreamkapSwitches)
        echoed = shown(config, stringified=switches.stringified)
        if call.query.get("secret_returned") != "true":
            return without_secrets(definition, echoed, switches.secrets_hidden_as)
        return echoed if switches.secrets_echoed else without_secrets(definition, echoed, None)

    def _status(self, row: sqlite3.Row) -> str:
        now = self._clock.now()
        reached = [status for at, status in json.loads(row["statuses"]) if at <= now]
        latest: str = reached[-1]
        return latest

    def _starting(self, call: Call, desired: str, rehearsal: Rehearsal | None) -> Statuses:
        now, switches = self._clock.now(), self._switches.of(StreamkapSwitches)
        if _waits(call):
            return list(_settled(now, desired, rehearsal))
        started = now + switches.pending_ms / 1000
        ready = started + switches.starting_ms / 1000
        return [(now, "Pending"), (started, "Starting"), *_settled(ready, desired, rehearsal)]

    def _changing(self, call: Call, desired: str, rehearsal: Rehearsal | None) -> Statuses:
        now = self._clock.now()
        if _waits(call):
            return list(_settled(now, desired, rehearsal))
        settled = now + self._switches.of(StreamkapSwitches).update_ms / 1000
        return [(now, "Pending Update"), *_settled(settled, desired, rehearsal)]

    def _living(self) -> Iterator[sqlite3.Row]:
        yield from self._store.rows(
            f"SELECT * FROM streamkap_connectors WHERE side = ? AND {_LIVES} ORDER BY created, id",
            (self._side, self._clock.now()),
        )

    def _bury(self) -> None:
        """Remove what was deleted long enough ago; until then its name stays taken."""
        self._store.change("DELETE FROM streamkap_connectors WHERE deleted <= ?", (self._clock.now(),))

    def _matches(self, row: sqlite3.Row, call: Call) -> bool:
        query = call.query
        return (
            query.get("id") in (None, row["id"])
            and query.get("partial_name", "") in row["name"]
            and _among(query.get("connector"), row["connector"])
            and _among(query.get("status"), self._status(row))
        )

    def _check(self, fields: Mapping[str, Any]) -> Definition:
        """The definition of the connector that a request body describes."""
        absent = [missing(dict(fields), name) for name in ("name", "connector", "config") if not fields.get(name)]
        if absent:
            raise Unprocessable(absent)
        definition = DEFINITIONS.get((self._side, fields["connector"]))
        if definition is None:
            raise Detail(400, f"Unknown connector: {fields['connector']}")
        if (fields.get("desired_state") or "Active") not in DESIRED_STATES:
            raise Detail(422, f"Unknown desired_state: {fields['desired_state']}")
        return definition

    def _exists(self, name: str) -> Detail:
        status = self._switches.of(StreamkapSwitches).duplicate_status
        return Detail(status, f"{self._title()} with name {name} already exists")

    def _not_found(self) -> Detail:
        return Detail(404, f"{self._title()} not found")

    def _title(self) -> str:
        return self._side.removesuffix("s").capitalize()


def _settled(at: float, desired: str, rehearsal: Rehearsal | None) -> Iterator[tuple[float, str]]:
    """The status that a connector comes to, and how it breaks after that if its configuration asks for it."""
    yield at, desired if desired in _RESTING else "Active"
    if rehearsal and desired not in _RESTING:
        yield at + rehearsal.after, "Broken"


def _task_statuses(status: str, config: Mapping[str, Any]) -> dict[str, Any]:
    rehearsal = _rehearsal(config)
    if status == "Broken" and rehearsal:
        return {"0": {"status": "FAILED", "trace": rehearsal.trace}}
    return {"0": {"status": "RUNNING"}} if status == "Active" else {}


def _rehearsal(config: Mapping[str, Any]) -> Rehearsal | None:
    try:
        return Rehearsal.of({key: text(value) for key, value in config.items() if value is not None})
    except ConfigInvalid as error:
        raise Detail(400, error.message) from error


def _waits(call: Call) -> bool:
    return call.query.get("wait", "true") == "true"


def _among(wanted: str | None, value: str) -> bool:
    return wanted is None or value in wanted.split(",")
