"""The deviations in a plan: what others changed, and what of the code is not deployed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from provider_lib.errors import SluiceError
from provider_lib.fleet.drift.since import Since, by_journal, by_server
from provider_lib.review import Change, Difference, Drift, Remark, Report, resource_of, review
from provider_lib.review.differences import drifted
from provider_lib.review.masking import without_credentials
from provider_lib.review.plan import Plan, PlannedChange, read_plan
from provider_lib.review.report import Deed
from provider_lib.spec import Declarations

Kind = Literal["gone", "changed", "undeployed"]
"""How an object deviates.

gone: somebody else deleted it.
changed: somebody else changed it.
undeployed: the code says something else of it than was deployed.
"""


@dataclass(frozen=True, slots=True)
class Deviation:
    """An object that is not as it should be.

    Args:
        kind: how it deviates.
        name: construct path, else what its server calls it, else its address.
        address: Terraform's.
        whose: what it is, as its vendor and its server call it; empty where a name says that.
        deed: what a deploy does to it; None when that leaves it as it is.
        differences: the values that deviate.
        secrets: names of those that do.
        since: when it became so; None when nobody knows.
    """

    kind: Kind
    name: str
    address: str
    whose: str = ""
    deed: Deed | None = None
    differences: tuple[Difference, ...] = ()
    secrets: tuple[str, ...] = ()
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class StackDrift:
    """What deviates in a stack.

    Args:
        stack: its name.
        deviations: what others did first.
        state: as of when its state is; empty where nobody asked.
        failure: why not all of it could be looked at.
    """

    stack: str
    deviations: tuple[Deviation, ...] = ()
    state: str = ""
    failure: Remark | None = None


def drift_of(
    plan: Any,
    catalogue: Declarations,
    stack: str,
    names: Mapping[str, str] | None = None,
    begun: Sequence[Mapping[str, Any]] = (),
) -> StackDrift:
    """What deviates by a plan, which has looked at everything before it planned.

    Args:
        plan: document of ``terraform show -json``.
        catalogue: says what a value is for, and so whether it can move by itself.
        stack: name of the stack.
        names: address -> construct path.
        begun: entries of the provider's journal, of what is in no state yet.

    Raises:
        ConfigError: the document is no plan.
    """
    report = review(plan, catalogue, stack=stack, names=names)
    seen = read_plan(plan)
    found = _Deviations(seen, catalogue, begun)
    return StackDrift(stack, tuple(sorted(found.of(report), key=lambda it: it.kind == "undeployed")))


def unread(found: StackDrift, error: SluiceError) -> StackDrift:
    """A stack of which not everything could be looked at, and why."""
    told = Remark("error", without_credentials(error.summary), without_credentials(error.detail))
    return replace(found, failure=told)


class _Deviations:
    def __init__(self, plan: Plan, catalogue: Declarations, begun: Iterable[Mapping[str, Any]]) -> None:
        self._catalogue = catalogue
        self._begun = begun
        self._changes = {item.address: item for item in plan.changes}
        self._drift = {item.address: item for item in plan.drift}
        self._written = plan.expressions

    def of(self, report: Report) -> Iterator[Deviation]:
        # An action is run because something changes, and outputs only tell of what they are made of.
        yield from (self._changed(change) for change in report.changes if change.deed != "invoke")
        yield from map(self._left, report.drift)

    def _changed(self, change: Change) -> Deviation:
        planned, drift = self._changes[change.address], self._drift.get(change.address)
        values = (*change.differences, *(self._beside(change, drift) if drift is not None else ()))
        kind: Kind = "undeployed"
        if drift is not None and drift.after is None:
            kind = "gone"
        elif any(it.is_by_hand for it in values):
            kind = "changed"
        declared = self._catalogue.resources.get(planned.kind)
        since = by_server(declared, planned.before if kind == "changed" else None)
        return Deviation(
            kind,
            change.name,
            change.address,
            " ".join(filter(None, [change.system, change.thing, change.identity])),
            change.deed,
            values if kind != "gone" else (),
            tuple(use.name for use in change.secrets if use.fate != "unchanged") if kind != "gone" else (),
            since or by_journal(self._begun, planned.kind, change.identity),
        )

    def _beside(self, change: Change, drift: PlannedChange) -> Iterator[Difference]:
        """What others changed of an object of which a deploy changes something else."""
        told = {it.path for it in change.differences}
        if change.deed == "update":
            declared = self._catalogue.resources.get(drift.kind)
            found = drifted(drift, declared, self._written.get(resource_of(drift.address)))
            yield from (it for it in found if it.path not in told)

    def _left(self, item: Drift) -> Deviation:
        now = self._drift[item.address]
        since = by_server(self._catalogue.resources.get(now.kind), now.after)
        kind: Kind = "gone" if item.is_gone else "changed"
        return Deviation(kind, item.name, item.address, differences=item.differences, since=since)
