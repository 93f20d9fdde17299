"""Which item of one list belongs to which of another. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig


class Unpaired:
    """The items of a list that belong to none of another yet; each is found by a name, without looking at the others.

    Args:
        items: the list.
        named: what an item is found by.
    """

    def __init__(self, items: Sequence[Any], named: Callable[[Any], Hashable]) -> None:
        self._left = dict(enumerate(items))
        self._named = named
        self._places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, item in enumerate(items):
            self._places[named(item)].append(place)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._left.values())

    def like(self, item: Any) -> Any:
        """The first item of the same name, taken out; MISSING when there is none."""
        places = self._places.get(self._named(item))
        while places:
            if (place := places.popleft()) in self._left:
                return self._left.pop(place)
        return MISSING

    def first(self, is_it: Callable[[Any], bool]) -> Any:
        """The first item that is the one, taken out; MISSING when there is none."""
        place = next((place for place, item in self._left.items() if is_it(item)), None)
        return MISSING if place is None else self._left.pop(place)


def by_member(items: Sequence[Any], path: str) -> Unpaired:
    """Items that are told apart by a member."""
    return Unpaired(items, lambda item: as_text(dig(item, path)))


def by_value(items: Sequence[Any]) -> Unpaired:
    """Items that are told apart by all that they are."""
    return Unpaired(items, _all_of)


def _all_of(value: Any) -> Hashable:
    """What two JSON values have in common when they are equal: 1 and 1.0 are, 1 and true are not."""
    match value:
        case bool():
            return ("bool", value)
        case list():
            return ("list", *map(_all_of, value))
        case Mapping():
            return ("object", frozenset((name, _all_of(item)) for name, item in value.items()))
        case _:
            return value  # type: ignore[no-any-return]
