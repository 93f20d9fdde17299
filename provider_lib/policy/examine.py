"""Holds an app to a policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from traceback import extract_tb

from provider_lib.errors import SynthError, written
from provider_lib.policy.findings import Finding
from provider_lib.policy.policy import Policy
from provider_lib.policy.rules import Found, Rule
from provider_lib.policy.subjects import App, Subject


def examine(app: App, policy: Policy, today: date, *, stack: str | None = None) -> tuple[Finding, ...]:
    """What the rules find, the waived with it, in the order of the app.

    Args:
        app: what they look at.
        policy: the rules and their waivers.
        today: by which waivers end.
        stack: path of the only stack whose resources are looked at; all when left out.

    Raises:
        SynthError: a rule failed, so that nobody knows what it would have found.
    """
    over = tuple(waiver.over() for waiver in policy.waivers if waiver.is_over(today))
    subjects = [item for item in app.subjects if stack in (None, item.stack)]
    found = [finding for subject in subjects for rule in policy.rules for finding in _findings(rule, subject, app)]
    stacks = {item.stack for item in subjects} if stack is None else {stack}
    unused = tuple(
        waiver.unused()
        for waiver in policy.waivers
        if any(map(waiver.is_about, stacks)) and not waiver.is_over(today) and not any(map(waiver.covers, found))
    )
    return over + unused + tuple(_waived(finding, policy, today) for finding in found)


def _findings(rule: Rule, subject: Subject, app: App) -> Iterator[Finding]:
    try:
        found = tuple(rule.look(subject, app))
    except Exception as error:
        *_, frame = extract_tb(error.__traceback__)
        raise SynthError(
            f"{subject.path}: the rule {rule.id} of the policy failed",
            f"{type(error).__name__}: {error}\nat {frame.filename}, line {frame.lineno}",
        ) from error
    for item in found:
        yield _finding(rule, subject, item)


def _finding(rule: Rule, subject: Subject, found: Found) -> Finding:
    return Finding(
        rule.id,
        rule.severity,
        subject.path,
        written(found.at),
        found.what,
        rule.reason,
        rule.way_out,
        rule.source,
    )


def _waived(finding: Finding, policy: Policy, today: date) -> Finding:
    for waiver in policy.waivers:
        if waiver.covers(finding) and not waiver.is_over(today):
            return replace(finding, waived=f"until {waiver.until}: {waiver.reason}")
    return finding
