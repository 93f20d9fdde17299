"""The topics of a sink: either names or a pattern, and never the one that its own failures go to."""

from __future__ import annotations

import re

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.definitions import Release, Version
from provider_lib.sandbox.connect_engine.errors import TopicsInvalid
from provider_lib.sandbox.connect_engine.stages import aliases

_DEAD_LETTERS = "errors.deadletterqueue.topic.name"
_REPORTED_SINCE: Version = (3, 7)
"""Since then what is wrong is found with the other errors; before it broke the check off."""


def topic_errors(config: Config, release: Release) -> dict[str, tuple[str, ...]]:
    """What is wrong with the topics of a sink, by key.

    Raises:
        TopicsInvalid: the worker is of an older release, and something is.
    """
    found = _errors(config, release)
    if found and not release.is_at_least(_REPORTED_SINCE):
        raise TopicsInvalid(next(iter(found.values())))
    return {key: (error,) for key, error in found.items()}


def _errors(config: Config, release: Release) -> dict[str, str]:
    topics, pattern = config.get("topics"), config.get("topics.regex")
    if topics and pattern:
        return _of_both("topics and topics.regex are mutually exclusive options, but both are set.")
    if not topics and not pattern:
        return _of_both("Must configure one of topics or topics.regex")
    dead = config.get(_DEAD_LETTERS) or ""
    refused = f"The DLQ topic '{dead}' may not be"
    newer = release.is_at_least(_REPORTED_SINCE)
    if topics and dead.strip() in aliases(topics):
        listed = f"'{'topics' if newer else 'topics.regex'}=[{', '.join(aliases(topics))}]'"
        return {"topics": f"{refused} included in the list of topics ({listed}) consumed by the connector"}
    if pattern and dead and _matches(pattern, dead):
        how = "matched by the regex for" if newer else "included in the regex matching"
        listed = f"'topics.regex={pattern}'"
        return {"topics.regex": f"{refused} {how} the topics ({listed}) consumed by the connector"}
    return {}


def _of_both(error: str) -> dict[str, str]:
    return {"topics": error, "topics.regex": error}


def _matches(pattern: str, topic: str) -> bool:
    try:
        return re.fullmatch(pattern, topic) is not None
    except re.error:
        return False
