"""A changed object in the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from provider_lib.review.masking import LONGEST as MASKED
from provider_lib.review.page.markup import Markup, joined, tag
from provider_lib.review.report import Change, Difference, Drift, Remark
from provider_lib.review.words import NEW, aside, items, judgement, sentence, shown, unseen, well_being, whose

LONGEST: Final = MASKED + 100
"""Characters of a value that is shown: all that a report has, and what it says of the rest."""


def changed(change: Change, anchor: str, *, is_open: bool) -> Markup:
    """A changed object: what happens, and folded what changes.

    Args:
        anchor: by which the page leads to it.
        is_open: whether it is unfolded.
    """
    told = judgement(change)
    title = tag("span", chip(told), name(change.name), tag("span", aside(change), class_="aside"), class_="title")
    summary = tag("summary", title, tag("span", sentence(change), class_="says"))
    return tag("details", summary, *_facts(change), class_=f"change {kind(told)}", id=anchor, open=is_open)


def _facts(change: Change) -> Iterator[Markup]:
    if being := well_being(change):
        ill = bool(change.health and change.health.trouble)
        yield tag("p", *(tag("span", words) for words in being), class_="health ill" if ill else "health")
    yield from map(remark, change.remarks)
    if change.differences:
        is_known = change.deed not in NEW
        yield values(difference_row(it, is_known=is_known) for it in change.differences)
    for use in change.secrets:
        if use.fate != "unchanged":
            yield tag("p", "secret ", tag("code", use.name), ": ", tag("b", use.fate), f" ({use.source})")
    if kept := [use for use in change.secrets if use.fate == "unchanged"]:
        yield tag("p", "secrets that stay: ", ", ".join(use.name for use in kept), class_="small")
    yield tag("p", whose(change), " ", tag("code", change.address), class_="small")


def values(rows: Iterator[Markup]) -> Markup:
    """Values that change, below each other."""
    return tag("dl", *rows, class_="values")


def difference_row(difference: Difference, *, is_known: bool = True) -> Markup:
    """What becomes of a value.

    Args:
        is_known: the object is there already.
    """
    return _row(difference.path, joined(_becomes(difference, is_known=is_known)))


def drift_row(difference: Difference) -> Markup:
    """What somebody made of a value that is left so."""
    return _row(difference.path, joined([_old(difference.code), ARROW, _new(difference.server)]))


def _row(path: tuple[str, ...], what: Markup) -> Markup:
    return tag("div", tag("dt", tag("code", ".".join(path))), tag("dd", what))


ARROW: Final = tag("span", "\u2192", class_="arrow")


def _becomes(difference: Difference, *, is_known: bool) -> Iterator[Markup]:
    if difference.hidden:
        yield tag("i", unseen(difference))
    elif difference.is_by_hand:
        again = " again" if difference.after == difference.code else ""
        yield tag("span", "was deployed ", _same(difference.code), class_="one")
        yield tag("span", "is there now, by another hand ", _old(difference.server), class_="one")
        yield tag("span", "becomes ", _new(difference.after), again, class_="one")
    elif (moved := items(difference.server, difference.after)) is not None:
        come, gone = moved
        yield joined(tag("ins", f"+{shown(item, LONGEST)}") for item in come)
        yield joined(tag("del", f"-{shown(item, LONGEST)}") for item in gone)
    elif difference.server is None:
        yield _new(difference.after)
        if is_known:
            yield tag("small", "new")
    else:
        yield joined([_old(difference.server), ARROW, _new(difference.after)])


def _old(value: Any) -> Markup:
    return _same(value) if value is None else tag("del", shown(value, LONGEST))


def _new(value: Any) -> Markup:
    return _same(value) if value is None else tag("ins", shown(value, LONGEST))


def _same(value: Any) -> Markup:
    return tag("i" if value is None else "code", shown(value, LONGEST))


def drifted(item: Drift) -> Markup:
    """An object that somebody else changed, and that stays so."""
    rows = () if item.is_gone else item.differences
    gone = " is gone" if item.is_gone else ""
    return tag("li", name(item.name), gone, *([values(map(drift_row, rows))] if rows else []))


def remark(said: Remark) -> Markup:
    """What Terraform, the provider or a server says."""
    detail = [tag("span", line) for line in said.detail.splitlines()]
    return tag("p", tag("b", f"{said.severity}: "), said.summary, *detail, class_=f"remark {said.severity}")


def name(text: str) -> Markup:
    """What an object is called."""
    return tag("code", text, class_="name")


def chip(tier: str, number: int | None = None) -> Markup:
    """A tier, and how many there are of it."""
    return tag("span", tier if number is None else f"{number} {tier}", class_=f"chip {kind(tier)}")


def kind(tier: str) -> str:
    """The class of what has a tier."""
    return tier.replace(" ", "-")
