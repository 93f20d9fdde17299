"""Creating an object without ever leaving an orphan or taking over a stranger's."""

from __future__ import annotations

from typing import Any

from provider_lib.errors import AlreadyExists, ApiError, Cancelled, SluiceError, WaitTimedOut
from provider_lib.rest.diagnostics import error, unreadable_keys, warning, without_unknowns
from provider_lib.rest.documents import MISSING, dig_first
from provider_lib.rest.former import is_held
from provider_lib.rest.health import wait_until_healthy
from provider_lib.rest.private import Private
from provider_lib.rest.remote import Remote, is_conflict_or_refusal
from provider_lib.rest.secrets import remember
from provider_lib.rest.target import may_have_happened
from provider_lib.rest.update import bring_about
from provider_lib.spec import Field, roles
from provider_lib.spec.provider import Applied, Diagnostic, Values


def create(remote: Remote) -> Applied:
    """Create an object; from the moment it exists, every failure still returns its state.

    Raises:
        SluiceError: it was not created, and nothing was left behind.
    """
    remote.wait_for_parent()
    existing = remote.look_up() if remote.api.upsert else None
    if existing is not None:
        return _adopt(remote, existing)
    try:
        answer = _send_create(remote)
    except ApiError as refusal:
        existing = remote.look_up() if is_conflict_or_refusal(refusal) else None
        if existing is None:
            raise
        return _adopt(remote, existing, refusal)
    return _finish(remote.learn_id(answer), answer)


def _send_create(remote: Remote) -> Any:
    """The create's answer, or the object itself when the answer was lost.

    Raises:
        SluiceError: the object was not created.
    """
    try:
        return _unwrapped(remote, remote.send_patiently(remote.api.create, "create", _initial(remote)))
    except SluiceError as failure:
        if not may_have_happened(failure):
            raise
        found = _found_again(remote, failure)
        if found is None:
            raise
        return found


def _initial(remote: Remote) -> dict[str, Any]:
    """Where the server understands it: the state in which the object begins, so that it is never in another."""
    lifecycle = remote.resource.lifecycle
    if lifecycle is None or lifecycle.initial is None:
        return {}
    held = [field.role.within for field in _triggers(remote) if isinstance(field.role, roles.Trigger)]
    state = next(filter(None, held), remote.values[lifecycle.desired])
    if state == "running" or not remote.target.knows(lifecycle.initial.since):
        return {}
    return {lifecycle.initial.path: lifecycle.states[state]}


def _triggers(remote: Remote) -> list[Field]:
    """The triggers whose calls a new object needs."""
    return [
        field
        for field in remote.resource.with_role(roles.Trigger)
        if isinstance(field.role, roles.Trigger) and field.role.at_create and remote.values[field.name] is not None
    ]


def _unwrapped(remote: Remote, body: Any) -> Any:
    found = dig_first(body, remote.api.create.item)
    return body if found is MISSING else found


def _found_again(remote: Remote, failure: SluiceError) -> Any:
    """The object that a create made although its answer was lost, with a new key in place of the lost one."""
    try:
        found = remote.look_up()
    except SluiceError:
        raise failure from None
    if found is None:
        return None
    for field in remote.resource.with_role(roles.Once):
        assert isinstance(field.role, roles.Once)
        renewed = remote.send(remote.api.calls[field.role.recover], f"recover {field.name} of")
        found = {**found, **(renewed if isinstance(renewed, dict) else {})}
    return found


def _finish(remote: Remote, answer: Any) -> Applied:
    """Bring a new object into the desired state and read it."""
    private = remember(Private(), remote.secrets)
    known = remote.projection.applied(answer if isinstance(answer, dict) else {}, remote.values)
    diagnostics: list[Diagnostic] = []
    try:
        if is_held(remote):
            remote.steer()
        for field in _triggers(remote):
            remote.pull(field)
        view = wait_until_healthy(remote) or _view(remote, answer)
        known = remote.projection.applied(view, known)
        view = _wait_for_field(remote, diagnostics)
        known = known if view is None else remote.projection.applied(view, known)
    except SluiceError as failure:
        diagnostics.append(error(failure))
    return Applied(without_unknowns(known), private.dump(), tuple(diagnostics))


def _view(remote: Remote, answer: Any) -> Any:
    """The object after its create: the answer where that holds all of it, else a read."""
    return answer if remote.api.echoes else remote.settle()


def _wait_for_field(remote: Remote, diagnostics: list[Diagnostic]) -> Any:
    """Wait for an observed field; in vain is a warning, since an error would taint and so replace the object."""
    try:
        return remote.wait_for_field()
    except (WaitTimedOut, Cancelled) as failure:
        diagnostics.append(warning(failure))
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
    return bring_about(
        remote,
        _as_found(remote, existing),
        Private(origin="imported"),
        unreadable_keys(remote.resource, remote.name),
    )


def _as_found(remote: Remote, existing: Any) -> Values:
    """The state of an object that was there before, seen through what is declared for it."""
    known = without_unknowns(remote.values)
    for field in remote.resource.with_role(roles.Trigger):
        known[field.name] = None
    for field in remote.resource.with_role(roles.SecretRevision):
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
