"""What a change must repeat although nobody here manages it, because its body replaces the whole object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call, Field, roles


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
        theirs, ours = dig(there, field.answer_path or field.name), remote.values[field.name] or {}
        managed = ours.keys() | (prior[field.name] or {}).keys()
        entries = theirs if isinstance(theirs, Mapping) else {}
        others = {key: value for key, value in entries.items() if key not in managed}
        if others and field.request_path is not None:
            yield field.request_path, others | ours
