"""Importing: a first state that holds what the import id says; the read that follows fills in the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from provider_lib import __version__
from provider_lib.contract import Diagnostic, Imported, Values
from provider_lib.errors import ConfigError
from provider_lib.rest.checks.rules import broken_rules
from provider_lib.rest.json.exact_json import decode
from provider_lib.rest.mapping.ownership import unnamed
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.state import convert
from provider_lib.rest.object.target import title_of
from provider_lib.spec import Resource, roles

MOST_NAMES: Final = 20
"""Entries that a warning names."""


def start_import(resource: type[Resource], identity: Values) -> Imported:
    """A first state that holds only what the import id says; the read that follows fills in the rest."""
    state: Values = dict.fromkeys(resource.fields())
    return Imported({**state, **identity}, Private(origin="importing", written_by=__version__).dump())


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
        advice = _form_of(names)
        endpoint = resource.only(roles.Endpoint)
        if endpoint is not None and names[0] == endpoint.name and len(parts) == len(names) - 1 and all(parts):
            advice += (
                f"\n`{endpoint.name}` is missing; where it is left out in the code: {endpoint.default}/{import_id}"
            )
        raise ConfigError(f"{import_id!r} is no import id of {resource.type_name}", advice)
    identity = {name: unquote(part) for name, part in zip(names, parts, strict=True)}
    if wrong := broken_parts(resource, identity):
        raise ConfigError(f"{import_id!r} is no import id of {resource.type_name}", f"{wrong}\n{_form_of(names)}")
    return identity


def _form_of(names: Collection[str]) -> str:
    """How an import id of these parts is written."""
    return f"It must be {'/'.join(f'<{name}>' for name in names)}; write a slash inside a part as %2F."


def broken_parts(resource: type[Resource], identity: Values) -> str:
    """What no declaration of the object could say: it would be replaced by the first plan, which destroys it."""
    return "\n".join(
        f"{problem.summary}." for problem in broken_rules(resource, identity) if problem.path[0] in identity
    )


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
    identity = {name: convert(fields[name], value) for name, value in given.items()}
    if wrong := broken_parts(resource, identity):
        raise ConfigError(f"the import id of {resource.type_name} says what cannot be", wrong)
    return identity


def left_to_others(
    resource: type[Resource],
    found: Mapping[str, Any],
    config: Mapping[str, Any],
    secret: Collection[str],
    changes: Collection[str],
) -> Iterator[Diagnostic]:
    """Warnings of what an import found and the code does not name: it goes from the state, and not from the server.

    Args:
        found: the state of the imported object.
        config: what the code says.
        secret: what it says of secrets, by their names.
        changes: the fields that are written: a list in them is written as it is declared, and leaves nothing to others.
    """
    name = title_of(resource, found, resource.known_as or resource.identity_fields())
    for field in resource.fields().values():
        if not isinstance(field.role, roles.ConfigMap | roles.OwnedMap | roles.Assigned | roles.Document):
            continue
        unsaid = unnamed(found[field.name], config[field.name], is_written=field.name in changes)
        names = [item for item in unsaid if item not in secret]
        if names:
            listed = ", ".join(names[:MOST_NAMES]) + (", ..." if len(names) > MOST_NAMES else "")
            yield Diagnostic(
                "warning",
                f"{field.name} of {name} has what the code does not name: {listed}",
                f"It is not managed here, so it goes from the state, and stays on the server{_unless(field.role)}. To "
                f"manage it, name it in `{field.name}`.",
                (field.name,),
            )


def _unless(role: roles.Role) -> str:
    """What has to hold for that, where a change of the rest may take away what others own."""
    if isinstance(role, roles.ConfigMap) and role.null_removed:
        return " as far as that shows it and says that it may be set: a change sends it along"
    return ""
