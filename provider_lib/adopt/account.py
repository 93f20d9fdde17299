"""An account as adopt sees it: what can be asked of it, and what it turned out to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from provider_lib.rest import Observed
from provider_lib.spec import HasKeys, Listing, Resource, roles

Identity = tuple[str, ...]
"""The values that name an object, in the order of its import id."""


class Account(Protocol):
    """What is asked of an account; nothing of it changes anything."""

    def members(self, name: str, listing: Listing, known: dict[str, Any]) -> list[dict[str, Any]]:
        """What names each object of a list."""
        ...

    def observe(self, name: str, identity: dict[str, Any]) -> Observed | None:
        """An object as an import would take it; None when it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the account.

    Args:
        resource: what it is.
        values: the state that an import of it has; only what names it where it was not read.
        secrets: key of its configuration whose value is a secret -> that value, None where the server hides it.
    """

    resource: type[Resource]
    values: Mapping[str, Any]
    secrets: Mapping[str, str | None] = field(default_factory=dict, repr=False)

    @property
    def identity(self) -> Identity:
        """The values that name it."""
        return tuple(str(self.values[name]) for name in self.resource.identity_fields())

    @property
    def name(self) -> str:
        """What people call it."""
        return self._called[-1]

    @property
    def title(self) -> str:
        """What it is, and where, in a line."""
        return "/".join(self._called)

    @property
    def _called(self) -> Identity:
        known = all(name in self.values for name in self.resource.known_as)
        return tuple(str(self.values[name]) for name in self.resource.known_as if known) or self.identity


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read.

    Args:
        what: an object, or all objects of a kind in a place.
        why: what the server said.
    """

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What an account holds.

    Args:
        found: what was read.
        unread: what could not be.
        passed: what nobody wanted to be read: only what names it is known.
    """

    found: tuple[Found, ...]
    unread: tuple[Unread, ...] = ()
    passed: tuple[Found, ...] = ()


def telling_key(resource: type[Resource]) -> str:
    """The key of a configuration that tells what the object is; empty where no key does."""
    field = resource.only(roles.ConfigMap)
    needed = [key for check in field.checks if isinstance(check, HasKeys) for key in check.keys] if field else []
    return needed[0] if needed else ""
