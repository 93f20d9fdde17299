"""Checking a configuration with the server at plan time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.errors import ApiError, ConfigError, NotFound, NotReady, Path, SluiceError, UnexpectedAnswer
from provider_lib.rest.checks.key_catalog import PublishedKeys
from provider_lib.rest.checks.rules import told_clear_secret
from provider_lib.rest.json.paths import dig
from provider_lib.rest.mapping.request import Wire, fill, to_wire
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.rest.object.listing import items
from provider_lib.rest.object.target import Target
from provider_lib.spec import KeyCatalog, Listing, Resource, Validation, placeholders, roles
from provider_lib.spec.clear_secrets import clear_secret
from provider_lib.spec.slip import nearest
from provider_lib.spec.types import UNKNOWN

BAD_CONFIGURATION = (400, 422)


def _known_part(value: Any) -> Any:
    return {key: item for key, item in value.items() if item is not UNKNOWN} if isinstance(value, dict) else value


def ask_server(target: Target, values: Mapping[str, Any], secrets: Secrets) -> list[Diagnostic] | None:
    """What the server says of a configuration; a server that cannot say is a warning.

    Returns:
        None where it could not be asked yet, and will be when it is applied.

    Raises:
        ApiError, ConfigError: the server will not let us do anything at all.
    """
    resource = target.declared
    assert issubclass(resource, Resource)
    validation = resource.validation
    if validation is None or not isinstance(values[validation.into], Mapping):
        return []
    if isinstance(validation, KeyCatalog):
        return _ask_for_keys(target, validation, values, secrets)
    unknown = {key for key, value in values[validation.into].items() if value is UNKNOWN}
    unknown |= {key for key, value in secrets.values.items() if value is UNKNOWN}
    wire = known_wire(resource, values, secrets, validation)
    if wire is None:
        return None
    whose = f" of {wire['name']}" if "name" in wire else ""
    try:
        answer = target.send(validation.call, wire, f"validate the configuration{whose}")
        entries = dig(answer.body, validation.entries)
        if not isinstance(entries, list):
            raise UnexpectedAnswer("the answer to the validation holds no entries", f"Expected {validation.entries}.")
    except NotReady as error:
        return None if _waits(resource, values) else [_unchecked(error, validation)]
    except ApiError as error:
        if _is_about_us(error):
            raise
        mistaken = unknown_place(target, validation, wire) or _unknown_plugin(target, validation, values, wire)
        if mistaken is not None:
            return [mistaken]
        if isinstance(error, NotFound) and target.parent is not None:
            return None  # nothing is there yet to check with: it is made by the same apply
        if error.status in BAD_CONFIGURATION:
            return None if unknown else [Diagnostic.of(error.but(path=(validation.into,)))]
        return [_unchecked(error, validation)]
    except SluiceError as error:
        if _is_about_us(error):
            raise
        return [_unchecked(error, validation)]
    return list(_problems(entries, validation, values, secrets, unknown, target.client.masked))


def _is_about_us(error: SluiceError) -> bool:
    """Whether an error says that we are configured wrongly, so that an apply cannot succeed either."""
    return isinstance(error, ConfigError) or (isinstance(error, ApiError) and error.refuses_credentials)


def _waits(resource: type[Resource], values: Mapping[str, Any]) -> bool:
    """Whether an apply waits for what is not ready now."""
    return resource.value_of(roles.WaitParent, values) is not None


def known_wire(
    resource: type[Resource], values: Mapping[str, Any], secrets: Secrets, validation: Validation
) -> dict[str, Any] | None:
    """The values on the wire without unknown entries; None when the call itself cannot be made yet."""
    known = {**values, validation.into: _known_part(values[validation.into])}
    if any(known.get(name) is UNKNOWN for name in _needed(validation)):
        return None
    injected_from = {name: value for name, value in known.items() if value is not UNKNOWN}
    try:
        wire = to_wire(resource.fields(), injected_from, secrets.known)
        fill(validation.call.path, wire)
    except KeyError:
        return None
    return wire


def _needed(validation: Validation) -> set[str]:
    """The fields without which the call cannot be made."""
    body = validation.call.body
    templates = [validation.call.path, *(body.values() if isinstance(body, Mapping) else ())]
    names = {name.partition("[")[0] for text in templates if isinstance(text, str) for name in placeholders(text)}
    return names - {validation.into}


def _problems(
    entries: list[Any],
    validation: Validation,
    values: Mapping[str, Any],
    secrets: Secrets,
    unknown: set[str],
    masked: Callable[[str], str],
) -> Iterator[Diagnostic]:
    for entry in entries:
        key, errors = dig(entry, validation.key), dig(entry, validation.errors)
        if not isinstance(key, str) or key in unknown or not isinstance(errors, list):
            continue
        if unknown and key not in {*values[validation.into], *secrets.origin}:
            continue  # it may be among the secrets, or be missed for want of what is left out here
        path = _path_of(key, validation, values, secrets)
        for error in errors:
            yield Diagnostic("error", f"{key}: {masked(str(error))}", validation.refusal, path)
        if _stands_in_clear(entry, validation, values[validation.into].get(key)):
            yield told_clear_secret(f"{validation.into}.{key}", "a secret by its plugin's definition", path)


def _stands_in_clear(entry: Any, validation: Validation, value: Any) -> bool:
    """Whether an entry that the server takes for a secret has a literal, of which its name did not tell."""
    if not (validation.type and isinstance(value, str) and value) or "${" in value:
        return False
    return dig(entry, validation.type) == validation.secret and clear_secret(dig(entry, validation.key), value) is None


def _path_of(key: str, validation: Validation, values: Mapping[str, Any], secrets: Secrets) -> Path:
    if key in secrets.origin:
        return secrets.origin[key]
    return (validation.into, key) if key in values[validation.into] else (validation.into,)


def _ask_for_keys(target: Target, catalog: KeyCatalog, values: Mapping[str, Any], secrets: Secrets) -> list[Diagnostic]:
    """What is wrong with a configuration by the keys that the server publishes."""
    if any(values.get(name) is UNKNOWN for template in catalog.call.query.values() for name in placeholders(template)):
        return []
    title = fill(catalog.title, values)
    try:
        published = PublishedKeys.ask(target, catalog, values)
        if not published.definitions:
            return [_no_keys(target, catalog, values, title)]
    except SluiceError as error:
        if _is_about_us(error):
            raise
        return [_unchecked(error, catalog)]
    return list(published.problems(values[catalog.into], secrets))


def _no_keys(target: Target, catalog: KeyCatalog, values: Mapping[str, Any], title: str) -> Diagnostic:
    """That there is no such class of objects.

    Raises:
        UnexpectedAnswer: there is, for all that can be told.
    """
    wanted = values[catalog.kind]
    known = _listed(target, catalog.kinds, catalog.kind_name, values)
    if not known or wanted in known:
        raise UnexpectedAnswer(
            f"the answer holds no keys of a {title}", f"Expected a list of them at {catalog.entries}."
        )
    return Diagnostic("error", f"there is no {title}", _choices(wanted, known, "There are:"), (catalog.kind,))


def _unknown_plugin(target: Target, validation: Validation, values: Mapping[str, Any], wire: Wire) -> Diagnostic | None:
    """That what is configured is not installed, with what is; None when it is, or nobody can tell."""
    key = validation.plugin_key
    wanted = values[validation.into].get(key)
    if not isinstance(wanted, str) or validation.plugins is None:
        return None
    known = _listed(target, validation.plugins, validation.plugin_name, wire)
    if not known or any(wanted in (name, name.rpartition(".")[2]) for name in known):
        return None
    detail = _choices(wanted, known, "Installed there:")
    return Diagnostic("error", f"{key}: {wanted} is not installed", detail, (validation.into, key))


def unknown_place(target: Target, validation: Validation, wire: Wire) -> Diagnostic | None:
    """That there is no such place to run in, with those there are; None when there is, or nobody can tell."""
    if validation.place is None or validation.plugins is None:
        return None
    wanted = wire[validation.place]
    known = _listed(target, validation.plugins, validation.plugin_place, {**wire, validation.place: None})
    if not known or wanted in known:
        return None
    return Diagnostic(
        "error", f"there is no {validation.place} {wanted}", _choices(wanted, known, "There are:"), (validation.place,)
    )


def _choices(wanted: str, known: list[str], heading: str) -> str:
    """What there is in place of what is not there."""
    close = nearest(wanted, known)
    guess = [f"Did you mean {close}?"] if close else []
    return "\n".join([*guess, heading, *(f"  {name}" for name in known)])


def _listed(target: Target, listing: Listing, name: str, wire: Wire) -> list[str]:
    """The names of the classes that the server knows, as far as it tells."""
    try:
        found = [dig(item, name) for item in items(target, listing, wire, "list what can be configured")]
    except (SluiceError, KeyError):
        return []
    return sorted({item for item in found if isinstance(item, str)})


def _unchecked(error: SluiceError, validation: Validation | KeyCatalog) -> Diagnostic:
    return Diagnostic(
        "warning",
        "the configuration was not checked with the server",
        f"{error}\n\nThe plan goes on; a mistake in `{validation.into}` will only show at apply.",
        (validation.into,),
    )
