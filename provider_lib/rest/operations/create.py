"""Creating an object without ever leaving an orphan or taking over a stranger's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.errors import AlreadyExists, ApiError, Cancelled, OutcomeUnknown, SluiceError
from provider_lib.rest.mapping.normalization import normalized
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import remember
from provider_lib.rest.object.assignment import assign
from provider_lib.rest.object.diagnostics import storable, unreadable_keys
from provider_lib.rest.object.lifecycle import wait_until_healthy
from provider_lib.rest.object.long_running import wait_for_outcome
from provider_lib.rest.object.remote import Remote, is_conflict_or_refusal
from provider_lib.rest.object.rollback import is_held
from provider_lib.rest.object.triggers import pull, pulls_at_create
from provider_lib.rest.operations.create_call import request_create
from provider_lib.rest.operations.update import update
from provider_lib.spec import roles
from provider_lib.spec.types import UNKNOWN


def create(remote: Remote) -> Applied:
    """Create an object; from the moment it may exist, every failure still returns its state.

    It is looked for first where that is possible: a create may overwrite what exists, and what is found after an
    answer was lost is then known to be this create's work.

    Raises:
        SluiceError: it was not created, and nothing was left behind.
    """
    remote = remote.wait_for_parent()
    existing = remote.look_up() if remote.can_be_looked_up else None
    if existing is not None:
        return _adopt(remote, existing)
    try:
        answer = request_create(remote)
    except OutcomeUnknown as failure:
        if not remote.is_readable_before_id:
            raise
        return _half_made(remote, remote.values, (_perhaps_there(remote, failure),))
    except ApiError as refusal:
        existing = remote.look_up() if is_conflict_or_refusal(refusal) else None
        if existing is None:
            raise
        return _adopt(remote, existing, refusal)
    return _finish(remote.learn_id(answer), answer)


def _finish(remote: Remote, answer: Any) -> Applied:
    """Bring a new object into the desired state and read it."""
    private = remember(Private(), remote.secrets)
    known = remote.projection.applied(answer if isinstance(answer, dict) else {}, remote.values)
    diagnostics: list[Diagnostic] = []
    try:
        known = _with_keys(remote, known)
        wait_for_outcome(remote, "create", answer)
        diagnostics += _assign(remote)
        if is_held(remote):
            remote.steer()
        for one in pulls_at_create(remote.resource, remote.values):
            pull(remote, one)
        view = wait_until_healthy(remote) or _view(remote, answer)
        private = replace(private, normalized=normalized(remote.projection, view, remote.values))
        known = remote.projection.applied(view, known)
        view = _wait_for_field(remote, diagnostics)
        known = known if view is None else remote.projection.applied(view, known)
    except Cancelled as stopped:
        diagnostics.append(Diagnostic.of(stopped, "warning"))
    except SluiceError as failure:
        return _half_made(remote, known, (*diagnostics, Diagnostic.of(failure)))
    return Applied(storable(known), private.dump(), tuple(diagnostics))


def _with_keys(remote: Remote, known: Values) -> Values:
    """Known values with every key that only a create's answer holds; a lost one is made anew."""
    for field, once in remote.resource.fields_with(roles.Once):
        if known[field.name] in (None, UNKNOWN):
            answer = remote.send(remote.api.calls[once.recover], f"recover {field.name} of")
            known = remote.projection.applied(answer, known)
    return known


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


def _half_made(remote: Remote, known: Mapping[str, Any], diagnostics: tuple[Diagnostic, ...]) -> Applied:
    """What is stored, as tainted, of a create that failed: nothing protects it from being replaced."""
    state = storable(known)
    for field, _ in remote.resource.fields_with(roles.Protection):
        state[field.name] = False
    return Applied(state, remember(Private(), remote.secrets).dump(), diagnostics)


def _perhaps_there(remote: Remote, failure: OutcomeUnknown) -> Diagnostic:
    return Diagnostic(
        "error",
        failure.summary,
        f"{failure.detail}\nNobody could say whether {remote.name} was made. It is kept in the state as tainted, so "
        "that the next apply finds out.",
    )


def _view(remote: Remote, answer: Any) -> Any:
    """The object after its create: the answer where that holds all of it, else a read."""
    return answer if remote.api.echoes else remote.settle()


def _wait_for_field(remote: Remote, diagnostics: list[Diagnostic]) -> Any:
    """Wait for an observed field; in vain is a warning, since an error would taint and so replace the object."""
    try:
        return remote.wait_for_field()
    except SluiceError as failure:
        diagnostics.append(Diagnostic.of(failure, "warning"))
        return None


def _adopt(remote: Remote, existing: Any, refusal: ApiError | None = None) -> Applied:
    """Take over an object that exists, or say how to.

    Raises:
        AlreadyExists: ``on_exists`` is not ``adopt``.
    """
    field = remote.resource.only(roles.OnExists)
    remote = remote.learn_id(existing)
    if field is None or remote.values[field.name] != "adopt":
        raise _already_exists(remote, field is not None) from refusal
    warnings = unreadable_keys(remote.resource, remote.name)
    applied = update(remote, _as_found(remote, existing), Private(origin="imported"), warnings)
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


def _already_exists(remote: Remote, may_adopt: bool) -> AlreadyExists:
    adopt = '\nOr set `on_exists = "adopt"` to take it over as it is declared here.' if may_adopt else ""
    return AlreadyExists(
        f"{remote.name} exists already",
        "It was not made by this stack. To manage it here, import it:\n\n"
        f'  import {{\n    to = {remote.resource.type_name}.NAME\n    id = "{remote.import_id}"\n  }}\n\n'
        f'or in Python: {remote.resource.__name__}(...).import_from("{remote.import_id}").{adopt}',
    )
