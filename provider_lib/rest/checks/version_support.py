"""What a plan asks of a server that its version does not have: said before anything is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.errors import SluiceError
from provider_lib.rest.object.target import Target
from provider_lib.spec import Call, Resource, Since, roles
from provider_lib.spec.types import UNKNOWN


def unsupported(target: Target, values: Mapping[str, Any]) -> list[Diagnostic]:
    """The attributes that need a newer server, or an older one; none while the server cannot be asked."""
    resource = target.declared
    assert issubclass(resource, Resource)
    try:
        too_old = [
            _too_old(target, name, call) for name, call in _needed(resource, values) if not target.knows(call.since)
        ]
        return [*too_old, *_refused_since(target, values)]
    except SluiceError:
        return []


def _too_old(target: Target, attribute: str, call: Call) -> Diagnostic:
    system = target.declared.system
    found = target.version()
    detail = f"It takes {call.method} {call.path}, which that version brought; this server is {found}."
    return Diagnostic("error", f"{attribute} needs {system.title} {call.since} or newer", detail, (attribute,))


def _refused_since(target: Target, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Values that older servers took, with what a newer one wants."""
    system = target.declared.system
    for name, field in target.declared.fields().items():
        for rule in field.checks if values.get(name) not in (None, UNKNOWN) else ():
            problems = list(rule.rule.problems(values[name])) if isinstance(rule, Since) else []
            if isinstance(rule, Since) and problems and target.version().is_surely(rule.version):
                detail = f"So it is since {system.title} {rule.version}; this server is {target.version()}."
                yield from (Diagnostic("error", f"{name} {what}", detail, (name, *below)) for below, what in problems)


def _needed(resource: type[Resource], values: Mapping[str, Any]) -> Iterator[tuple[str, Call]]:
    """The attributes that are set, each with a call that it takes."""
    calls, lifecycle = resource.api.calls, resource.lifecycle
    for field, trigger in resource.fields_with(roles.Trigger):
        if values[field.name] is not None:
            yield field.name, calls[trigger.call]
    if lifecycle is None:
        return
    if values[lifecycle.desired] in lifecycle.calls:
        yield lifecycle.desired, calls[lifecycle.calls[values[lifecycle.desired]]]
    for field, _ in resource.fields_with(roles.AutoRestart):
        if lifecycle.restart is not None and values[field.name] is not None:
            yield field.name, calls[lifecycle.restart]
