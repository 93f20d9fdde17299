"""A report as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from provider_lib.review.digest import digest
from provider_lib.review.folding import together
from provider_lib.review.report import Change, Drift, Remark, Report
from provider_lib.review.words import (
    NEW,
    OF_TIERS,
    apart,
    aside,
    by_code,
    by_hand,
    capital,
    headline,
    in_clear,
    judgement,
    line,
    named,
    renamed,
    sentence,
    several,
    values,
    ways_out,
    well_being,
    whose,
)

INDENT: Final = "    "
MOST: Final = 12
"""Values of an object that are shown."""

Line = tuple[str, str]
"""A line, and what it is: a tier, ``head``, ``small`` or nothing special."""


def text(report: Report) -> str:
    """A report as text."""
    return "".join(f"{words}\n" for words, _ in lines(report))


def lines(report: Report) -> Iterator[Line]:
    """A report line by line: what must be decided stands in the first five."""
    name = f"{line(report.stack, 80)}: " if report.stack else ""
    yield f"{name}{report.tier.upper()} - {headline(report)}", report.tier
    if report.changes:
        first = f": look first at {line(report.changes[0].name, 160)}" if report.tier != "safe" else ""
        known = "" if all(change.is_judged for change in report.changes) else " that is known here"
        yield f"{capital(OF_TIERS[report.tier])}{first or known}{by_hand(report)}", "head"
    if not report.is_whole:
        yield "This plan is not whole: there is more to do than it says", "lockout"
    yield from _renames(report)
    for changes in together(report.changes):
        yield "", ""
        yield from _change(changes[0]) if len(changes) == 1 else _several(changes)
    yield from _findings(report)
    yield from _outputs(report)
    yield from _drift(report.drift)
    yield from _remarks(report.remarks)
    if report.changes or report.outputs:
        yield "", ""
        for words in in_clear(report):
            yield words, "small"
        yield by_code(report) if report.since else f"digest {digest(report)}", "small"


def _change(change: Change) -> Iterator[Line]:
    yield f"{judgement(change)}  {line(change.name, 240)}  {aside(change)}", change.tier
    yield f"{INDENT}{sentence(change)}", ""
    yield from _facts(change)
    if kept := [line(use.name, 120) for use in change.secrets if use.fate == "unchanged"]:
        yield f"{INDENT}secrets that stay: {', '.join(kept)}", "small"
    address = f", {line(change.address, 240)}" if change.address != change.name else ""
    yield f"{INDENT}{line(whose(change), 240)}{address}", "small"


def _several(changes: Sequence[Change]) -> Iterator[Line]:
    """Objects that change alike."""
    first = changes[0]
    yield f"{judgement(first)}  {several(changes)}", first.tier
    yield f"{INDENT}{sentence(first, 'each')}", ""
    yield from _facts(first, "each ")
    names, more = named(changes)
    yield f"{INDENT}{', '.join(names)}{f' and {more} more' if more else ''}", "small"


def _facts(change: Change, who: str = "") -> Iterator[Line]:
    for words in well_being(change):
        yield f"{INDENT}{who}{words}", "trouble" if change.health and change.health.trouble else ""
    for remark in change.remarks:
        yield from _remark(remark, INDENT)
    for difference in change.differences[:MOST]:
        yield f"{INDENT}{values(difference, is_known=change.deed not in NEW)}", ""
    if len(change.differences) > MOST:
        yield f"{INDENT}... and {len(change.differences) - MOST} values more", "small"
    for use in change.secrets:
        if use.fate != "unchanged":
            yield f"{INDENT}secret {line(use.name, 120)}: {use.fate} ({line(use.source, 160)})", ""


def _renames(report: Report) -> Iterator[Line]:
    if report.renames:
        yield "", ""
    for rename in report.renames[:MOST]:
        yield f"Renamed: {renamed(rename)}", rename.tier
    if len(report.renames) > MOST:
        yield f"Renamed: {len(report.renames) - MOST} more", "small"
    for title, words in ways_out(report.renames).items():
        yield f"{title}:", "head"
        yield from ((it, "") for it in words)


def _findings(report: Report) -> Iterator[Line]:
    told, waived = report.telling, report.waived
    if told or waived:
        yield "", ""
        yield "Policy", "head"
    for finding in told:
        yield f"{INDENT}{finding.severity}: {line(finding.construct, 240)}: {line(finding.summary, 400)}", "remark"
        yield f"{INDENT}  {line(finding.advice, 400)}", "small"
    for finding in waived:
        yield f"{INDENT}waived: {line(finding.construct, 240)}: {line(finding.summary, 400)}", ""
        yield f"{INDENT}  [{finding.rule}] {line(finding.waived, 400)}", "small"


def _outputs(report: Report) -> Iterator[Line]:
    if report.outputs:
        yield "", ""
        yield "Outputs", "head"
        for output in report.outputs:
            yield f"{INDENT}{values(output)}", ""


def _drift(drift: tuple[Drift, ...]) -> Iterator[Line]:
    if drift:
        yield "", ""
        yield "Changed by others, and left as it is", "head"
    for item in drift:
        yield f"{INDENT}{line(item.name, 240)}{' is gone' if item.is_gone else ''}", ""
        for it in () if item.is_gone else item.differences[:MOST]:
            yield f"{INDENT * 2}{line('.'.join(it.path), 120)}: {' -> '.join(apart(it.code, it.server))}", ""


def _remarks(remarks: tuple[Remark, ...]) -> Iterator[Line]:
    if remarks:
        yield "", ""
        yield "Also said", "head"
    for remark in remarks:
        yield from _remark(remark, INDENT)


def _remark(remark: Remark, indent: str) -> Iterator[Line]:
    yield f"{indent}{remark.severity}: {line(remark.summary, 400)}", "remark"
    for words in remark.detail.splitlines()[:4]:
        yield f"{indent}  {line(words, 400)}", "small"
