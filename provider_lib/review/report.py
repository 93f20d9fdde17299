"""What a review found: frozen values, without secrets, that any format can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from provider_lib.policy import Finding
from provider_lib.spec.consequences import TIERS, Tier

Deed = Literal["create", "update", "replace", "delete", "forget", "import", "move", "invoke", "unknown"]
"""What is done to an object. The last is something that this version does not know."""

Place = Literal["program", "configuration", "shell"]
"""Where something is written: in the program of an app, in Terraform's language, or as commands."""

DEEDS: Final[Mapping[Deed, str]] = {
    "unknown": "undergoes something unknown",
    "delete": "is destroyed",
    "replace": "is replaced",
    "update": "changes",
    "create": "is created",
    "forget": "is left alone",
    "import": "is taken over",
    "move": "moves",
    "invoke": "is run",
}
"""In words that follow one object, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: the end of a sentence that begins with the object."""

    tier: Tier
    says: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that changes.

    Args:
        path: attribute, and keys in it.
        code: as it was deployed last.
        server: as it is on the server now; another than ``code`` was changed by hand.
        after: as the code says now.
        hidden: all three are stand-ins for a secret.
    """

    path: tuple[str, ...]
    code: Any
    server: Any
    after: Any
    hidden: bool = False

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody changed it on the server."""
        return bool(self.code != self.server)


@dataclass(frozen=True, slots=True)
class SecretUse:
    """A secret that an object has.

    Args:
        name: key that it is the value of.
        source: where the value comes from: "environment variable PG_PASSWORD".
        fate: ``changed`` where it, or another one of the same object, has a new value.
    """

    name: str
    source: str
    fate: Literal["unchanged", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Health:
    """How something that runs was when the plan looked.

    Args:
        state: in the server's words.
        tasks: how many it has.
        running: how many of them run.
        trouble: the first line of what is wrong, once for each task that failed.
    """

    state: str
    tasks: int = 0
    running: int = 0
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What Terraform, the provider or a server says of a plan."""

    severity: Literal["error", "warning"]
    summary: str
    detail: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed object.

    Args:
        name: construct path, else what its server calls it, else its address.
        address: Terraform's.
        thing: what it is: "connector"; a type of Terraform where nothing is declared of it.
        system: whose it is: "Lenses HQ"; empty where that is not known.
        identity: what its server calls it.
        deed: what is done.
        tier: how bad the worst of it is.
        effects: what it does, the worst first.
        is_judged: whether consequences are known for it; else there are only Terraform's facts.
        why: why it is replaced or destroyed.
        differences: values that change.
        secrets: those that it has.
        health: how it was when the plan looked.
        remarks: what is said of it.
        moved_from: the address that it had.
        is_imported: whether it is taken over first.
    """

    name: str
    address: str
    thing: str
    system: str
    identity: str
    deed: Deed
    tier: Tier
    effects: tuple[Effect, ...]
    is_judged: bool = True
    why: str = ""
    differences: tuple[Difference, ...] = ()
    secrets: tuple[SecretUse, ...] = ()
    health: Health | None = None
    remarks: tuple[Remark, ...] = ()
    moved_from: str = ""
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class Drift:
    """An object that somebody else changed, and that this plan leaves as it is.

    Args:
        name: construct path, or address.
        address: Terraform's.
        is_gone: it is not there any more.
        differences: with ``after`` as ``server``, since that stays.
    """

    name: str
    address: str
    is_gone: bool
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """Something in the picture of a plan.

    Args:
        kind: what it is: "connector", "topic", "system" for a host or a bucket, "cluster" for what runs something.
        name: what a person calls it.
        within: which one of that name it is.
        address: Terraform's, of what changes.
        deed: what is done to it; None when it stays as it is.
    """

    kind: str
    name: str
    within: str = ""
    address: str = ""
    deed: Deed | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Two things in the picture that are joined.

    Args:
        start: number of the node from which data comes, or to which the other belongs.
        end: number of the other.
        is_flow: whether data goes there.
        fate: whether the plan joins or parts them.
    """

    start: int
    end: int
    is_flow: bool
    fate: Literal["stays", "comes", "goes"] = "stays"


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture of a plan: what changes, and what is joined to it.

    Args:
        nodes: from 0 on.
        edges: between them.
        left_out: how many of what changes had no room.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Rename:
    """An object that is destroyed and made again for nothing but another name in the code.

    Args:
        name: construct path, or address, as the code has it now.
        address: Terraform's, now.
        former_name: construct path before, where it is known, else the address.
        former_address: Terraform's, before.
        tier: how bad the worst of the two changes is.
        place: where the way out is written or run.
        way_out: what keeps the object.
    """

    name: str
    address: str
    former_name: str
    former_address: str
    tier: Tier
    place: Place
    way_out: str


@dataclass(frozen=True, slots=True)
class ClearSecret:
    """A secret that Terraform's state will hold in clear although it need not.

    Args:
        name: construct path of the object, or address.
        attribute: holds it.
        sealed_by: the argument with recipients that would seal it.
    """

    name: str
    attribute: str
    sealed_by: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a teammate must know of the plan of one stack.

    Args:
        stack: its name.
        changes: the worst first.
        drift: what others changed, outside of these changes.
        outputs: those that change.
        remarks: about no object that changes.
        is_whole: whether the plan holds all that there is to do.
        findings: of the app's policy in this stack, the waived too.
        in_clear: secrets in the state that could be sealed.
        graph: the picture of it; without nodes where nothing is joined to anything.
        renames: objects that are destroyed and made again under another name.
        since: the revision whose code it is compared with, where no server was asked; empty for a plan.
    """

    stack: str
    changes: tuple[Change, ...] = ()
    drift: tuple[Drift, ...] = ()
    outputs: tuple[Difference, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_whole: bool = True
    findings: tuple[Finding, ...] = ()
    in_clear: tuple[ClearSecret, ...] = ()
    graph: Graph = Graph()
    renames: tuple[Rename, ...] = ()
    since: str = ""

    @property
    def telling(self) -> tuple[Finding, ...]:
        """The findings about what changes, without those that do not count."""
        names = {change.name for change in self.changes}
        return tuple(finding for finding in self.findings if finding.construct in names and not finding.waived)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that do not count, and why."""
        return tuple(finding for finding in self.findings if finding.waived)

    @property
    def tier(self) -> Tier:
        """How bad the worst is."""
        return worst(change.tier for change in self.changes)


def worst(tiers: Iterable[Tier]) -> Tier:
    """The worst of some tiers."""
    found = set(tiers)
    for tier in reversed(TIERS):
        if tier in found:
            return tier
    return "safe"
