"""Tags.

Source: the vendor's own Terraform provider.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.part import World
from provider_lib.sandbox.streamkap.refusals import Detail, Unprocessable, finding, missing

TYPES = (
    "environment",
    "general",
    "sources",
    "destinations",
    "pipelines",
    "transforms",
    "topics",
    "services",
    "users",
    "tenant",
)


class Tags:
    """The operations on tags."""

    def __init__(self, world: World) -> None:
        self._store = world.store

    def index(self, call: Call) -> Answer:
        """Narrowed by ``tag_ids`` (comma-separated, repeated, or both), ``tag_name`` and ``tag_type``."""
        ids = [tag for listed in call.query.getlist("tag_ids") for tag in listed.split(",") if tag]
        name, kind = (call.query.get(key) or None for key in ("tag_name", "tag_type"))
        return Answer(
            {
                "tags": [
                    tag
                    for tag in self._all()
                    if ("tag_ids" not in call.query or tag["id"] in ids)
                    and name in (None, tag["name"])
                    and (kind is None or kind in tag["type"])
                ]
            }
        )

    def search(self, call: Call) -> Answer:
        """``{"tag_ids": [...]}``."""
        wanted = call.json_object().get("tag_ids") or []
        return Answer({"tags": [tag for tag in self._all() if tag["id"] in wanted]})

    def create(self, call: Call) -> Answer:
        fields, identity = call.json_object(), secrets.token_hex(12)
        _check(fields, nullable=False)
        try:
            self._store.insert(
                "INSERT INTO streamkap_tags VALUES (?, ?, ?, ?)",
                (identity, fields["name"], fields.get("description") or "", json.dumps(fields["type"])),
            )
        except sqlite3.IntegrityError as error:
            raise _exists() from error
        return Answer(self._require(identity))

    def update(self, call: Call) -> Answer:
        tag, fields = self._require(call.params["id"]), call.json_object()
        _check(fields, nullable=True)
        try:
            self._store.change(
                "UPDATE streamkap_tags SET name = ?, description = ?, type = ? WHERE id = ?",
                (fields["name"], fields.get("description") or "", json.dumps(fields["type"]), tag["id"]),
            )
        except sqlite3.IntegrityError as error:
            raise _exists() from error
        return Answer(self._require(tag["id"]))

    def delete(self, call: Call) -> Answer:
        tag = self._require(call.params["id"])
        self._store.change("DELETE FROM streamkap_tags WHERE id = ?", (tag["id"],))
        return Answer(tag)

    def _all(self) -> list[dict[str, Any]]:
        return [_shown(row) for row in self._store.rows("SELECT * FROM streamkap_tags ORDER BY name")]

    def _require(self, identity: str) -> dict[str, Any]:
        row = self._store.row("SELECT * FROM streamkap_tags WHERE id = ?", (identity,))
        if row is None:
            raise Detail(404, "Tag not found")
        return _shown(row)


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "type": json.loads(row["type"]),
        "system": False,
        "custom": True,
    }


def _check(fields: Mapping[str, Any], *, nullable: bool) -> None:
    wrong = [missing(dict(fields), name) for name in ("name", "type") if not fields.get(name)]
    if not nullable:
        wrong += [
            finding("bool_type", "Input should be a valid boolean", None, name)
            for name in ("system", "custom")
            if name in fields and fields[name] is None
        ]
    expected = " or ".join(f"'{kind}'" for kind in TYPES)
    wrong += [
        finding("enum", f"Input should be {expected}", kind, "type", str(index))
        for index, kind in enumerate(fields.get("type") or [])
        if kind not in TYPES
    ]
    if wrong:
        raise Unprocessable(wrong)


def _exists() -> Detail:
    return Detail(400, "A tag with identical properties exists already")
