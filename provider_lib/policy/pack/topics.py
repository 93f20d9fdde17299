"""How a sink says which topics it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.findings import Severity
from provider_lib.policy.pack.kafka_connect import KAFKA_DOCS, kind_of
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector


@dataclass(frozen=True)
class TopicsTwice(ConnectorRule):
    """A sink has a list of topics, or a pattern, but not both."""

    id: str = "topics-twice"
    severity: Severity = "error"
    reason: str = "Kafka Connect refuses a sink that has both."
    way_out: str = "Keep topics or topics.regex."
    source: str = KAFKA_DOCS

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Both, with something in each."""
        config = connector.config
        if kind_of(config) == "sink" and config.get("topics") and config.get("topics.regex"):
            yield Found("is set, and topics too", config.at("topics.regex"))
