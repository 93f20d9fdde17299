"""What ``terraform show -json`` says of a plan, read into values.

Format: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from provider_lib.errors import ConfigError
from provider_lib.legible import legible

FORMAT: Final = "1."
"""How the versions begin whose meaning is known."""

_INSTANCE = re.compile(r'\[("([^"\\]|\\.)*"|\d+)\]')
_AT_THE_END = re.compile(rf"(?:{_INSTANCE.pattern})?$")


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change of one object, as the plan has it.

    Args:
        address: Terraform's.
        mode: ``managed`` or ``data``.
        kind: type of the resource.
        actions: as the plan lists them.
        before: the object as the refresh found it; None when there is none.
        after: as it will be, without what is not known yet; None when there will be none.
        unknown: the same shape as ``after``, true where nothing is known yet.
        sensitive: shapes of ``before`` and ``after``, true where nothing may be shown.
        reason: why, in Terraform's words.
        previous: the address that it had.
        importing: whether it is taken over.
        deposed: names what an earlier failure left over.
        replaced_by: the attributes whose change replaces it.
    """

    address: str
    mode: str
    kind: str
    actions: tuple[str, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    unknown: Any = None
    sensitive: tuple[Any, Any] = (None, None)
    reason: str = ""
    previous: str = ""
    importing: bool = False
    deposed: str = ""
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invocation:
    """An action that is run.

    Args:
        address: Terraform's.
        kind: type of the action.
        values: its arguments.
        sensitive: the same shape, true where nothing may be shown.
        unknown: the same shape, true where nothing is known yet.
    """

    address: str
    kind: str
    values: Mapping[str, Any]
    sensitive: Any = None
    unknown: Any = None


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """Something that the configuration asks for, and that does not hold.

    Args:
        message: what it says.
        address: of what it is about.
        is_told_only: it is of a check block, which stops nothing.
    """

    message: str
    address: str
    is_told_only: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan.

    Args:
        changes: every object of it, also those that stay as they are.
        drift: what the refresh found changed: as it was, and as it is.
        outputs: name -> change.
        invocations: actions that are run.
        expressions: address, without an instance -> attribute -> what its configuration says.
        failed_checks: those that do not hold.
        is_whole: whether it holds all that there is to do.
    """

    changes: tuple[PlannedChange, ...]
    drift: tuple[PlannedChange, ...]
    outputs: Mapping[str, PlannedChange]
    invocations: tuple[Invocation, ...]
    expressions: Mapping[str, Mapping[str, Any]]
    failed_checks: tuple[FailedCheck, ...]
    is_whole: bool


def read_plan(document: Any) -> Plan:
    """The plan in a JSON document.

    Raises:
        ConfigError: it is none, or of a format that is not known.
    """
    version = document.get("format_version") if isinstance(document, Mapping) else None
    advice = "Make it with `terraform show -json PLANFILE`, from a plan that `terraform plan -out=PLANFILE` wrote."
    if not isinstance(version, str) or document.keys().isdisjoint(("planned_values", "resource_changes")):
        raise ConfigError("This is no plan in JSON", advice)
    if not version.startswith(FORMAT):
        said = legible(version, 20, kept="")
        raise ConfigError(f"The plan is of format {said}", f"This version of Sluice knows {FORMAT}x.")
    try:
        return Plan(
            tuple(map(_change, _items(document, "resource_changes"))),
            tuple(map(_change, _items(document, "resource_drift"))),
            {str(name): _output(str(name), item) for name, item in _mapping(document, "output_changes").items()},
            tuple(map(_invocation, _items(document, "action_invocations"))),
            dict(_expressions(_mapping(document, "configuration").get("root_module"), "")),
            tuple(_failed_checks(_items(document, "checks"))),
            not document.get("errored", False) and document.get("complete", True) is not False,
        )
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ConfigError("The plan cannot be read", f"It is not as Terraform writes one. {advice}") from error


def resource_of(address: str) -> str:
    """An address as the configuration has it: without instances, neither its own nor those of its modules."""
    return _INSTANCE.sub("", address)


def parted(address: str) -> tuple[str, str]:
    """An address without the instance at its end, and that."""
    at = _AT_THE_END.search(address)
    assert at is not None
    return address[: at.start()], address[at.start() :]


def _change(item: Mapping[str, Any]) -> PlannedChange:
    change = item["change"]
    paths = change.get("replace_paths") or []
    return PlannedChange(
        _text(item["address"]),
        _text(item.get("mode", "managed")),
        _text(item["type"]),
        tuple(map(_text, _list(change["actions"]))),
        _object(change.get("before")),
        _object(change.get("after")),
        change.get("after_unknown"),
        (change.get("before_sensitive"), change.get("after_sensitive")),
        _text(item.get("action_reason") or ""),
        _text(item.get("previous_address") or ""),
        change.get("importing") is not None,
        _text(item.get("deposed") or ""),
        tuple(dict.fromkeys(_text(path[0]) for path in _list(paths) if path)),
    )


def _output(name: str, change: Mapping[str, Any]) -> PlannedChange:
    return PlannedChange(
        f"output.{name}",
        "output",
        "",
        tuple(map(_text, _list(change["actions"]))),
        {"": change.get("before")},
        {"": change.get("after")},
        {"": change.get("after_unknown")},
        ({"": change.get("before_sensitive")}, {"": change.get("after_sensitive")}),
    )


def _invocation(item: Mapping[str, Any]) -> Invocation:
    values = _object(item.get("config_values")) or {}
    shapes = item.get("config_sensitive"), item.get("config_unknown")
    return Invocation(_text(item["address"]), _text(item["type"]), values, *shapes)


def _expressions(module: Any, prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Address -> what the configuration of a resource says, in a module and those in it."""
    if not isinstance(module, Mapping):
        return
    for resource in _items(module, "resources"):
        yield prefix + _text(resource["address"]), _object(resource.get("expressions")) or {}
    for name, call in _mapping(module, "module_calls").items():
        yield from _expressions(call.get("module"), f"{prefix}module.{name}.")


def _failed_checks(checks: Sequence[Any]) -> Iterator[FailedCheck]:
    for check in checks:
        if check.get("status") in ("fail", "error"):
            about = _object(check.get("address")) or {}
            for instance in _list(check.get("instances") or []):
                for problem in _list(instance.get("problems") or []):
                    message = _text(problem.get("message", ""))
                    yield FailedCheck(message, _text(about.get("to_display", "")), about.get("kind") in (None, "check"))


def _items(document: Mapping[str, Any], name: str) -> list[Any]:
    return _list(document.get(name) or [])


def _mapping(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _object(document.get(name)) or {}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _object(value: Any) -> Mapping[str, Any] | None:
    if value is not None and not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
