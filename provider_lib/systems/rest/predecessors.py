"""The resources of other generic REST providers, and how their states say which object it is. Pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote

from provider_lib.spec import Predecessor

State = dict[str, Any]


def of_restapi(state: State) -> State:
    """Its ``path`` is that of the collection, and its ``id`` the bare id; paths in documents have slashes."""
    search = state.get("read_search") or {}
    found = {
        "path": _below_root(state.get("path")),
        "id": state.get("id"),
        "object_path": state.get("read_path"),
        "query": dict(parse_qsl(state.get("query_string") or "")) or None,
    }
    if search.get("search_key"):
        found["search"] = {
            "path": None,
            "query": dict(parse_qsl(search.get("query_string") or "")) or None,
            "items": _dotted(search.get("results_key")),
            "key": _dotted(search["search_key"]),
            "value": search.get("search_value"),
            "paging": None,
        }
    return found


def of_restful(state: State) -> State:
    """Its ``id`` is the path of the object. One that is no step below ``path`` has no id of its own there."""
    path = _below_root(state.get("path"))
    below, _, last = _below_root(state.get("id")).rpartition("/")
    query = state.get("query") or {}
    plain = not state.get("read_selector") and all(len(items) == 1 for items in query.values())
    return {
        "path": path,
        "id": unquote(last) if plain and below == path else None,
        "query": {name: items[0] for name, items in query.items() if items} or None,
    }


def _below_root(path: str | None) -> str:
    return "/" + (path or "").strip("/")


def _dotted(path: str | None) -> str | None:
    return path.replace("/", ".") if path else None


PREDECESSORS = (
    Predecessor(
        provider="mastercard/restapi",
        type="restapi_object",
        versions=(0,),
        takes={"path": "path", "id": "id", "object_path": "object_path", "query": "query", "search": "search"},
        steps=(of_restapi,),
    ),
    Predecessor(
        provider="magodo/restful",
        type="restful_resource",
        versions=(0, 1, 2),
        takes={"path": "path", "id": "id", "query": "query"},
        steps=(of_restful,),
    ),
)
