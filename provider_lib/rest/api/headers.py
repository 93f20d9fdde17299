"""HTTP headers: which can be sent, and several layers of them as one."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NEVER_IN_A_VALUE = frozenset("\r\n\0")


def is_sendable(name: str, value: str) -> bool:
    """Whether a header is valid HTTP (RFC 9110 5.1, 5.5)."""
    return _NAME.fullmatch(name) is not None and is_sendable_value(value)


def is_sendable_value(value: str) -> bool:
    """Whether a text may be the value of a header, or a part of it."""
    return not _NEVER_IN_A_VALUE.intersection(value)


def merge_headers(*layers: Mapping[str, str]) -> dict[str, str]:
    """All headers by name in lower case; a later layer wins, however it spells the name."""
    return {name.lower(): value for layer in layers for name, value in layer.items()}
