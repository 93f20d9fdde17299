"""Joins what the stacks own: by what each reads, writes and runs on, as its declaration says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provider_lib.fleet.map.estate import Estate, Link, Spot, Thing
from provider_lib.fleet.owned import Owned
from provider_lib.fleet.status import Status
from provider_lib.review.joints import Joint, joints
from provider_lib.review.masking import without_credentials
from provider_lib.spec import Declarations

ANYWHERE = "system"
"""The kind of what is the same for all accounts: a host."""


def estate_of(
    owned: Sequence[Owned],
    statuses: Iterable[Status],
    declared: Declarations,
    *,
    stacks: Iterable[str],
    when: str,
    is_live: bool = True,
    unread: Mapping[str, str] | None = None,
) -> Estate:
    """What stacks own, joined.

    Args:
        owned: what they own.
        statuses: how that is, as far as anybody asks.
        declared: the catalogue.
        stacks: those that were read.
        when: it was looked at.
        is_live: whether the servers were asked.
        unread: name of a stack -> why it could not be read.
    """
    joining = _Joining(owned, {(status.stack, status.address): status for status in statuses}, declared)
    told = {name: without_credentials(why) for name, why in (unread or {}).items()}
    things = _at_home(joining.things, joining.links)
    titles = {item.resource.system.name: item.resource.system.title for item in owned}
    return Estate(tuple(stacks), tuple(things), tuple(joining.links), when, is_live, told, titles)


class _Joining:
    """What is joined so far.

    Args:
        owned: what stacks own.
        statuses: by stack and address.
        declared: the catalogue.
    """

    def __init__(
        self, owned: Sequence[Owned], statuses: Mapping[tuple[str, str], Status], declared: Declarations
    ) -> None:
        self.things: list[Thing] = []
        self.links: dict[Link, None] = {}
        self._declared = declared
        self._accounts: list[tuple[str, Any]] = []
        self._identified: dict[tuple[str, str, int], int] = {}
        self._found: dict[tuple[str, Spot], int] = {}
        accounts = [self._account(item) for item in owned]
        for item, account in zip(owned, accounts, strict=True):
            self._put(item, account, statuses.get((item.stored.stack, item.stored.address)))
        for number, (item, account) in enumerate(zip(owned, accounts, strict=True)):
            hidden = {name: True for name, field in item.resource.fields().items() if field.sensitive}
            for joint in joints(item.resource, item.stored.attributes, {**item.stored.sensitive, **hidden}):
                self._join(number, joint, account)

    def _account(self, owned: Owned) -> int:
        """The number of the account of its vendor: those are the same that are reached by the same settings."""
        name = owned.resource.system.name
        account = (name, owned.block.get(name))
        if account not in self._accounts:
            self._accounts.append(account)
        return self._accounts.index(account)

    def _put(self, owned: Owned, account: int, status: Status | None) -> None:
        resource, stored = owned.resource, owned.stored
        spot = Spot(resource.system.name, account, where=owned.place)
        for attribute in {*resource.identity_fields(), *resource.known_as}:
            if isinstance(value := stored.attributes.get(attribute), str):
                self._identified[f"{stored.type}.{attribute}", value, account] = len(self.things)
        self.things.append(
            Thing(
                kind=resource.thing(),
                name=without_credentials(owned.name),
                spot=spot,
                stack=stored.stack,
                address=stored.address,
                construct_path=stored.construct_path,
                status=status,
            )
        )

    def _join(self, number: int, joint: Joint, account: int) -> None:
        other = self._other(joint, account)
        if other is not None and other != number:
            start, end = (number, other) if joint.way == "out" else (other, number)
            self.links[Link(start, end, joint.way != "on")] = None

    def _other(self, joint: Joint, account: int) -> int | None:
        """What a joint leads to, put among the things where it is nobody's; None for what is no object."""
        type_name, _, attribute = joint.kind.partition(".")
        if not attribute:
            return self._of_nobody(joint.kind, joint.name, 0 if joint.kind == ANYWHERE else account, joint.within)
        if (known := self._identified.get((joint.kind, joint.name, account))) is not None:
            return known
        resource = self._declared.resources.get(type_name)
        if resource is None or attribute not in (resource.known_as or resource.identity_fields()):
            return None
        return self._of_nobody(resource.thing(), joint.name, account, "")

    def _of_nobody(self, kind: str, name: str, account: int, within: str) -> int:
        key = (name, spot := Spot("", account, kind, within))
        if key not in self._found:
            self._found[key] = len(self.things)
            self.things.append(Thing(kind=kind, name=without_credentials(name), spot=spot))
        return self._found[key]


def _at_home(things: Sequence[Thing], links: Iterable[Link]) -> list[Thing]:
    """The things, those after which a place is called with what belongs to them: an environment with its connectors."""
    found = list(things)
    for link in links:
        home, inside = things[link.start], things[link.end]
        if not link.is_flow and home.system and not home.where and inside.where.partition("/")[0] == home.name:
            found[link.start] = replace(home, spot=replace(home.spot, where=home.name))
    return found
