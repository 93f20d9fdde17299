"""A plan, made into a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from provider_lib.errors import ConfigError
from provider_lib.policy import Finding
from provider_lib.review.differences import difference, differences, drifted, with_unknowns
from provider_lib.review.effects import announced, effects, of_what_nobody_judges
from provider_lib.review.graph import graph
from provider_lib.review.health import health
from provider_lib.review.masking import at, masked, without_credentials
from provider_lib.review.plan import FailedCheck, Invocation, Plan, PlannedChange, read_plan, resource_of
from provider_lib.review.renames import renames
from provider_lib.review.report import (
    DEEDS,
    Change,
    ClearSecret,
    Deed,
    Difference,
    Drift,
    Effect,
    Remark,
    Report,
    worst,
)
from provider_lib.review.secret_uses import secret_uses
from provider_lib.spec import Declarations, Resource, roles
from provider_lib.spec.consequences import TIERS, Act

_DEEDS: Final[Mapping[tuple[str, ...], Deed]] = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("forget",): "forget",
}
_ACTS: Final[Mapping[Deed, Act]] = {
    "create": "create",
    "update": "update",
    "replace": "replace",
    "delete": "delete",
    "invoke": "invoke",
}
_REASONS: Final[Mapping[str, str]] = {
    "replace_because_tainted": "it was left half made",
    "replace_because_cannot_update": "",
    "replace_by_request": "--replace asks for it",
    "replace_by_triggers": "something else that it depends on changes",
    "delete_because_no_resource_config": "it is not in the code any more",
    "delete_because_no_module": "its module is not in the code any more",
    "delete_because_wrong_repetition": "it is not in the code any more in this form",
    "delete_because_count_index": "the code asks for fewer",
    "delete_because_each_key": "its key is not in the code any more",
    "delete_because_no_move_target": "it was moved to what is not in the code",
}
OURS: Final = "sluice_"
"""How the types of our own resources begin."""
OWN_COMMAND: Final = "sluice-terraform"
"""What the user of the embedded engine types for it."""


def review(
    document: Any,
    catalogue: Declarations,
    *,
    stack: str = "",
    names: Mapping[str, str] | None = None,
    remarks: Sequence[Remark] = (),
    findings: Sequence[Finding] = (),
    moved: Mapping[str, str] | None = None,
    command: str = OWN_COMMAND,
) -> Report:
    """What a teammate must know of a plan.

    Args:
        document: of ``terraform show -json``.
        catalogue: says what changes do.
        stack: name of the stack.
        names: address -> construct path.
        remarks: what was said while it was planned.
        findings: of the app's policy in this stack.
        moved: addresses to which the code moves something -> from where.
        command: what the user types for the engine.

    Raises:
        ConfigError: the document is no plan.
    """
    plan, names = read_plan(document), names or {}
    try:
        report = _Review(plan, catalogue, names, tuple(map(_shown, remarks))).report(stack)
    except RecursionError as error:
        raise ConfigError(
            "The plan cannot be read", "Its values are nested more deeply than anybody writes."
        ) from error
    renamed = renames(plan.changes, report.changes, catalogue, stack, names, moved or {}, command)
    return replace(report, findings=tuple(findings), renames=renamed)


class _Review:
    def __init__(
        self, plan: Plan, catalogue: Declarations, names: Mapping[str, str], remarks: Sequence[Remark]
    ) -> None:
        self._plan = plan
        self._catalogue = catalogue
        self._names = names
        self._remarks = remarks
        self._drift = {item.address: item for item in plan.drift}

    def report(self, stack: str) -> Report:
        changes = [made for item in self._plan.changes if (made := self._change(item)) is not None]
        changes += map(self._invoked, self._plan.invocations)
        changes.sort(key=_worst_first)
        about = {change.address for change in changes}
        told = {name for address in about for name in _addresses(address)}
        checks = [_shown(_remark(check)) for check in self._plan.failed_checks]
        return Report(
            stack,
            tuple(changes),
            tuple(found for item in self._plan.drift if (found := self._drifted(item, about)) is not None),
            tuple(_outputs(self._plan.outputs)),
            (*checks, *(remark for remark in self._remarks if remark.address not in told)),
            self._plan.is_whole,
            in_clear=tuple(found for item in self._plan.changes for found in self._in_clear(item)),
            graph=graph(self._plan, self._catalogue, changes, self._title),
        )

    def _in_clear(self, item: PlannedChange) -> Iterator[ClearSecret]:
        declared = self._catalogue.resources.get(item.kind)
        if declared is None or item.mode == "data" or item.after is None:
            return
        after = with_unknowns(item.after, item.unknown)
        for field, once in declared.fields_with(roles.Once):
            if once.sealed_to is not None and not after.get(once.sealed_to):
                yield ClearSecret(self._name(item.address, _thing(item, declared)), field.name, once.sealed_to)

    def _change(self, item: PlannedChange) -> Change | None:
        deed = _deed(item)
        if deed is None:
            return None
        declared = self._catalogue.resources.get(item.kind)
        found, is_judged = self._effects(item, deed, declared)
        about = _addresses(item.address)
        remarks = tuple(remark for remark in self._remarks if remark.address in about)
        found = [*announced(remarks), *found] if deed == "update" else found
        drift = self._drift.get(item.address)
        uses = (
            secret_uses(item, declared, self._plan.expressions.get(resource_of(item.address), {})) if declared else ()
        )
        return Change(
            self._name(item.address, _thing(item, declared)),
            item.address,
            *_kind(item.kind, self._catalogue),
            _identity(item, declared),
            deed,
            worst(effect.tier for effect in found),
            tuple(sorted(found, key=lambda effect: -TIERS.index(effect.tier))),
            is_judged,
            _why(item, drift),
            differences(item, drift, declared) if deed in ("create", "update", "replace") else (),
            uses,
            health(declared.lifecycle, item.before) if declared else None,
            remarks,
            item.previous,
            item.importing,
        )

    def _effects(self, item: PlannedChange, deed: Deed, declared: type[Resource] | None) -> tuple[list[Effect], bool]:
        """What is said of a change, and whether it is judged."""
        match deed:
            case "unknown":
                said = ", ".join(item.actions)
                return [Effect("lockout", f"undergoes something that Sluice does not know: {said or 'nothing'}")], False
            case "move":
                return [Effect("safe", "stays as it is: only its address in the state changes")], True
            case "import":
                return [Effect("safe", "is taken over as it is")], True
            case "forget":
                return [Effect("safe", "stays as it is, and is not managed here any more")], True
        if declared is None and item.kind.startswith(OURS):
            return [Effect("lockout", "is of a type that this version of Sluice does not know")], False
        act = _ACTS[deed]
        after = with_unknowns(item.after or {}, item.unknown) if item.after is not None else None
        found = effects(declared.consequences, act, item.before, after, item.sensitive) if declared else []
        return (found, True) if found else (list(of_what_nobody_judges(act)), False)

    def _invoked(self, item: Invocation) -> Change:
        declared = self._catalogue.actions.get(item.kind)
        values = with_unknowns(item.values, item.unknown)
        found = effects(declared.consequences, "invoke", None, values, (None, item.sensitive)) if declared else []
        return Change(
            self._name(item.address),
            item.address,
            *_kind(item.kind, self._catalogue),
            "",
            "invoke",
            worst(effect.tier for effect in found),
            tuple(found),
            bool(found),
            differences=tuple(
                difference((name,), (None, None, value), (None, None, item.sensitive), "" if declared else name)
                for name, value in sorted(values.items())
                if value is not None
            ),
        )

    def _drifted(self, item: PlannedChange, about: set[str]) -> Drift | None:
        if item.address in about:
            return None
        declared = self._catalogue.resources.get(item.kind)
        written = self._plan.expressions.get(resource_of(item.address))
        found, is_gone = drifted(item, declared, written), item.after is None
        name = self._name(item.address, _thing(item, declared))
        return Drift(name, item.address, is_gone, found) if found or is_gone else None

    def _title(self, item: PlannedChange) -> tuple[str, str]:
        """What an object is, and what a person calls it."""
        identity = _identity(item, self._catalogue.resources.get(item.kind))
        return _kind(item.kind, self._catalogue)[0], self._name(item.address, identity)

    def _name(self, address: str, otherwise: str = "") -> str:
        """What a person calls something: the path of its construct, or else what it is and what its server calls it."""
        resource = resource_of(address)
        path = self._names.get(resource)
        return path + address[len(resource) :] if path else otherwise or address


def _remark(check: FailedCheck) -> Remark:
    if check.is_told_only:
        return Remark("warning", "A check fails", check.message)
    return Remark("error", f"A condition of {check.address} does not hold", check.message)


def _shown(remark: Remark) -> Remark:
    """A remark without credentials that somebody's error quotes."""
    return replace(remark, summary=without_credentials(remark.summary), detail=without_credentials(remark.detail))


def _addresses(address: str) -> tuple[str, str]:
    """By what a remark is about an object: the address of the instance, or of the resource for all of its instances."""
    return address, resource_of(address)


def _deed(item: PlannedChange) -> Deed | None:
    """What is done to an object; None when that is nothing, or when it is only read."""
    if item.mode == "data" or item.actions == ("read",):
        return None
    if item.actions == ("no-op",):
        if item.importing:
            return "import"
        return "move" if item.previous and item.previous != item.address else None
    return _DEEDS.get(item.actions, "unknown")


def _why(item: PlannedChange, drift: PlannedChange | None) -> str:
    if item.deposed:
        return "an earlier failure left it over"
    if item.replaced_by:
        return f"{', '.join(item.replaced_by)} cannot change in place"
    if item.reason:
        return _REASONS.get(item.reason, item.reason.replace("_", " "))
    if drift is not None and drift.after is None and item.before is None:
        return "somebody deleted it"
    return ""


def _kind(kind: str, catalogue: Declarations) -> tuple[str, str]:
    """What something is, and whose."""
    declared = catalogue.resources.get(kind) or catalogue.actions.get(kind)
    if declared is None:
        return kind, ""
    return declared.thing(), declared.system.title


def _identity(item: PlannedChange, declared: type[Resource] | None) -> str:
    """What a server calls an object."""
    values, shape = (item.after, item.sensitive[1]) if item.after else (item.before or {}, item.sensitive[0])
    fields = (declared.known_as or declared.identity_fields()) if declared else ()
    known = [masked(values.get(name), at(shape, (name,))) for name in fields]
    return "/".join(str(value) for value in known if isinstance(value, str | int))


def _thing(item: PlannedChange, declared: type[Resource] | None) -> str:
    """What something is, and what its server calls it; empty when nobody knows."""
    identity = _identity(item, declared)
    return f"{declared.thing()} {identity}" if declared is not None and identity else ""


def _outputs(outputs: Mapping[str, PlannedChange]) -> list[Difference]:
    found = []
    for name, change in sorted(outputs.items()):
        if change.actions != ("no-op",):
            before = (change.before or {}).get("")
            after = with_unknowns(change.after or {}, change.unknown).get("")
            sensitive = tuple((shape or {}).get("") for shape in change.sensitive)
            shapes = ({name: sensitive[0]}, {name: sensitive[0]}, {name: sensitive[1]})
            found.append(difference((name,), (before, before, after), shapes, name))
    return found


def _worst_first(change: Change) -> tuple[int, int, str]:
    return -TIERS.index(change.tier), list(DEEDS).index(change.deed), change.name
