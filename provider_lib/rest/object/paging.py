"""How the pages of a list follow each other, and which is the last. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provider_lib.dataclass import dataclass
from provider_lib.errors import UnexpectedAnswer
from provider_lib.rest.api.links import resolve
from provider_lib.rest.api.messages import Answer, Request
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.spec import Listing, NextLink, Offset, PageNumber, PageToken
from provider_lib.spec.calls import Paging

Query = list[tuple[str, str]]
Page = tuple[str, Query]

_LOOK = "So nobody knows what the list holds, and nothing is made of it. Look at how the API pages its lists"
NO_END = f"{_LOOK}: it may not heed the parameter that asks for the next page."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list was read.

    Args:
        number: of the last page, from 0.
        seen: items so far.
        length: items of the last page.
        before: items of the page before it.
    """

    number: int
    seen: int
    length: int
    before: int

    def is_at_end(self, parameter: str | None) -> bool:
        """Whether the last page is shorter than the one before, whatever size was asked for.

        A server may make its pages shorter than they are asked for, so of the first page only an empty one is the end.
        So is it of any without a parameter for the size: then nobody knows whether pages are of one length.
        """
        return self.length < max(self.before, 1) if parameter else self.length == 0


def first_page(listing: Listing) -> Query:
    """What is asked for at first, beside the query of the list."""
    match listing.paging:
        case PageNumber(page=page, size=size, per_page=count, first=first):
            return [(page, str(first)), *_sized(size, count)]
        case PageToken(size=size, per_page=count) | NextLink(size=size, per_page=count):
            return _sized(size, count)
        case Offset(offset=offset, limit=limit, per_page=count):
            return [(offset, "0"), *_sized(limit, count)]
        case None:
            return []


def next_page(listing: Listing, first: Request, answer: Answer, url: str, progress: Progress, what: str) -> Page | None:
    """What is asked for next, None when there is no more.

    Args:
        first: what was asked for at first, without what only the first page has.
        answer: the last page.
        url: that it came from.

    Raises:
        UnexpectedAnswer: it does not tell.
    """
    query = [*first.query]
    match listing.paging:
        case PageNumber(page=page, size=size, per_page=most, first=start, more=more):
            goes_on = _goes_on(dig(answer.body, more), more, what) if more else None
            if goes_on is False or (goes_on is None and progress.is_at_end(size)):
                return None
            return first.path, [*query, (page, str(start + progress.number + 1)), *_sized(size, most)]
        case PageToken(token=token, next=path, size=size, per_page=most):
            found = _following(dig(answer.body, path), path, what)
            return None if found is None else (first.path, [*query, *_sized(size, most), (token, found)])
        case Offset(offset=offset, limit=limit, per_page=most):
            ended = progress.is_at_end(limit)
            return None if ended else (first.path, [*query, (offset, str(progress.seen)), *_sized(limit, most)])
        case NextLink(next=path):
            link = answer.links.get("next") if path is None else _following(dig(answer.body, path), path, what)
            return _linked(url, link, what) if link else None
        case None:
            return None


def may_be_whole(paging: Paging | None, seen: int) -> bool:
    """Whether the first page may be the whole list: it has fewer items than were asked for, and no word of more.

    Of the page after it, any answer without other items is as good as an empty one.
    """
    match paging:
        case PageNumber(size=str(), per_page=most, more=None) | Offset(limit=str(), per_page=most):
            return seen < most
        case _:
            return False


def _sized(parameter: str | None, count: int) -> Query:
    return [(parameter, str(count))] if parameter else []


def _goes_on(told: Any, path: str, what: str) -> bool | None:
    """Whether an answer says that there are more pages; None when it says nothing of that."""
    if told is MISSING:
        return None
    if isinstance(told, bool | int | str) and (word := as_text(told).lower()) in ("true", "false", "1", "0", ""):
        return word in ("true", "1")
    if told is None:
        return False
    raise _does_not_tell(what, f"true or false at {path}")


def _following(told: Any, path: str, what: str) -> str | None:
    """The token or link of the next page; None when an answer has none."""
    if told in (MISSING, None, "") or told is False:
        return None
    if isinstance(told, bool) or not isinstance(told, str | int | Decimal):
        raise _does_not_tell(what, f"a text, or nothing, at {path}")
    return as_text(told)


def _linked(url: str, link: str, what: str) -> Page:
    """The page that the one at ``url`` leads to."""
    try:
        return resolve(url, link), []
    except ValueError as error:
        raise UnexpectedAnswer(f"{what}: the link to the next page {error}", f"It reads {link!r}.") from None


def _does_not_tell(what: str, expected: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(f"{what}: nobody knows whether there are more pages", f"Expected {expected}. {_LOOK}.")
