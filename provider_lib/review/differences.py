"""What changes of an object, as values without secrets: in the code before, on the server, in the code after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from provider_lib.review.masking import UNKNOWN, at, masked
from provider_lib.review.plan import PlannedChange
from provider_lib.review.report import Difference
from provider_lib.spec import Resource, roles
from provider_lib.spec.secret import MASK

MISSING: Final = None
DEEPEST: Final = 12
"""Steps into a value that are told apart."""

Flat = dict[tuple[str, ...], Any]


def differences(
    change: PlannedChange, drift: PlannedChange | None, declared: type[Resource] | None
) -> tuple[Difference, ...]:
    """Every value that changes, and that a person set.

    Args:
        change: the change of the object.
        drift: what the refresh found changed of it.
        declared: its declaration; None for what another provider has.
    """
    last = drift if drift is not None and change.before is not None else change
    server, after = _flat(change.before or {}), _flat(with_unknowns(change.after or {}, change.unknown))
    code, hidden = _flat(last.before or {}), (last.sensitive[0], *change.sensitive)
    found = []
    for path in sorted({*code, *server, *after}):
        if not _is_set_by_people(path, declared, change):
            continue
        was, there, becomes = (side.get(path, MISSING) for side in (code, server, after))
        if there != becomes and not _is_default(path, becomes, declared, change):
            found.append(difference(path, (was, there, becomes), hidden, _key(path, declared)))
    return tuple(found)


def difference(
    path: tuple[str, ...], values: tuple[Any, Any, Any], sensitive: tuple[Any, Any, Any], key: str
) -> Difference:
    """A difference without secrets.

    Args:
        path: where it is.
        values: code, server, after.
        sensitive: for each, the shape of the object that is true where nothing may be shown.
        key: by whose sound a value may be a secret.
    """
    code, server, after = (masked(value, at(shape, path), key) for value, shape in zip(values, sensitive, strict=True))
    if MASK not in (code, server, after):
        return Difference(path, code, server, after)
    code, server, after = (value if value in (None, UNKNOWN) else MASK for value in (code, server, after))
    return Difference(path, code, server, after, hidden=True)


def drifted(
    drift: PlannedChange, declared: type[Resource] | None, written: Collection[str] | None = None
) -> tuple[Difference, ...]:
    """What others changed of an object that is left as it is; what moves by itself is none.

    Args:
        drift: as it was, and as it is.
        declared: its declaration; None for what another provider has.
        written: the attributes that the code sets, which is all that is known of what is not declared; None where
            the plan does not have the code.
    """
    code, server = _flat(drift.before or {}), _flat(drift.after or {})
    sensitive = (drift.sensitive[0], drift.sensitive[1], drift.sensitive[1])
    return tuple(
        difference(path, (code.get(path), server.get(path), server.get(path)), sensitive, _key(path, declared))
        for path in sorted({*code, *server})
        if code.get(path) != server.get(path) and _stands_still(path[0], declared, written, is_new=path not in code)
    )


def with_unknowns(after: Mapping[str, Any], unknown: Any) -> dict[str, Any]:
    """An object with a word in the place of what is not known yet."""
    filled: Any = _filled(after, unknown, 0)
    return dict(filled) if isinstance(filled, Mapping) else {}


def _filled(value: Any, unknown: Any, depth: int) -> Any:
    if unknown is True:
        return UNKNOWN
    if depth < DEEPEST and isinstance(unknown, Mapping) and isinstance(value, Mapping):
        return {**value, **{name: _filled(value.get(name), item, depth + 1) for name, item in unknown.items() if item}}
    if depth < DEEPEST and isinstance(unknown, list) and isinstance(value, list):
        return [_filled(item, unknown[at] if at < len(unknown) else None, depth + 1) for at, item in enumerate(value)]
    return value


def _flat(value: Mapping[str, Any]) -> Flat:
    return dict(_leaves(value, ()))


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping) and value and len(path) < DEEPEST:
        for name, item in value.items():
            yield from _leaves(item, (*path, str(name)))
    elif value is not None and path:
        yield path, value


def _key(path: tuple[str, ...], declared: type[Resource] | None) -> str:
    """By whose sound a value may be a secret; a declared field says itself whether it is one."""
    is_declared = declared is not None and len(path) == 1 and path[0] in declared.fields()
    return "" if is_declared else path[-1]


def _is_set_by_people(path: tuple[str, ...], declared: type[Resource] | None, change: PlannedChange) -> bool:
    """Whether somebody can set the value: what a server sets is told by no plan, or is telemetry."""
    field = declared.fields().get(path[0]) if declared is not None else None
    if field is not None:
        return field.is_input and not isinstance(field.role, roles.Secret)
    # Of an object of somebody else's nobody can tell what is computed; what is not known yet says nothing anyway.
    return bool(at(with_unknowns(change.after or {}, change.unknown), path[:1]) != UNKNOWN)


def _is_default(path: tuple[str, ...], value: Any, declared: type[Resource] | None, change: PlannedChange) -> bool:
    """Whether a new object merely has what it has when nobody says anything."""
    field = declared.fields().get(path[0]) if declared is not None else None
    return bool(change.before is None and field is not None and value is not None and value == field.default)


def _stands_still(name: str, declared: type[Resource] | None, written: Collection[str] | None, *, is_new: bool) -> bool:
    """Whether a value only changes because somebody changes it.

    Args:
        is_new: it was not known before; what only the server sets, it may have told late.
    """
    if declared is None:
        return written is None or name in written
    field = declared.fields().get(name)
    return field is None or field.is_input or (field.role.traits.planned != "open" and not is_new)
