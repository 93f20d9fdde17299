"""Changing an object in place, or by delete and create where its API knows no change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provider_lib.errors import SluiceError
from provider_lib.rest.diagnostics import error, without_unknowns
from provider_lib.rest.documents import MISSING, dig_first
from provider_lib.rest.plan import changed_fields
from provider_lib.rest.private import Private
from provider_lib.rest.recreate import recreate
from provider_lib.rest.remote import Remote
from provider_lib.rest.render import merge_patch
from provider_lib.rest.secrets import remember
from provider_lib.spec import RECREATE, Call, roles
from provider_lib.spec.provider import Applied, Diagnostic, Values

IN_A_BODY = (roles.Plain, roles.Key, roles.OwnedMap, roles.ConfigMap, roles.SecretRevision)


def bring_about(remote: Remote, prior: Values, private: Private, diagnostics: tuple[Diagnostic, ...] = ()) -> Applied:
    """Bring an object from its prior state into the one that ``remote`` describes.

    Returns what was reached: with an error diagnostic, the state that the server really holds.
    """
    progress = _Progress(remote, prior, private)
    try:
        progress.run()
    except SluiceError as failure:
        return Applied(progress.truth(), progress.private.dump(), (*diagnostics, error(failure)))
    return Applied(without_unknowns(progress.reached), progress.private.dump(), diagnostics)


class _Progress:
    """An update under way: what has been reached so far."""

    def __init__(self, remote: Remote, prior: Values, private: Private) -> None:
        self.remote = remote
        self.prior = prior
        self.private = private
        self.changes = changed_fields(remote.resource, prior, remote.values)
        self.reached: Values = dict(remote.values)
        self.done: set[str] = set()

    def run(self) -> None:
        """Carry out the changes, one kind after the other."""
        view = self._write() if self._body_changes() else None
        view = self._pull_triggers() or view
        self._steer()
        view = self._wait() or view
        if view is None and self.changes:
            view = self.remote.settle()
        if view is None:
            self._keep_telemetry()
        else:
            self.reached = self.remote.projection.applied(view, self.reached)
        if self._body_changes() or not self.private.digests:
            self.private = remember(self.private, self.remote.secrets)
        self.private = replace(self.private, origin="created")

    def _body_changes(self) -> set[str]:
        """The changed fields that a write carries."""
        fields = self.remote.resource.fields()
        changed = {name for name in self.changes if isinstance(fields[name].role, IN_A_BODY)}
        lifecycle = self.remote.resource.lifecycle
        if lifecycle is not None and not lifecycle.calls and lifecycle.desired in self.changes:
            changed.add(lifecycle.desired)
        return changed

    def _write(self) -> Any:
        """Send the changed configuration; the object, where the answer holds it."""
        api = self.remote.api
        if api.update is RECREATE:
            recreate(self.remote, self.prior)
            self.done |= self._body_changes()
            return None
        assert isinstance(api.update, Call)
        answer = self._send_merge(api.update) if api.update.merge else self.remote.send(api.update, "update")
        self.done |= self._body_changes()
        found = dig_first(answer, api.update.item) if api.echoes else None
        return None if found is MISSING else found

    def _send_merge(self, call: Call) -> Any:
        """Send only what changed; a removed key of a map goes as null."""
        changed = self._body_changes()
        values = dict(self.remote.values)
        for name in changed:
            if isinstance(self.remote.resource.fields()[name].role, roles.OwnedMap):
                values[name] = merge_patch(values[name], self.prior[name])
        return replace(self.remote, values=values).send(call, "update", sorted(changed))

    def _pull_triggers(self) -> Any:
        """Make the calls whose triggers changed, each once; the last answer."""
        answer = None
        for field in self.remote.resource.with_role(roles.Trigger):
            if field.name in self.changes and self.remote.values[field.name] is not None:
                assert isinstance(field.role, roles.Trigger)
                call = self.remote.api.calls[field.role.call]
                answer = self.remote.send(call, f"{field.role.call.replace('_', ' ')} of")
                self.done.add(field.name)
                self.reached = self.remote.projection.applied(answer, self.reached)
        return answer

    def _steer(self) -> None:
        """Bring it into the desired state when that changed, or when it was made anew and runs."""
        lifecycle = self.remote.resource.lifecycle
        if lifecycle is None:
            return
        made_anew = self.remote.api.update is RECREATE and bool(self._body_changes())
        desired = self.remote.values[lifecycle.desired]
        if lifecycle.desired in self.changes or (made_anew and desired != "running"):
            if not (made_anew and desired == "running"):
                self.remote.steer()
            self.done.add(lifecycle.desired)

    def _wait(self) -> Any:
        """Wait for health and for the field that the user waits for; the last view."""
        view = self.remote.wait_until_healthy() if self.changes else None
        waited = self.remote.resource.only(roles.WaitField)
        if waited is not None and any(
            isinstance(self.remote.resource.fields()[name].role, roles.Trigger) for name in self.done
        ):
            view = self.remote.wait_for_field() or view
        return view

    def _keep_telemetry(self) -> None:
        """Nothing was asked of the server, so what was read before still holds."""
        for field in self.remote.resource.with_role(roles.Volatile, roles.Computed, roles.Once):
            self.reached[field.name] = self.prior[field.name]

    def truth(self) -> Values:
        """The state after a failure: what was carried out as planned, the rest as the server has it."""
        fields = self.remote.resource.fields()
        state = {
            name: self.reached[name] if name in self.done or _is_local(fields[name].role) else self.prior[name]
            for name in fields
        }
        for field in self.remote.resource.with_role(roles.Once):
            state[field.name] = without_unknowns(self.reached)[field.name] or self.prior[field.name]
        try:
            view = self.remote.read()
        except SluiceError:
            return without_unknowns(state)
        if view is None:
            return without_unknowns(state)
        if self._body_changes() and self.done >= self._body_changes():
            self.private = remember(self.private, self.remote.secrets)
        return without_unknowns(self.remote.projection.state(view, without_unknowns(state)))


def _is_local(role: roles.Role) -> bool:
    return isinstance(
        role,
        roles.Local
        | roles.Protection
        | roles.OnExists
        | roles.WaitField
        | roles.WaitParent
        | roles.WaitRunning
        | roles.Timeouts
        | roles.SecretEnv,
    )
