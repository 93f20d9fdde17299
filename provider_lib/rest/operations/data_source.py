"""Reading data sources, and carrying out actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import ConfigError, UnexpectedAnswer
from provider_lib.rest.json.likeness import alike
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.defaults import with_defaults
from provider_lib.rest.mapping.request import to_wire
from provider_lib.rest.mapping.secrets import without_secrets
from provider_lib.rest.mapping.state import convert
from provider_lib.rest.object.listing import items
from provider_lib.rest.object.lookup import find_one
from provider_lib.rest.object.observed import wait_for_value
from provider_lib.rest.object.recognition import another_object
from provider_lib.rest.object.target import Target, title_of
from provider_lib.spec import DataSource, Listing, roles
from provider_lib.spec.types import List, Object, Type


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
        into = source.fields()[source.into]
        found = _all(target, source.listing, wire, into.type, f"read {_name(source, config)}")
        return {**config, source.into: convert(into, found)}
    one = _waited_for(target, config, wire) or _one(target, config, wire)
    _refuse_another(source, config, one)
    return _with_computed(source, config, one)


def _name(source: type[DataSource], config: Mapping[str, Any]) -> str:
    return title_of(source, config, [field.name for field in source.fields().values() if field.is_required])


def _all(target: Target, listing: Listing, wire: Mapping[str, Any], kind: Type, what: str) -> list[Any]:
    found = [item for item in items(target, listing, wire, what) if item is not None]
    if isinstance(kind, List) and isinstance(kind.of, Object) and not all(isinstance(item, Mapping) for item in found):
        raise UnexpectedAnswer(
            f"the answer to {what} lists something else",
            f"Expected objects at {listing.items or 'the top'} of the answer.",
        )
    return found


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


def _refuse_another(source: type[DataSource], config: Mapping[str, Any], found: Any) -> None:
    """Refuse a document that names another object, or has nothing of one: it is about something else.

    Raises:
        UnexpectedAnswer: it is.
    """
    for field in source.fields().values():
        ours, told = config.get(field.name), dig(found, field.answer_path or field.name)
        if field.is_input and isinstance(ours, str) and isinstance(told, str) and not alike(told, ours):
            raise another_object(_name(source, config), field.name, ours, told)
    places = [field.answer_path or field.name for field in source.fields().values() if not field.is_input]
    if all(dig(found, place) is MISSING for place in places):
        raise UnexpectedAnswer(
            f"{source.system.title} was asked to read {_name(source, config)} and answered without it",
            f"Expected any of {', '.join(places)} in the answer.",
        )


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
