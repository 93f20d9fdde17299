"""The object as it was before a change, so that it can be put back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provider_lib.contract import Values
from provider_lib.rest.json.paths import dig
from provider_lib.rest.json.semantic_equality import is_masked
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import unchanged
from provider_lib.rest.object.remote import NO_SECRETS, Remote
from provider_lib.spec import roles

TIME_TO_PUT_BACK = 60.0
"""Seconds for putting an object back, whatever is left of the time for the change that failed."""


def as_before(remote: Remote, prior: Values, private: Private, before: Any) -> Remote | None:
    """The object with the configuration that the server had; None when it cannot be given back faithfully."""
    field = remote.resource.only(roles.ConfigMap)
    assert field is not None
    config = dig(before, field.answer_path or field.name)
    if not isinstance(config, dict):
        return None
    known = {**(prior[field.name] or {}), **unchanged(private, remote.secrets)}
    masks = remote.masks
    restored = {key: known.get(key, value) if is_masked(value, masks) else value for key, value in config.items()}
    if any(is_masked(value, masks) for value in restored.values()):
        return None
    return replace(remote.within(TIME_TO_PUT_BACK), values={**prior, field.name: restored}, secrets=NO_SECRETS)


def is_held(remote: Remote) -> bool:
    """Whether it should be in another state than the one it runs in by itself."""
    lifecycle = remote.resource.lifecycle
    return lifecycle is not None and remote.values[lifecycle.desired] != "running"
