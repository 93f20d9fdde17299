"""Which objects an account holds: lists first, in every place that there is, and then each object of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from provider_lib.adopt.account import Account, Found, Identity, Survey, Unread
from provider_lib.errors import SluiceError
from provider_lib.rest import AT_ONCE
from provider_lib.spec import Listing, Resource

Tell = Callable[[str], None]
Place = dict[str, Any]
Wanted = Callable[[type[Resource], Place], bool]


def survey(
    account: Account,
    resources: Sequence[type[Resource]],
    endpoints: Sequence[str],
    tell: Tell,
    wanted: Wanted = lambda _resource, _names: True,
) -> Survey:
    """Everything of these kinds that an account holds.

    Args:
        account: answers.
        resources: the kinds.
        endpoints: names of the configured APIs, where a system has several.
        tell: hears how far it is.
        wanted: whether an object with what names it is to be read.
    """
    surveyor = _Surveyor(account, endpoints, tell, wanted)
    for resource in in_order(resources):
        surveyor.look_for(resource)
    return Survey(tuple(surveyor.found), tuple(surveyor.unread), tuple(surveyor.passed))


def in_order(resources: Sequence[type[Resource]]) -> list[type[Resource]]:
    """The kinds with those first that others refer to; where two refer to each other, as they are declared."""
    named = {resource.type_name: resource for resource in resources}
    ordered: list[type[Resource]] = []

    def add(resource: type[Resource], above: tuple[type[Resource], ...]) -> None:
        for other in references(resource):
            if other in named and named[other] not in above:
                add(named[other], (*above, resource))
        if resource not in ordered:
            ordered.append(resource)

    for resource in resources:
        add(resource, (resource,))
    return ordered


def references(resource: type[Resource]) -> Iterator[str]:
    """The kinds that a kind refers to, where it is it that says so."""
    for field in resource.fields().values():
        if field.mirrors is not None:
            continue
        inner = getattr(getattr(field.type, "of", field.type), "fields", {})
        for item in (field, *inner.values()):
            if item.refers_to:
                yield item.refers_to.partition(".")[0]


def identity_of(resource: type[Resource], values: Mapping[str, Any]) -> Identity:
    """The values that name an object, with the defaults of those that are left out."""
    fields = resource.fields()
    given = ((values.get(name), fields[name].default) for name in resource.identity_fields())
    return tuple(str(default if value is None else value) for value, default in given)


class _Surveyor:
    def __init__(self, account: Account, endpoints: Sequence[str], tell: Tell, wanted: Wanted) -> None:
        self._account = account
        self._endpoints = endpoints
        self._tell = tell
        self._wanted = wanted
        self.found: list[Found] = []
        self.passed: list[Found] = []
        self.unread: list[Unread] = []

    def look_for(self, resource: type[Resource]) -> None:
        """Find everything of a kind."""
        listing = resource.listing()
        if listing is None:
            return
        title = resource.thing()
        named: list[Place] = []
        for place in resource.places(listing, partial(self._values, resource)):
            at = "/".join(map(str, place.values()))
            where = f" of {at}" if at else ""
            self._tell(f"Listing {title}s{where}")
            try:
                members = self._account.members(resource.type_name, listing, place)
            except SluiceError as error:
                self.unread.append(Unread(f"{title}s{where}", error.summary))
                continue
            for names in members:
                if why := listing.unnamed(names):
                    self.unread.append(Unread(" ".join([title, *names.values()]) + where, why))
                elif self._wanted(resource, place | names):
                    named.append(place | names)
                else:
                    self.passed.append(Found(resource, place | names))
        self._tell(f"Reading {len(named)} {title}{'' if len(named) == 1 else 's'}")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            read = list(pool.map(lambda names: self._observed(resource, names), named))
        self.found += sorted(
            (item for item in read if isinstance(item, Found)), key=lambda item: (item.title, item.identity)
        )
        self.unread += [item for item in read if isinstance(item, Unread)]

    def _observed(self, resource: type[Resource], names: Place) -> Found | Unread | None:
        try:
            seen = self._account.observe(resource.type_name, names)
        except SluiceError as error:
            return Unread(f"{resource.thing()} {'/'.join(map(str, names.values()))}", error.summary)
        return None if seen is None else Found(resource, seen.values, seen.secrets)

    def _values(self, resource: type[Resource], name: str) -> list[Any]:
        """The values that a part of an identity may have."""

        def referred(kind: str) -> list[Mapping[str, Any]]:
            return [item.values for item in (*self.found, *self.passed) if item.resource.type_name == kind]

        def listed(places: Listing) -> list[Place]:
            try:
                return self._account.members(resource.type_name, places, {})
            except SluiceError as error:
                self.unread.append(Unread(f"{resource.thing()}s", error.summary))
                return []

        return resource.possible_values(name, endpoints=self._endpoints, referred=referred, listed=listed)
