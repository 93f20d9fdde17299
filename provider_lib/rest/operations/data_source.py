"""Reading data sources, and carrying out actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import ApiError, ConfigError
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.defaults import with_defaults
from provider_lib.rest.mapping.request import to_wire
from provider_lib.rest.mapping.secrets import without_secrets
from provider_lib.rest.mapping.state import convert
from provider_lib.rest.object.listing import items
from provider_lib.rest.object.lookup import find_one
from provider_lib.rest.object.observed import wait_for_value
from provider_lib.rest.object.parent import blame_parent
from provider_lib.rest.object.target import Target, title_of
from provider_lib.spec import DataSource, Listing, roles


def read_data(target: Target, config: Mapping[str, Any]) -> Values:
    """Every attribute of a data source.

    Raises:
        ConfigError: what was asked for is not there.
    """
    source = target.declared
    assert issubclass(source, DataSource)
    config = with_defaults(source.fields(), config)
    wire = to_wire(source.fields(), config, {})
    if source.listing is not None:
        assert source.into is not None
        found = _all(target, source.listing, wire, f"read {_name(source, config)}")
        return {**config, source.into: convert(source.fields()[source.into], found)}
    return _with_computed(source, config, _waited_for(target, config, wire) or _one(target, config, wire))


def _name(source: type[DataSource], config: Mapping[str, Any]) -> str:
    return title_of(source, config, [field.name for field in source.fields().values() if field.is_required])


def _all(target: Target, listing: Listing, wire: Mapping[str, Any], what: str) -> list[Any]:
    try:
        return list(items(target, listing, wire, what))
    except ApiError as error:
        blame_parent(target, error, wire)
        raise


def _one(target: Target, config: Mapping[str, Any], wire: Mapping[str, Any]) -> Any:
    source = target.declared
    assert issubclass(source, DataSource)
    call, name = source.read_for(config) or source.read, _name(source, config)
    assert call is not None
    if isinstance(call, Listing):
        found = find_one(target, call, wire, name)
    else:
        found = target.fetch(call, wire, f"read {name}")
    if found is None:
        raise ConfigError(
            f"{name} does not exist",
            "It was looked up in the API and is not there. Check its name, or make it first.",
        )
    return found


def _waited_for(target: Target, config: Mapping[str, Any], wire: Mapping[str, Any]) -> Any:
    """The object once the field that is waited for has its value; None when nothing is waited for."""
    source = target.declared
    assert issubclass(source, DataSource)

    def watch(seconds: float) -> Callable[[], Any]:
        watching = target.within(seconds).for_watching()
        return lambda: _one(watching, config, wire)

    return wait_for_value(target, config, _name(source, config), watch)


def _with_computed(source: type[DataSource], config: Mapping[str, Any], found: Any) -> Values:
    values: Values = dict(config)
    for name, field in source.fields().items():
        if field.is_input:
            continue
        part = dig(found, field.answer_path or name)
        if isinstance(field.role, roles.Found):
            part = without_secrets(part, config[field.role.reveal] or ())
        values[name] = None if part is MISSING else convert(field, part)
    return values
