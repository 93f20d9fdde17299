"""What the states say that we own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from provider_lib.rest import RestAccount
from provider_lib.spec import Declarations, Resource, roles
from provider_lib.state import StoredObject

Block = Mapping[str, Any]
"""The settings in a provider block."""


@dataclass(frozen=True, slots=True)
class StackState:
    """A stack whose state was read.

    Args:
        objects: what it holds.
        blocks: its provider blocks, by their aliases.
    """

    objects: tuple[StoredObject, ...]
    blocks: Mapping[str, Block] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Owned:
    """An object that a stack owns.

    Args:
        resource: what it is.
        stored: as the state has it.
        block: the settings by which its API is reached.
    """

    resource: type[Resource]
    stored: StoredObject
    block: Block = field(default_factory=dict, repr=False)

    @property
    def is_watched(self) -> bool:
        """Whether anybody asks how it is."""
        return self.resource.lifecycle is not None or self.resource.live is not None

    @property
    def name(self) -> str:
        """What people call it."""
        return self._part((self.resource.known_as or self.resource.identity_fields())[-1])

    @property
    def place(self) -> str:
        """Where it is, as far as its API has places: environment, cluster, endpoint."""
        named = (self.resource.known_as or self.resource.identity_fields())[:-1]
        return "/".join(self._part(name) for name in named)

    @property
    def desired(self) -> str | None:
        """The state that it should be in by what was deployed; None for what has no such states."""
        desired = self.resource.value_of(roles.DesiredState, self.stored.attributes)
        return None if self.resource.lifecycle is None else str(desired or "running")

    def attributes(self, account: RestAccount) -> dict[str, Any]:
        """What the state has of it, in the form of today."""
        return account.upgrade(self.resource.type_name, self.stored.version, dict(self.stored.attributes))

    def _part(self, name: str) -> str:
        value = self.stored.attributes.get(name)
        return str(self.resource.fields()[name].default if value is None else value)


def owned_by(states: Iterable[StackState], declared: Declarations) -> Iterator[Owned]:
    """What these stacks own, of all that is declared."""
    for state in states:
        for stored in state.objects:
            resource = declared.resources.get(stored.type)
            if resource is not None:
                yield Owned(resource, stored, state.blocks.get(stored.provider, {}))
