"""Creating an object without ever leaving an orphan or taking over a stranger's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.errors import AlreadyExists, ApiError, Cancelled, Conflict, OutcomeUnknown, SluiceError
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.mapping.forms import Forms
from provider_lib.rest.mapping.normalization import Write
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import as_shown, remember
from provider_lib.rest.object.assignment import assign
from provider_lib.rest.object.diagnostics import forms_told, made_anew, storable, unreadable_keys
from provider_lib.rest.object.lifecycle import wait_until_healthy
from provider_lib.rest.object.long_running import is_pending, wait_for_outcome
from provider_lib.rest.object.remote import Remote, is_conflict_or_refusal
from provider_lib.rest.object.renewal import renew
from provider_lib.rest.object.rollback import is_held
from provider_lib.rest.object.triggers import held_for, pulls_at_create
from provider_lib.rest.operations.create_call import request_create
from provider_lib.rest.operations.update import update
from provider_lib.spec import roles
from provider_lib.spec.types import UNKNOWN

KEY_LOST = "Nobody knows the one that works now. The object is kept as tainted, so that the next apply makes it anew."


def create(remote: Remote, *, free_from: float = 0.0) -> Applied:
    """Create an object; from the moment it may exist, every failure still returns its state.

    It is looked for first where that is possible: a create may overwrite what exists, and what is found after an
    answer was lost is then known to be this create's work.

    Args:
        free_from: monotonic seconds until which another one, which was deleted, may still have its name.

    Raises:
        SluiceError: it was not created, and nothing was left behind.
    """
    remote = remote.wait_for_parent()
    existing = _unless_it_goes(remote, remote.look_up()) if remote.can_be_looked_up else None
    if existing is not None:
        return _adopt(remote, existing)
    made = Made(remote)
    try:
        answer = request_create(remote, free_from=free_from)
    except OutcomeUnknown as failure:
        return made.perhaps(failure)
    except ApiError as refusal:
        existing = _in_the_way(remote, refusal)
        if existing is None:
            raise
        return _adopt(remote, existing, refusal)
    except SluiceError:
        raise
    except Exception as cause:
        return made.perhaps(as_error(cause, f"create {remote.name}"))
    return made.finish(answer)


def _unless_it_goes(remote: Remote, existing: Any) -> Any:
    """What has its name; None once it is gone, where the declaration says how to see that it is on its way out.

    Raises:
        WaitTimedOut: it was still there when time was up.
    """
    outcome = remote.api.outcomes.get("delete")
    if existing is None or outcome is None or outcome.link is not None or not is_pending(outcome, existing):
        return existing
    wait_for_outcome(remote.learn_id(existing), "delete", None)
    return remote.look_up()


class Made:
    """What is known of an object from the moment it may exist: nothing that happens then leaves it unaccounted for."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._known: Values = dict(remote.values)
        self._private = Private()
        self._diagnostics: list[Diagnostic] = []

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
        return self._half_made(failure.but(detail=f"{failure.detail}\n{advice}"))

    def _learn(self, answer: Any) -> None:
        """Take from the answer to the create what tells which object it is, and what only that answer has."""
        self._remote = self._remote.learn_id(answer).learn_names(answer)
        self._known = dict(self._remote.values)
        self._known = self._remote.projection.applied(answer if isinstance(answer, dict) else {}, self._known)
        self._private = remember(self._private, self._remote.secrets).having_seen(self._remote.forms)

    def _complete(self, answer: Any) -> None:
        remote = self._remote
        self._with_keys()
        wait_for_outcome(remote, "create", answer)
        self._diagnostics += _assign(remote)
        if is_held(remote):
            remote.steer()
        asked = pulls_at_create(remote.resource, remote.values)
        with held_for(remote, asked):
            for one in asked:
                self._renew(one.call, one.renews)
        settled = wait_until_healthy(remote)
        self._diagnostics += settled.warnings
        view = settled.view or _view(remote, answer)
        self._notice(view)
        masks = remote.masks
        self._private = as_shown(self._private, remote.secrets, remote.resource, view, masks)
        self._known = remote.projection.applied(view, self._known)
        view = self._wait_for_field()
        self._known = self._known if view is None else remote.projection.applied(view, self._known)

    def _notice(self, view: Any) -> None:
        """Remember what the server made of what it was given, and say so."""
        remote, known = self._remote, Forms(self._private.salt)
        noticed = Write(remote.projection, view, remote.values, known).notice()
        self._private = self._private.having_seen(noticed.forms)
        self._diagnostics += forms_told(remote.name, remote.resource, noticed)

    def _with_keys(self) -> None:
        """Make anew every key that only a create's answer holds, and that this one did not."""
        for field, once in self._remote.resource.fields_with(roles.Once):
            if self._known[field.name] in (None, UNKNOWN):
                self._renew(once.recover, (field.name,), f"recover {field.name} of")
                self._diagnostics.append(made_anew(self._remote.name, field.name))

    def _renew(self, call: str, names: tuple[str, ...], doing: str | None = None) -> None:
        try:
            renewed = renew(self._remote, call, names, self._known, KEY_LOST, doing)
        except Cancelled as stopped:
            if not names:
                raise
            raise OutcomeUnknown(stopped.summary, f"{stopped.detail}\n{KEY_LOST}") from stopped
        self._known = renewed.reached
        self._diagnostics += renewed.told

    def _wait_for_field(self) -> Any:
        """Wait for an observed field; in vain is a warning, since an error would taint and so replace the object."""
        try:
            return self._remote.wait_for_field()
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
    """The object after its create: the answer where that holds all of it, else a read."""
    return answer if remote.api.echoes and isinstance(answer, dict) else remote.settle()


def _adopt(remote: Remote, existing: Any, refusal: ApiError | None = None) -> Applied:
    """Take over an object that exists, or say how to.

    Raises:
        AlreadyExists: ``on_exists`` is not ``adopt``.
    """
    field = remote.resource.only(roles.OnExists)
    remote = remote.learn_id(existing).learn_names(existing)
    if field is None or remote.values[field.name] != "adopt":
        raise _already_exists(remote, field is not None) from refusal
    warnings = unreadable_keys(remote.resource, remote.name)
    private = Private(origin="imported").having_seen(remote.forms)
    applied = update(remote, _as_found(remote, existing), private, warnings)
    if all(item.severity == "warning" for item in applied.diagnostics):
        return applied
    # What is stored of a create that failed is tainted, and would be deleted: this object is not ours to delete yet.
    return Applied(None, diagnostics=tuple(map(_not_taken_over, applied.diagnostics)))


def _not_taken_over(item: Diagnostic) -> Diagnostic:
    advice = "It was there before, so it is kept, and not in the state. Apply again to go on taking it over."
    return item if item.severity == "warning" else replace(item, detail=f"{item.detail}\n{advice}".strip())


def _as_found(remote: Remote, existing: Any) -> Values:
    """The state of an object that was there before, seen through what is declared for it."""
    known = storable(remote.values)
    for field, _ in remote.resource.fields_with(roles.Trigger):
        if field.answer_path is None:
            known[field.name] = None
    for field, _ in remote.resource.fields_with(roles.SecretRevision):
        known[field.name] = 0
    return remote.projection.state(existing, known)


def _in_the_way(remote: Remote, refusal: ApiError) -> Any:
    """The object that a create was refused for; in a conflict also one whose name the server takes for the same."""
    if not is_conflict_or_refusal(refusal):
        return None
    existing = remote.look_up()
    if existing is None and isinstance(refusal, Conflict):
        namesakes = [*remote.find_namesakes().values()]
        return namesakes[0] if len(namesakes) == 1 else None
    return existing


def _already_exists(remote: Remote, may_adopt: bool) -> AlreadyExists:
    adopt = '\nOr set `on_exists = "adopt"` to take it over as it is declared here.' if may_adopt else ""
    return AlreadyExists(
        f"{remote.name} exists already",
        "It was not made by this stack. To manage it here, import it:\n\n"
        f'  import {{\n    to = {remote.resource.type_name}.NAME\n    id = "{remote.import_id}"\n  }}\n\n'
        f'or in Python: {remote.resource.__name__}(...).import_from("{remote.import_id}").{adopt}',
    )
