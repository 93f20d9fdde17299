"""A change under way: what has been reached so far, whatever happens next."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Diagnostic, Values
from provider_lib.dataclass import replace
from provider_lib.errors import WaitFailed
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.mapping.normalization import Write, is_perhaps_a_form
from provider_lib.rest.mapping.ownership import without_others
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import as_shown, doubt, remember
from provider_lib.rest.object.assignment import assign, perhaps_assigned
from provider_lib.rest.object.diagnostics import forms_told, storable
from provider_lib.rest.object.lifecycle import wait_until_healthy, waits_for_health
from provider_lib.rest.object.long_running import wait_again
from provider_lib.rest.object.observed import wait_for_field, waits_for_value
from provider_lib.rest.object.recognition import shows_id
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.renewal import renew_journalled
from provider_lib.rest.object.rollback import as_before
from provider_lib.rest.object.target import may_have_happened
from provider_lib.rest.object.triggers import Pull, held_for, pulls
from provider_lib.rest.operations.body_write import BodyWrite
from provider_lib.rest.operations.create_call import TIME_TO_LOOK
from provider_lib.rest.operations.delete import make_way
from provider_lib.rest.operations.plan import changed_fields
from provider_lib.rest.operations.recreate import put_back
from provider_lib.rest.operations.redefine import redefine_back
from provider_lib.spec import Call, Field, Redefine, roles

KEY_LOST = (
    "The old one may have stopped working, and nobody knows the one that works now. Apply again: that makes another "
    "and stores it."
)


class Progress:
    """A change under way: what has been reached so far.

    Args:
        remote: the object as it should become.
        prior: its state before.
        private: what was stored beside that.
    """

    def __init__(self, remote: Remote, prior: Values, private: Private) -> None:
        self.remote = remote.knowing(private)
        self.prior = prior if private.origin == "created" else without_others(remote.resource, prior, remote.values)
        self.private = private
        self.changes = changed_fields(remote.resource, self.prior, remote.values, remote.target.seals)
        self.reached: Values = dict(remote.values) | self._once(self.prior)
        self.done: set[str] = set()
        self.tried: Values = {}
        self.write = BodyWrite(self.remote, self.prior, private, self.changes)
        self.told: tuple[Diagnostic, ...] = ()

    def run(self) -> None:
        """Carry out the changes, one kind after the other."""
        if self._rolls_back() or self.write.repeats_what_others_own:
            self.write.before = self.remote.read_written()
        view = self._write() if self.write.fields else None
        self._assign()
        self._pull_triggers()
        self._steer()
        if self.done - self.write.fields:
            view = None  # what the answer to the write told is older than the calls after it
        self._readdress()
        try:
            view = self._wait() or view
        except WaitFailed as failure:
            if self.write.before is None or not self._rolls_back():
                raise
            raise self._roll_back(self.write.before, failure) from failure
        if self._waits and (view is None or self._has_come_back()):
            view = (self.remote if self._has_come_back() else self._written).settle()
        if view is None:
            self._keep_telemetry()
        else:
            self.reached = self.remote.projection.applied(view, self.reached)
        is_taken_over = self.private.origin == "imported"
        if self.private.unsettled and not self.changes:
            self.private = replace(self.private, unsettled=False)
            return
        self.private = remember(self.private, self.remote.secrets)
        if view is not None:
            self._notice(view, is_taken_over=is_taken_over)
            masks = self.remote.masks
            self.private = as_shown(self.private, self.remote.secrets, self.remote.resource, view, masks)
            self.private = self.write.having_made(self.private, view)

    def _notice(self, view: Any, *, is_taken_over: bool) -> None:
        """Remember what the server made of what it was given, and say so."""
        remote, sent = self.remote, frozenset(self.changes)
        if self.write.is_whole:
            sent |= {field.name for field in remote.resource.fields().values() if field.role.traits.change == "body"}
        noticed = Write(
            remote.projection, view, remote.values, self.private.seen, self.prior, sent, is_taken_over
        ).notice()
        self.private = replace(self.private.having_seen(noticed.forms), tells_id=shows_id(remote, view))
        self.told += forms_told(remote.name, remote.resource, noticed)

    def _write(self) -> Any:
        view = self.write.carry_out()
        self.done |= self.write.fields
        return view

    def _rolls_back(self) -> bool:
        """Whether a change after which the object fails is to be taken back."""
        wanted = self.remote.resource.value_of(roles.Rollback, self.remote.values)
        return bool(wanted) and bool(self.write.fields)

    def _roll_back(self, before: Any, failure: WaitFailed) -> WaitFailed:
        """Put the former configuration back; the error that tells how that went."""
        old = as_before(self.remote, self.prior, self.private, before)
        if old is None:
            return WaitFailed(
                failure.summary,
                "The former configuration could not be put back, because the server masks its secrets. The new one "
                f"is in force.\n\n{failure.detail}",
            )
        try:
            if self.write.is_made_anew:
                put_back(old, free_from=make_way(old))
            elif isinstance(update := self.remote.api.update, Redefine):
                redefine_back(old, update, self.remote)
            else:
                assert isinstance(update, Call)
                old.send(update, "put back")
        except Exception as cause:
            second = as_error(cause, f"put back {self.remote.name}")
            self.write.is_in_doubt = may_have_happened(second)
            outcome = f"The former configuration could not be put back: {second.summary}"
            return WaitFailed(failure.summary, f"{outcome}\n\n{failure.detail}")
        self.done -= self.write.fields
        return WaitFailed(
            failure.summary, f"The former configuration was put back and is in force.\n\n{failure.detail}"
        )

    def _assign(self) -> None:
        """Write the changed sets that have calls of their own."""
        for field, role in self.remote.resource.fields_with(roles.Assigned):
            if field.name in self.changes:
                before, wanted = self.prior[field.name], self.remote.values[field.name]
                self.tried[field.name] = perhaps_assigned(before, wanted)
                assign(self.remote, role, before, wanted)
                self.done.add(field.name)

    def _has_come_back(self) -> bool:
        """Whether the change may be of a form that a read shows and the answer to a write does not."""
        return any(is_perhaps_a_form(self.prior[name], self.remote.values[name]) for name in self.changes)

    def _pull_triggers(self) -> None:
        """Make the calls whose triggers changed, each once."""
        asked = pulls(self.remote.resource, self.changes, self.remote.values)
        with held_for(self.remote, asked):
            for one in asked:
                self._pull(one)

    def _pull(self, one: Pull) -> None:
        """Make one call, and keep what it renews."""
        renewed = renew_journalled(self.remote, one.call, one.renews, self.reached, KEY_LOST)
        self.told += renewed.told
        self.done.update(one.triggers)
        self.reached = renewed.reached

    def _readdress(self) -> None:
        """Seal to their new recipients the secrets that were not renewed for them."""
        resource, values, seals = self.remote.resource, self.remote.values, self.remote.target.seals
        secrets = seals.readdressed(resource, self.prior, values)
        for field, once in resource.fields_with(roles.Once):
            clear = secrets.get(field.name)
            if clear is not None and once.sealed_to is not None and self.reached[field.name] == self.prior[field.name]:
                self.reached[field.name] = seals.sealed(clear, values[once.sealed_to])
        self.done |= {field.name for field, _ in resource.fields_with(roles.Recipients)}

    def _steer(self) -> None:
        """Bring it into the desired state when that changed, or when it was made anew and runs."""
        lifecycle = self.remote.resource.lifecycle
        if lifecycle is None:
            return
        desired = self.remote.values[lifecycle.desired]
        if lifecycle.desired in self.changes or self.write.is_made_anew:
            if not (self.write.is_made_anew and desired == "running"):
                self.remote.steer()
            self.done.add(lifecycle.desired)

    @property
    def _written(self) -> Remote:
        """The object with what the answer to its write told of it."""
        return replace(self.remote, parts=self.write.parts)

    @property
    def _waits(self) -> bool:
        """Whether something changed, or the last change was waited for in vain."""
        return bool(self.changes) or self.private.unsettled

    def _wait(self) -> Any:
        """Wait for health and for the field that the user waits for; the last view."""
        view = None
        if self.private.unsettled and not self.write.fields:
            wait_again(self.remote, "update")
        if self._waits:
            settled = wait_until_healthy(self._written, changed=bool(self.write.fields) and not self.write.is_made_anew)
            view, self.told = settled.view, (*self.told, *settled.warnings)
        if self._waits_for_field():
            view = wait_for_field(self.remote) or view
        return view

    def _waits_for_field(self) -> bool:
        """Whether a call was made that brings about what the user waits for, now or before the last wait."""
        triggers = self.remote.resource.fields_with(roles.Trigger)
        return self.private.unsettled or any(field.name in self.done for field, _ in triggers)

    def _was_waited_for(self) -> bool:
        """Whether something was changed, or may have been, that is to be waited for."""
        remote, is_changed = self.remote, bool(self.done) or self.write.is_in_doubt
        for_field = self._waits_for_field() and waits_for_value(remote.resource, remote.values)
        return is_changed and (waits_for_health(remote) or for_field or "update" in remote.api.outcomes)

    def _keep_telemetry(self) -> None:
        """Nothing was asked of the server, so what was read before still holds."""
        for name, field in self.remote.resource.fields().items():
            is_asked = field.role.traits.read != "never" and field.role.traits.planned != "renewed"
            if not field.is_input and is_asked:
                self.reached[name] = self.prior[name]

    def _once(self, values: Values) -> Values:
        """What only some answers hold: as it was until such an answer comes."""
        return {field.name: values[field.name] for field, _ in self.remote.resource.fields_with(roles.Once)}

    def truth(self) -> Values:
        """The state after a failure: what was carried out as planned, the rest as the server has it."""
        state = {
            name: self.reached[name]
            if name in self.done or _is_only_noted(field)
            else self.tried.get(name, self.prior[name])
            for name, field in self.remote.resource.fields().items()
        }
        state = storable(state | self._once(self.reached))
        is_unsettled = self.private.unsettled or self._was_waited_for()
        try:
            self._note_secrets()
            self.private = replace(self.private, unsettled=is_unsettled)
            view = self.remote.within(TIME_TO_LOOK).read()
            if view is None:
                return state
            if self._is_written:
                self.private = as_shown(
                    self.private, self.remote.secrets, self.remote.resource, view, self.remote.masks
                )
            forms = self.private.seen.where_equal(self.prior, state)
            return storable(replace(self.remote, forms=forms).projection.state(view, state))
        except Exception:  # what cannot be seen now is left to the next refresh
            return state

    def _note_secrets(self) -> None:
        """Remember which secrets are in force, or that nobody can tell."""
        if self.write.is_in_doubt:
            self.private = doubt(self.private, self.remote.secrets)
        elif self._is_written:
            self.private = remember(self.private, self.remote.secrets)

    @property
    def _is_written(self) -> bool:
        """Whether the write was carried out, and nothing came of it that nobody can tell."""
        return bool(self.write.fields) and self.done >= self.write.fields and not self.write.is_in_doubt


def _is_only_noted(field: Field) -> bool:
    """Whether a change of a field is done once the state has it."""
    return field.is_input and field.role.traits.change == "nothing"
