"""The part of the page that is about one stack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from provider_lib.policy import Finding
from provider_lib.review.digest import digest
from provider_lib.review.page.change import changed, chip, difference_row, drifted, name, remark, values
from provider_lib.review.page.markup import Markup, tag
from provider_lib.review.page.picture import picture
from provider_lib.review.report import Change, Report
from provider_lib.review.words import (
    FOLDED,
    OF_TIERS,
    by_code,
    by_hand,
    capital,
    headline,
    in_clear,
    judgement,
    renamed,
    ways_out,
)
from provider_lib.spec.consequences import TIERS

MOST_OPEN: Final = 20
"""Changed objects that are unfolded."""


def stack(report: Report, anchor: str) -> Markup:
    """What a teammate must know of one stack.

    Args:
        anchor: by which the page leads to it.
    """
    return tag("section", *_head(report, anchor), *_changes(report, anchor), *_rest(report), *_foot(report), id=anchor)


def _head(report: Report, anchor: str) -> Iterator[Markup]:
    title = [name(report.stack)] if report.stack else []
    yield tag("h2", *title, chip(report.tier) if report.changes else tag("span", "unchanged", class_="chip"))
    yield tag("p", capital(headline(report)), class_="headline")
    if report.changes:
        first = report.changes[0]
        look = tag("a", name(first.name), href=f"#{anchor}-1")
        where = [": look first at ", look] if report.tier != "safe" else []
        yield tag("p", tag("b", capital(OF_TIERS[report.tier])), *where, by_hand(report), class_="reason")
        counts = Counter(map(judgement, report.changes))
        yield tag("p", *(chip(tier, counts[tier]) for tier in (*reversed(TIERS), "not judged") if counts[tier]))
    if not report.is_whole:
        yield tag("p", "This plan is not whole: there is more to do than it says.", class_="remark error")
    yield from _renames(report)
    yield from map(remark, report.remarks)


def _renames(report: Report) -> Iterator[Markup]:
    for rename in report.renames:
        yield tag("p", tag("b", "renamed "), renamed(rename), class_="remark")
    for title, words in ways_out(report.renames).items():
        yield tag("p", f"{title}:", *(part for it in words for part in (tag("br"), tag("code", it))), class_="digest")


def _changes(report: Report, anchor: str) -> Iterator[Markup]:
    risky = [change for change in report.changes if change.tier not in FOLDED]
    others = [change for change in report.changes if change.tier in FOLDED]
    anchors = {change.address: f"{anchor}-{number}" for number, change in enumerate([*risky, *others], 1)}
    if drawn := picture(report.graph, anchors):
        yield tag("details", tag("summary", "Picture"), drawn, class_="part", open=True)
    yield from _listed(risky, anchor, 1)
    if risky and others:
        title = tag("summary", f"{len(others)} that restart, or whose data is left alone")
        yield tag("details", title, *_listed(others, anchor, len(risky) + 1), class_="part")
    else:
        yield from _listed(others, anchor, 1)


def _listed(changes: Sequence[Change], anchor: str, first: int) -> Iterator[Markup]:
    for number, change in enumerate(changes, first):
        yield changed(change, f"{anchor}-{number}", is_open=number <= MOST_OPEN)


def _rest(report: Report) -> Iterator[Markup]:
    told = [_finding(finding.severity, finding, finding.advice) for finding in report.telling]
    waived = [_finding("waived", finding, finding.waived) for finding in report.waived]
    if told:
        yield _part("Policy", *told, is_open=True)
    if waived:
        yield _part(f"Policy: {len(waived)} waived", *waived)
    if report.outputs:
        yield tag("details", tag("summary", "Outputs"), values(map(difference_row, report.outputs)), class_="part")
    if report.drift:
        yield _part("Changed by others, and left as it is", *map(drifted, report.drift))
    if report.changes and (told_of := in_clear(report)):
        yield _part("Secrets in Terraform's state in clear", *(tag("li", words) for words in told_of))


def _part(title: str, *listed: Markup, is_open: bool = False) -> Markup:
    return tag("details", tag("summary", title), tag("ul", *listed), class_="part", open=is_open)


def _finding(severity: str, finding: Finding, more: str) -> Markup:
    head = [tag("b", f"{severity}: "), name(finding.construct), f" {finding.summary} "]
    return tag("li", *head, tag("small", f"{more} [{finding.rule}]"), class_=f"finding {severity}")


def _foot(report: Report) -> Iterator[Markup]:
    if not (report.changes or report.outputs):
        return
    if report.since:
        yield tag("p", f"{by_code(report)}.", class_="digest")
    elif report.stack:
        command = tag("code", f"sluice deploy {report.stack} --reviewed {digest(report)}")
        yield tag("p", "To do this and nothing else: ", command, class_="digest")
    else:
        yield tag("p", "Digest ", tag("code", digest(report)), class_="digest")
