"""A change as a patch: only what is another, with null for what was taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from provider_lib.contract import Values
from provider_lib.dataclass import replace
from provider_lib.rest.json.patches import json_patch, merge_patch
from provider_lib.rest.json.paths import planted
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.remote import NO_SECRETS, Remote
from provider_lib.spec import Call, Field, roles
from provider_lib.spec.types import DynamicValue

FORMER_SECRET: Final = object()
"""Stands for a secret that was written before; it equals no value."""


def difference(remote: Remote, becoming: Mapping[str, Any], prior: Values, private: Private, call: Call) -> Remote:
    """An object with only what changed of its maps and its document; what was removed goes as null.

    Args:
        remote: the object as it is declared.
        becoming: what is sent for each of its fields.
        prior: what was declared before.
        private: names the secrets among that.
        call: takes the difference.
    """
    values, secrets = dict(becoming), remote.secrets
    for field, _ in remote.resource.fields_with(roles.OwnedMap):
        if remote.values[field.name] != prior[field.name]:
            values[field.name] = merge_patch(values[field.name] or {}, prior[field.name] or {})
    for field, _ in remote.resource.fields_with(roles.ConfigMap):
        values[field.name] = with_nulls(remote, field, prior, private)
    for field, _ in remote.resource.fields_with(roles.Document):
        values[field.name], secrets = DynamicValue.of(_patch_of(remote, field, prior, private, call)), NO_SECRETS
    return replace(remote, values=values, secrets=secrets)


def with_nulls(remote: Remote, config: Field, prior: Values, private: Private) -> dict[str, Any]:
    """A configuration in which null stands for every entry that was taken out."""
    before = (prior[config.name] or {}).keys() | private.written
    gone = sorted(before - remote.secrets.values.keys())
    return dict.fromkeys(gone) | (remote.values[config.name] or {})


def _patch_of(remote: Remote, document: Field, prior: Values, private: Private, call: Call) -> Any:
    """What makes the document of the one before; it holds every secret, because what was there is not known."""
    before = prior[document.name]
    known = planted(before.value if before else {}, dict.fromkeys(private.digests, FORMER_SECRET))
    now = remote.wire[document.name]
    return list(json_patch(now, known)) if call.operations else merge_patch(now, known)
