"""From errors to what the user reads."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import Conflict, Path, SluiceError
from provider_lib.rest.api.redact import MASK
from provider_lib.rest.json.exact_json import encode
from provider_lib.rest.json.paths import MISSING, dig, leaves
from provider_lib.rest.mapping.normalization import Difference, Noticed
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import looks_secret
from provider_lib.spec import Resource, roles
from provider_lib.spec.paths import spell_path
from provider_lib.spec.types import UNKNOWN

MOST_PLACES: Final = 5
"""Places that a warning tells of one by one."""

LONGEST_VALUE: Final = 200
"""Characters of a value that a warning quotes."""

_LOGIN: Final = re.compile(r"://[^/\s]*@")


def unreadable_keys(resource: type[Resource], name: str) -> tuple[Diagnostic, ...]:
    """Warnings that the write-once keys of an object that existed before cannot be read back."""
    return tuple(unreadable_key(resource, name, field.name) for field, _ in resource.fields_with(roles.Once))


def unreadable_key(resource: type[Resource], name: str, field: str) -> Diagnostic:
    """A warning that a write-once key of an object that existed before cannot be read back."""
    triggers = [
        item.name
        for item, trigger in resource.fields_with(roles.Trigger)
        if field in trigger.renews and item.answer_path is None  # what the server keeps takes no value at will
    ]
    detail = f"The server shows it only when it is made, so `{field}` stays empty; whoever has it may keep using it."
    if triggers:
        any_value = f"To have it here, set `{triggers[0]}` to any value"
        detail += f" {any_value}: a new one is made and the old one stops working."
    return Diagnostic("warning", f"{field} of {name} cannot be read back", detail, (field,))


def gone_told(name: str) -> Diagnostic:
    """A warning that an object is not there any more; a plan shows no more than that it is to be made."""
    return Diagnostic(
        "warning",
        f"{name} is gone",
        "The state has it, and the server does not have it any more: it was deleted elsewhere. Where the code has it "
        "still, the plan makes it anew.",
    )


def made_anew(name: str, field: str) -> Diagnostic:
    """A warning that the key of a new object is not the one that its create made."""
    return Diagnostic(
        "warning",
        f"{field} of {name} was renewed right after the create",
        f"The answer to the create was lost, or came without `{field}`, and nothing else tells it. The one in the "
        "state is new, and the one that the create made does not work any more.",
        (field,),
    )


def left_out(
    resource: type[Resource], name: str, private: Private, told: Collection[str] = ()
) -> tuple[Diagnostic, ...]:
    """A warning that names the secrets which an import does not take into the state.

    Args:
        told: the keys of which the import id says where their values come from.
    """
    field = resource.only(roles.ConfigMap)
    keys = sorted(private.digests.keys() - set(told))
    if field is None or not keys:
        return ()
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


def left_out_of_document(
    resource: type[Resource], name: str, there: Any, taken: Values, private: Private
) -> tuple[Diagnostic, ...]:
    """A warning that names the secrets which an import does not take into a document."""
    field, secret = resource.only(roles.Document), resource.only(roles.SecretDocument)
    if field is None or secret is None:
        return ()
    found = leaves(dig(there, field.answer_path or field.name))
    keys = sorted(found.keys() - leaves(taken[field.name].value if taken[field.name] else None).keys())
    if not keys:
        return ()
    unseen = [key for key in keys if key in private.hidden]
    advice = f" The server hides {', '.join(unseen)}: a change of the whole needs the values." if unseen else ""
    return (
        Diagnostic(
            "warning",
            f"secrets of {name} were left out of the import: {', '.join(keys)}",
            f"Their values do not belong into `{field.name}`. They stay on the server as they are until they are given "
            f"here, in `{secret.name}`.{advice}",
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


def forms_told(name: str, resource: type[Resource], noticed: Noticed) -> tuple[Diagnostic, ...]:
    """Warnings of what a server made of what it was given."""
    found = []
    if noticed.new:
        found.append(
            Diagnostic(
                "warning",
                f"{name} shows {_places(noticed.new)} in a form of its own",
                f"{_lines(resource, noticed.new)}\nFrom now on that stands for what is declared here, and no plan "
                "shows it, until the server shows something else. To be exact, declare it as the server shows it.",
                _path(noticed.new),
            )
        )
    if noticed.kept:
        found.append(
            Diagnostic(
                "warning",
                f"{name} still shows the former {_places(noticed.kept)}",
                f"{_lines(resource, noticed.kept)}\nThe server accepted the change and does not show it. If it needs a "
                "moment, all is well by the next plan; else that shows the same change again, because the server does "
                "not make it.",
                _path(noticed.kept),
            )
        )
    return tuple(found)


def _places(differences: Sequence[Difference]) -> str:
    named = [spell_path(item.place) for item in differences[:MOST_PLACES]]
    return ", ".join(named) + (", ..." if len(differences) > MOST_PLACES else "")


def _path(differences: Sequence[Difference]) -> Path:
    return differences[0].place if len(differences) == 1 else ()


def _lines(resource: type[Resource], differences: Sequence[Difference]) -> str:
    """What was sent and what is shown, place by place."""
    told = [
        (spell_path(item.place), *(_shown(resource, item, value) for value in (item.ours, item.theirs)))
        for item in differences[:MOST_PLACES]
    ]
    return "\n".join(f"{place}: sent {ours}, shown {theirs}" for place, ours, theirs in told)


def _shown(resource: type[Resource], item: Difference, value: object) -> str:
    """A value in quotes and cut, unless it may be a secret or hold one."""
    if value is MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else encode(value)
    steps = [str(step) for step in item.place]
    is_reference = isinstance(item.ours, str) and "${" in item.ours
    is_secret = (
        resource.fields()[steps[0]].sensitive or is_reference or any(looks_secret(step, value) for step in steps)
    )
    if is_secret or _LOGIN.search(text):
        return MASK
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
