"""The typed view: resources, and what of them are connectors, agent keys and tokens. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Protocol, Self

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.spec.secret import Secret
from provider_lib.spec.tracking import COLUMNS, Tracked

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


class Credential(Protocol):
    """Something secret that is handed on to a program, and what is said of its kind.

    Attributes:
        title: what one is called.
        option: what its owner is.
        label: what it is for, as a part of names.
        system: the vendor.
        owner: whose it is.
        variable: the environment variable in which the program looks for it.
        secret: itself, or what is sealed to its recipients.
        recipients: who alone can read it.
    """

    title: ClassVar[str]
    option: ClassVar[str]
    label: ClassVar[str]

    @property
    def system(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def variable(self) -> str: ...

    @property
    def secret(self) -> Secret: ...

    @property
    def recipients(self) -> tuple[str, ...]: ...

    def with_secret(self, secret: Secret) -> Self: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentKey:
    """The key of an environment's agent.

    Args:
        environment: whose agent it is.
        key: shown only by ``key.reveal()``; sealed where there are recipients.
        recipients: who alone can read it; none when it lies in the state in clear.
        tier: what the environment is for.
        connected: whether an agent was connected when Terraform last looked.
    """

    title: ClassVar[str] = "agent key"
    option: ClassVar[str] = "environment"
    label: ClassVar[str] = "agent"

    stack: str
    address: str
    construct_path: str | None = None
    system: str
    environment: str
    key: Secret
    recipients: tuple[str, ...] = ()
    tier: str | None = None
    connected: bool | None = None

    @property
    def owner(self) -> str:
        """The environment."""
        return self.environment

    @property
    def variable(self) -> str:
        """What the agent's Docker image reads."""
        return "PROVISION_AGENT_KEY"

    @property
    def secret(self) -> Secret:
        """The key."""
        return self.key

    def with_secret(self, secret: Secret) -> Self:
        """The same with this key."""
        return replace(self, key=secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The token of an account.

    Args:
        account: whose it is.
        token: shown only by ``token.reveal()``; sealed where there are recipients.
        recipients: who alone can read it; none when it lies in the state in clear.
        expires_at: when it stops working; None for never.
        expired: whether it had expired when Terraform last looked.
    """

    title: ClassVar[str] = "token"
    option: ClassVar[str] = "account"
    label: ClassVar[str] = "account"

    stack: str
    address: str
    construct_path: str | None = None
    system: str
    account: str
    token: Secret
    recipients: tuple[str, ...] = ()
    expires_at: str | None = None
    expired: bool | None = None

    @property
    def owner(self) -> str:
        """The account."""
        return self.account

    @property
    def variable(self) -> str:
        """What Sluice itself reads."""
        return f"SLUICE_{self.system.upper()}_TOKEN"

    @property
    def secret(self) -> Secret:
        """The token."""
        return self.token

    def with_secret(self, secret: Secret) -> Self:
        """The same with this token."""
        return replace(self, token=secret)


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
        return tuple(
            Connector(
                stack=resource.stack,
                address=resource.address,
                construct_path=resource.construct_path,
                system=tracked.system,
                **{column: _label(resource, tracked, column) for column in COLUMNS["connector"]}
                | {"state": _state(resource, tracked)},
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
                environment=str(_label(resource, tracked, "environment")),
                key=key,
                recipients=_recipients(resource, tracked),
                tier=_label(resource, tracked, "tier"),
                connected=_label(resource, tracked, "connected"),
            )
            for resource, tracked in self._tracked("agent_key")
            if isinstance(key := resource.values.get(tracked.secret or ""), Secret)
        )

    def tokens(self) -> tuple[Token, ...]:
        """The tokens that we own; an account whose token is not known is left out."""
        return tuple(
            Token(
                stack=resource.stack,
                address=resource.address,
                construct_path=resource.construct_path,
                system=tracked.system,
                account=str(_label(resource, tracked, "account")),
                token=token,
                recipients=_recipients(resource, tracked),
                expires_at=_label(resource, tracked, "expires_at"),
                expired=_label(resource, tracked, "expired"),
            )
            for resource, tracked in self._tracked("token")
            if isinstance(token := resource.values.get(tracked.secret or ""), Secret)
        )

    def _tracked(self, kind: str) -> Iterator[tuple[Resource, Tracked]]:
        for resource in self.resources:
            tracked = self.tracks(resource.type)
            if tracked is not None and tracked.kind == kind:
                yield resource, tracked


def _label(resource: Resource, tracked: Tracked, column: str) -> Any:
    """What is shown of a resource: a scalar, and nothing of anything else that a state may hold there."""
    value = resource.values.get(tracked.labels.get(column, ""))
    return value if isinstance(value, str | bool | int) else None


def _state(resource: Resource, tracked: Tracked) -> str | None:
    """What a connector is doing: a vendor calls one running of which tasks have failed."""
    state, tasks = _label(resource, tracked, "state"), resource.values.get(tracked.tasks or "")
    listed = [item for item in tasks if isinstance(item, Mapping)] if isinstance(tasks, list) else []
    failed = sum(item.get("state") in tracked.failed for item in listed)
    return f"{state or 'no state'}, {failed} of {len(listed)} tasks failed" if failed else state


def _recipients(resource: Resource, tracked: Tracked) -> tuple[str, ...]:
    """To whom the secret of a resource is sealed."""
    named = resource.values.get(tracked.labels.get("recipients", ""))
    return tuple(item for item in named if isinstance(item, str)) if isinstance(named, list) else ()
