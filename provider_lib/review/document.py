"""Reports as a JSON document, for other tools: ``report.schema.json`` says what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from provider_lib.review.digest import digest
from provider_lib.review.report import Change, Difference, Drift, Report, worst
from provider_lib.review.words import headline, sentence

VERSION: Final = "1.1"
"""Of the document: the first number is raised when something in it goes or means something else, the second when
something comes."""


def document(reports: Sequence[Report]) -> dict[str, Any]:
    """Reports as values of JSON."""
    return {
        "format_version": VERSION,
        "tier": worst(report.tier for report in reports),
        "stacks": [_stack(report) for report in reports],
    }


def _stack(report: Report) -> dict[str, Any]:
    return {
        "name": report.stack,
        "tier": report.tier,
        "headline": headline(report),
        "digest": "" if report.since else digest(report),
        "is_whole": report.is_whole,
        "changes": [_change(change) for change in report.changes],
        "drift": [_drift(item) for item in report.drift],
        "outputs": [_difference(item) for item in report.outputs],
        "remarks": [asdict(item) for item in report.remarks],
        "findings": [asdict(item) for item in report.findings],
        "in_clear": [asdict(item) for item in report.in_clear],
        "graph": asdict(report.graph),
        "since": report.since,
        "renames": list(_renames(report)),
    }


def _renames(report: Report) -> Iterator[dict[str, Any]]:
    """Each rename; what keeps several of them, which is as long as they are many, only with the first."""
    told: set[str] = set()
    for item in report.renames:
        yield {**asdict(item), "way_out": "" if item.way_out in told else item.way_out}
        told.add(item.way_out)


def _change(change: Change) -> dict[str, Any]:
    return {
        **asdict(change),
        "sentence": sentence(change),
        "differences": [_difference(item) for item in change.differences],
    }


def _drift(item: Drift) -> dict[str, Any]:
    return {**asdict(item), "differences": [_difference(it) for it in item.differences]}


def _difference(item: Difference) -> dict[str, Any]:
    return {**asdict(item), "path": list(item.path), "is_by_hand": item.is_by_hand}
