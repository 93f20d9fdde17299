"""Moving something that reads on to another name or place: the new one goes on where the old one has stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from provider_lib.adopt.account import Identity
from provider_lib.adopt.side import AT_REST, Server, Side, inputs, name_of
from provider_lib.adopt.steps import Step
from provider_lib.contract import Values
from provider_lib.errors import AlreadyExists, ConfigError, OutcomeUnknown, SluiceError, WaitFailed
from provider_lib.spec import Handover, Resource, roles


@dataclass(frozen=True, slots=True)
class CutOff:
    """How far a move had come that was killed.

    Args:
        goes_on: what the old object did before.
        is_on: whether the new one had its position, so that it may have gone on from there.
    """

    goes_on: str
    is_on: bool


class Move:
    """One object on its way to another identity.

    Args:
        server: where it is, and where it goes.
        resource: what it is.
        old: what names it now.
        new: what is to name it.
        variables: key of its configuration -> variable of the environment, for what the server hides.

    Attributes:
        old: the object that is moved.
        new: the one that goes on.
        goes_on: what the old one does, and the new one is to do, once both were looked at.
        is_on: whether the new one is there by an earlier move, and may have gone on.
    """

    def __init__(
        self, server: Server, resource: type[Resource], old: Identity, new: Identity, variables: Mapping[str, str]
    ) -> None:
        self._resource, self._variables = resource, variables
        self.old, self.new = Side(server, resource, old), Side(server, resource, new)
        self.goes_on = ""
        self._come: tuple[str, ...] = ()
        self._may_be_made = self._is_left = self.is_on = self._is_asleep = self._is_one_position = False

    @property
    def _word(self) -> Handover:
        word = self._resource.handover
        assert word is not None
        return word

    def look(self, cut_off: CutOff | None = None) -> None:
        """Look at both sides, and at what would be made; nothing is changed yet.

        Args:
            cut_off: how far an earlier one came that was killed; None where none is known.

        Raises:
            AlreadyExists: the new name is taken.
            ConfigError: it is not there, its position cannot be moved, or a secret of it is not known.
        """
        is_there, is_made = self.old.position() is not None, self.new.position() is not None
        if is_made and cut_off is not None and cut_off.is_on:
            self.goes_on, self.is_on = cut_off.goes_on, True
            self._is_asleep = self.new.does() == AT_REST
            self.new.read()
            if is_there:
                self.old.read()
            return
        if not is_there:
            raise ConfigError(f"{self.old} is not there", "Look at what there is: sluice state connectors.")
        self._is_left = is_made and cut_off is not None and self.new.does() == AT_REST
        if is_made and not self._is_left:
            raise AlreadyExists(
                f"{self.new} is there already",
                f"Nothing was changed. Where a move has left it that was cut off on another machine, delete {self.new} "
                "at its server, and start again.",
            )
        self.old.read()
        self.goes_on = self.old.does()
        if cut_off is not None and self.goes_on == AT_REST:
            self.goes_on = cut_off.goes_on
        self.old.check(None)
        self._config = self._as_new()
        if not is_made:
            self.new.check(self._config)

    @property
    def _desired(self) -> str:
        return name_of(self._resource, roles.DesiredState)

    def _as_new(self) -> Values:
        """The configuration of the new object: all that the old one has, secrets apart."""
        seen = self.old.observe()
        hidden = [key for key, value in seen.secrets.items() if value is None]
        unknown = [key for key in hidden if key not in self._variables]
        if unknown:
            raise ConfigError(
                f"{', '.join(unknown)} of {self.old} is hidden by its server, and nothing here knows it",
                "Give it by Secret.env in the code, and deploy that first.",
            )
        config = inputs(self._resource, seen.values) | self.new.named
        shown = {key: value for key, value in seen.secrets.items() if value is not None}
        for role, entries in (
            (roles.SecretMap, shown),
            (roles.SecretEnv, {key: self._variables[key] for key in hidden}),
        ):
            if entries:
                config[name_of(self._resource, role)] = entries
        return config | {self._desired: AT_REST, name_of(self._resource, roles.WaitRunning): True}

    def steps(self, note: Callable[[], object], *stored: Step) -> list[Step]:
        """What is done, in this order.

        Args:
            note: is called when the new one is about to go on, for what comes after a move that is killed.
            stored: what notes that it has moved, once it has.
        """
        old, new, goes_on = self.old, self.new, self.goes_on
        stored = tuple(replace(step, do=self._doubling(step.do)) for step in stored)
        delete = Step(f"delete {old}", old.delete, is_final=True)
        if self.is_on:
            awake = Step(f"bring {new} to {goes_on}", lambda: new.steer(goes_on))
            return [
                *([awake] if self._is_asleep and goes_on != AT_REST else []),
                *stored,
                *([delete] if old.state is not None else []),
            ]
        left = Step(f"delete {new}, which a move has left that was cut off", new.delete)

        def begin() -> None:
            note()
            self._change({self._desired: goes_on})

        return [
            *([left] if self._is_left else []),
            Step(
                f"stop {old}",
                lambda: old.steer(AT_REST),
                lambda: old.steer(goes_on, waits=False),
                f"bring {old} back to {goes_on}",
            ),
            Step(f"read how far {old} has come", self._read),
            Step(f"make {new}, stopped", self._make, self._unmake, f"delete {new}"),
            Step(f"set how far {new} has come", self._set),
            Step("compare both positions", self._compare),
            Step(f"bring {new} to {goes_on}", self._doubling(begin)),
            Step(f"see that {old} rests still", self._doubling(self._see_rest)),
            *stored,
            delete,
        ]

    def remark(self) -> str:
        """What of the position stays, and under what name."""
        values = self.new.state or {}
        about = self._word.about.get(str(values.get(self._word.kind)), "")
        return about.format_map({name: value for name, value in values.items() if isinstance(value, str)})

    def other_names(self) -> dict[str, Any]:
        """The attributes that are others because it is named otherwise."""
        return self._names_of(self.new)

    def former_names(self) -> dict[str, Any]:
        """The same attributes as they were."""
        return self._names_of(self.old)

    def _names_of(self, side: Side) -> dict[str, Any]:
        derived = {field.name for field, _ in self._resource.fields_with(roles.Derived)}
        return {**side.named, **{name: side.state[name] for name in derived if side.state is not None}}

    def _read(self) -> None:
        found = self.old.position()
        if found is None:
            raise ConfigError(f"{self.old} is not there any more", "Somebody else deleted it.")
        self._come = found

    def _make(self) -> None:
        self._may_be_made = True
        try:
            self.new.change(self._config)
        except SluiceError as error:  # what somebody else made in the meantime is not ours to delete
            self._may_be_made = self.new.state is not None or isinstance(error, OutcomeUnknown)
            raise

    def _unmake(self) -> None:
        if not self._may_be_made:
            return
        if self.old.position() is None:
            raise ConfigError(f"not done, since {self.old} is gone: only {self.new} knows its position")
        self.new.delete()

    def _set(self) -> None:
        there = self.new.position()
        if there == self._come:
            self._is_one_position = bool(there)
            return
        anew = {self._word.forgotten_by: "moved"} if there else {}
        if self._come:
            anew[self._word.set_by] = f"[{','.join(self._come)}]"
        self._change(anew)

    def _compare(self) -> None:
        is_at, came = self.new.position(), self.old.position()
        if came != self._come:
            raise WaitFailed(f"{self.old} went on while it was stopped", "Somebody started it, or set its position.")
        if is_at != came:
            raise WaitFailed(
                f"{self.new} is not where {self.old} is", f"It is at {is_at or 'nothing'}, and should be at {came}."
            )

    def _change(self, changes: Mapping[str, Any]) -> None:
        self._config = {**self._config, **changes}
        self.new.change(self._config)

    def _see_rest(self) -> None:
        """Nobody has started the old one while the new one began.

        A new one that had the position before it was set shares it with the old one, as two sinks of one consumer group
        do, and takes it along as it goes on.
        """
        has_gone_on = not self._is_one_position and self.old.position() != self._come
        if has_gone_on or self.old.does() != AT_REST:
            raise WaitFailed(f"{self.old} does not rest any more", "Somebody started it, or set its position.")

    def _doubling(self, do: Callable[[], object]) -> Callable[[], None]:
        """What is done while the new one goes on: when that fails, the old one goes on from where it was."""

        def done() -> None:
            try:
                do()
            except SluiceError as error:
                again = f"What {self.new} may have passed on by now, {self.old} passes on again."
                raise error.but(detail=f"{error.detail}\n{again}".lstrip()) from error

        return done


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
