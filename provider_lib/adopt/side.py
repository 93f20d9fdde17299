"""One of the two sides of a move: an object at its server, looked at and changed as an apply would do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from provider_lib.adopt.account import Identity
from provider_lib.contract import (
    Applied,
    ApplyRequest,
    Diagnostic,
    Imported,
    Plan,
    PlanRequest,
    ReadRequest,
    ReadResult,
    Values,
)
from provider_lib.errors import ConfigError, SluiceError
from provider_lib.rest import Observed
from provider_lib.spec import Resource, roles

AT_REST = "stopped"
"""The desired state in which a position can be read and set, in the words that all systems share."""


class Server(Protocol):
    """What is asked of an account, and done in it."""

    def position(self, name: str, identity: Values) -> tuple[str, ...] | None: ...
    def forget(self) -> None: ...
    def observe(self, name: str, identity: Values) -> Observed | None: ...
    def import_state(self, name: str, import_id: str) -> Imported: ...
    def read(self, name: str, request: ReadRequest) -> ReadResult: ...
    def plan(self, name: str, request: PlanRequest) -> Plan: ...
    def apply(self, name: str, request: ApplyRequest) -> Applied: ...


class Side:
    """An object, or the place of one.

    Args:
        server: where it is.
        resource: what it is.
        identity: what names it.

    Attributes:
        named: the same by its attributes.
        state: the state of it, once it was read or made; None before.
    """

    def __init__(self, server: Server, resource: type[Resource], identity: Identity) -> None:
        self._server, self._resource, self._kind = server, resource, resource.type_name
        self._identity, self._private = identity, b""
        self.named: Values = dict(zip(resource.identity_fields(), identity, strict=True))
        self.state: Values | None = None

    def __str__(self) -> str:
        return "/".join(self._identity)

    def position(self) -> tuple[str, ...] | None:
        """How far it has come; None when it is not there."""
        return self._server.position(self._kind, self.named)

    def observe(self) -> Observed:
        """It as an import would take it, with its secrets.

        Raises:
            ConfigError: it is not there any more.
        """
        seen = self._server.observe(self._kind, self.named)
        if seen is None:
            raise self._gone()
        return seen

    def read(self) -> Values:
        """Its state as it is now.

        Raises:
            ConfigError: it is not there any more.
        """
        imported = self._server.import_state(self._kind, self._resource.import_id(self._identity))
        read = self._server.read(self._kind, ReadRequest(imported.state, imported.private))
        if read.state is None:
            raise self._gone()
        self.state, self._private = read.state, read.private or imported.private
        return self.state

    def _gone(self) -> ConfigError:
        return ConfigError(f"{self} is not there any more", "Somebody else deleted it.")

    def does(self) -> str:
        """The desired state that its server has of it now.

        Raises:
            ConfigError: it is not there any more.
        """
        self._server.forget()
        return str(self.observe().values[name_of(self._resource, roles.DesiredState)])

    def inputs(self) -> Values:
        """A configuration that says what its state holds."""
        assert self.state is not None
        return inputs(self._resource, self.state)

    def check(self, config: Values | None) -> None:
        """Look whether it can be made, with a configuration, or deleted, without one.

        Raises:
            SluiceError: says why not.
        """
        prior = None if config is not None else self.state
        heed(self._server.plan(self._kind, PlanRequest(prior, config, self._private)).diagnostics)

    def steer(self, desired: str, *, waits: bool = True) -> None:
        """Bring it to a desired state, whatever it does now; its state stays what it was before."""
        assert self.state is not None
        steered = {
            name_of(self._resource, roles.DesiredState): desired,
            name_of(self._resource, roles.WaitRunning): waits,
        }
        unknown = {name_of(self._resource, roles.DesiredState): None}
        heed(self._applied(self.state | unknown, self.inputs() | steered).diagnostics)

    def change(self, config: Values) -> None:
        """Make it as a configuration says, where it was not made yet, or change it."""
        applied = self._applied(self.state, config)
        self.state = applied.state or self.state
        self._private = applied.private or self._private
        heed(applied.diagnostics)

    def delete(self) -> None:
        """Delete it, also where it is not known whether it was made."""
        state = self.state or dict.fromkeys(self._resource.fields()) | self.named
        heed(self._server.apply(self._kind, ApplyRequest(state, None, None, self._private)).diagnostics)

    def _applied(self, prior: Values | None, config: Values) -> Applied:
        plan = self._server.plan(self._kind, PlanRequest(prior, config, self._private))
        heed(plan.diagnostics)
        given = self._private if plan.private is None else plan.private
        return self._server.apply(self._kind, ApplyRequest(prior, plan.planned, config, given))


def name_of(resource: type[Resource], role: type[roles.Role]) -> str:
    """The name of the one field with a role, which what is moved has."""
    field = resource.only(role)
    assert field is not None
    return field.name


def inputs(resource: type[Resource], values: Mapping[str, Any]) -> Values:
    """A configuration that says what a state holds."""
    return {name: values[name] if field.is_input else None for name, field in resource.fields().items()}


def heed(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Raise what is an error."""
    for item in diagnostics:
        if item.severity == "error":
            raise SluiceError(item.summary, item.detail, item.path)
