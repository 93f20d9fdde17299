"""What a rule is: a small pure class, or a function that ``@rule`` makes one of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from provider_lib.errors import Path
from provider_lib.policy.findings import Severity
from provider_lib.policy.subjects import App, Connector, Subject


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a rule found in what it looked at.

    Args:
        what: completes a sentence that begins with the attribute, or with the construct: ``is 4``.
        at: the argument and where in it, e.g. ``("config", "tasks.max")``.
    """

    what: str
    at: Path = ()


@dataclass(frozen=True)
class Rule:
    """Base of the rules. A subclass gives the fields defaults and overrides ``look``.

    Args:
        id: by which it is waived and switched off.
        severity: of what it finds.
        reason: why that matters, in a sentence.
        way_out: what to do, in a sentence.
        source: who says so: the address of a page.
    """

    id: str = ""
    severity: Severity = "warning"
    reason: str = ""
    way_out: str = ""
    source: str = ""

    def look(self, subject: Subject, app: App) -> Iterable[Found]:
        """What is found in a resource. What is not known yet is no reason to find anything.

        Args:
            subject: the resource.
            app: all of them.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class ConnectorRule(Rule):
    """Base of the rules that look at connectors only; a subclass overrides ``look_at``."""

    def look(self, subject: Subject, app: App) -> Iterable[Found]:  # noqa: ARG002 - as of Rule
        """What is found in it, when it is a connector."""
        return self.look_at(subject.connector) if subject.connector else ()

    def look_at(self, connector: Connector) -> Iterable[Found]:
        """What is found in a connector."""
        raise NotImplementedError


Look = Callable[[Subject, App], Iterable[Found]]


@dataclass(frozen=True)
class _FunctionRule(Rule):
    function: Look = lambda *_: ()

    def look(self, subject: Subject, app: App) -> Iterator[Found]:
        yield from self.function(subject, app)


def rule(
    id: str,  # noqa: A002 - as of Rule
    *,
    severity: Severity = "warning",
    reason: str,
    way_out: str,
    source: str = "",
) -> Callable[[Look], Rule]:
    """Make a rule of a function that yields what it finds in a resource.

    Args:
        id: by which it is waived and switched off.
        severity: of what it finds.
        reason: why that matters, in a sentence.
        way_out: what to do, in a sentence.
        source: who says so, e.g. the address of a page.
    """

    def made(function: Look) -> Rule:
        return _FunctionRule(id, severity, reason, way_out, source, function)

    return made
