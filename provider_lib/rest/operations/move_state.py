"""Taking over what another provider managed: its state says which object it is, and the read that follows the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Imported, MoveRequest, Values
from provider_lib.errors import StateError
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.state import convert
from provider_lib.rest.operations.import_state import broken_parts
from provider_lib.spec import Predecessor, Resource, roles

ADVICE = (
    "Let Terraform forget the old one (`removed`, with `lifecycle { destroy = false }`), and import the object here. "
    "Nothing was changed."
)


def move_state(resource: type[Resource], request: MoveRequest) -> Imported:
    """A first state with what finds the object; no other value of the old state is kept, be it secret or not.

    Raises:
        StateError: this state is none that the resource takes, or does not say which object it is.
    """
    predecessor = _predecessor(resource, request)
    state = dict(request.state)
    for step in predecessor.steps:
        state = step(state)
    said = {name: dig(state, place) for name, place in predecessor.takes.items()}
    fields = resource.fields()
    values = {name: convert(fields[name], value) for name, value in said.items() if value not in (MISSING, None, "")}
    endpoint = resource.only(roles.Endpoint)
    needed = [name for name in resource.identity_fields() if endpoint is None or name != endpoint.name]
    if missing := [name for name in needed if name not in values]:
        raise StateError(
            f"the state of this {request.type_name} does not say what {resource.type_name} needs to find it",
            f"It lacks what would tell {', '.join(missing)}. {ADVICE}",
        )
    if wrong := broken_parts(resource, values):
        raise StateError(f"this {request.type_name} cannot become {resource.type_name}", f"{wrong}\n{ADVICE}")
    private = Private(origin="moving", digests=dict.fromkeys(_secret_keys(predecessor, state), ""))
    return Imported(dict.fromkeys(fields) | values, private.dump())


def _predecessor(resource: type[Resource], request: MoveRequest) -> Predecessor:
    provider = "/".join(request.provider.lower().split("/")[-2:])
    of_type = [
        item
        for item in resource.predecessors
        if item.provider == provider and re.fullmatch(item.type, request.type_name)
    ]
    if not of_type:
        raise StateError(
            f"{resource.type_name} takes over no {request.type_name} of {request.provider}",
            f"{_taken(resource)}{ADVICE}",
        )
    for item in of_type:
        if request.version in item.versions:
            return item
    known = ", ".join(str(version) for item in of_type for version in item.versions)
    raise StateError(
        f"this state of {request.type_name} has a version that {resource.type_name} does not take",
        f"Its schema has version {request.version}, and those that can be read are {known}. {ADVICE}",
    )


def _taken(resource: type[Resource]) -> str:
    taken = ", ".join(f"{item.type} of {item.provider}" for item in resource.predecessors)
    return f"It takes over {taken}. " if taken else ""


def _secret_keys(predecessor: Predecessor, state: Values) -> list[str]:
    found: Any = dig(state, predecessor.secrets) if predecessor.secrets else None
    return sorted(found) if isinstance(found, Mapping) else []
