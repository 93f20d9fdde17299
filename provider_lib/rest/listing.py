"""Lists: all pages of one, and one list shared by many reads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from provider_lib.errors import SluiceError, UnexpectedAnswer
from provider_lib.rest.documents import MISSING, as_text, dig
from provider_lib.rest.messages import Answer, Request
from provider_lib.rest.render import Wire, path_of, query_of
from provider_lib.rest.target import Target
from provider_lib.spec import Listing, NextLink, Offset, PageNumber, PageToken

MOST_PAGES = 1000
Query = list[tuple[str, str]]


def items(target: Target, listing: Listing, wire: Wire, what: str) -> Iterator[Any]:
    """Every item of a list, page after page.

    Raises:
        UnexpectedAnswer: the answer holds no list, or the pages never end.
    """
    path, query = path_of(listing.call, wire), query_of(listing.call, wire)
    page: tuple[str, Query] | None = (path, [*query, *_first_page(listing)])
    for number in range(MOST_PAGES):
        if page is None:
            return
        answer = target.client.send(
            Request(
                method=listing.call.method,
                path=page[0],
                query=page[1],
                repeatable=True,
                deadline=target.deadline,
                what=what,
            )
        )
        found = dig(answer.body, listing.items)
        if listing.keyed and isinstance(found, dict):
            found = list(found.values())
        if not isinstance(found, list):
            raise UnexpectedAnswer(
                f"the answer to {what} holds no list",
                f"Expected a list at {listing.items or 'the top'} of the answer to {listing.call.method} {path}.",
            )
        yield from found
        page = _next_page(listing, path, query, answer, number, len(found))
    raise UnexpectedAnswer(f"{what}: the pages do not end", f"Gave up after {MOST_PAGES} pages.")


def _first_page(listing: Listing) -> Query:
    match listing.paging:
        case PageNumber(page=page, size=size, per_page=count, first=first):
            return [(page, str(first)), (size, str(count))]
        case PageToken(size=size, per_page=count):
            return [(size, str(count))]
        case NextLink(size=size, per_page=count):
            return [(size, str(count))] if size else []
        case Offset(offset=offset, limit=limit, per_page=count):
            return [(offset, "0"), (limit, str(count))]
        case None:
            return []


def _next_page(
    listing: Listing, path: str, query: Query, answer: Answer, number: int, count: int
) -> tuple[str, Query] | None:
    match listing.paging:
        case PageNumber(page=page, size=size, per_page=most, first=first, more=more):
            ended = dig(answer.body, more) is not True if more else count < most
            return None if ended else (path, [*query, (page, str(first + number + 1)), (size, str(most))])
        case PageToken(token=token, next=next_token, size=size, per_page=most):
            found = dig(answer.body, next_token)
            return None if found in (MISSING, None, "") else (path, [*query, (size, str(most)), (token, str(found))])
        case NextLink(next=next_link):
            return _linked(answer, next_link)
        case Offset(offset=offset, limit=limit, per_page=most):
            if count < most:
                return None
            return path, [*query, (offset, str((number + 1) * most)), (limit, str(most))]
        case None:
            return None


def _linked(answer: Answer, next_link: str | None) -> tuple[str, Query] | None:
    """Path and query of the next page; only they are followed, never another host."""
    if next_link is not None:
        link = dig(answer.body, next_link)
    else:
        link = next(
            (
                part.split(">")[0].strip(" <")
                for part in answer.headers.get("link", "").split(",")
                if 'rel="next"' in part
            ),
            None,
        )
    if not isinstance(link, str) or not link:
        return None
    url = urlsplit(link)
    return url.path, parse_qsl(url.query, keep_blank_values=True)


class SharedLists:
    """Lists read during one refresh, each asked for once however many resources it serves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lists: dict[tuple[str, str], _OneList] = {}

    def find(self, target: Target, listing: Listing, wire: Wire, what: str) -> Any:
        """The item that names this object, None when it is not in the list."""
        key = (target.client.name, path_of(listing.call, wire) + repr(query_of(listing.call, wire)))
        with self._lock:
            one = self._lists.setdefault(key, _OneList())
        index = one.load(target, listing, wire, what)
        return index.get(tuple(as_text(wire[field]) for field in listing.match))


class _OneList:
    """One list, read by whoever comes first while the others wait, and whose failure is theirs too.

    A server that is down is thus asked once, retries included, and not once for each of hundreds of objects.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Mapping[tuple[str, ...], Any] | None = None
        self._failure: SluiceError | None = None

    def load(self, target: Target, listing: Listing, wire: Wire, what: str) -> Mapping[tuple[str, ...], Any]:
        with self._lock:
            if self._failure is not None:
                raise self._failure
            if self._index is None:
                self._index = self._read(target, listing, wire, what)
            return self._index

    def _read(self, target: Target, listing: Listing, wire: Wire, what: str) -> Mapping[tuple[str, ...], Any]:
        try:
            return {
                tuple(as_text(dig(item, path)) for path in listing.match.values()): item
                for item in items(target, listing, wire, what)
            }
        except SluiceError as failure:
            self._failure = failure
            raise
