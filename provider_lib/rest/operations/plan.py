"""Planning: what an apply would do. Pure but for the environment variables behind secret_env."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import Path, Protected
from provider_lib.rest.json.paths import find_all
from provider_lib.rest.json.semantic_equality import Rules, are_same, equal, project
from provider_lib.rest.mapping.defaults import default_of, filled
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import are_hidden, have_changed
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.spec import Field, Resource, roles
from provider_lib.spec.paths import Steps, parse_path
from provider_lib.spec.types import UNKNOWN, DynamicValue, is_known

ON_THE_SERVER = (
    roles.Plain,
    roles.Key,
    roles.OwnedMap,
    roles.ConfigMap,
    roles.Document,
    roles.Trigger,
    roles.DesiredState,
    roles.SecretRevision,
)
"""Roles whose change means that the server is asked to do something."""


def planned_state(
    resource: type[Resource], prior: Values | None, config: Values, private: Private, secrets: Secrets
) -> Values:
    """The state an apply would reach, UNKNOWN where only the server can tell."""
    planned: Values = {}
    for name, field in resource.fields().items():
        if field.write_only:
            planned[name] = None
        elif field.is_input:
            planned[name] = _input(field, prior, config, private)
    for name, field in resource.fields().items():
        if field.is_input and planned[name] is None and not field.write_only:
            planned[name] = _left_out(field, prior, planned)
    for field in resource.with_role(roles.Derived):
        assert isinstance(field.role, roles.Derived)
        planned[field.name] = filled(field.role.template, planned)
    for field in resource.with_role(roles.SecretRevision):
        hidden = are_hidden(resource)
        planned[field.name] = _revision(prior, field.name, private, secrets, hidden=hidden)
    if changed_fields(resource, prior, planned):
        for field in resource.with_role(roles.Document):  # an imported one holds what only the server may write
            planned[field.name] = config[field.name]
    changes = changed_fields(resource, prior, planned)
    for name, field in resource.fields().items():
        if name not in planned:
            planned[name] = _computed(field, prior, planned, changes, resource)
    return planned


def _input(field: Field, prior: Values | None, config: Values, private: Private) -> Any:
    """What the user wrote, in the prior spelling where that means the same."""
    ours = config[field.name]
    before = prior[field.name] if prior is not None else None
    if ours is None or before is None or not is_known(ours):
        return ours
    if are_same(field.same, before, ours) and field.same in ("json", "set"):
        return before
    if private.origin == "imported" and isinstance(field.role, roles.Document):
        return before if equal(project(ours.value, before.value, Rules()), ours.value) else ours
    if private.origin == "imported" and isinstance(field.role, roles.ConfigMap | roles.OwnedMap):
        return before if all(before.get(key) == value for key, value in ours.items()) else ours
    return ours


def _left_out(field: Field, prior: Values | None, planned: Values) -> Any:
    if field.default is not None:
        return default_of(field, planned)
    if field.server_default:
        return UNKNOWN if prior is None else prior[field.name]
    return None


def _revision(prior: Values | None, name: str, private: Private, secrets: Secrets, *, hidden: bool) -> Any:
    if prior is None:
        return 1 if secrets.values else 0
    before = prior[name] or 0
    if have_changed(private, secrets, hidden=hidden):
        return before + 1
    return before if secrets.are_known else UNKNOWN


def changed_fields(resource: type[Resource], prior: Mapping[str, Any] | None, planned: Mapping[str, Any]) -> set[str]:
    """The fields whose change means that the server is asked to do something."""
    return {
        field.name
        for field in resource.with_role(*ON_THE_SERVER)
        if prior is None or planned[field.name] != prior[field.name]
    }


def _computed(field: Field, prior: Values | None, planned: Values, changes: set[str], resource: type[Resource]) -> Any:
    if isinstance(field.role, roles.Revision) and field.role.where and planned[field.role.where] is None:
        return None
    if prior is None:
        return UNKNOWN
    before = prior[field.name]
    match field.role:
        case roles.Once():
            return UNKNOWN if field.name in _renewed(resource, changes) else before
        case roles.Volatile() | roles.Revision() | roles.Echo():
            return UNKNOWN if changes else before
        case _:
            return UNKNOWN if changes and before is None else before


def _renewed(resource: type[Resource], changes: set[str]) -> set[str]:
    """The fields that get a new value because their trigger changed."""
    return {
        name
        for field in resource.with_role(roles.Trigger)
        if isinstance(field.role, roles.Trigger) and field.name in changes
        for name in field.role.renews
    }


def replacing_paths(resource: type[Resource], prior: Values | None, planned: Values) -> tuple[Path, ...]:
    """The changed attributes that make another object of it."""
    if prior is None:
        return ()
    return tuple(
        (name,)
        for name, field in resource.fields().items()
        if (field.immutable and planned[name] != prior[name]) or _is_another(field, prior, planned)
    )


def _is_another(field: Field, prior: Values, planned: Values) -> bool:
    """Whether a document changes, or may change, at a place that makes another object of it."""
    if not isinstance(field.role, roles.Document):
        return False
    patterns = planned[field.role.replace_on]
    if patterns is None or patterns is UNKNOWN:
        return False
    before, after = (_values_at(values[field.name], patterns) for values in (prior, planned))
    return not equal(before, after)


def _values_at(document: Any, patterns: list[Any]) -> dict[Steps, Any]:
    """What a document has at the places that the patterns stand for."""
    whole = document.value if isinstance(document, DynamicValue) else document
    known = [parse_path(pattern) for pattern in patterns if isinstance(pattern, str)]
    return {steps: value for pattern in known for steps, value in find_all(whole, pattern).items()}


def refuse_if_protected(resource: type[Resource], state: Mapping[str, Any], doing: str) -> None:
    """Refuse to delete an object whose protection is on.

    Raises:
        Protected: it is on.
    """
    field = resource.only(roles.Protection)
    if field is None or not state[field.name]:
        return
    name = "/".join(str(state[part]) for part in resource.identity_fields())
    raise Protected(
        f"{resource.type_name} {name} is protected and would be {doing}",
        f"`{field.name}` is true in its state. To delete it, set `{field.name} = false`, apply, and then take it "
        "out. It is kept, also when it was taken out of the code already: put it back, or remove it from the state "
        "only.",
        (field.name,),
    )
