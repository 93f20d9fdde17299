"""Whether an object can be made where it is planned: seen before the one that it replaces is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.dataclass import replace
from provider_lib.errors import SluiceError, WaitFailed
from provider_lib.rest.checks.server_validation import unknown_place
from provider_lib.rest.mapping.request import fill
from provider_lib.rest.object.diagnostics import storable
from provider_lib.rest.object.parent import attribute_of, find_parent, how_to_have, is_ready
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Field, Parent, Resource, Validation, roles
from provider_lib.spec.types import is_known


def obstacles(planned: Remote, prior: Mapping[str, Any]) -> list[Diagnostic]:
    """What keeps an object from being made in place of a prior one; what is not known yet keeps it from nothing.

    That nobody can tell is an obstacle, too: what is deleted does not come back by itself.
    """
    new = _located(planned)
    if new is None:
        return []
    try:
        found = _obstacle(new, prior)
    except SluiceError as error:
        advice = f"It cannot be told whether {new.name} can be made, so what it replaces is left as it is."
        return [Diagnostic.of(error.but(detail=f"{error.detail}\n{advice}".strip()))]
    return [] if found is None else [found]


def refuse_in_vain(found: list[Diagnostic], name: str) -> None:
    """Leave an object as it is because of what was found about the one to be made in its place.

    Raises:
        WaitFailed: there is an error among it.
    """
    for item in found:
        if item.severity == "error":
            raise WaitFailed(item.summary, f"{item.detail}\n{name} was left as it is.".strip(), item.path)


def _located(planned: Remote) -> Remote | None:
    """An object of which it is known where it will be; None while it is not."""
    fields = planned.resource.fields()
    named = [name for name, field in fields.items() if isinstance(field.role, roles.Local)]
    if not all(is_known(planned.values[name]) for name in (*named, *planned.resource.natural_key())):
        return None
    return replace(planned, values=storable(planned.values))


def has_same_name(resource: type[Resource], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two objects cannot be there at the same time."""
    return all(one[name] == other[name] for name in resource.natural_key())


def _obstacle(new: Remote, prior: Mapping[str, Any]) -> Diagnostic | None:
    parent, wire = new.target.parent, new.wire
    if parent is not None:
        found = find_parent(new.target, wire)
        if found is None:
            return _missing(new, parent)
        if not is_ready(parent, found):
            waits = new.resource.value_of(roles.WaitParent, new.values) is not None
            return None if waits else _unready(new, parent)
    return _place(new, prior) or _taken(new, prior)


def _missing(new: Remote, parent: Parent) -> Diagnostic:
    """That what it would live behind is not there."""
    title, advice = fill(parent.title, new.wire), f"{_kept(new)} {how_to_have(parent, new.resource)}"
    return Diagnostic("error", f"{title} is not there", advice, attribute_of(parent, new.resource))


def _unready(new: Remote, parent: Parent) -> Diagnostic:
    """That what it would live behind is not ready, and not waited for."""
    title, words = fill(parent.title, new.wire), fill(parent.not_ready, new.wire)
    return Diagnostic("error", f"{title} is not ready", f"{words}\n{_kept(new)}", attribute_of(parent, new.resource))


def _place(new: Remote, prior: Mapping[str, Any]) -> Diagnostic | None:
    """That there is no such place behind its parent."""
    validation = new.resource.validation
    if not isinstance(validation, Validation) or validation.place is None:
        return None
    if has_same_name(new.resource, new.values, prior):
        return None
    return unknown_place(new.target, validation, new.wire)


def _taken(new: Remote, prior: Mapping[str, Any]) -> Diagnostic | None:
    """That another object has its name already, and is not to be taken over."""
    by_server = new.resource.only(roles.ServerId)
    if not new.can_be_looked_up or (by_server is None and has_same_name(new.resource, new.values, prior)):
        return None
    if new.resource.value_of(roles.OnExists, new.values) == "adopt":
        return None
    existing = new.look_up()
    if existing is None or (by_server is not None and _is_old(new, existing, by_server, prior)):
        return None
    return Diagnostic(
        "error",
        f"{new.name} exists already",
        f"{_kept(new)} Choose another name, or remove the other one first; where this stack removes it, let this one "
        "depend on it.",
    )


def _is_old(new: Remote, existing: Any, by_server: Field, prior: Mapping[str, Any]) -> bool:
    """Whether what was found is what is to be replaced."""
    found = new.learn_id(existing).values
    above = [name for name, field in new.resource.fields().items() if field.role.traits.identifies]
    return all(found[name] == prior[name] for name in (*above, by_server.name))


def _kept(new: Remote) -> str:
    return f"{new.name} could not be made, so what it replaces is left as it is."
