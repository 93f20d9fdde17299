"""What the state module shows of a resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Marks a resource as one that the state module lists.

    Args:
        kind: the list it appears in.
        system: the vendor's name, e.g. ``lenses``.
        labels: column of the list -> attribute of the resource, e.g. ``{"cluster": "cluster"}``.
        secret: the attribute that holds a key; None when it holds none.
    """

    kind: Literal["connector", "agent_key", "token"]
    system: str
    labels: Mapping[str, str] = field(default_factory=dict)
    secret: str | None = None
