"""The whole page: what the browser is told, and the reports of all stacks."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from provider_lib.review.page.change import chip, name
from provider_lib.review.page.markup import Markup, tag
from provider_lib.review.page.stack import stack
from provider_lib.review.report import Report, worst
from provider_lib.review.words import capital, headline, total
from provider_lib.spec.consequences import TIERS


def page(reports: Sequence[Report]) -> str:
    """Reports as one HTML page, which needs nothing else and runs nothing."""
    anchors = [f"stack-{number}" for number in range(1, len(reports) + 1)]
    sections = [stack(report, anchor) for report, anchor in zip(reports, anchors, strict=True)]
    head = [_contents(reports, anchors)] if len(reports) > 1 else []
    body = tag("body", tag("main", *head, *sections))
    return f"<!doctype html>\n{tag('html', _head(_title(reports)), body, lang='en')}\n"


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


def _head(title: str) -> Markup:
    style = _style()
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=allowed),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", capital(title)),
        tag("style", style),
    )


@cache
def _style() -> Markup:
    return Markup((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))
