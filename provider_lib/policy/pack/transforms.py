"""Transforms and predicates: named in a list, and defined in entries of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from provider_lib.policy.findings import Severity
from provider_lib.policy.pack.kafka_connect import CLASS, KAFKA_DOCS, LENSES_RULES
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Configuration, Connector

_LISTS: Final = {"transforms": "transform", "predicates": "predicate"}


def _named(config: Configuration, key: str) -> list[str] | None:
    """The names in a list of transforms or predicates; None where nobody knows them yet."""
    return [] if config.lacks(key) else config.items(key) if config.get(key) is not None else None


@dataclass(frozen=True)
class UndefinedTransform(ConnectorRule):
    """Every transform and predicate that is named is defined."""

    id: str = "undefined-transform"
    severity: Severity = "error"
    reason: str = "Kafka Connect refuses a name without a type."
    way_out: str = "Give it a type in an entry of its own, or take the name out."
    source: str = KAFKA_DOCS

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Names without a type, and predicates of transforms that are in no list."""
        config = connector.config
        if CLASS not in config.entries:
            return
        for key, thing in _LISTS.items():
            for name in _named(config, key) or ():
                if config.lacks(f"{key}.{name}.type"):
                    yield Found(f"names the {thing} {name!r}, and {key}.{name}.type is not set", config.at(key))
        predicates = _named(config, "predicates")
        for name in _named(config, "transforms") or ():
            key = f"transforms.{name}.predicate"
            predicate = config.get(key)
            if predicate and predicates is not None and predicate not in predicates:
                yield Found(f"names the predicate {predicate!r}, which is not in predicates", config.at(key))


@dataclass(frozen=True)
class UnusedTransform(ConnectorRule):
    """Every transform and predicate that is defined is named."""

    id: str = "unused-transform"
    reason: str = "Kafka Connect ignores what is not named in the list, without a word."
    way_out: str = "Name it in the list, or take its entries out."
    source: str = KAFKA_DOCS

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Types of what is not named."""
        config = connector.config
        if CLASS not in config.entries:
            return
        for key in _LISTS:
            named = _named(config, key)
            for entry in config.entries if named is not None else ():
                parts = entry.split(".")
                if len(parts) == 3 and (parts[0], parts[2]) == (key, "type") and parts[1] not in (named or ()):
                    yield Found(f"is of no use: {parts[1]!r} is not in {key}", config.at(entry))


@dataclass(frozen=True)
class ManyTransforms(ConnectorRule):
    """A connector does little to its records on the way.

    Args:
        most: how many transforms are few.
    """

    id: str = "many-transforms"
    severity: Severity = "information"
    reason: str = "A long chain of transforms is hard to follow when a record comes out wrong."
    way_out: str = "Do it in a stream processor, where it can be tested."
    source: str = LENSES_RULES
    most: int = 3

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Long chains."""
        named = connector.config.items("transforms") if CLASS in connector.config.entries else []
        if len(named) > self.most:
            yield Found(f"names {len(named)} transforms", connector.config.at("transforms"))
