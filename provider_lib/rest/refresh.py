"""Reading what is in state again, and reading for the first time what was imported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from provider_lib.errors import ApiError, ConfigError
from provider_lib.rest.diagnostics import unreadable_keys, without_unknowns
from provider_lib.rest.exact_json import decode
from provider_lib.rest.listing import SharedLists
from provider_lib.rest.private import Private
from provider_lib.rest.project import convert
from provider_lib.rest.remote import Remote
from provider_lib.rest.rewriting import still_rewritten
from provider_lib.rest.secrets import compare_with_server, looks_secret
from provider_lib.rest.traces import discreet
from provider_lib.spec import Resource, roles
from provider_lib.spec.provider import Imported, ReadResult, Values

NO_LIST = frozenset({403, 404, 410})
"""Answers that say nothing about an object that the list might hold."""


def refresh(remote: Remote, private: Private, lists: SharedLists) -> ReadResult:
    """The state as the server has it now; None when the object is definitely gone.

    Raises:
        SluiceError: nothing is known for certain, so the stored state must stay as it is.
    """
    view = _view(remote, lists)
    if view is None:
        return ReadResult(None)
    importing = private.origin == "importing"
    masks = remote.target.declared.system.masks
    private = still_rewritten(private, remote.projection, view, remote.values)
    projection = replace(
        remote.projection,
        rewritten=private.rewritten,
        importing=importing,
        is_secret=looks_secret
        if next(remote.resource.with_role(roles.SecretMap, roles.SecretDocument), None)
        else remote.projection.is_secret,
    )
    state = projection.state(view, remote.values)
    private = compare_with_server(private, remote.resource, view, masks, importing=importing)
    state = discreet(remote, state, view, private)
    if not importing:
        return ReadResult(without_unknowns(state), private.dump())
    for field in remote.resource.with_role(roles.SecretRevision):
        state[field.name] = 1 if private.digests else 0
    warnings = unreadable_keys(remote.resource, remote.name)
    return ReadResult(without_unknowns(state), replace(private, origin="imported").dump(), warnings)


def _view(remote: Remote, lists: SharedLists) -> Any:
    """The server's view, from a list that serves all reads of this run where there is one.

    The object itself is asked for when the list does not have it, may not be seen, or is gone with its owner.
    """
    listing = remote.api.read_many
    if listing is not None and listing.complete and remote.target.knows(listing.call.since):
        try:
            found = lists.find(remote.target, listing, remote.wire, f"read {remote.name}")
        except ApiError as refusal:
            if refusal.status not in NO_LIST:
                raise
            found = None
        if found is not None:
            return found
    return remote.read()


def start_import(resource: type[Resource], identity: Values) -> Imported:
    """A first state that holds only what the import id says; the read that follows fills in the rest."""
    state: Values = dict.fromkeys(resource.fields())
    return Imported({**state, **identity}, Private(origin="importing").dump())


def identity_of(resource: type[Resource], import_id: str) -> Values:
    """What an import id says: the identity, and written as JSON also what else a read must know.

    Raises:
        ConfigError: it has another form.
    """
    if import_id.startswith("{"):
        return _spelled_out(resource, import_id)
    names = resource.identity_fields()
    parts = import_id.split("/")
    if len(parts) != len(names) or not all(parts):
        form = "/".join(f"<{name}>" for name in names)
        raise ConfigError(
            f"{import_id!r} is no import id of {resource.type_name}",
            f"It must be {form}; write a slash inside a part as %2F.",
        )
    return {name: unquote(part) for name, part in zip(names, parts, strict=True)}


def _spelled_out(resource: type[Resource], import_id: str) -> Values:
    """The attributes in an import id that is a JSON object."""
    names, fields = resource.identity_fields(), resource.fields()
    try:
        given = decode(import_id)
    except ValueError as error:
        raise ConfigError(f"the import id of {resource.type_name} is no JSON object: {error}") from None
    missing = [name for name in names if given.get(name) is None]
    strange = [name for name in given if name not in names and not (name in fields and fields[name].is_input)]
    if missing or strange:
        found = [f"lacks {name}" for name in missing] + [f"has {name}, which is no argument" for name in strange]
        raise ConfigError(
            f"the import id of {resource.type_name} {' and '.join(found)}",
            f"It must be an object with {', '.join(names)} and any argument that a read needs.",
        )
    return {name: convert(fields[name], value) for name, value in given.items()}
