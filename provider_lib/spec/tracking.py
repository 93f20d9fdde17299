"""What the state module shows of a resource."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.names import FieldName
from provider_lib.spec.word import word

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "connector": ("environment", "cluster", "name", "id", "state"),
        "agent_key": ("environment", "tier", "connected", "recipients"),
        "token": ("account", "expires_at", "expired", "recipients"),
    }
)
"""The lists of the state module, and what they show of a resource."""

OWNERS: Final[Mapping[str, str]] = MappingProxyType({"agent_key": "environment", "token": "account"})
"""The lists of secrets, and the column that says whose each is."""


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Marks a resource as one that the state module lists.

    Args:
        kind: the list it appears in.
        system: the vendor's name, e.g. ``lenses``.
        labels: column of the list -> attribute of the resource, e.g. ``{"cluster": "cluster"}``.
        secret: the attribute that holds a key; None when it holds none.
        tasks: the attribute that lists the tasks of a connector, whose failures the state of the whole does not tell.
        failed: the server's words for a failure of a task.
    """

    kind: Literal["connector", "agent_key", "token"]
    system: str
    labels: Mapping[str, FieldName] = field(default_factory=dict)
    secret: FieldName | None = None
    tasks: FieldName | None = None
    failed: tuple[str, ...] = ("FAILED",)
