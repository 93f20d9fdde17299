"""Records that cannot be converted or transformed, and where they go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.findings import Severity
from provider_lib.policy.pack.kafka_connect import KAFKA_DOCS, LENSES_RULES, is_on, kind_of
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector

_TOLERANCE = "errors.tolerance"
_QUEUE = "errors.deadletterqueue.topic.name"


@dataclass(frozen=True)
class DeadLetterQueue(ConnectorRule):
    """A sink that tolerates all errors keeps what it could not use."""

    id: str = "dead-letter-queue"
    reason: str = (
        "A record that cannot be converted or transformed is dropped, and nobody can get it back from the sink."
    )
    way_out: str = f"Set {_QUEUE}, or leave {_TOLERANCE} at none."
    source: str = LENSES_RULES

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """A sink that drops records."""
        config = connector.config
        if kind_of(config) == "sink" and config.get(_TOLERANCE) == "all" and config.either(_QUEUE, "") == "":
            yield Found("is 'all', and there is no dead-letter queue", config.at(_TOLERANCE))


@dataclass(frozen=True)
class SilentErrors(ConnectorRule):
    """A source that tolerates all errors, and has no dead-letter queue by its kind, at least logs them."""

    id: str = "silent-errors"
    reason: str = "What a source cannot convert or transform is dropped, and nothing tells of it."
    way_out: str = "Set errors.log.enable to true, or leave errors.tolerance at none."
    source: str = LENSES_RULES

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """A source that drops records without a word."""
        config = connector.config
        tolerates = kind_of(config) == "source" and config.get(_TOLERANCE) == "all"
        if tolerates and config.either("errors.log.enable", "false") == "false":
            yield Found("is 'all', and errors are not logged", config.at(_TOLERANCE))


@dataclass(frozen=True)
class DeadLetterContext(ConnectorRule):
    """A dead letter says where it comes from and what was wrong with it."""

    id: str = "dead-letter-context"
    severity: Severity = "information"
    reason: str = "Without headers a dead letter does not say which topic it comes from, nor what was wrong with it."
    way_out: str = "Set errors.deadletterqueue.context.headers.enable to true."
    source: str = LENSES_RULES

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """A dead-letter queue without headers."""
        config = connector.config
        headers = "errors.deadletterqueue.context.headers.enable"
        if config.get(_QUEUE) and (config.lacks(headers) or config.get(headers)) and not is_on(config, headers):
            yield Found("has letters without headers", config.at(_QUEUE))


@dataclass(frozen=True)
class DeadLetterLoop(ConnectorRule):
    """A sink does not read its own dead-letter queue."""

    id: str = "dead-letter-loop"
    severity: Severity = "error"
    reason: str = "Kafka Connect refuses a sink that reads its own dead-letter queue."
    way_out: str = "Take the queue out of topics, or write a pattern that does not match it."
    source: str = KAFKA_DOCS

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """A queue among the topics, or one that their pattern matches."""
        config = connector.config
        queue = config.get(_QUEUE) if kind_of(config) == "sink" else None
        if queue and queue in config.items("topics"):
            yield Found(f"names {queue!r}, its own dead-letter queue", config.at("topics"))
        if queue and _matches(config.get("topics.regex"), queue):
            yield Found(f"matches {queue!r}, its own dead-letter queue", config.at("topics.regex"))


def _matches(pattern: str | None, topic: str) -> bool:
    """Whether a pattern of Java's matches a topic; not where it has what only Java knows."""
    try:
        return pattern is not None and re.fullmatch(pattern, topic) is not None
    except re.error:
        return False
