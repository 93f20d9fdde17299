"""Taking over what another provider managed: its state says which object it is, and the read that follows the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from provider_lib import __version__
from provider_lib.contract import Imported, MoveRequest, Values
from provider_lib.errors import ConfigError, StateError
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.state import convert
from provider_lib.rest.object.target import title_of
from provider_lib.rest.operations.import_state import broken_parts
from provider_lib.spec import Predecessor, Resource, System, roles
from provider_lib.spec.types import String

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
    state = _as_taken(predecessor, request)
    said = {name: dig(state, place) for name, place in predecessor.takes.items()}
    fields = resource.fields()
    if any(isinstance(fields[name].type, String) and isinstance(value, dict | list) for name, value in said.items()):
        raise _not_stored(request)
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
    secrets = dict.fromkeys(_secret_keys(predecessor, state), "")
    private = Private(origin="moving", digests=secrets, written_by=__version__)
    return Imported(dict.fromkeys(fields) | values, private.dump())


def _as_taken(predecessor: Predecessor, request: MoveRequest) -> Values:
    """The old state in the form that is taken."""
    state = dict(request.state)
    try:
        for step in predecessor.steps:
            state = step(state)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise _not_stored(request) from error
    return state


def _not_stored(request: MoveRequest) -> StateError:
    return StateError(
        f"the state of this {request.type_name} is not what its provider stores",
        f"An attribute of it is of another kind than in version {request.version} of its schema. {ADVICE}",
    )


def placed(resource: type[Resource], state: Values, endpoints: Callable[[System], list[str]]) -> Values:
    """A state that does not say in which API its object lives, with the only one that there is.

    Args:
        endpoints: names the configured APIs of a system that may have several.

    Raises:
        ConfigError: there are several.
    """
    endpoint = resource.only(roles.Endpoint)
    if endpoint is None or state[endpoint.name] is not None:
        return state
    names = endpoints(resource.system)
    if len(names) > 1:
        known = [name for name in resource.identity_fields() if state[name] is not None]
        raise ConfigError(
            f"{title_of(resource, state, known)} was moved here, and nobody says to which {resource.system.title}",
            f"The old state does not tell {endpoint.name}, and {', '.join(names)} are configured. Give the "
            "resource a provider of its own (`alias`) that configures only one, or import it with its "
            f"{endpoint.name} instead of moving it. Nothing was changed.",
        )
    return state | {endpoint.name: names[0] if names else endpoint.default}


def refuse_unread(resource: type[Resource], private: Private) -> None:
    """Refuse to plan what another provider stored before it was read.

    Raises:
        StateError: it was not.
    """
    if private.origin == "moving":
        raise StateError(
            f"this {resource.type_name} was moved here, and has not been read yet",
            "Plan once without `-refresh=false`: what the server has is not known before. Nothing was changed.",
        )


def _predecessor(resource: type[Resource], request: MoveRequest) -> Predecessor:
    # OpenTofu before 1.11 gives no address, only the name that it reads from the type: `restapi`.
    named = request.provider.lower().split("/")[-2:]
    of_type = [
        item
        for item in resource.predecessors
        if item.provider.split("/")[-len(named) :] == named and re.fullmatch(item.type, request.type_name)
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
