"""The objects that the benchmarks plan and synthesize: connectors with a configuration of an ordinary size."""

from __future__ import annotations

from typing import Any

ENVIRONMENT = {"name": "bench", "tier": "development"}


def connector(number: int) -> dict[str, Any]:
    """The attributes that a connector has on every system."""
    return {
        "name": f"c{number}",
        "config": {
            "connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector",
            "tasks.max": "1",
            "file": f"/var/lib/in-{number}.txt",
            "topic": f"lines-{number}",
            "batch.size": "2000",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
        },
    }
