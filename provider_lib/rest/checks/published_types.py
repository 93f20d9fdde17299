"""Asking, before a write, of which types the values of a configuration are."""

from __future__ import annotations

from dataclasses import replace

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
