"""What a change must repeat although nobody here manages it, because its body replaces the whole object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import ConfigError
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import is_hidden
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call, Field, roles


def with_entries_of_others(
    remote: Remote, ours: Mapping[str, Any], there: Any, prior: Values, private: Private
) -> Values:
    """Values to be written as a whole, with the entries of a configuration that nobody here manages.

    Args:
        ours: what is declared.
        there: the server's view of the object.
        prior: what was declared before: an entry that was ours and is no longer declared goes.
        private: names the secrets among those.

    Raises:
        ConfigError: the server hides an entry that would have to be written back.
    """
    whole = dict(ours)
    for field, role in remote.resource.fields_with(roles.ConfigMap):
        theirs = _theirs(remote, field, there)
        declared = ours[field.name] or {}
        managed = {*declared, *(prior[field.name] or {}), *private.written, *remote.secrets.values, *role.injects}
        entries = theirs if isinstance(theirs, Mapping) else {}
        others = {key: value for key, value in entries.items() if key not in managed}
        if role.null_removed:
            others = settable(remote, others)
        elif hidden := [key for key, value in others.items() if is_hidden(key, value, remote.masks)]:
            raise cannot_write_back(remote.name, field.name, hidden)
        whole[field.name] = {key: value for key, value in others.items() if value is not None} | declared
    return whole


def settable(remote: Remote, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a configuration with published keys that may be sent as the server shows them."""
    return {
        key: value
        for key, value in shown.items()
        if key in remote.types and value is not None and not is_hidden(key, value, remote.masks)
    }


def cannot_write_back(name: str, attribute: str, keys: Sequence[str]) -> ConfigError:
    """That a change would lose entries whose values nobody here knows."""
    listed = ", ".join(sorted(keys))
    return ConfigError(
        f"a change of {name} would lose {listed}: the server hides what is there",
        f"The change is written as a whole, and a value that is hidden cannot be written back. Give {listed} here, in "
        "`secret_config` or `secret_env` (`secrets=` in Python), or remove what is not needed from the server. Nothing "
        "was changed.",
        (attribute,),
    )


def unmanaged_values(remote: Remote, prior: Values, call: Call) -> dict[str, Any]:
    """Dotted path -> value of what the server has and must not lose by this change."""
    maps = [] if call.merge or call.operations else [field for field, _ in remote.resource.fields_with(roles.OwnedMap)]
    if not call.keeps and not maps:
        return {}
    there = remote.read()
    found = {path: value for path in call.keeps if (value := dig(there, path)) is not MISSING}
    return found | dict(_with_entries_of_others(remote, prior, there, maps))


def _with_entries_of_others(
    remote: Remote, prior: Values, there: Any, maps: list[Field]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Maps of which others own entries, as they should become."""
    for field in maps:
        theirs, ours = _theirs(remote, field, there), remote.values[field.name] or {}
        managed = ours.keys() | (prior[field.name] or {}).keys()
        entries = theirs if isinstance(theirs, Mapping) else {}
        others = {key: value for key, value in entries.items() if key not in managed}
        if others and field.request_path is not None:
            yield field.request_path, others | ours


def _theirs(remote: Remote, field: Field, there: Any) -> Any:
    """A map as the server has it, what is ours in it by our names."""
    return remote.forms.in_our_spelling((field.name,), dig(there, field.answer_path or field.name))
