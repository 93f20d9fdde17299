"""Reading what is in state again, and reading for the first time what was imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provider_lib.contract import ReadResult, Values
from provider_lib.dataclass import replace
from provider_lib.errors import ApiError, ConfigError
from provider_lib.rest.checks.published_types import as_somebody_set
from provider_lib.rest.checks.unseen_secrets import unseen_secrets
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import compare_with_server
from provider_lib.rest.mapping.secrets import looks_secret, secret_names
from provider_lib.rest.object.diagnostics import gone_told, left_out, left_out_of_document, storable, unreadable_keys
from provider_lib.rest.object.members import Members
from provider_lib.rest.object.recognition import shows_id
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.settling import is_settled
from provider_lib.rest.object.stack_traces import discreet
from provider_lib.rest.object.witness import confirmed
from provider_lib.rest.operations.settle import settle
from provider_lib.spec import roles

NO_LIST = frozenset({403, 404, 410})
"""Answers that say nothing about an object that the list might hold."""


def read(remote: Remote, private: Private) -> ReadResult:
    """The state as the server has it now; None when the object is definitely gone.

    Raises:
        ConfigError: it was to be imported, and is not there.
        SluiceError: nothing is known for certain, so the stored state must stay as it is.
    """
    remote = remote.knowing(private)
    view = view_of(remote)
    if view is None and private.is_unread:
        raise _not_there(remote, private)
    if view is None:
        return ReadResult(None, diagnostics=(gone_told(remote.name),))
    if private.unsettled:
        remote = remote.learn_names(view)  # the answer to its create, which would have told them, may never have come
    state, private = seen(remote, private, view)
    if not private.is_unread:
        return ReadResult(storable(state), private.dump())
    warnings = (
        *unreadable_keys(remote.resource, remote.name),
        *left_out(remote.resource, remote.name, private, secret_names(remote.resource, state)),
        *unseen_secrets(replace(remote, values=state), view),
        *left_out_of_document(remote.resource, remote.name, view, state, private),
    )
    return ReadResult(storable(state), replace(private, origin="imported").dump(), warnings)


def _not_there(remote: Remote, private: Private) -> ConfigError:
    """What is said of an object that is to be taken over."""
    if private.origin == "moving":
        return ConfigError(
            f"{remote.name} was moved here from another provider, and is not there",
            "Check where it is looked for: the account, the server, the path. If somebody deleted it, take the `moved` "
            "block out, and let Terraform forget the old resource (`removed`, with `lifecycle { destroy = false }`): "
            "the next plan makes a new object. Nothing was changed.",
        )
    return ConfigError(
        f"{remote.import_id!r} is no import id of {remote.resource.type_name}",
        f"{remote.name} is not there. Check the id, and where it is looked for: the account, the server, the path.",
    )


def seen(remote: Remote, private: Private, view: Any) -> tuple[Values, Private]:
    """What a state, and what is remembered beside it, has of a view of the server's."""
    importing, masks = private.is_unread, remote.masks
    projection = replace(
        remote.projection,
        importing=importing,
        is_secret=_secrets_of(remote, private)
        if remote.resource.fields_with(roles.Secret)
        else remote.projection.is_secret,
    )
    state = projection.state(view, remote.values)
    if importing:
        state = as_somebody_set(remote, state)
    state = settle(remote, view, state, is_stored=not importing)
    private = private.having_seen(remote.forms.where_equal(remote.values, state))
    private = replace(private, tells_id=shows_id(remote, view))
    private = compare_with_server(private, remote.resource, view, remote.values, masks)
    members = Members.of(remote, view, remote.values, private)
    if members is not None:
        private = replace(private, hidden=tuple(members.hidden), in_items=tuple(members.in_items))
    state = discreet(remote, state, view, private)
    if private.unsettled and is_settled(replace(remote, values=state), view):
        private = replace(private, unsettled=False)
    if importing:
        for field, _ in remote.resource.fields_with(roles.SecretRevision):
            state[field.name] = 1 if private.digests else 0
    return state, private


def _secrets_of(remote: Remote, private: Private) -> Callable[[str, Any], bool]:
    """Which keys an import keeps out of the state: those that look secret, and those that are said to be."""
    told = secret_names(remote.resource, remote.values) | private.digests.keys()
    return lambda key, value: key in told or looks_secret(key, value)


def view_of(remote: Remote) -> Any:
    """The server's view, from a list that serves all reads of this run where there is one.

    The object itself is asked for when the list does not have it, may not be seen, or is gone with its owner.
    """
    listing = remote.api.read_many
    if listing is not None and remote.target.knows(listing.call.since):
        try:
            wire = remote.wire
            found = remote.target.lists.get(remote.target, listing, wire, f"read {remote.name}").find(wire)
        except ApiError as refusal:
            if refusal.status not in NO_LIST:
                raise
            found = None
        if found is not None and (not remote.tells_id or shows_id(remote, found)):
            return found
    return confirmed(remote, remote.read)
