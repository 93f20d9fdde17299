"""Pages of a list, as Streamkap cuts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provider_lib.sandbox.exchange import Call
from provider_lib.sandbox.streamkap.refusals import Unprocessable

_LARGEST = 100


def paged(call: Call, items: Sequence[Any]) -> dict[str, Any]:
    """The page that ``call`` asks for with ``page`` (from 1) and ``page_size`` (10 unless given, at most 100).

    Raises:
        Unprocessable: there is no such page size.
    """
    page, size = _number(call, "page", 1, None), _number(call, "page_size", 10, _LARGEST)
    end = page * size
    return {
        "result": items[end - size : end],
        "page": page,
        "page_size": size,
        "total": len(items),
        "has_next": end < len(items),
    }


def _number(call: Call, name: str, default: int, most: int | None) -> int:
    given = call.query.get(name, str(default))
    where = ["query", name]
    if not given.isdecimal():
        raise Unprocessable([_wrong("int_parsing", "a valid integer", given, where)])
    if int(given) < 1:
        raise Unprocessable([_wrong("greater_than_equal", "greater than or equal to 1", given, where)])
    if most is not None and int(given) > most:
        raise Unprocessable([_wrong("less_than_equal", f"less than or equal to {most}", given, where)])
    return int(given)


def _wrong(kind: str, wanted: str, given: str, where: list[str]) -> dict[str, Any]:
    return {"type": kind, "loc": where, "msg": f"Input should be {wanted}", "input": given}
