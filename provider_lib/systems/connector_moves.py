"""Which connector it is that a generic REST provider managed on a worker of Kafka Connect. Pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote


def of_worker(state: dict[str, Any]) -> dict[str, Any]:
    """The same with ``connector``, where the state is that of an object among the connectors of a worker."""
    path = (state.get("path") or "").strip("/")
    name = (state.get("id") or "").removeprefix("/").removeprefix(f"{path}/")
    if path.rpartition("/")[2] != "connectors" or not name or "/" in name:
        return state
    return state | {"connector": unquote(name)}
