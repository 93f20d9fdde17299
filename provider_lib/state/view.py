"""The typed view: resources, and what of them are connectors and agent keys. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from provider_lib.spec.secret import Secret
from provider_lib.spec.tracking import Tracked

Tracks = Callable[[str], Tracked | None]
"""What is tracked of the resources of a Terraform type."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A managed resource in the state.

    Args:
        stack: name of the stack that holds it.
        address: in Terraform, e.g. ``sluice_lenses_connector.sink``.
        type: Terraform type.
        construct_path: of the construct that made it; None for what was not made by one.
        tainted: whether the next deploy replaces it, because making it failed half way.
        values: its attributes; sensitive ones are ``Secret``.
    """

    stack: str
    address: str
    type: str
    construct_path: str | None = None
    tainted: bool = False
    values: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A connector that we own.

    Args:
        system: the vendor, e.g. ``lenses`` or ``kafka_connect``.
        environment: where the vendor groups connectors: environment, endpoint or account; None when it does not.
        cluster: the Connect cluster, for vendors that have several.
        name: its name; None for what has none.
        id: under which the vendor's API knows it.
        state: when Terraform last looked.
    """

    stack: str
    address: str
    construct_path: str | None = None
    system: str
    environment: str | None = None
    cluster: str | None = None
    name: str | None = None
    id: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentKey:
    """The key of an environment's agent.

    Args:
        environment: whose agent it is.
        key: shown only by ``key.reveal()``.
        tier: what the environment is for.
        connected: whether an agent was connected when Terraform last looked.
    """

    stack: str
    address: str
    construct_path: str | None = None
    system: str
    environment: str
    key: Secret
    tier: str | None = None
    connected: bool | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The state of several stacks.

    Args:
        resources: every managed resource.
        tracks: what is tracked of a Terraform type.
    """

    resources: tuple[Resource, ...]
    tracks: Tracks = field(repr=False)

    def connectors(self) -> tuple[Connector, ...]:
        """The connectors that we own."""
        columns = ("environment", "cluster", "name", "id", "state")
        return tuple(
            Connector(
                stack=resource.stack,
                address=resource.address,
                construct_path=resource.construct_path,
                system=tracked.system,
                **{column: _label(resource, tracked, column) for column in columns},
            )
            for resource, tracked in self._tracked("connector")
        )

    def agent_keys(self) -> tuple[AgentKey, ...]:
        """The agent keys that we own; an environment whose key is not known is left out."""
        return tuple(
            AgentKey(
                stack=resource.stack,
                address=resource.address,
                construct_path=resource.construct_path,
                system=tracked.system,
                environment=_label(resource, tracked, "environment"),
                key=key,
                tier=_label(resource, tracked, "tier"),
                connected=_label(resource, tracked, "connected"),
            )
            for resource, tracked in self._tracked("agent_key")
            if isinstance(key := resource.values.get(tracked.secret or ""), Secret)
        )

    def _tracked(self, kind: str) -> Iterator[tuple[Resource, Tracked]]:
        for resource in self.resources:
            tracked = self.tracks(resource.type)
            if tracked is not None and tracked.kind == kind:
                yield resource, tracked


def _label(resource: Resource, tracked: Tracked, column: str) -> Any:
    return resource.values.get(tracked.labels.get(column, ""))
