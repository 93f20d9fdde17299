"""Keys that only one answer held, of an object that is taken over without that answer."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import SluiceError
from provider_lib.rest.object.diagnostics import unreadable_key
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.renewal import renew_journalled
from provider_lib.spec import roles
from provider_lib.spec.types import UNKNOWN

KEY_LOST = "It may have stopped working. Change what asks for a new one, and apply again."


def may_renew(remote: Remote, once: roles.Once, view: Any, *, is_ours: bool) -> bool:
    """Whether a key that nobody here knows may be made anew: because the user said so, or since nobody can be using it.

    Args:
        view: of the object, as it is now.
        is_ours: whether a create of ours made it, so that whoever uses its key should have it from us.
    """
    wanted = remote.resource.value_of(roles.OnLostKey, remote.values)
    if wanted is not None:
        return bool(wanted == "renew")
    return is_ours and once.in_use is not None and remote.projection.volatile(view)[once.in_use] is False


def with_keys(remote: Remote, values: Values, view: Any, *, is_ours: bool) -> tuple[Values, tuple[Diagnostic, ...]]:
    """The values of an object that was taken over, with the keys that may be made anew; and what is told of them."""
    told: tuple[Diagnostic, ...] = ()
    for field, once in remote.resource.fields_with(roles.Once):
        if values[field.name] not in (None, UNKNOWN):
            continue
        if not may_renew(remote, once, view, is_ours=is_ours):
            told += (unreadable_key(remote.resource, remote.name, field.name),)
            continue
        try:
            renewed = renew_journalled(remote, once.recover, (field.name,), values, KEY_LOST)
        except SluiceError as failure:
            told += (Diagnostic.of(failure, "warning"),)
        else:
            values = renewed.reached
            told += (*renewed.told, renewed_on_arrival(remote.name, field.name))
    return values, told


def renewed_on_arrival(name: str, field: str) -> Diagnostic:
    """A warning that an object got a new key when it was taken over."""
    return Diagnostic(
        "warning",
        f"{field} of {name} was renewed when it was taken over",
        f"Nobody here knew the former {field}, which does not work any more. The one in the state is new.",
        (field,),
    )
