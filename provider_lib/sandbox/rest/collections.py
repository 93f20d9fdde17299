"""Collections of JSON objects; one comes into being with its first object.

Source: RFC 9110 (methods, ETag and If-Match), RFC 7396 (merge patch), RFC 8288 (links to the next page).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.part import World
from provider_lib.sandbox.rest.refusals import PlainRestRefusal
from provider_lib.sandbox.rest.switches import RestSwitches

_PAGE, _LARGEST = 100, 1000
_SERVERS_OWN = ("id", "created_at", "updated_at")


class Collections:
    """The operations on objects."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches

    def index(self, call: Call) -> Answer:
        """A page of a collection; the Link header leads to the next one."""
        page, size = _number(call, "page", 1, 1_000_000), _number(call, "per_page", _PAGE, _LARGEST)
        rows = self._store.rows(
            "SELECT * FROM rest_objects WHERE collection = ? ORDER BY id LIMIT ? OFFSET ?",
            (call.params["collection"], size + 1, (page - 1) * size),
        )
        more = {"Link": f'<{call.url}?page={page + 1}&per_page={size}>; rel="next"'} if len(rows) > size else {}
        return Answer([self._shown(row) for row in rows[:size]], headers=more)

    def create(self, call: Call) -> Answer:
        now = self._clock.now()
        number = self._store.insert(
            "INSERT INTO rest_objects (collection, body, created, updated) VALUES (?, ?, ?, ?)",
            (call.params["collection"], _body(call.json_object()), now, now),
        )
        location = {"Location": f"{call.url}/{number}"}
        return self._answer(self._numbered(call, str(number)), status=201, headers=location)

    def get(self, call: Call) -> Answer:
        return self._answer(self._require(call))

    def put(self, call: Call) -> Answer:
        """Put another body in the place of the old one."""
        return self._change(call, call.json_object())

    def patch(self, call: Call) -> Answer:
        """Merge a body into the old one."""
        return self._change(call, _merged(json.loads(self._require(call)["body"]), call.json_object()))

    def delete(self, call: Call) -> Answer:
        row = self._unchanged(call)
        self._store.change("DELETE FROM rest_objects WHERE id = ?", (row["id"],))
        return Answer(status=204)

    def _change(self, call: Call, body: Mapping[str, Any]) -> Answer:
        row = self._unchanged(call)
        self._store.change(
            "UPDATE rest_objects SET body = ?, updated = ? WHERE id = ?", (_body(body), self._clock.now(), row["id"])
        )
        return self._answer(self._require(call))

    def _unchanged(self, call: Call) -> sqlite3.Row:
        """The object, unless the caller knows another version of it."""
        row, known = self._require(call), call.headers.get("if-match", "*")
        if known not in ("*", _etag(row)):
            raise PlainRestRefusal(412, f"{_name(call)} has changed meanwhile")
        return row

    def _require(self, call: Call) -> sqlite3.Row:
        return self._numbered(call, call.params["id"])

    def _numbered(self, call: Call, number: str) -> sqlite3.Row:
        row = self._store.row(
            "SELECT * FROM rest_objects WHERE collection = ? AND CAST(id AS TEXT) = ?",
            (call.params["collection"], number),
        )
        if row is None:
            raise PlainRestRefusal(404, f"{_name(call)} was not found")
        return row

    def _answer(self, row: sqlite3.Row, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
        return Answer(self._shown(row), status, {"ETag": _etag(row), **(headers or {})})

    def _shown(self, row: sqlite3.Row) -> dict[str, Any]:
        shown = {"id": row["id"], **json.loads(row["body"])}
        if self._switches.of(RestSwitches).timestamps:
            shown |= {"created_at": timestamp(row["created"]), "updated_at": timestamp(row["updated"])}
        return shown


def _name(call: Call) -> str:
    return f"{call.params['id']} of {call.params['collection']}"


def _body(given: Mapping[str, Any]) -> str:
    """What is stored of a body: what only the server says is left out."""
    return json.dumps({name: value for name, value in given.items() if name not in _SERVERS_OWN}, sort_keys=True)


def _etag(row: sqlite3.Row) -> str:
    return f'"{hashlib.sha256(row["body"].encode()).hexdigest()[:16]}"'


def _merged(old: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    before = old if isinstance(old, dict) else {}
    kept = {name: value for name, value in before.items() if name not in patch}
    return kept | {name: _merged(before.get(name), value) for name, value in patch.items() if value is not None}


def _number(call: Call, name: str, default: int, largest: int) -> int:
    given = call.query.get(name, str(default))
    if not given.isdecimal() or not 1 <= int(given) <= largest:
        raise PlainRestRefusal(400, f"{name} must be a number from 1 to {largest}")
    return int(given)
