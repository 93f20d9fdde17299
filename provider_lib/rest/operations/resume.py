"""Going on with a create that a former run began, and of which no state is known: the journal tells of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.errors import AlreadyExists, OutcomeUnknown, WaitTimedOut
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.deeds import is_same, left_of, was_sent_so
from provider_lib.rest.object.diagnostics import storable, unreadable_keys
from provider_lib.rest.object.journal import CREATE, Entry
from provider_lib.rest.object.polling import poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.resemblance import is_as_declared
from provider_lib.rest.object.witness import confirmed
from provider_lib.rest.operations.made import Made
from provider_lib.rest.operations.update import update
from provider_lib.spec import roles


def resume(remote: Remote) -> Applied | None:
    """What comes of a create that a former run began; None when nothing of it is there, so that it is made now.

    Raises:
        OutcomeUnknown: nobody can tell whether it was made, so it is not made again.
        AlreadyExists: an object has its name, and nobody can tell whether that was made by it.
    """
    journal = remote.target.journal
    for entry in left_of(remote):
        if not remote.can_be_looked_up and not was_sent_so(remote, entry):
            journal.tell(_another(entry))
        elif journal.take(entry):
            applied = _resumed(remote, entry) if entry.doing == CREATE else None
            if applied is not None:
                return applied
            journal.forget(entry)
    return None


def _resumed(remote: Remote, entry: Entry) -> Applied | None:
    if entry.told is None:
        return _without_answer(remote, entry)
    field = remote.resource.only(roles.ServerId)
    remote = remote if field is None else remote.but(**{field.name: entry.told.get(field.name)})
    view = _shown(remote, entry, lambda: confirmed(remote, remote.read))
    return _taken(remote, entry, view) if view is not None and is_same(remote, entry, view) else None


def _without_answer(remote: Remote, entry: Entry) -> Applied | None:
    if not remote.can_be_looked_up:
        raise _unknowable(remote, entry)
    view = _shown(remote, entry, remote.look_up)
    if view is None:
        return None
    remote = remote.learn_id(view).learn_names(view)
    if was_sent_so(remote, entry) and is_as_declared(remote, view):
        return _taken(remote, entry, view)
    if remote.resource.value_of(roles.OnExists, remote.values) == "adopt":
        return None
    raise already_exists(remote, entry)


def _shown(remote: Remote, entry: Entry, look: Callable[[], Any]) -> Any:
    """The object, for which a server gets as much time to show it as after any create; None when it does not."""
    left = remote.api.shows_within - (time.time() - entry.began)
    try:
        return poll(
            look,
            deadline=time.monotonic() + min(max(left, 0), remote.api.shows_within),
            stop=remote.target.stop,
            what=remote.name,
            advice="",
        )
    except WaitTimedOut as nothing:
        if nothing.trouble is not None:
            raise nothing.trouble from nothing
        return None


def _taken(remote: Remote, entry: Entry, view: Any) -> Applied:
    """Take the object over: as its create would have gone on, or where something else is declared now, by a change."""
    told = Diagnostic(
        "warning",
        f"{remote.name} was taken over from a run that ended too soon",
        f"Its create was begun on {_when(entry)}, and no state has it. It is there, and it is not made again.",
    )
    if was_sent_so(remote, entry):
        applied = Made(remote, entry).finish(view)
    else:
        remote = remote.learn_names(view)
        is_keyless = any(name not in entry.secrets for name in _once(remote))
        warnings = unreadable_keys(remote.resource, remote.name) if is_keyless else ()
        private = Private(origin="imported").having_seen(remote.forms)
        applied = update(remote, as_found(remote, view) | _pulled(remote) | dict(entry.secrets), private, warnings)
        if any(item.severity == "error" for item in applied.diagnostics):
            return replace(applied, state=None, private=None)
    return replace(applied, diagnostics=(told, *applied.diagnostics))


def _once(remote: Remote) -> list[str]:
    return [field.name for field, _ in remote.resource.fields_with(roles.Once)]


def _pulled(remote: Remote) -> Values:
    """The triggers as they are: nothing that they would renew was renewed since."""
    return {field.name: remote.values[field.name] for field, _ in remote.resource.fields_with(roles.Trigger)}


def as_found(remote: Remote, existing: Any) -> Values:
    """The state of an object that was there before, seen through what is declared for it."""
    known = storable(remote.values)
    for field, _ in remote.resource.fields_with(roles.Trigger):
        if field.answer_path is None:
            known[field.name] = None
    for field, _ in remote.resource.fields_with(roles.SecretRevision):
        known[field.name] = 0
    return remote.projection.state(existing, known)


def already_exists(remote: Remote, entry: Entry | None = None) -> AlreadyExists:
    """The error about an object that exists, and how to have it here.

    Args:
        entry: of a create that may have made it.
    """
    origin = "It was not made by this stack."
    if entry is not None:
        origin = (
            f"A create of it was begun on {_when(entry)}, and nobody knows what came of it; what is there now is not "
            "what is declared here, so somebody else may have made it."
        )
    may_adopt = remote.resource.only(roles.OnExists) is not None
    adopt = '\nOr set `on_exists = "adopt"` to take it over as it is declared here.' if may_adopt else ""
    return AlreadyExists(
        f"{remote.name} exists already",
        f"{origin} To manage it here, import it:\n\n"
        f'  import {{\n    to = {remote.resource.type_name}.NAME\n    id = "{remote.import_id}"\n  }}\n\n'
        f'or in Python: {remote.resource.__name__}(...).import_from("{remote.import_id}").{adopt}',
    )


def _unknowable(remote: Remote, entry: Entry) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"nobody knows whether {remote.name} was made",
        f"Its create was begun on {_when(entry)}, and its answer never came. Nothing tells one such object from "
        f"another, so it is not made again. Look at {entry.server} for one with exactly what is declared here: import "
        f"it if it is there. Then, or if it is not there: `sluice state journal --forget {entry.id}`, and apply again.",
    )


def _another(entry: Entry) -> Diagnostic:
    import_id = f" It can be imported as {entry.import_id}." if entry.import_id else ""
    return Diagnostic(
        "warning",
        f"a former run may have left a {entry.name} in no state",
        f"A create was begun on {_when(entry)} of which no state is known, and what is made now is another object."
        f"{import_id} When this apply is over, `sluice state journal` shows what is left, and `sluice state journal "
        f"--forget {entry.id}` ends it.",
    )


def _when(entry: Entry) -> str:
    return datetime.fromtimestamp(entry.began, UTC).strftime("%Y-%m-%d at %H:%M:%S UTC")
