"""What a change does to the data and to the people, by what its resource declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from provider_lib.review.masking import UNKNOWN, at, masked, without_credentials
from provider_lib.review.report import Effect, Remark
from provider_lib.spec.announcements import MAY_BE_MADE_ANEW, WILL_BE_MADE_ANEW
from provider_lib.spec.consequences import TIERS, Act, Consequence, Has
from provider_lib.spec.placeholders import placeholders
from provider_lib.spec.secret import MASK

MOST_ITEMS: Final = 5
"""Items that a sentence names."""
LONGEST: Final = 120
"""Characters of a value that a sentence quotes."""

Values = Mapping[str, Any]
Shapes = tuple[Any, Any]
"""Of an object before and after: true where Terraform lets nothing be shown."""


def effects(
    consequences: Sequence[Consequence],
    act: Act,
    before: Values | None,
    after: Values | None,
    sensitive: Shapes = (None, None),
) -> list[Effect]:
    """What is said of a change, the worst first; nothing where nothing is declared.

    Args:
        consequences: of the resource.
        act: what is done.
        before: the object as it is.
        after: as it will be, with UNKNOWN for what is not known yet.
        sensitive: the shapes of both, true where nothing may be quoted.
    """
    known = {name: value for name, value in (after or {}).items() if value != UNKNOWN}
    whole = {**(before or {}), **known}
    fitting = [item for item in consequences if act in item.on and all(holds(has, whole) for has in item.where)]
    names = {item.of for item in fitting if item.of is not None}
    entries = {name: _entries((before or {}).get(name), (after or {}).get(name)) for name in names}
    of_fields = [
        Effect(item.tier, _sentence(item.says, whole, items, sensitive, _becomes(item, after or {}, sensitive)))
        for item in fitting
        if item.of is not None and (items := _changed(item, entries[item.of], sensitive)) is not None
    ]
    of_act = [Effect(item.tier, _sentence(item.says, whole, [], sensitive)) for item in fitting if item.of is None]
    found = dict.fromkeys(of_fields or of_act[:1])
    return sorted(found, key=lambda effect: -TIERS.index(effect.tier))


def holds(has: Has, values: Values) -> bool:
    """Whether a condition is true of an object."""
    value = values.get(has.field)
    if has.key:
        value = value.get(has.key) if isinstance(value, Mapping) else None
    return _is(has.matches, _text(value))


def _entries(old: Any, new: Any) -> dict[str, tuple[Any, Any]]:
    """What changes of a field, before and after: by key where it is a map, else under no name."""
    if not (isinstance(old, Mapping) or isinstance(new, Mapping)):
        return {"": (old, new)} if old != new else {}
    here, there = (side if isinstance(side, Mapping) else {} for side in (old, new))
    pairs = ((str(key), (here.get(key), there.get(key))) for key in sorted({*here, *there}, key=str))
    return {key: (was, becomes) for key, (was, becomes) in pairs if was != becomes}


def _changed(item: Consequence, entries: Mapping[str, tuple[Any, Any]], sensitive: Shapes) -> list[str] | None:
    """What changed in the way that a consequence is about, by name; None when nothing did."""
    assert item.of is not None
    found: list[str] = []
    is_found = False
    for key, (was, becomes) in entries.items():
        if not (_is(item.keys, key) and _fits(item.becomes, becomes)):
            continue
        names = [key] if item.items is None else _moved(was, becomes, item.items)
        if item.items is not None and names and _is_hidden(sensitive, item.of, key):
            names = [MASK]
        is_found = is_found or item.items is None or bool(names)
        found += filter(None, names)
    return found if is_found else None


def _becomes(item: Consequence, after: Values, sensitive: Shapes) -> str:
    """What a field, or the entries of it that are meant, will hold."""
    assert item.of is not None
    if "{becomes}" not in item.says:
        return ""
    value = after.get(item.of)
    held = {"": value}
    if isinstance(value, Mapping) and item.keys is not None:
        held = {str(key): value[key] for key in value if _is(item.keys, str(key))}
    shown = [
        MASK if _is_hidden(sensitive, item.of, key) else _text(masked(entry, key=key))[:LONGEST]
        for key, entry in held.items()
        if entry is not None
    ]
    return ", ".join(shown) or "what it is by default"


def _is_hidden(sensitive: Shapes, field: str, key: str = "") -> bool:
    """Whether something of a field, or of an entry in it, may not be quoted."""
    steps = (field, key) if key else (field,)
    return any(_has_true(at(shape, steps)) for shape in sensitive)


def _has_true(shape: Any) -> bool:
    parts = shape.values() if isinstance(shape, Mapping) else shape if isinstance(shape, list) else ()
    return shape is True or any(map(_has_true, parts))


def _fits(pattern: str | None, value: Any) -> bool:
    return pattern is None or value == UNKNOWN or _is(pattern, _text(value))


def _is(pattern: str | None, text: str) -> bool:
    return pattern is None or _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a declaration: few, and held to thousands of values."""
    return re.compile(pattern)


def _moved(was: Any, becomes: Any, way: str) -> list[str]:
    """The items that were added to a list, or removed from it."""
    old, new = _listed(was), _listed(becomes)
    here, there = (old, new) if way == "added" else (new, old)
    return [item for item in there if item not in here]


def _listed(value: Any) -> list[str]:
    match value:
        case None:
            return []
        case str():
            return [item.strip() for item in value.split(",") if item.strip()]
        case list():
            return [_text(item) for item in value]
        case Mapping():
            return [str(key) for key in value]
    return [_text(value)]


def _sentence(says: str, values: Values, items: list[str], sensitive: Shapes, becomes: str = "") -> str:
    """A sentence with values in the place of its place-holders."""
    shown = ["what is not known yet" if item == UNKNOWN else _named(item) for item in items[:MOST_ITEMS]]
    more = [f"{len(items) - MOST_ITEMS} more"] if len(items) > MOST_ITEMS else []
    filled = {"items": ", ".join([*shown, *more]) or "it", "becomes": becomes}
    for name in placeholders(says):
        if name not in filled:
            filled[name] = MASK if _is_hidden(sensitive, name) else _quoted(name, masked(values.get(name), key=name))
    return re.sub(r"\{(\w+)\}", lambda match: filled[match[1]], says)


def _named(item: str) -> str:
    return without_credentials(item)[:LONGEST]


def _quoted(name: str, value: Any) -> str:
    match value:
        case None:
            return f"its {name}"
        case list() if all(isinstance(item, Mapping) for item in value):
            return f"{len(value)} {name.removesuffix('s') if len(value) == 1 else name}"
        case list():
            return ", ".join(map(_text, value))[:LONGEST]
    return _text(value)[:LONGEST]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def announced(remarks: Iterable[Remark]) -> Iterator[Effect]:
    """What an update comes to by what the provider warned of, which the plan itself does not show."""
    for remark in remarks:
        if remark.summary.endswith(WILL_BE_MADE_ANEW):
            yield Effect("gap", "is deleted and made again to be changed: it is away until it runs again")
        elif remark.summary.endswith(MAY_BE_MADE_ANEW):
            yield Effect("gap", "may be deleted and made again to be changed, which could not be told")


def of_what_nobody_judges(act: Act) -> Iterator[Effect]:
    """What there is to say of an object about which nothing is declared."""
    if act in ("delete", "replace"):
        what = "is destroyed" if act == "delete" else "is destroyed and made again"
        yield Effect("loss", f"{what}; what that does is not known here")
