"""Overrides of parts of an argument, as ``add_override`` of the CDK takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from provider_lib.constructs.base.tokens import is_token
from provider_lib.errors import SynthError
from provider_lib.spec.types import Map, String, Type

_DOT = re.compile(r"(?<!\\)\.")


def keys_of(path: str) -> list[str]:
    r"""The keys of a path; ``config.batch\.size`` has two, with a dot in the second."""
    return [part.replace("\\.", ".") for part in _DOT.split(path)]


def check_depth(kind: Type, path: str) -> None:
    """Refuse a path into an entry that is text.

    Raises:
        SynthError: it is one; names the path that was probably meant.
    """
    name, *rest = keys_of(path)
    if isinstance(kind, Map) and isinstance(kind.of, String) and len(rest) > 1:
        meant = f"{name}.{'.'.join(rest)}".replace(".", "\\\\.").replace("\\\\.", ".", 1)
        raise SynthError(
            f"The override {path} goes into an entry of {name}, but entries of {name} are text",
            f'For the key {".".join(rest)!r} write add_override("{meant}", ...).',
        )


def overridden(value: Any, keys: Sequence[str], override: Any) -> Any:
    """The value with what the keys lead to replaced; None takes it out.

    Args:
        value: of an argument, ready for Terraform.
        keys: may be empty, for the whole value.
        override: for Terraform, as it stands: texts are templates here.

    Raises:
        SynthError: the value is one that only Terraform knows, so that it has no parts.
    """
    if not keys:
        return override
    if is_token(value):
        raise SynthError("A value that only Terraform knows cannot be overridden in part", "Use Fn.merge instead.")
    key, *rest = keys
    inner = dict(value) if isinstance(value, Mapping) else {}
    new = overridden(inner.get(key), rest, override)
    return {name: item for name, item in {**inner, key: new}.items() if item is not None}
