"""The whole page: what the browser is told, and the reports of all stacks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from provider_lib.review.page.change import chip, name
from provider_lib.review.page.head import BASE, asset, head
from provider_lib.review.page.markup import Markup, tag
from provider_lib.review.page.stack import stack
from provider_lib.review.report import Report, worst
from provider_lib.review.words import capital, headline, total
from provider_lib.spec.consequences import TIERS

STYLE = Path(__file__).parent / "style.css"


def page(reports: Sequence[Report]) -> str:
    """Reports as one HTML page, which needs nothing else and runs nothing."""
    anchors = [f"stack-{number}" for number in range(1, len(reports) + 1)]
    sections = [stack(report, anchor) for report, anchor in zip(reports, anchors, strict=True)]
    contents = [_contents(reports, anchors)] if len(reports) > 1 else []
    body = tag("body", tag("main", *contents, *sections))
    told = head(capital(_title(reports)), asset(BASE, STYLE))
    return f"<!doctype html>\n{tag('html', told, body, lang='en')}\n"


def _contents(reports: Sequence[Report], anchors: Sequence[str]) -> Markup:
    """What several stacks come to, the worst first, each with a link."""
    links = [
        tag("li", chip(report.tier), " ", tag("a", name(report.stack), href=f"#{anchor}"), " ", headline(report))
        for report, anchor in sorted(zip(reports, anchors, strict=True), key=lambda it: -TIERS.index(it[0].tier))
    ]
    tier = worst(report.tier for report in reports)
    return tag("header", tag("h1", f"{len(reports)} stacks ", chip(tier)), tag("ul", *links, class_="contents"))


def _title(reports: Sequence[Report]) -> str:
    if len(reports) != 1:
        return total(reports)
    return f"{reports[0].stack or 'review'}: {reports[0].tier.upper()} - {headline(reports[0])}"
