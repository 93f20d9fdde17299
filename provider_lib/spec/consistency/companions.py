"""Whether a field has what its role works with, in a declaration in which that role means something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from provider_lib.spec import roles
from provider_lib.spec.annotations import title_of
from provider_lib.spec.api import Parent
from provider_lib.spec.field import Field
from provider_lib.spec.resource import Action, DataSource, Declared, Ephemeral, Resource
from provider_lib.spec.since import Since
from provider_lib.spec.slip import Slips, slip

IN_ACTIONS: Final = (roles.Plain, roles.Local, roles.Endpoint)
IN_EPHEMERALS: Final = (roles.Plain, roles.Opened)
IN_DATA_SOURCES: Final = (*IN_ACTIONS, roles.Computed, roles.Volatile, roles.Found, roles.WaitField)

SINGLE: Final = (
    roles.Endpoint,
    roles.ServerId,
    roles.WaitParent,
    roles.WaitField,
    roles.Protection,
    roles.OnExists,
    roles.OnLostKey,
    roles.ConfigMap,
    roles.SecretMap,
    roles.SecretEnv,
    roles.Document,
    roles.SecretDocument,
    roles.DesiredState,
    roles.WaitRunning,
    roles.MinTasks,
    roles.AutoRestart,
    roles.Rollback,
    roles.Timeouts,
)
"""Roles of which only the first field counts."""


def slips(declared: type[Declared]) -> Slips:
    """What is wrong with the roles of a declaration's fields, taken together."""
    where = title_of(declared)
    yield from _endpoint(declared, where)
    yield from _parent(declared, where)
    yield from _versions(declared, where)
    for role in SINGLE:
        for field, _ in declared.fields_with(role)[1:]:
            yield slip(f"{where}.{field.name}", f"is a second {role.__name__} field", "Only one counts: keep one.")
    if issubclass(declared, DataSource):
        yield from _foreign(declared, IN_DATA_SOURCES, where, "a data source")
    if issubclass(declared, Action):
        yield from _foreign(declared, IN_ACTIONS, where, "an action")
    if issubclass(declared, Ephemeral):
        yield from _foreign(declared, IN_EPHEMERALS, where, "an ephemeral resource")
    if issubclass(declared, Resource):
        yield from _alone(declared, where)
        for field, _ in declared.fields_with(roles.Found):
            advice = "There it is `computed(...)`, or `echo(...)` of a document."
            yield slip(f"{where}.{field.name}", "is a Found field, which means nothing in a resource", advice)
        for field, _ in declared.fields_with(roles.Opened):
            advice = "What a resource has, the state has: declare an Ephemeral."
            yield slip(f"{where}.{field.name}", "is an Opened field, which means nothing in a resource", advice)


def _versions(declared: type[Declared], where: str) -> Slips:
    """Rules of newer servers, where none says how new it is, or where no plan asks it."""
    for name, field in declared.fields().items():
        if any(isinstance(check, Since) for check in field.checks):
            if declared.system.version is None:
                yield slip(
                    f"{where}.{name}", "has a rule that does nothing", "Give the System a `version=ServerVersion(...)`."
                )
            elif not issubclass(declared, Resource):
                yield slip(f"{where}.{name}", "has a rule that does nothing", "Since is for a resource: take it away.")


def _endpoint(declared: type[Declared], where: str) -> Slips:
    """Where several APIs are configured by name, somebody must say which one."""
    field, system = declared.only(roles.Endpoint), declared.system
    if system.multiple and field is None:
        yield slip(where, f"does not say which {system.title} it lives in", "Declare an endpoint(...).")
    if field is not None and not system.multiple:
        instead = "Say `multiple=True` of the System, or take it away."
        yield slip(f"{where}.{field.name}", f"is an endpoint, but there is only one {system.title}", instead)


def _parent(declared: type[Declared], where: str) -> Slips:
    """Where a parent can be there without being ready, users are told what to do."""
    parent = getattr(declared, "parent", None)
    if isinstance(parent, Parent) and parent.ready is not None and not parent.not_ready:
        yield slip(f"{where}.parent", "can be not ready, and says nothing then", "Say what to do: `not_ready=`.")


def _foreign(declared: type[Declared], known: tuple[type, ...], where: str, kind: str) -> Slips:
    for field in declared.fields().values():
        if type(field.role) not in known:
            what = f"is a {type(field.role).__name__} field, which means nothing in {kind}"
            yield slip(f"{where}.{field.name}", what, f"There it has {', '.join(role.__name__ for role in known)}.")


def _alone(resource: type[Resource], where: str) -> Slips:
    for field in resource.fields().values():
        for lacking in _lacking(resource, field):
            what = f"is a {type(field.role).__name__} field without {lacking}"
            yield slip(f"{where}.{field.name}", what, "Without it, it does nothing.")


def _lacking(resource: type[Resource], field: Field) -> Iterator[str]:
    """What a field needs to have an effect, and does not have."""
    lifecycle = resource.lifecycle
    match field.role:
        case roles.DesiredState() | roles.WaitRunning() | roles.Trigger(within=str()) if lifecycle is None:
            yield "a lifecycle"
        case roles.AutoRestart() if lifecycle is None or lifecycle.restart is None:
            yield "`restart` in a lifecycle"
        case roles.AutoRestart() | roles.MinTasks() | roles.Rollback() if resource.only(roles.WaitRunning) is None:
            yield "wait_running(...)"
        case roles.Rollback() if resource.only(roles.ConfigMap) is None:
            yield "config_map(...)"
        case roles.OnLostKey() if resource.only(roles.Once) is None:
            yield "once(...)"
        case roles.Recipients() if field.name not in [once.sealed_to for _, once in resource.fields_with(roles.Once)]:
            yield "once(..., sealed_to=...) that names it"
        case roles.WaitParent() if resource.parent is None:
            yield "a parent"
        case roles.SecretRevision() if resource.only(roles.Secret) is None:
            yield "secrets"
        case roles.Secret() if resource.only(roles.SecretRevision) is None:
            yield "secret_revision(...), which shows that a secret changed"
