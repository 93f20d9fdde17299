"""Objects that a plan destroys and makes again for nothing but another name in the code, and what keeps them.

What one object is, the declaration tells: it has one type and one natural key, of which all is known, once among what
goes and once among what comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from provider_lib.review.masking import UNKNOWN
from provider_lib.review.plan import PlannedChange, parted
from provider_lib.review.report import Change, Rename, worst
from provider_lib.review.way_out import Pair, ways_out
from provider_lib.spec import Declarations

_GOING: Final = ("delete", "replace")
_COMING: Final = ("create", "replace")

Key = tuple[object, ...]


def renames(
    planned: Sequence[PlannedChange],
    changes: Sequence[Change],
    catalogue: Declarations,
    stack: str,
    names: Mapping[str, str],
    moved: Mapping[str, str],
    command: str,
) -> tuple[Rename, ...]:
    """The objects that are destroyed and made again under another address.

    Args:
        planned: what the plan does.
        changes: the same, as they are reported.
        catalogue: declares the natural keys.
        stack: name of the stack.
        names: address -> construct path.
        moved: addresses to which the code moves something already -> from where.
        command: what the user types for the engine.
    """
    reported = {change.address: change for change in changes}
    items = [item for item in planned if item.address in reported and item.mode == "managed" and not item.deposed]
    going = _by_key((item for item in items if reported[item.address].deed in _GOING), catalogue, coming=False)
    coming = _by_key((item for item in items if reported[item.address].deed in _COMING), catalogue, coming=True)
    pairs = {
        Pair(old, new) for key, old in going.items() if old and (new := coming.get(key)) is not None and old != new
    }
    held = {item.address for item in items if reported[item.address].deed == "replace"}
    out = ways_out(sorted(pairs, key=lambda pair: pair.new), held, stack, names, moved, command)
    return tuple(
        Rename(
            _path(pair.new, names),
            pair.new,
            _path(pair.old, names),
            pair.old,
            worst((reported[pair.old].tier, reported[pair.new].tier)),
            out[pair].place,
            out[pair].text,
        )
        for pair in sorted(pairs, key=lambda pair: pair.new)
    )


def _path(address: str, names: Mapping[str, str]) -> str:
    """The path of the construct, and the instance of it, or else the address."""
    resource, instance = parted(address)
    return f"{names[resource]}{instance}" if resource in names else address


def _by_key(items: Iterator[PlannedChange], catalogue: Declarations, *, coming: bool) -> dict[Key, str | None]:
    """What tells an object from others -> its address; None where several are told so."""
    found: dict[Key, str | None] = {}
    for item in items:
        key = _key(item, catalogue, coming=coming)
        if key is not None:
            found[key] = None if key in found else item.address
    return found


def _key(item: PlannedChange, catalogue: Declarations, *, coming: bool) -> Key | None:
    declared = catalogue.resources.get(item.kind)
    values = item.after if coming else item.before
    if declared is None or values is None or not declared.is_unique_by_key():
        return None
    unknown = item.unknown if coming and isinstance(item.unknown, Mapping) else {}
    key = [UNKNOWN if unknown.get(name) else values.get(name) for name in declared.natural_key()]
    if not key or not all(isinstance(part, str | int) and part != UNKNOWN for part in key):
        return None
    return (item.kind, *key)
