"""What the server publishes of the keys of a configuration: their types, defaults, and which it sets by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from provider_lib.contract import Values
from provider_lib.dataclass import replace
from provider_lib.errors import SluiceError
from provider_lib.rest.checks.key_catalog import PublishedKeys
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import KeyCatalog
from provider_lib.spec.types import UNKNOWN


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


def as_somebody_set(remote: Remote, state: Values) -> Values:
    """A state as an import takes it: without what the server sets by itself, and what it has by default.

    Args:
        remote: the object.
        state: all that the server shows of it; whole where it does not tell which is which.
    """
    return _without(
        remote, state, state, lambda keys, key, value: keys.is_made_by_server(key) or keys.is_default(key, value)
    )


def without_spelled_defaults(remote: Remote, found: Values, config: Values) -> Values:
    """A configuration without the defaults in it that an import left out.

    Args:
        remote: the object.
        found: the state that the import took.
        config: what is declared.
    """
    catalog = remote.resource.validation
    there = found[catalog.into] if isinstance(catalog, KeyCatalog) else None
    if there is None:
        return config  # of what is declared no plan may say that there is nothing
    return _without(remote, found, config, lambda keys, key, value: key not in there and keys.is_default(key, value))


def _without(
    remote: Remote, seen: Values, values: Values, is_left_out: Callable[[PublishedKeys, str, str], bool]
) -> Values:
    """Values without some entries of their configuration; all of them where the server publishes nothing."""
    catalog = remote.resource.validation
    if not isinstance(catalog, KeyCatalog) or not isinstance(values[catalog.into], Mapping):
        return values
    try:
        keys = PublishedKeys.ask(remote.target, catalog, seen)
    except SluiceError:
        return values
    whole = values[catalog.into]
    left = {key: value for key, value in whole.items() if value is UNKNOWN or not is_left_out(keys, key, value)}
    return values if left == whole else values | {catalog.into: left or None}
