"""Overrides of parts of an argument, as ``add_override`` of the CDK takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from provider_lib.constructs.base.problems import closest
from provider_lib.constructs.base.tokens import is_token
from provider_lib.errors import SynthError
from provider_lib.spec import Field
from provider_lib.spec.types import Bool, List, Map, Number, Object, Set, String, Type

OF_TERRAFORM: Final = ("count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection", "//")
"""What may be overridden of every resource; the last is a comment."""

_DOT = re.compile(r"(?<!\\)\.")


def keys_of(path: str) -> list[str]:
    r"""The keys of a path; ``config.batch\.size`` has two, with a dot in the second."""
    return [part.replace("\\.", ".") for part in _DOT.split(path)]


def check_path(fields: Mapping[str, Field], path: str) -> None:
    """Refuse a path that leads nowhere.

    Args:
        fields: of the construct; what Terraform itself has for every resource may be overridden too.
        path: as it was given.

    Raises:
        SynthError: it does; names what was probably meant.
    """
    name, *keys = keys_of(path)
    if name in OF_TERRAFORM:
        return
    inputs = {other: item for other, item in fields.items() if item.is_input}
    if name not in inputs:
        raise SynthError(f"The override {path} is of no argument", closest(name, [*inputs, *OF_TERRAFORM]))
    kind = inputs[name].type
    for depth, key in enumerate(keys):
        match kind:
            case Object() if kind.attributes and key not in kind.attributes:
                raise SynthError(f"The override {path} is of no argument", closest(key, list(kind.attributes)))
            case Object() if kind.attributes:
                kind = kind.attributes[key].type
            case List(of=kind) | Set(of=kind) | Map(of=kind):
                pass
            case String() | Number() | Bool():
                raise _too_deep(kind, path, [name, *keys], depth)


def _too_deep(kind: Type, path: str, keys: list[str], depth: int) -> SynthError:
    """The error for a path into a value that has no parts: most often the dots of a key have no backslash."""
    what = "text" if isinstance(kind, String) else "a number" if isinstance(kind, Number) else "true or false"
    if depth == 0:
        return SynthError(f"The override {path} goes into {keys[0]}, which is {what}", f"Override {keys[0]} itself.")
    before, key = ".".join(keys[:depth]), ".".join(keys[depth:])
    meant = f"{before}.{key.replace('.', chr(92) * 2 + '.')}"
    return SynthError(
        f"The override {path} goes into an entry of {before}, but entries of {before} are {what}",
        f'For the key {key!r} write add_override("{meant}", ...).',
    )


def overridden(value: Any, keys: Sequence[str], override: Any) -> Any:
    """The value with what the keys lead to replaced; None takes it out.

    Args:
        value: of an argument, ready for Terraform.
        keys: may be empty, for the whole value.
        override: for Terraform, as it stands: texts are templates here.

    Raises:
        SynthError: the value is one that only Terraform knows, so that it has no parts; or it is a list that has not so
            many items.
    """
    if not keys:
        return override
    if is_token(value):
        raise SynthError("A value that only Terraform knows cannot be overridden in part", "Use Fn.merge instead.")
    key, *rest = keys
    if isinstance(value, list):
        return _with_item(value, key, rest, override)
    inner = dict(value) if isinstance(value, Mapping) else {}
    new = overridden(inner.get(key), rest, override)
    return {name: item for name, item in {**inner, key: new}.items() if item is not None}


def _with_item(items: list[Any], key: str, rest: Sequence[str], override: Any) -> list[Any]:
    """A list with one item replaced, taken out or, at its end, added."""
    if not key.isdecimal() or int(key) > len(items):
        there = f"has {len(items)} items, counted from 0" if items else "is empty"
        raise SynthError(
            f"The override is of item {key} of a list that {there}", "Name one of them, or the whole list."
        )
    before, at, after = items[: int(key)], items[int(key) : int(key) + 1], items[int(key) + 1 :]
    new = overridden(at[0] if at else None, rest, override)
    return [*before, *([] if new is None else [new]), *after]
