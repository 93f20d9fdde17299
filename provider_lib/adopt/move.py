"""Moving something that reads on to another name or place: the new one goes on where the old one has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from provider_lib.adopt.account import Identity
from provider_lib.adopt.steps import Step
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
from provider_lib.errors import AlreadyExists, ConfigError, SluiceError, WaitFailed
from provider_lib.rest import Observed
from provider_lib.spec import Handover, Resource, roles

AT_REST = "stopped"
"""The desired state in which a position can be read and set, in the words that all systems share."""


class Server(Protocol):
    """What is asked of an account, and done in it."""

    def position(self, name: str, identity: Values) -> tuple[str, ...] | None: ...
    def observe(self, name: str, identity: Values) -> Observed | None: ...
    def import_state(self, name: str, import_id: str) -> Imported: ...
    def read(self, name: str, request: ReadRequest) -> ReadResult: ...
    def plan(self, name: str, request: PlanRequest) -> Plan: ...
    def apply(self, name: str, request: ApplyRequest) -> Applied: ...


class Move:
    """One object on its way to another identity.

    Args:
        server: where it is, and where it goes.
        resource: what it is.
        old: what names it now.
        new: what is to name it.
        variables: key of its configuration -> variable of the environment, for what the server hides.

    Attributes:
        reached: the state of the new object, once it is made.
    """

    def __init__(
        self, server: Server, resource: type[Resource], old: Identity, new: Identity, variables: Mapping[str, str]
    ) -> None:
        self._server, self._resource, self._variables = server, resource, variables
        self._old, self._new = _named(resource, old), _named(resource, new)
        self.old, self.new = "/".join(old), "/".join(new)
        self._kind = resource.type_name
        self._new_private = b""
        self._import_id = resource.import_id(old)
        self._come: tuple[str, ...] = ()
        self._may_be_made = False
        self.reached: Values | None = None

    @property
    def _word(self) -> Handover:
        word = self._resource.handover
        assert word is not None
        return word

    @property
    def _desired(self) -> str:
        lifecycle = self._resource.lifecycle
        assert lifecycle is not None
        return lifecycle.desired

    def look(self) -> None:
        """Look at both places, and at what would be made; nothing is changed yet.

        Raises:
            AlreadyExists: the new name is taken.
            ConfigError: it is not there, its position cannot be moved, or a secret of it is not known.
        """
        if self._server.position(self._kind, self._old) is None:
            raise ConfigError(f"{self.old} is not there", "Look at what there is: sluice state connectors.")
        if self._server.position(self._kind, self._new) is not None:
            raise AlreadyExists(
                f"{self.new} is there already",
                "Nothing was changed. Where a move that was cut off has left it, delete it, and start again.",
            )
        imported = self._server.import_state(self._kind, self._import_id)
        read = self._server.read(self._kind, ReadRequest(imported.state, imported.private))
        if read.state is None:
            raise ConfigError(f"{self.old} is not there any more", "Nothing was changed.")
        self._before, self._private = read.state, read.private or imported.private
        _heed(self._server.plan(self._kind, PlanRequest(self._before, None, self._private)).diagnostics)
        self._config = self._as_new()
        _heed(self._server.plan(self._kind, PlanRequest(None, self._config)).diagnostics)

    def _as_new(self) -> Values:
        """The configuration of the new object: all that the old one has, secrets apart."""
        seen = self._server.observe(self._kind, self._old)
        if seen is None:
            raise ConfigError(f"{self.old} is not there any more", "Nothing was changed.")
        hidden = [key for key, value in seen.secrets.items() if value is None]
        unknown = [key for key in hidden if key not in self._variables]
        if unknown:
            raise ConfigError(
                f"{', '.join(unknown)} of {self.old} is hidden by its server, and nothing here knows it",
                "Give it by Secret.env in the code, and deploy that first.",
            )
        config = _inputs(self._resource, seen.values) | self._new
        shown = {key: value for key, value in seen.secrets.items() if value is not None}
        for name, entries in {
            self._only(roles.SecretMap): shown,
            self._only(roles.SecretEnv): {key: self._variables[key] for key in hidden},
        }.items():
            if entries:
                config[name] = entries
        return config | {self._desired: AT_REST, self._only(roles.WaitRunning): True}

    def _only(self, role: type[roles.Role]) -> str:
        field = self._resource.only(role)
        assert field is not None
        return field.name

    def steps(self, *stored: Step) -> list[Step]:
        """What is done, in this order.

        Args:
            stored: what notes that it has moved, once it has.
        """
        old, new = self.old, self.new
        goes_on = self._before[self._desired]
        return [
            Step(
                f"stop {old}",
                lambda: self._steer_old(AT_REST),
                lambda: self._steer_old(goes_on, waits=False),
                f"bring {old} back to {goes_on}",
            ),
            Step(f"read how far {old} has come", self._read),
            Step(f"make {new}, stopped", self._make, self._unmake, f"delete {new}"),
            Step(f"set how far {new} has come", self._set),
            Step("compare both positions", self._compare),
            Step(f"bring {new} to {goes_on}", lambda: self._begin(goes_on)),
            *stored,
            Step(f"delete {old}", self._delete_old, is_final=True),
        ]

    def remark(self) -> str:
        """What of the position stays, and under what name."""
        values = self.reached or {}
        about = self._word.about.get(str(values.get(self._word.kind)), "")
        return about.format_map({name: value for name, value in values.items() if isinstance(value, str)})

    def other_names(self) -> dict[str, Any]:
        """The attributes that are others because it is named otherwise."""
        derived = {field.name for field, _ in self._resource.fields_with(roles.Derived)}
        return {**self._new, **{name: self.reached[name] for name in derived if self.reached is not None}}

    def _steer_old(self, desired: str, *, waits: bool = True) -> None:
        config = _inputs(self._resource, self._before)
        config |= {self._desired: desired, self._only(roles.WaitRunning): waits}
        # What it really does now may be either: it is told in any case.
        prior = self._before | {self._desired: None}
        self._carried_out(prior, config, self._private)

    def _read(self) -> None:
        found = self._server.position(self._kind, self._old)
        if found is None:
            raise ConfigError(f"{self.old} is not there any more", "Somebody else deleted it.")
        self._come = found

    def _make(self) -> None:
        self._may_be_made = True
        try:
            applied = self._applied(None, self._config, b"")
        except SluiceError:
            self._may_be_made = False
            raise
        self.reached, self._new_private = applied.state, applied.private or b""
        _heed(applied.diagnostics)

    def _unmake(self) -> None:
        if self._may_be_made:
            state = self.reached or dict.fromkeys(self._resource.fields()) | self._new
            self._server.apply(self._kind, ApplyRequest(state, None, None, self._new_private))

    def _set(self) -> None:
        there = self._server.position(self._kind, self._new)
        if there == self._come:
            return
        anew = {self._word.forgotten_by: "moved"} if there else {}
        if self._come:
            anew[self._word.set_by] = f"[{','.join(self._come)}]"
        self._change(anew)

    def _compare(self) -> None:
        is_at, came = self._server.position(self._kind, self._new), self._server.position(self._kind, self._old)
        if came != self._come:
            raise WaitFailed(f"{self.old} went on while it was stopped", "Somebody started it, or set its position.")
        if is_at != came:
            raise WaitFailed(
                f"{self.new} is not where {self.old} is", f"It is at {is_at or 'nothing'}, and should be at {came}."
            )

    def _change(self, changes: Mapping[str, Any]) -> None:
        prior = self.reached
        assert prior is not None
        self._config = {**self._config, **changes}
        applied = self._applied(prior, self._config, self._new_private)
        self.reached = applied.state or prior
        self._new_private = applied.private or self._new_private
        _heed(applied.diagnostics)

    def _begin(self, goes_on: str) -> None:
        try:
            self._change({self._desired: goes_on})
        except SluiceError as error:
            again = f"What {self.new} may have passed on by now, {self.old} passes on again."
            raise error.but(detail=f"{error.detail}\n{again}") from error

    def _delete_old(self) -> None:
        self._server.apply(self._kind, ApplyRequest(self._before, None, None, self._private))

    def _carried_out(self, prior: Values, config: Values, private: bytes) -> None:
        _heed(self._applied(prior, config, private).diagnostics)

    def _applied(self, prior: Values | None, config: Values, private: bytes) -> Applied:
        plan = self._server.plan(self._kind, PlanRequest(prior, config, private))
        _heed(plan.diagnostics)
        given = private if plan.private is None else plan.private
        return self._server.apply(self._kind, ApplyRequest(prior, plan.planned, config, given))


def named_anew(resource: type[Resource], old: Identity, to: str) -> Identity:
    """What names an object that is moved.

    Args:
        resource: what it is.
        old: what names it now.
        to: its new import id, or a new name alone.

    Raises:
        ConfigError: it has another form, or names the same object.
    """
    parts = tuple(map(unquote, to.split("/")))
    parts = (*old[:-1], *parts) if len(parts) == 1 else parts
    form = "/".join(f"<{name}>" for name in resource.identity_fields())
    if len(parts) != len(old) or not all(parts):
        raise ConfigError(f"{to!r} names no {resource.thing()}", f"It must be {form}, or a new name alone.")
    if parts == old:
        raise ConfigError(f"{to} is where it is already", f"Give another {form}.")
    return parts


def _named(resource: type[Resource], identity: Identity) -> Values:
    return dict(zip(resource.identity_fields(), identity, strict=True))


def _inputs(resource: type[Resource], values: Mapping[str, Any]) -> Values:
    """A configuration that says what a state holds."""
    return {name: values[name] if field.is_input else None for name, field in resource.fields().items()}


def _heed(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Raise what is an error."""
    for item in diagnostics:
        if item.severity == "error":
            raise SluiceError(item.summary, item.detail, item.path)
