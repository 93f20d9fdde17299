"""From errors to what the user reads."""

from __future__ import annotations

from collections.abc import Mapping

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import Conflict, SluiceError
from provider_lib.rest.mapping.private import Private
from provider_lib.spec import Resource, roles
from provider_lib.spec.types import UNKNOWN


def unreadable_keys(resource: type[Resource], name: str) -> tuple[Diagnostic, ...]:
    """Warnings that the write-once keys of an object that existed before cannot be read back."""
    return tuple(_unreadable(resource, name, field.name) for field, _ in resource.fields_with(roles.Once))


def _unreadable(resource: type[Resource], name: str, field: str) -> Diagnostic:
    triggers = [
        item.name
        for item, trigger in resource.fields_with(roles.Trigger)
        if field in trigger.renews and item.answer_path is None  # what the server keeps takes no value at will
    ]
    advice = f"To have it here, set `{triggers[0]}` to any value: a new one is made and the old one stops working."
    return Diagnostic(
        "warning",
        f"{field} of {name} cannot be read back",
        f"The server shows it only when it is made, so `{field}` stays empty; whoever has it may keep using it. "
        + (advice if triggers else ""),
        (field,),
    )


def left_out(resource: type[Resource], name: str, private: Private) -> tuple[Diagnostic, ...]:
    """A warning that names the secrets which an import does not take into the state."""
    field = resource.only(roles.ConfigMap)
    if field is None or not private.digests:
        return ()
    keys = sorted(private.digests)
    unseen = [key for key in keys if key in private.hidden]
    advice = f" The server hides {', '.join(unseen)}: a change needs the values." if unseen else ""
    return (
        Diagnostic(
            "warning",
            f"secrets of {name} were left out of the import: {', '.join(keys)}",
            f"Their values do not belong into `{field.name}`. They stay on the server as they are until they are given "
            f"here, in `secret_config` or `secret_env` (`secrets=` in Python).{advice}",
            (field.name,),
        ),
    )


def changed_underneath(name: str, conflict: Conflict) -> SluiceError:
    """The error of a write that met a newer version of the object."""
    return SluiceError(
        f"{name} was changed by somebody else",
        "It is no longer the version that this plan was made from, so nothing was written. Plan again, look at what "
        f"is different now, and apply that.\n\n{conflict.summary}\n{conflict.detail}",
    )


def storable(values: Mapping[str, object]) -> Values:
    """State that can be stored: what is still unknown becomes null."""
    return {name: None if value is UNKNOWN else value for name, value in values.items()}
