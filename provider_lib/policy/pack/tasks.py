"""How many tasks a connector may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.pack.kafka_connect import CLASS, DEBEZIUM_DOCS, ONE_TASK
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector


@dataclass(frozen=True)
class OneTask(ConnectorRule):
    """A connector whose work cannot be shared asks for one task."""

    id: str = "one-task"
    reason: str = "This class does all its work in one task; some versions refuse to start with more."
    way_out: str = "Set tasks.max to 1, or leave it out."
    source: str = f"{DEBEZIUM_DOCS}/postgresql.html#postgresql-property-tasks-max"

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """More than one task for a class that has one."""
        config = connector.config
        tasks = config.get("tasks.max") or ""
        if config.get(CLASS) in ONE_TASK and tasks.isdecimal() and int(tasks) > 1:
            yield Found(f"is {tasks}", config.at("tasks.max"))
