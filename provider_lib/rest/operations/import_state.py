"""Importing: a first state that holds what the import id says; the read that follows fills in the rest."""

from __future__ import annotations

from urllib.parse import unquote

from provider_lib.contract import Imported, Values
from provider_lib.errors import ConfigError
from provider_lib.rest.json.exact_json import decode
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.state import convert
from provider_lib.spec import Resource


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
