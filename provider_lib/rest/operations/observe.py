"""Looking at what nobody manages: which objects there are, and each as an import would take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.dataclass import dataclass, field, replace
from provider_lib.rest.checks.unseen_secrets import secret_keys
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.request import to_wire
from provider_lib.rest.mapping.secrets import is_hidden
from provider_lib.rest.object.diagnostics import storable
from provider_lib.rest.object.listing import items, names_in
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.target import Target
from provider_lib.rest.operations.read import seen, view_of
from provider_lib.spec import Listing, Validation, roles
from provider_lib.spec.clear_secrets import clear_secret

Asked = Callable[[tuple[Any, ...], Callable[[], frozenset[str]]], frozenset[str]]
"""What is known of a class of objects, or is found out by the second argument."""


@dataclass(frozen=True, slots=True)
class Observed:
    """An object of an account.

    Args:
        values: the state that an import of it has.
        secrets: key of its configuration whose value is a secret -> that value, None where the server hides it.
    """

    values: Values
    secrets: Mapping[str, str | None] = field(default_factory=dict, repr=False)


def members(target: Target, listing: Listing, known: Values, what: str) -> Iterator[Values]:
    """What names each object of a list, as far as the list tells it.

    Args:
        known: what is known of all of them.

    Raises:
        SluiceError: the list cannot be read.
    """
    wire = to_wire(target.declared.fields(), known, {})
    for item in items(target, listing, wire, what):
        names = names_in(item, listing)
        yield {name: as_text(value) for name, value in names.items() if value is not MISSING and value is not None}


def observe(remote: Remote, asked: Asked) -> Observed | None:
    """An object as an import would take it, None when it is not there.

    Args:
        remote: the object, of which only the identity is known.
        asked: remembers which keys a class of objects has for secrets.

    Raises:
        SluiceError: it cannot be read.
    """
    view = view_of(remote)
    if view is None:
        return None
    state, private = seen(remote, Private(origin="importing"), view)
    config = remote.resource.only(roles.ConfigMap)
    if config is None:
        return Observed(storable(state))
    taken: Mapping[str, str] = state[config.name] or {}
    theirs = dig(view, config.answer_path or config.name)
    shown: Mapping[str, Any] = theirs if isinstance(theirs, Mapping) else {}
    called = _called_secret(replace(remote, values=state), taken, asked)
    found = {key for key, value in taken.items() if _is_secret(key, value, called)} | private.digests.keys()
    secrets = {key: _in_clear(key, shown.get(key), remote.masks) for key in sorted(found) if shown.get(key) != ""}
    state[config.name] = {key: value for key, value in taken.items() if key not in found}
    return Observed(storable(state), secrets)


def _is_secret(key: str, value: str, called: frozenset[str]) -> bool:
    """Whether an entry that an import would take is a secret all the same; what refers to one is none."""
    return (key in called and bool(value) and "${" not in value) or clear_secret(key, value) is not None


def _in_clear(key: str, value: Any, masks: tuple[str, ...]) -> str | None:
    return None if value is None or is_hidden(key, value, masks) else as_text(value)


def _called_secret(remote: Remote, config: Mapping[str, str], asked: Asked) -> frozenset[str]:
    """The keys that the class of an object has for secrets, as its server says; none where it does not."""
    validation = remote.resource.validation
    if not isinstance(validation, Validation) or validation.plugin_key not in config:
        return frozenset()
    place = tuple(as_text(remote.values[name]) for name in remote.resource.identity_fields()[:-1])
    parts = frozenset(item for item in config.items() if item[0].endswith((".type", ".class", "converter")))
    what = (remote.resource.type_name, place, parts)
    return asked(what, lambda: frozenset(secret_keys(remote, validation)))
