"""The part of a change that goes into the object's body: sent in the form in which its API takes it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from provider_lib.contract import Values
from provider_lib.dataclass import replace
from provider_lib.errors import Conflict
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.json.paths import MISSING, dig_first
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.request import body_of
from provider_lib.rest.object.definition import definition_of
from provider_lib.rest.object.diagnostics import changed_underneath
from provider_lib.rest.object.difference import difference, with_nulls
from provider_lib.rest.object.long_running import wait_for_outcome
from provider_lib.rest.object.members import (
    Members,
    note_made,
    note_made_in_items,
    refuse_other_shape,
    takes_whole,
    written_along,
)
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.resemblance import is_as_declared
from provider_lib.rest.object.target import may_have_happened
from provider_lib.rest.object.unmanaged import unmanaged_values, with_entries_of_others
from provider_lib.rest.operations.delete import PRECONDITION_FAILED
from provider_lib.rest.operations.recreate import recreate
from provider_lib.rest.operations.redefine import Redefinition
from provider_lib.spec import Call, Redefine, Resource, roles


class BodyWrite:
    """What changed in an object's body, and how far its way to the server is.

    Args:
        remote: the object as it should become.
        prior: its state before.
        private: what was stored beside that.
        changes: the fields that changed.

    Attributes:
        fields: those that the write carries; nothing is written when there are none.
        before: the object as it was before the write, where that was read.
        parts: of the object's view, those that the answer told.
        is_in_doubt: whether it may have been carried out, and nobody knows.
        is_made_anew: whether it was a delete and a create.
    """

    def __init__(self, remote: Remote, prior: Values, private: Private, changes: Set[str]) -> None:
        self._remote = remote
        self._prior = prior
        self._private = private
        self._changes = changes
        self._beside: Members | None = None
        self._sent_body: Any = None
        self.fields = _written(remote.resource, changes)
        self.before: Any = None
        self.parts: Mapping[str, Any] = {}
        self.is_in_doubt = False
        self.is_made_anew = False

    @property
    def repeats_what_others_own(self) -> bool:
        """Whether the write is one of a whole configuration or document, of which others may own a part."""
        update = self._remote.update_call()
        is_whole = takes_whole(update) if isinstance(update, Call) else isinstance(update, Redefine)
        if not self.fields or not is_whole:
            return False
        return any(self._remote.resource.fields_with(role) for role in (roles.ConfigMap, roles.Document))

    @property
    def is_whole(self) -> bool:
        """Whether it carries what did not change, too."""
        update = self._remote.update_call()
        return bool(self.fields) and not (isinstance(update, Call) and (update.merge or update.operations))

    def carry_out(self) -> Any:
        """Write what changed; the object, where the answer holds it."""
        try:
            return self._write()
        except Exception as failure:
            known = as_error(failure, f"update {self._remote.name}")
            self.is_in_doubt = self.is_in_doubt or may_have_happened(known)
            raise

    def having_made(self, private: Private, view: Any) -> Private:
        """What is stored, and with it what the server made by itself beside what was written."""
        if self._beside is not None:
            return note_made(private, self._remote, self._sent_body, view, self._beside.own)
        return note_made_in_items(private, self._remote, self._sent_body, view)

    def _write(self) -> Any:
        """Send the changed configuration; the object, where the answer holds it."""
        update = self._remote.update_call()
        change = self._redefinition(update) if isinstance(update, Redefine) else None
        if change is not None:
            return self._redefine(change)
        if not isinstance(update, Call):
            recreate(self._remote, self._prior, self._private)
            self.is_made_anew = True
            return None
        answer = self._send(update)
        self.is_in_doubt = True
        wait_for_outcome(self._remote, "update", answer)
        self.is_in_doubt = False
        found = dig_first(answer, update.item)
        self.parts = self._remote.having_written(found).parts
        return found if self._remote.api.echoes and found is not MISSING else None

    def _redefinition(self, update: Redefine) -> Redefinition | None:
        """The change by the object's definition; None where there is none that can be changed, or no object."""
        if self.before is None:
            return None
        definition = definition_of(self._remote, update, self._prior)
        if definition.obstacle:
            return None
        return Redefinition(self._whole(), update, definition, self._prior, self._private.written, self.before)

    def _redefine(self, change: Redefinition) -> Any:
        """Write the object's definition; the object, which shows the change."""
        change.write("update")
        self.is_in_doubt = True
        view = change.confirm()
        self.is_in_doubt = False
        return view

    def _send(self, call: Call) -> Any:
        """Send the change, in the form that the API takes it, with the revision that the plan was made from."""
        revision = {
            field.name: self._prior[field.name] for field, _ in self._remote.resource.fields_with(roles.Revision)
        }
        try:
            if call.merge or call.operations:
                asked = difference(self._remote, self._values(), self._prior, self._private, call).but(**revision)
                return self._sent(call, asked, sorted(self.fields))
            if takes_whole(call):
                refuse_other_shape(self._remote, self.before)
            asked = self._whole().but(**revision)
            self._beside = Members.of(asked, self.before, self._prior, self._private) if takes_whole(call) else None
            if self._beside is None:
                return self._sent(call, asked)
            return written_along(self._beside, lambda whole: self._sent(call, whole))
        except Conflict as conflict:
            if not any(revision.values()) and conflict.status != PRECONDITION_FAILED:
                raise
            view = self._view_if_in_force()
            if view is not None:
                return view
            raise changed_underneath(self._remote.name, conflict) from conflict

    def _sent(self, call: Call, asked: Remote, only: list[str] | None = None) -> Any:
        self._sent_body = body_of(call, asked.resource.fields(), asked.wire, only)
        return asked.send(call, "update", only, unmanaged_values(self._remote, self._prior, call))

    def _view_if_in_force(self) -> Any:
        """The object when it is as it should become: then the answer was lost, and what was sent again met itself."""
        view = self._remote.read()
        return view if view is not None and is_as_declared(self._remote, view, self.fields) else None

    def _values(self) -> Values:
        """What is sent for each field: for what was taken out, what the server takes for that."""
        fields, values = self._remote.resource.fields(), self._remote.values
        gone = {name: fields[name].removed_as for name in self._changes if values[name] is None}
        return {**values, **gone}

    def _whole(self) -> Remote:
        """The object as it should become."""
        values, configs = self._values(), self._remote.resource.fields_with(roles.ConfigMap)
        for field, role in configs:
            if role.null_removed:
                values[field.name] = with_nulls(self._remote, field, self._prior, self._private)
        if configs:
            values = with_entries_of_others(self._remote, values, self.before, self._prior, self._private)
        return replace(self._remote, values=values)


def _written(resource: type[Resource], changes: Set[str]) -> set[str]:
    """The changed fields that a write carries."""
    fields = resource.fields()
    changed = {name for name in changes if fields[name].role.traits.change == "body"}
    if any(isinstance(fields[name].role, roles.SecretRevision) for name in changed):
        changed |= {field.name for field, _ in resource.fields_with(roles.ConfigMap)}
    lifecycle = resource.lifecycle
    if lifecycle is not None and not lifecycle.calls and lifecycle.desired in changes:
        changed.add(lifecycle.desired)
    return changed
