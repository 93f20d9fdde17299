"""Listing what an account has: in every place there is, or in those that a filter names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any, Final

from provider_lib.contract import Diagnostic, Listed, ListRequest, Values
from provider_lib.dataclass import dataclass
from provider_lib.errors import SluiceError, UnexpectedAnswer
from provider_lib.rest.operations.observe import Observed
from provider_lib.spec import Listing, Resource, System

AT_ONCE: Final = 10
"""Objects that are read at the same time, as many as Terraform reads unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is asked of an account; nothing of it changes anything.

    Args:
        resources: the kinds of objects, by type name.
        endpoints: names the configured APIs of a system that may have several.
        members: what names each object of a list.
        observe: an object as an import would take it; None when it is not there.
    """

    resources: Mapping[str, type[Resource]]
    endpoints: Callable[[System], list[str]]
    members: Callable[[str, Listing, Values], list[Values]]
    observe: Callable[[str, Values], Observed | None]


def list_objects(account: Account, resource: type[Resource], request: ListRequest) -> Iterator[Listed | Diagnostic]:
    """The objects of a kind that a list block asks for, and a warning of each that could not be read.

    Raises:
        SluiceError: nothing could be read.
    """
    search, is_empty = _Search(account, resource, request), True
    for found in islice(search.found(), request.limit):
        is_empty = False
        yield found
    if search.errors and is_empty:
        raise search.errors[0]
    yield from (Diagnostic.of(error, "warning") for error in search.errors)


class _Search:
    def __init__(self, account: Account, resource: type[Resource], request: ListRequest) -> None:
        self._account = account
        self._resource = resource
        self._filters = {name: pattern for name, pattern in request.config.items() if pattern is not None}
        self._with_states = request.with_states
        self.errors: list[SluiceError] = []

    def found(self) -> Iterator[Listed]:
        """Each object that fits."""
        identities = self._identities(self._resource, self._filters)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while some := list(islice(identities, AT_ONCE)):
                yield from (item for item in pool.map(self._listed, some) if item is not None)

    def _listed(self, identity: Values) -> Listed | None:
        """An object that fits, read where its identity does not tell enough of it."""
        known, state = identity, None
        if self._with_states or not identity.keys() >= set(self._resource.known_as):
            try:
                seen = self._account.observe(self._resource.type_name, identity)
            except SluiceError as error:
                self.errors.append(error)
                return None
            if seen is None:
                return None
            known = seen.values
            state = seen.values if self._with_states else None
        if not _fits(known, self._filters):
            return None
        names = self._resource.known_as or self._resource.identity_fields()
        identity = {name: str(known[name]) for name in self._resource.identity_fields()}
        return Listed(identity, "/".join(str(known[name]) for name in names), state)

    def _identities(self, resource: type[Resource], filters: Mapping[str, str]) -> Iterator[Values]:
        """What names each object of a kind, as far as lists tell it."""
        listing = resource.listing()
        if listing is None:
            return
        for place in resource.places(listing, lambda name: self._values(resource, name, filters.get(name))):
            for names in self._members(resource, listing, place):
                if why := listing.unnamed(names):
                    self.errors.append(_unnamed(resource, names, why))
                elif _fits(place | names, filters):
                    yield place | names

    def _values(self, resource: type[Resource], name: str, pattern: str | None) -> list[Any]:
        """The values that a part of an identity may have; a filter without wildcards names the only one."""
        if pattern is not None and not set(pattern) & set("*?["):
            return [pattern] if pattern else []
        values = resource.possible_values(
            name,
            endpoints=self._account.endpoints(resource.system) or [str(resource.fields()[name].default)],
            referred=lambda kind: self._identities(self._account.resources[kind], {}),
            listed=lambda places: self._members(resource, places, {}),
        )
        return [value for value in values if pattern is None or fnmatchcase(str(value), pattern)]

    def _members(self, resource: type[Resource], listing: Listing, place: Values) -> list[Values]:
        try:
            return self._account.members(resource.type_name, listing, place)
        except SluiceError as error:
            self.errors.append(error)
            return []


def _unnamed(resource: type[Resource], names: Values, why: str) -> SluiceError:
    return UnexpectedAnswer(
        f"{' '.join([resource.thing(), *names.values()])} {why}",
        "Nothing finds it by that. It was left out of the list.",
    )


def _fits(known: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    """Whether what is known of an object fits every filter about it."""
    return all(fnmatchcase(str(known[name]), pattern) for name, pattern in filters.items() if name in known)
