"""Planning: what an apply would do. Pure but for the environment variables behind secret_env."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from provider_lib.contract import Values
from provider_lib.errors import Path, Protected
from provider_lib.rest.json.paths import find_all
from provider_lib.rest.json.semantic_equality import are_same, equal, is_respelled
from provider_lib.rest.mapping.defaults import default_of, filled
from provider_lib.rest.mapping.ownership import declared_entries, holds
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.seals import NO_SEALS, Seals
from provider_lib.rest.mapping.secret_digests import are_hidden, have_changed
from provider_lib.rest.mapping.secrets import WHOLE, Secrets
from provider_lib.rest.object.target import title_of
from provider_lib.rest.object.triggers import pulls
from provider_lib.spec import Field, Resource, roles
from provider_lib.spec.paths import Steps, parse_path
from provider_lib.spec.traits import ByServer
from provider_lib.spec.types import UNKNOWN, DynamicValue, is_known


def planned_state(
    resource: type[Resource],
    prior: Values | None,
    config: Values,
    private: Private,
    secrets: Secrets,
    seals: Seals = NO_SEALS,
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
    for name, field in resource.fields().items():
        if field.role.traits.planned == "made":
            planned[name] = _made(resource, field, prior, planned, private, secrets)
    is_taken_over = prior is not None and private.origin == "imported" and _is_updated(resource, prior, planned)
    if is_taken_over or changed_fields(resource, prior, planned, seals):
        # An imported one holds also what is not ours.
        for name, field in resource.fields().items():
            if isinstance(field.role, roles.OwnedMap | roles.Assigned | roles.Document):
                planned[name] = config[name]
            elif is_taken_over and isinstance(field.role, roles.ConfigMap):
                ours = declared_entries(planned[name], config[name])
                # Terraform takes what was, unless that was nothing, or what is written, and nothing between the two.
                planned[name] = ours if prior is not None and ours == prior[name] is not None else config[name]
    changes = changed_fields(resource, prior, planned, seals)
    renewed = _renewed(resource, changes, planned) | seals.readdressed(resource, prior, planned).keys()
    for name, field in resource.fields().items():
        by = field.role.traits.planned
        if by != "given" and by != "made":
            is_settled = not private.unsettled
            planned[name] = _from_server(field, by, prior, planned, changes, renewed, is_settled=is_settled)
    return planned


def _input(field: Field, prior: Values | None, config: Values, private: Private) -> Any:
    """What the user wrote, in the prior spelling where that means the same."""
    ours = config[field.name]
    before = prior[field.name] if prior is not None else None
    if ours is None or before is None or not is_known(ours):
        return ours
    if _mean_the_same(field, before, ours):
        return before
    return before if private.origin == "imported" and holds(field, before, ours) else ours


def _is_updated(resource: type[Resource], prior: Values, planned: Values) -> bool:
    """Whether the object, or what is stored of it, becomes another."""
    fields = resource.fields()
    return any(planned[name] != prior[name] for name in planned if not fields[name].write_only)


def _left_out(field: Field, prior: Values | None, planned: Values) -> Any:
    if field.default is not None:
        return default_of(field, planned)
    if field.server_default:
        return UNKNOWN if prior is None else prior[field.name]
    return None


def _made(
    resource: type[Resource], field: Field, prior: Values | None, planned: Values, private: Private, secrets: Secrets
) -> Any:
    """A value made from other fields, in the way of its role."""
    match field.role:
        case roles.Derived(template=template):
            return filled(template, planned)
        case roles.SecretRevision():
            return _secret_revision(prior, field.name, private, secrets, hidden=are_hidden(resource))
        case role:
            raise TypeError(f"{type(role).__name__} is made from other fields, but nothing says how")


def _secret_revision(prior: Values | None, name: str, private: Private, secrets: Secrets, *, hidden: bool) -> Any:
    if prior is None:
        return 1 if secrets.values.keys() - {WHOLE} else UNKNOWN if WHOLE in secrets.values else 0
    before = prior[name] or 0
    if have_changed(private, secrets, hidden=hidden):
        return before + 1
    return before if secrets.are_known else UNKNOWN


def changed_fields(
    resource: type[Resource], prior: Mapping[str, Any] | None, planned: Mapping[str, Any], seals: Seals
) -> set[str]:
    """The fields whose change means that the server is asked to do something."""
    changed = {
        name
        for name, field in resource.fields().items()
        if field.role.traits.change != "nothing"
        and (prior is None or not _mean_the_same(field, prior[name], planned[name]))
    }
    return changed - seals.kept(resource, prior, planned)


def _mean_the_same(field: Field, before: Any, now: Any) -> bool:
    """Whether two values are equal, or only spelled otherwise."""
    if before is None or now is None or field.same not in ("typed", "json", "set", "time") or not is_known(now):
        return bool(before == now)
    if field.same == "typed":
        return before.keys() == now.keys() and all(is_respelled(before[key], item) for key, item in now.items())
    return are_same(field.same, before, now)


def _from_server(
    field: Field,
    by: ByServer,
    prior: Values | None,
    planned: Values,
    changes: set[str],
    renewed: set[str],
    *,
    is_settled: bool,
) -> Any:
    """A value that only the server sets: as it was, UNKNOWN where it may become another.

    Args:
        renewed: the fields that get a new value, or the same in another form.
        is_settled: the last change of the object is not to be waited for again.
    """
    if isinstance(field.role, roles.Revision) and field.role.where and planned[field.role.where] is None:
        return None
    if prior is None:
        return UNKNOWN
    before = prior[field.name]
    match by:
        case "kept":
            return UNKNOWN if changes and before is None else before
        case "renewed":
            return UNKNOWN if field.name in renewed else before
        case "open":
            return before if is_settled and not changes else UNKNOWN
        case _:
            assert_never(by)


def _renewed(resource: type[Resource], changes: set[str], planned: Values) -> set[str]:
    """The fields that get a new value because their trigger changed."""
    return {name for one in pulls(resource, changes, planned) for name in one.renews}


def replacing_paths(resource: type[Resource], prior: Values | None, planned: Values) -> tuple[Path, ...]:
    """The changed attributes that make another object of it."""
    if prior is None:
        return ()
    changed = [name for name, field in resource.fields().items() if field.immutable and planned[name] != prior[name]]
    documents = [
        field.name
        for field, document in resource.fields_with(roles.Document)
        if _is_another(prior[field.name], planned[field.name], planned[document.replace_on])
    ]
    return tuple((name,) for name in (*changed, *documents))


def _is_another(prior: Any, planned: Any, patterns: Any) -> bool:
    """Whether a document changes, or may change, at a place that makes another object of it."""
    if patterns is None or patterns is UNKNOWN:
        return False
    return not equal(_values_at(prior, patterns), _values_at(planned, patterns))


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
    raise Protected(
        f"{title_of(resource, state, resource.identity_fields())} is protected and would be {doing}",
        f"`{field.name}` is true in its state. To delete it, set `{field.name} = false`, apply, and then take it "
        "out. It is kept, also when it was taken out of the code already: put it back, or remove it from the state "
        "only.",
        (field.name,),
    )
