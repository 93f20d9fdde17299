"""Going on with a create that a former run began, and of which no state is known: the journal tells of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from provider_lib.contract import Applied, Diagnostic
from provider_lib.errors import OutcomeUnknown, WaitTimedOut
from provider_lib.rest.object.deeds import is_same, left_of, was_sent_so
from provider_lib.rest.object.journal import CREATE, Entry
from provider_lib.rest.object.polling import poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.resemblance import is_as_declared
from provider_lib.rest.object.witness import confirmed
from provider_lib.rest.operations.take_over import already_exists, how_to_import, taken, when
from provider_lib.spec import roles

ID = "ID"
"""Stands for the id of an object that nobody knows yet."""


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
    return taken(remote, entry, view) if view is not None and is_same(remote, entry, view) else None


def _without_answer(remote: Remote, entry: Entry) -> Applied | None:
    if not remote.can_be_looked_up:
        raise _unknowable(remote, entry)
    view = _shown(remote, entry, remote.look_up)
    if view is None:
        return None
    remote = remote.learn_id(view).learn_names(view)
    if was_sent_so(remote, entry) and is_as_declared(remote, view):
        return taken(remote, entry, view)
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


def _unknowable(remote: Remote, entry: Entry) -> OutcomeUnknown:
    ids = [field.name for field, _ in remote.resource.fields_with(roles.ServerId)]
    return OutcomeUnknown(
        f"nobody knows whether {remote.name} was made",
        f"Its create was begun on {when(entry)}, and its answer never came. Nothing tells one such object from "
        f"another, so it is not made again. Look at {entry.server} for one with exactly what is declared here. If it "
        f"is there, import it, with its own id for {ID}:\n\n{how_to_import(remote.but(**dict.fromkeys(ids, ID)))}\n"
        f"Then, or if it is not there: `sluice state journal --forget {entry.id}`, and apply again.",
    )


def _another(entry: Entry) -> Diagnostic:
    import_id = f" It can be imported as {entry.import_id}." if entry.import_id else ""
    return Diagnostic(
        "warning",
        f"a former run may have left a {entry.name} in no state",
        f"A create was begun on {when(entry)} of which no state is known, and what is made now is another object."
        f"{import_id} When this apply is over, `sluice state journal` shows what is left, and `sluice state journal "
        f"--forget {entry.id}` ends it.",
    )
