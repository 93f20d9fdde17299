"""Ending what the journal has of an object once Terraform's state has it, and completing a state that is older."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Diagnostic, Values
from provider_lib.rest.object.deeds import is_about, is_same, left_of, replaces
from provider_lib.rest.object.journal import CREATE, Entry
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import roles


def settle(remote: Remote, view: Any, state: Values, *, is_stored: bool) -> Values:
    """The state with what only the journal still knows of it.

    An entry goes when a state that Terraform had stored has what it tells, and never before.

    Args:
        view: of the object.
        state: as it was read.
        is_stored: whether Terraform had it, and not only an import that goes on.
    """
    for entry in entries_about(remote):
        known = _only_journalled(remote, entry, view, state)
        if known is None:
            remote.target.journal.tell(_in_doubt(remote, entry))
        elif known:
            state = state | known
        elif is_stored:
            remote.target.journal.forget(entry)
    return state


def entries_about(remote: Remote) -> list[Entry]:
    """The entries that are about this very object, which is in a state."""
    by_id = remote.resource.only(roles.ServerId) is not None
    return [
        entry
        for entry in left_of(remote, remote.import_id)
        if (is_about(remote, entry) if by_id and entry.told is not None else remote.can_be_looked_up)
    ]


def _only_journalled(remote: Remote, entry: Entry, view: Any, state: Values) -> dict[str, Any] | None:
    """What a state does not have of an entry; None when it may lack something that nobody knows."""
    if entry.told is None:
        return None if entry.doing != CREATE and replaces(remote, entry, state) else {}
    if not is_same(remote, entry, view):
        return {}
    if entry.doing == CREATE:
        return {name: secret for name, secret in entry.secrets.items() if state[name] is None}
    return {**entry.secrets, **entry.recipients} if replaces(remote, entry, state) else {}


def _in_doubt(remote: Remote, entry: Entry) -> Diagnostic:
    lost = " and ".join(field.name for field, _ in remote.resource.fields_with(roles.Once))
    return Diagnostic(
        "warning",
        f"nobody knows whether the {lost} of {remote.name} still works",
        f"A renewal was begun and its answer never came. If it was carried out, the {lost} in the state is the former "
        "one. Apply when the plan makes a new one; else change what asks for one. If the one in the state works: "
        f"`sluice state journal --forget {entry.id}`.",
    )
