"""What is known of an object from the moment it may exist: nothing that happens then leaves it unaccounted for."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.dataclass import replace
from provider_lib.errors import Cancelled, OutcomeUnknown, SluiceError
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.forms import Forms
from provider_lib.rest.mapping.normalization import Write
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.request import body_of
from provider_lib.rest.mapping.secret_digests import as_shown, remember
from provider_lib.rest.object.assignment import assign
from provider_lib.rest.object.deeds import begin_create, secrets_in, secrets_left, told
from provider_lib.rest.object.diagnostics import forms_told, made_anew, storable, unreadable_key
from provider_lib.rest.object.journal import Entry
from provider_lib.rest.object.lifecycle import wait_until_healthy
from provider_lib.rest.object.long_running import wait_for_outcome
from provider_lib.rest.object.lost_keys import may_renew, renewed_on_arrival
from provider_lib.rest.object.members import note_made
from provider_lib.rest.object.observed import wait_for_field
from provider_lib.rest.object.recognition import shows_id
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.renewal import renew
from provider_lib.rest.object.rollback import is_held
from provider_lib.rest.object.strangers import answered_with_another, stranger
from provider_lib.rest.object.target import may_have_happened
from provider_lib.rest.object.triggers import held_for, pulls_at_create
from provider_lib.rest.operations.create_call import request_create
from provider_lib.spec import roles
from provider_lib.spec.types import UNKNOWN

KEY_LOST = "Nobody knows the one that works now. The object is kept as tainted, so that the next apply makes it anew."


class Made:
    """An object that is being made; the journal has it from before the request on.

    Args:
        remote: the object.
        left: what a former run left of the same create, when that is gone on with.
        is_back: whether it is put back, which must not fail for a note.
    """

    def __init__(self, remote: Remote, left: Entry | None = None, *, is_back: bool = False) -> None:
        self._remote = remote
        self._left = left
        self._deed = begin_create(remote, whatever_happens=is_back)
        self._known: Values = dict(remote.values)
        self._private = Private()
        self._diagnostics: list[Diagnostic] = []

    def request(self, doing: str = "create", *, free_from: float, is_sure: bool = True) -> Any:
        """Send the create; its answer, or the object itself when the answer was lost.

        Args:
            free_from: monotonic seconds until which another one, which was deleted, may still have its name.
            is_sure: whether it was not there a moment ago, so that what is found after a lost answer is this one.

        Raises:
            OutcomeUnknown: it may have been made.
            SluiceError: it was not made.
        """
        try:
            return request_create(self._remote, doing, free_from=free_from, is_sure=is_sure)
        except SluiceError as failure:
            if not may_have_happened(failure):
                self._deed.end()
            raise

    def finish(self, answer: Any) -> Applied:
        """Bring the new object into the desired state and read it.

        Args:
            answer: of its create.
        """
        try:
            self._learn(answer)
            self._complete(answer)
        except Exception as cause:
            failure = as_error(cause, f"complete {self._remote.name}")
            self._private = replace(self._private, unsettled=True)
            if not isinstance(failure, Cancelled) or not self._has_identity:
                return self._half_made(failure)
            self._diagnostics.append(Diagnostic.of(failure, "warning"))
        return Applied(storable(self._known), self._private.dump(), tuple(self._diagnostics))

    def perhaps(self, failure: SluiceError) -> Applied:
        """What is told of an object of which nobody could say whether it was made."""
        name = self._remote.name
        if not self._remote.is_readable_before_id:
            return self._lost(failure, "It may have been made all the same")
        advice = (
            f"Nobody could say whether {name} was made. It is kept in the state as tainted, so that the next apply "
            "finds out."
        )
        self._private = replace(self._private, unsettled=True)
        return self._half_made(failure.but(detail=f"{failure.detail}\n{advice}"))

    def _learn(self, answer: Any) -> None:
        """Take from the answer to the create what tells which object it is, and what only that answer has."""
        self._remote = self._remote.learn_id(answer).learn_names(answer)
        self._known = dict(self._remote.values) | (secrets_left(self._remote, self._left) if self._left else {})
        self._known = self._remote.projection.applied(answer, self._known)
        self._deed.note(**told(self._remote, self._known))
        if self._left is not None:
            self._deed.journal.forget(self._left)
        self._private = remember(self._private, self._remote.secrets).having_seen(self._remote.forms)

    def _complete(self, answer: Any) -> None:
        remote = self._remote
        self._with_keys(answer)
        if self._left is None or _says_where_to_ask(remote, answer):
            wait_for_outcome(remote, "create", answer)
        self._diagnostics += _assign(remote)
        if is_held(remote):
            remote.steer()
        self._pull_triggers()
        told = remote.having_written(answer)
        settled = wait_until_healthy(told)
        self._diagnostics += settled.warnings
        view = settled.view or _view(told, answer)
        self._refuse_stranger(answer, view)
        self._notice(view)
        masks = remote.masks
        self._private = as_shown(self._private, remote.secrets, remote.resource, view, masks)
        if self._left is None:
            sent = body_of(remote.api.create, remote.resource.fields(), remote.wire)
            self._private = note_made(self._private, remote, sent, view)
        self._known = remote.projection.applied(view, self._known)
        view = self._wait_for_field()
        self._known = self._known if view is None else remote.projection.applied(view, self._known)

    def _refuse_stranger(self, answer: Any, view: Any) -> None:
        """Refuse an answer that speaks of another object; what is known then is of the one that is there.

        Raises:
            UnexpectedAnswer: it does.
        """
        names = stranger(self._remote, answer, view)
        if names is None:
            return
        self._remote = self._remote.learn_id(view)
        ids = self._remote.resource.fields_with(roles.ServerId)
        known = self._known | {field.name: self._remote.values[field.name] for field, _ in ids}
        self._known = self._remote.projection.applied(view, known)
        self._deed.note(**told(self._remote, self._known))
        raise answered_with_another(self._remote.name, *names)

    def _pull_triggers(self) -> None:
        """Make the calls that a new object needs, unless the run that made it had done so."""
        asked = pulls_at_create(self._remote.resource, self._remote.values)
        if self._left is not None and self._left.is_complete:
            return
        with held_for(self._remote, asked):
            for one in asked:
                self._renew(one.call, one.renews)
        if asked:
            self._deed.note(is_complete=True)

    def _notice(self, view: Any) -> None:
        """Remember what the server made of what it was given, and say so."""
        remote, known = self._remote, Forms(self._private.salt)
        noticed = Write(remote.projection, view, remote.values, known).notice()
        self._private = replace(self._private.having_seen(noticed.forms), tells_id=shows_id(remote, view))
        self._diagnostics += forms_told(remote.name, remote.resource, noticed)

    def _with_keys(self, answer: Any) -> None:
        """Make anew every key that only a create's answer holds, and that this one did not."""
        remote = self._remote
        for field, once in remote.resource.fields_with(roles.Once):
            if self._known[field.name] not in (None, UNKNOWN):
                continue
            if self._left is not None and not may_renew(remote, once, answer, is_ours=True):
                self._diagnostics.append(unreadable_key(remote.resource, remote.name, field.name))
                continue
            self._renew(once.recover, (field.name,), f"recover {field.name} of")
            warning = made_anew if self._left is None else renewed_on_arrival
            self._diagnostics.append(warning(remote.name, field.name))

    def _renew(self, call: str, names: tuple[str, ...], doing: str | None = None) -> None:
        try:
            renewed = renew(self._remote, call, names, self._known, KEY_LOST, doing)
        except Cancelled as stopped:
            if not names:
                raise
            raise OutcomeUnknown(stopped.summary, f"{stopped.detail}\n{KEY_LOST}") from stopped
        self._known = renewed.reached
        self._diagnostics += renewed.told
        if names:
            self._deed.note(secrets=secrets_in(self._remote, self._known))

    def _wait_for_field(self) -> Any:
        """Wait for an observed field; in vain is a warning, since an error would taint and so replace the object."""
        try:
            return wait_for_field(self._remote)
        except SluiceError as failure:
            self._diagnostics.append(Diagnostic.of(failure, "warning"))
            return None

    @property
    def _has_identity(self) -> bool:
        """Whether what is known is enough to find the object again."""
        return all(self._known[name] not in (None, UNKNOWN) for name in self._remote.resource.identity_fields())

    def _half_made(self, failure: SluiceError) -> Applied:
        """What is stored, as tainted, of a create that failed: nothing protects it from being replaced."""
        if not self._has_identity:
            return self._lost(failure, f"{self._remote.name} is not in the state")
        state = storable(self._known)
        for field, _ in self._remote.resource.fields_with(roles.Protection):
            state[field.name] = False
        return Applied(state, self._private.dump(), (*self._diagnostics, Diagnostic.of(failure)))

    def _lost(self, failure: SluiceError, why: str) -> Applied:
        """What is told of an object that cannot be kept in the state, because nothing says which one it is."""
        told = failure.but(detail=f"{failure.detail}\n{why}: look for it in the API, and import or delete it.")
        return Applied(None, None, (*self._diagnostics, Diagnostic.of(told)))


def _assign(remote: Remote) -> list[Diagnostic]:
    """Write the sets that have calls of their own; in vain is a warning, since an error would taint and so replace."""
    failures: list[Diagnostic] = []
    for field, role in remote.resource.fields_with(roles.Assigned):
        try:
            if (wanted := remote.values[field.name]) is not None:
                assign(remote, role, None, wanted)
        except Cancelled:
            raise
        except SluiceError as failure:
            advice = f"{remote.name} itself is in place and kept. The next plan shows what is missing: apply again."
            told = failure.but(detail=f"{failure.detail}\n{advice}", path=(field.name,))
            failures.append(Diagnostic.of(told, "warning"))
    return failures


def _view(remote: Remote, answer: Any) -> Any:
    """The object after its create: the answer where that holds all of it, and no call has followed; else a read."""
    holds_all = remote.api.echoes and isinstance(answer, dict)
    return answer if holds_all and not _needs_calls(remote) else remote.settle()


def _needs_calls(remote: Remote) -> bool:
    """Whether a new object becomes what it should be only by calls after its create."""
    assigned = any(remote.values[field.name] is not None for field, _ in remote.resource.fields_with(roles.Assigned))
    return assigned or is_held(remote) or bool(pulls_at_create(remote.resource, remote.values))


def _says_where_to_ask(remote: Remote, answer: Any) -> bool:
    """Whether what is known of a create is enough to wait for its outcome."""
    outcome = remote.api.outcomes.get("create")
    return outcome is None or outcome.link is None or dig(answer, outcome.link) is not MISSING
