"""Lists: all pages of one, and one list shared by many reads."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from provider_lib.dataclass import dataclass, replace
from provider_lib.errors import ApiError, UnexpectedAnswer
from provider_lib.rest.api.messages import Answer, Request
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.request import Wire, body_of, look_up
from provider_lib.rest.object.paging import NO_END, Page, Progress, first_page, may_be_whole, next_page
from provider_lib.rest.object.parent import blame_parent, hopeless
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.spec import Listing

if TYPE_CHECKING:
    from provider_lib.rest.object.target import Target

NO_SUCH_PAGE = frozenset({400, 404, 410, 416, 422})
"""How servers refuse to go on behind the last page."""


def items(target: Target, listing: Listing, wire: Wire, what: str) -> Iterator[Any]:
    """Every item of a list, page after page.

    Raises:
        ConfigError: the server is too old for it.
        UnexpectedAnswer: the answer holds no list, or the pages never end.
        SluiceError: whatever the client raises; with a word about the parent when that is the cause.
    """
    target.require(listing.call, what)
    body = body_of(listing.call, target.declared.fields(), wire)
    first = target.request(listing.call, wire, what, body=body, is_hopeless=hopeless(target, wire))
    page: Page | None = (first.path, [*first.query, *first_page(listing)])
    seen, is_spare = 0, False
    before: list[Any] = []
    asked: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for number in range(listing.max_pages):
        if page is None:
            return
        if (page[0], tuple(page[1])) in asked:
            raise UnexpectedAnswer(f"{what}: the pages lead back to one before", NO_END)
        asked.add((page[0], tuple(page[1])))
        request = replace(first, path=page[0], query=page[1])
        try:
            answer = target.client.send(request)
        except ApiError as refusal:
            if is_spare and refusal.status in NO_SUCH_PAGE:
                return
            blame_parent(target, refusal, wire)
            raise
        if is_spare and dig(answer.body, listing.items) in (before, None):
            return
        found = _items_in(answer, listing, request, what)
        if found and found == before:
            raise UnexpectedAnswer(f"{what}: the server answers with the same page again", NO_END)
        yield from found
        seen += len(found)
        url = target.client.settings.url.join(request.path)
        page = next_page(listing, first, answer, url, Progress(number, seen, len(found), len(before)), what)
        is_spare = number == 0 and may_be_whole(listing.paging, seen)
        before = found
    if page is not None and not is_spare:
        raise UnexpectedAnswer(f"{what}: the pages do not end", f"Gave up after {listing.max_pages} pages.")


def _items_in(answer: Answer, listing: Listing, request: Request, what: str) -> list[Any]:
    """The items of a page."""
    found = dig(answer.body, listing.items)
    if listing.keyed and isinstance(found, dict):
        return list(found.values())
    if not isinstance(found, list):
        raise UnexpectedAnswer(
            f"the answer to {what} holds no list",
            f"Expected a list at {listing.items or 'the top'} of the answer to {request.method} {request.path}.",
        )
    return found


def names_in(item: Any, listing: Listing) -> dict[str, Any]:
    """What an item of a list is named by: place-holder -> its value, MISSING where the item has none."""
    return {name: _excerpt(dig(item, path), listing.excerpts.get(name)) for name, path in listing.match.items()}


def seen(item: Any, listing: Listing) -> Any:
    """An item as an answer about it alone would be seen."""
    return {"body": item} if listing.call.with_headers else item


def _excerpt(value: Any, pattern: str | None) -> Any:
    """The part of a text that is meant; MISSING where the text has no such part."""
    if pattern is None:
        return value
    found = re.search(pattern, value) if isinstance(value, str) else None
    return MISSING if found is None else found[1]


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole list, as it was some time.

    Args:
        items: by their names; None for names that several have, of which nobody can tell which is meant.
        names: the place-holders that name an item.
        asked: monotonic seconds at which it was asked for; it is no older.
    """

    items: Mapping[tuple[str, ...], Any]
    names: tuple[str, ...]
    asked: float

    def find(self, wire: Wire) -> Any:
        """The only item with the names that these values have, None when there is none."""
        return self.items.get(self._key(wire))

    def lacks(self, wire: Wire) -> bool:
        """Whether no item has the names that these values have."""
        return self._key(wire) not in self.items

    def _key(self, wire: Wire) -> tuple[str, ...]:
        return tuple(as_text(look_up(wire, name)) for name in self.names)


class Crowd:
    """Those that are waited for at once, of which one list has all. Safe to use from several threads.

    Attributes:
        waiting: how many they are.
        listed: how long the list was, as far as it was asked for.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.waiting = 0
        self.listed = 0

    def enter(self) -> None:
        """One more is waited for."""
        with self._lock:
            self.waiting += 1

    def leave(self) -> None:
        """One less is."""
        with self._lock:
            self.waiting -= 1


class SharedLists:
    """Lists read during one walk, each asked for once however many resources it serves."""

    def __init__(self) -> None:
        self._lists = SharedAnswers()
        self._lock = threading.Lock()
        self._crowds: dict[tuple[str, str], Crowd] = {}

    def crowd(self, target: Target, listing: Listing | None) -> Crowd:
        """Those whose waits a list can serve; one by itself where there is no list."""
        if listing is None:
            return Crowd()
        with self._lock:
            return self._crowds.setdefault((target.client.name, listing.call.path), Crowd())

    def get(self, target: Target, listing: Listing, wire: Wire, what: str, *, after: float = 0.0) -> Listed:
        """A list, asked for now or before.

        Args:
            after: monotonic seconds after which it must have been asked for.
        """

        def ask() -> Listed:
            return _listed(target, listing, wire, what)

        kind = tuple(listing.match.items())
        return self._lists.get(target, listing.call, wire, what, ask, kind=kind, lasts=lambda one: one.asked > after)


def _listed(target: Target, listing: Listing, wire: Wire, what: str) -> Listed:
    asked = time.monotonic()
    found: dict[tuple[str, ...], Any] = {}
    for item in items(target, listing, wire, what):
        names = names_in(item, listing).values()
        if MISSING not in names:
            key = tuple(map(as_text, names))
            found[key] = None if key in found else seen(item, listing)
    return Listed(found, tuple(listing.match), asked)
