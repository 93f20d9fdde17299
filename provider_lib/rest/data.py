"""Reading data sources, and carrying out actions."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.errors import ApiError, ConfigError
from provider_lib.rest.defaults import with_defaults
from provider_lib.rest.documents import MISSING, as_text, dig
from provider_lib.rest.listing import items
from provider_lib.rest.naming import find_one
from provider_lib.rest.project import convert
from provider_lib.rest.render import fill, to_wire
from provider_lib.rest.target import Target, named
from provider_lib.rest.waits import poll
from provider_lib.spec import Action, DataSource, Listing, roles
from provider_lib.spec.checks import seconds
from provider_lib.spec.provider import Values


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
    return named(source, config, [field.name for field in source.fields().values() if field.is_required])


def _all(target: Target, listing: Listing, wire: Mapping[str, Any], what: str) -> list[Any]:
    try:
        return list(items(target, listing, wire, what))
    except ApiError as error:
        target.blame_parent(error, wire)
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
    field = source.only(roles.WaitField)
    limit = config.get(field.name) if field is not None else None
    if field is None or limit is None or not isinstance(field.role, roles.WaitField):
        return None
    role = field.role
    path = source.fields()[role.observed].answer_path or role.observed
    return poll(
        lambda: found if dig(found := _one(target, config, wire), path) == role.value else None,
        deadline=time.monotonic() + (seconds(limit) or 0),
        stop=target.stop,
        what=f"{role.observed} of {_name(source, config)} becoming {as_text(role.value)}",
        advice=f"It was waited for {limit}, as `{field.name}` says.",
    )


def _with_computed(source: type[DataSource], config: Mapping[str, Any], found: Any) -> Values:
    values: Values = dict(config)
    for name, field in source.fields().items():
        if field.is_input:
            continue
        part = dig(found, field.answer_path or name)
        values[name] = None if part is MISSING else convert(field, part)
    return values


def carry_out(target: Target, config: Mapping[str, Any]) -> Iterator[str]:
    """Carry out an action, and say so."""
    action = target.declared
    assert issubclass(action, Action)
    config = with_defaults(action.fields(), config)
    wire = to_wire(action.fields(), config, {})
    target.send(action.call, wire, _doing(action, config))
    yield fill(action.says, wire)


def _doing(action: type[Action], config: Mapping[str, Any]) -> str:
    """What is done to what: ``restart connector prod/main/orders``."""
    verb = action.type_name.removeprefix(f"sluice_{action.system.name}_").replace("_", " ")
    return f"{verb} {'/'.join(as_text(value) for value in config.values() if value is not None)}"
