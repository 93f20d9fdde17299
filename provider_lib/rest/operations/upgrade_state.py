"""Bringing stored state to what is declared now: by the declared upgrades, then by the defaults of what came later."""

from __future__ import annotations

from provider_lib.contract import Values
from provider_lib.errors import StateError
from provider_lib.rest.mapping.defaults import default_of
from provider_lib.rest.mapping.request import fill
from provider_lib.spec import Resource, roles
from provider_lib.spec.upgrades import upgraded


def upgrade_state(resource: type[Resource], version: int, state: Values) -> Values:
    """State of the current version, in the JSON form that ``contract`` describes.

    Raises:
        StateError: a newer version of the provider wrote it, or one whose state is no longer read.
    """
    if version > resource.version:
        raise StateError(
            f"a newer version of the provider wrote this state of {resource.type_name}",
            f"It is state of version {version}, and this provider knows versions up to {resource.version}. Install the "
            "newer provider.",
        )
    oldest = min((upgrade.version for upgrade in resource.upgrades), default=resource.version)
    if version < oldest:
        raise StateError(
            f"this state of {resource.type_name} is too old",
            f"It is state of version {version}, and this provider reads it from version {oldest} on. Apply once with "
            "an earlier version of the provider, or remove the object from the state and import it again.",
        )
    return _completed(resource, upgraded(state, resource.upgrades, version))


def _completed(resource: type[Resource], state: Values) -> Values:
    """State with a value for every field that was declared after it was written, so that none is a change by itself.

    The object was made without the field, and that is what a default stands for; a refresh tells what is really there.
    """
    fields = resource.fields()
    later = [field for name, field in fields.items() if name not in state]
    whole = dict.fromkeys(fields) | state
    for field in later:
        whole[field.name] = 0 if isinstance(field.role, roles.SecretRevision) else default_of(field, whole)
    for field in later:
        if isinstance(field.role, roles.Derived):
            whole[field.name] = fill(field.role.template, whole)
    return whole
