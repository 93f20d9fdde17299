"""Lists: all pages of one, and one list shared by many reads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from provider_lib.errors import SluiceError, UnexpectedAnswer
from provider_lib.rest.documents import MISSING, as_text, dig
from provider_lib.rest.messages import Answer, Request
from provider_lib.rest.render import Wire
from provider_lib.rest.target import Target
from provider_lib.spec import Listing, NextLink, Offset, PageNumber, PageToken

MOST_PAGES = 1000
Query = list[tuple[str, str]]
Page = tuple[str, Query]


def items(target: Target, listing: Listing, wire: Wire, what: str) -> Iterator[Any]:
    """Every item of a list, page after page.

    Raises:
        ConfigError: the server is too old for it.
        UnexpectedAnswer: the answer holds no list, or the pages never end.
    """
    target.require(listing.call, what)
    first = target.request(listing.call, wire, what)
    page: Page | None = (first.path, [*first.query, *_first_page(listing)])
    for number in range(MOST_PAGES):
        if page is None:
            return
        answer = target.client.send(replace(first, path=page[0], query=page[1]))
        found = dig(answer.body, listing.items)
        if listing.keyed and isinstance(found, dict):
            found = list(found.values())
        if not isinstance(found, list):
            raise UnexpectedAnswer(
                f"the answer to {what} holds no list",
                f"Expected a list at {listing.items or 'the top'} of the answer to {first.method} {first.path}.",
            )
        yield from found
        page = _next_page(listing, first, answer, number, len(found), target.client.settings.url.root)
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


def _next_page(listing: Listing, first: Request, answer: Answer, number: int, count: int, root: str) -> Page | None:
    query = [*first.query]
    match listing.paging:
        case PageNumber(page=page, size=size, per_page=most, first=start, more=more):
            ended = dig(answer.body, more) is not True if more else count < most
            return None if ended else (first.path, [*query, (page, str(start + number + 1)), (size, str(most))])
        case PageToken(token=token, next=next_token, size=size, per_page=most):
            found = dig(answer.body, next_token)
            ended = found in (MISSING, None, "")
            return None if ended else (first.path, [*query, (size, str(most)), (token, str(found))])
        case NextLink(next=next_link):
            link = _in_header(answer) if next_link is None else dig(answer.body, next_link)
            return (urljoin(root, link), []) if isinstance(link, str) and link else None
        case Offset(offset=offset, limit=limit, per_page=most):
            if count < most:
                return None
            return first.path, [*query, (offset, str((number + 1) * most)), (limit, str(most))]
        case None:
            return None


def _in_header(answer: Answer) -> str | None:
    """The next page by the Link header (RFC 8288)."""
    parts = answer.headers.get("link", "").split(",")
    return next((part.split(">")[0].strip(" <") for part in parts if 'rel="next"' in part), None)


class SharedLists:
    """Lists read during one refresh, each asked for once however many resources it serves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lists: dict[tuple[str, str, tuple[tuple[str, str], ...]], _OneList] = {}

    def find(self, target: Target, listing: Listing, wire: Wire, what: str) -> Any:
        """The item that names this object, None when it is not in the list."""
        request = target.request(listing.call, wire, what)
        key = (target.client.name, request.path, tuple(request.query))
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
