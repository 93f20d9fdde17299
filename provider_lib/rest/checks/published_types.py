"""What the server publishes of the keys of a configuration: of which types they are, and which it sets by itself."""

from __future__ import annotations

from dataclasses import replace

from provider_lib.contract import Values
from provider_lib.errors import SluiceError
from provider_lib.rest.checks.key_catalog import PublishedKeys
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import KeyCatalog


def typed(remote: Remote) -> Remote:
    """The same object with the types that the server publishes; as it is where the server does not tell.

    The plan has warned then, and values are sent as what they look like.
    """
    catalog = remote.resource.validation
    if not isinstance(catalog, KeyCatalog) or catalog.types is None:
        return remote
    try:
        return replace(remote, types=PublishedKeys.ask(remote.target, catalog, remote.values).types)
    except SluiceError:
        return remote


def as_may_be_set(remote: Remote, state: Values) -> Values:
    """A state as an import takes it, without what the server sets by itself and refuses; whole where it does not tell.

    Args:
        remote: the object.
        state: all that the server shows of it.
    """
    catalog = remote.resource.validation
    if not isinstance(catalog, KeyCatalog) or not state[catalog.into]:
        return state
    try:
        published = PublishedKeys.ask(remote.target, catalog, state)
    except SluiceError:
        return state
    config = {key: value for key, value in state[catalog.into].items() if not published.is_made_by_server(key)}
    return state | {catalog.into: config or None}
