"""What the tests of Streamkap declare and ask, over and over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from provider_lib.sandbox.server import Sandbox
from tests.unit.sandbox.streamkap import Streamkap

SOURCE = "sluice_streamkap_source.test"
DESTINATION = "sluice_streamkap_destination.test"
PIPELINE = "sluice_streamkap_pipeline.test"
TAG = "sluice_streamkap_tag.test"
PASSWORD = "hunter2-4711"
TABLES = "table.include.list.user.defined"


def source(config: Mapping[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A source called orders, of a PostgreSQL database; an entry of ``config`` that is None is left out."""
    own = {
        "database.hostname.user.defined": "db.example.com",
        "database.user": "cdc",
        "database.dbname": "shop",
        "schema.include.list": "public",
        TABLES: "public.orders",
    }
    given = {**own, **(config or {})}
    return {
        "name": "orders",
        "connector": "postgresql",
        "config": {key: value for key, value in given.items() if value is not None},
        "secret_config": {"database.password": PASSWORD},
    } | values


def destination(config: Mapping[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """A destination called lake, in ClickHouse."""
    own = {"hostname": "ch.example.com", "connection.username": "loader", "database": "shop"}
    return {
        "name": "lake",
        "connector": "clickhouse",
        "config": {**own, **(config or {})},
        "secret_config": {"connection.password": PASSWORD},
    } | values


def pipeline(**values: Any) -> dict[str, Any]:
    """A pipeline from the source to the destination."""
    ends: dict[str, Any] = {
        end: {key: f"${{sluice_streamkap_{end}.test.{key}}}" for key in ("id", "name", "connector")}
        for end in ("source", "destination")
    }
    ends["source"] |= {"topics": ["public.orders"]}
    return {"name": "orders-to-lake"} | ends | values


@contextmanager
def account(sandbox: Sandbox) -> Iterator[Streamkap]:
    """Somebody else's access to the same account."""
    with Streamkap(sandbox.environment()["SLUICE_STREAMKAP_URL"]) as other:
        other.log_in()
        yield other


def found(sandbox: Sandbox, collection: str = "sources", **query: str) -> list[dict[str, Any]]:
    """Everything of a kind, as anybody else sees it."""
    with account(sandbox) as other:
        answer: dict[str, Any] = other.get(f"/{collection}", params=query).raise_for_status().json()
    listed: list[dict[str, Any]] = answer["tags" if collection == "tags" else "result"]
    return listed


def calls(sandbox: Sandbox, method: str, path: str = "") -> list[str]:
    """Path and query of the requests with this method below ``path``."""
    asked = [
        (item["path"].removeprefix("/streamkap"), item["query"])
        for item in sandbox.admin.requests()
        if item["method"] == method and item["path"].startswith(f"/streamkap{path}")
    ]
    return [f"{where}?{query}" if query else where for where, query in asked]
