"""What an object is joined to, as far as its values say: what it reads, writes and runs on, and what it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from provider_lib.review.effects import holds
from provider_lib.review.masking import UNKNOWN, masked
from provider_lib.spec import Field, Flow, Resource
from provider_lib.spec.flow import Way
from provider_lib.spec.secret import MASK

MOST: Final = 500
"""Names that one value can have in a picture."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Joint:
    """Something that an object is joined to.

    Args:
        way: whether it reads it, writes it, or belongs to it.
        kind: ``topic``, ``system``, ``cluster``; or the type and attribute of a resource that is referred to.
        name: of it; UNKNOWN where only the code says which one is referred to.
        within: which one of that name.
        field: that says so.
    """

    way: Way
    kind: str
    name: str
    within: str
    field: str


def joints(declared: type[Resource], values: Values, sensitive: Any) -> Iterator[Joint]:
    """What an object is joined to.

    Args:
        declared: its declaration.
        values: with UNKNOWN for what is not known yet.
        sensitive: the same shape, true where nothing may be shown.
    """
    ways: dict[str, Way] = {flow.of: flow.way for flow in declared.data_flows if flow.to == "object"}
    for field in declared.fields().values():
        yield from _references(field, values.get(field.name), ways.get(field.name, "on"))
    for flow in declared.data_flows:
        if flow.to != "object" and all(holds(has, values) for has in flow.where):
            within = str(values.get(flow.within) or "") if flow.within else ""
            for name in _names(flow, values.get(flow.of), _inside(sensitive, flow.of)):
                yield Joint(flow.way, flow.to, name, within, flow.of)


def _references(field: Field, value: Any, way: Way) -> Iterator[Joint]:
    named = [(field.refers_to, value)] if field.refers_to else []
    for name, inner in field.inner.items():
        if inner.refers_to:
            named.append((inner.refers_to, value.get(name) if isinstance(value, Mapping) else value))
    for attribute, text in named:
        for item in text if isinstance(text, list) else [text]:
            if isinstance(item, str):
                yield Joint(way, attribute, item, "", field.name)


def _names(flow: Flow, value: Any, sensitive: Any) -> Iterator[str]:
    """The names that a value has, without secrets."""
    if flow.keys is None:
        yield from _found(flow, value, sensitive, "", "")
        return
    entries = value if isinstance(value, Mapping) else {}
    prefix = entries.get(flow.prefix) if flow.prefix else None
    before = f"{prefix}{flow.joint}" if isinstance(prefix, str) else ""
    for key, entry in entries.items():
        if re.fullmatch(flow.keys, str(key)) is not None:
            yield from _found(flow, entry, _inside(sensitive, key), str(key), before)


def _found(flow: Flow, value: Any, sensitive: Any, key: str, before: str) -> Iterator[str]:
    shown = masked(value, sensitive, key)
    for text in shown[:MOST] if isinstance(shown, list) else [shown]:
        if not isinstance(text, str):
            continue
        for name in re.findall(flow.names, text)[:MOST]:
            whole = before + name
            if MASK not in whole and UNKNOWN not in whole:
                yield whole


def _inside(shape: Any, name: str) -> Any:
    return shape if shape is True else shape.get(name) if isinstance(shape, Mapping) else None
