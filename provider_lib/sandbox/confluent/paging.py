"""Pages of a list, as Confluent links them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from provider_lib.sandbox.confluent.refusals import Failure, Finding
from provider_lib.sandbox.exchange import Call

_PAGE, _LARGEST = 10, 100


def page(call: Call, kind: str, items: Sequence[Any]) -> dict[str, Any]:
    """The page that ``call`` asks for with ``page_size`` (10 unless given, at most 100) and ``page_token``.

    Raises:
        Failure: there is no such page.
    """
    size, start = _size(call), _start(call)
    end = start + size
    first = f"{call.url}?{urlencode({'page_size': size})}"
    metadata = {"self": call.url, "first": first, "total_size": len(items)}
    if end < len(items):
        metadata["next"] = f"{call.url}?{urlencode({'page_size': size, 'page_token': _token(end)})}"
    return {"api_version": "sql/v1", "kind": kind, "metadata": metadata, "data": list(items[start:end])}


def _size(call: Call) -> int:
    given = call.query.get("page_size", str(_PAGE))
    if not given.isdecimal() or not 1 <= int(given) <= _LARGEST:
        raise Failure(400, Finding(f"The page size must be between 1 and {_LARGEST}", parameter="page_size"))
    return int(given)


def _start(call: Call) -> int:
    given = call.query.get("page_token", "")
    try:
        return int(base64.urlsafe_b64decode(given)) if given else 0
    except ValueError as error:
        raise Failure(400, Finding("The page token is invalid", parameter="page_token")) from error


def _token(start: int) -> str:
    return base64.urlsafe_b64encode(str(start).encode()).decode()
