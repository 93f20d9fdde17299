"""Taking over an object that is there: a former run made it, it carries our label, or ``on_exists`` says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.dataclass import replace
from provider_lib.errors import AlreadyExists, Protected
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.deeds import keys_of, secrets_left, unwritten, was_sent_so
from provider_lib.rest.object.diagnostics import storable
from provider_lib.rest.object.journal import Entry
from provider_lib.rest.object.lost_keys import with_keys
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.resemblance import is_as_declared
from provider_lib.rest.operations.made import Made
from provider_lib.rest.operations.update import update
from provider_lib.spec import roles
from provider_lib.spec.labels import STACK_LABEL

TAKEN, DELETED = "taken over", "deleted"
"""What one apply does to an object that two addresses name."""


def taken(remote: Remote, entry: Entry, view: Any) -> Applied:
    """Take over what a former run made: as its create would have gone on, or by a change where one is declared.

    Raises:
        AlreadyExists: the same apply deletes it.
    """
    remote = remote.learn_names(view)
    claim(remote)
    told = Diagnostic(
        "warning",
        f"{remote.name} was taken over from a run that ended too soon",
        f"Its create was begun on {when(entry)}, and no state has it. It is there, and it is not made again.",
    )
    if was_sent_so(remote, entry):
        applied = Made(remote, entry).finish(view)
    else:
        known = _pulled(remote) | secrets_left(remote, entry)
        applied = taken_as_it_is(remote, view, known, is_ours=True)
    return replace(applied, diagnostics=(told, *applied.diagnostics))


def carries_our_label(remote: Remote, existing: Any) -> bool:
    """Whether an object has the label of the stack that declares it, and is exactly what is declared."""
    return is_as_declared(remote, existing) and any(
        _label_in(remote.values[field.name]) == _label_in(remote.projection.found(field, existing)) is not None
        for field, _ in remote.resource.fields_with(roles.OwnedMap)
    )


def _label_in(labels: Any) -> str | None:
    return labels.get(STACK_LABEL) if isinstance(labels, Mapping) else None


def taken_by_label(remote: Remote, existing: Any) -> Applied:
    """Take over what this stack made, by its own label, in a run of which neither state nor journal is left.

    Raises:
        AlreadyExists: the same apply deletes it.
    """
    claim(remote)
    told = Diagnostic(
        "warning",
        f"{remote.name} was taken over by its label",
        "It exists, carries the label of this stack, and is exactly what is declared here; no state known here has it.",
    )
    applied = Made(remote, unwritten(remote)).finish(existing)
    return replace(applied, diagnostics=(told, *applied.diagnostics))


def taken_as_it_is(remote: Remote, existing: Any, known: Values | None = None, *, is_ours: bool) -> Applied:
    """Take over an object, and change it into what is declared.

    Args:
        known: of its values, what the server does not show.
        is_ours: whether a create of ours made it.
    """
    private = Private(origin="imported").having_seen(remote.forms)
    applied = update(remote, as_found(remote, existing) | (known or {}), private)
    if applied.state is None or any(item.severity == "error" for item in applied.diagnostics):
        # What is stored of a create that failed is tainted, and would be deleted: it is not ours to delete yet.
        return Applied(None, diagnostics=tuple(map(_not_taken_over, applied.diagnostics)))
    state, told = with_keys(remote, applied.state, existing, is_ours=is_ours)
    return replace(applied, state=state, diagnostics=(*told, *applied.diagnostics))


def _not_taken_over(item: Diagnostic) -> Diagnostic:
    advice = "It was there before, so it is kept, and not in the state. Apply again to go on taking it over."
    return item if item.severity == "warning" else replace(item, detail=f"{item.detail}\n{advice}".strip())


def as_found(remote: Remote, existing: Any) -> Values:
    """The state of an object that was there before, seen through what is declared for it."""
    known = storable(remote.values)
    for field, _ in remote.resource.fields_with(roles.Trigger):
        if field.answer_path is None:
            known[field.name] = None
    for field, _ in remote.resource.fields_with(roles.SecretRevision):
        known[field.name] = 0
    return remote.projection.state(existing, known)


def _pulled(remote: Remote) -> Values:
    """The triggers as they are: nothing that they would renew was renewed since."""
    return {field.name: remote.values[field.name] for field, _ in remote.resource.fields_with(roles.Trigger)}


def already_exists(remote: Remote, entry: Entry | None = None) -> AlreadyExists:
    """The error about an object that exists, and how to have it here.

    Args:
        entry: of a create that may have made it.
    """
    origin = "It was not made by this stack."
    if entry is not None:
        origin = (
            f"A create of it was begun on {when(entry)}, and nobody knows what came of it; what is there now is not "
            "what is declared here, so somebody else may have made it."
        )
    may_adopt = remote.resource.only(roles.OnExists) is not None
    adopt = '\nOr set `on_exists = "adopt"` to take it over as it is declared here.' if may_adopt else ""
    return AlreadyExists(
        f"{remote.name} exists already",
        f"{origin} To manage it here, import it:\n\n{how_to_import(remote)}{adopt}",
    )


def how_to_import(remote: Remote) -> str:
    """What a user writes to import it, in HCL and in Python."""
    return (
        f'  import {{\n    to = {remote.resource.type_name}.NAME\n    id = "{remote.import_id}"\n  }}\n\n'
        f'or in Python: {remote.resource.__name__}(...).import_from("{remote.import_id}").'
    )


def claim(remote: Remote) -> None:
    """Have an object for good, before it is taken over.

    Raises:
        AlreadyExists: the same apply deletes it.
    """
    if not remote.target.journal.claim(keys_of(remote), TAKEN):
        raise AlreadyExists(
            f"{remote.name} is deleted by the same apply, so it is not taken over",
            "Apply again: once it is gone, it is made. A `moved` block is how to rename without that.",
        )


def refuse_if_taken(remote: Remote) -> None:
    """Refuse to delete what the same apply took over: it has another address now, for example after a renaming.

    Raises:
        Protected: it was.
    """
    if not remote.target.journal.claim(keys_of(remote), DELETED):
        raise Protected(
            f"{remote.name} is managed at another address now, so it is not deleted",
            "The same apply took it over there. Take it out of the state at this address (`state rm`); a `moved` block "
            "is how to rename without that.",
        )


def when(entry: Entry) -> str:
    """When it was begun."""
    return datetime.fromtimestamp(entry.began, UTC).strftime("%Y-%m-%d at %H:%M:%S UTC")
