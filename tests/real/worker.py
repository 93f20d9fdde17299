"""A real worker as somebody else sees it, and connectors that need nothing but files."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.real.kafka.cluster import Worker

CONNECTOR = "sluice_kafka_connect_connector.test"
FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"
MIRROR_SOURCE = "org.apache.kafka.connect.mirror.MirrorSourceConnector"
PATIENCE = 20.0


class Connect(httpx.Client):
    """Plain HTTP to a worker."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(base_url=worker.url, trust_env=False, timeout=30)
        self.worker = worker

    def names(self) -> list[str]:
        """The connectors that there are."""
        found: list[str] = self.get("/connectors").raise_for_status().json()
        return found

    def create(self, name: str, config: dict[str, str]) -> None:
        """Make a connector."""
        self.post("/connectors", json={"name": name, "config": config}).raise_for_status()

    def config(self, name: str) -> dict[str, str]:
        """The configuration that a connector has."""
        found: dict[str, str] = self.get(f"{path(name)}/config").raise_for_status().json()
        return found

    def states(self, name: str) -> list[str]:
        """The state of a connector and of each of its tasks; nothing before it has one."""
        answer = self.get(f"{path(name)}/status")
        if answer.status_code == 404:
            return []
        status = answer.raise_for_status().json()
        return [status["connector"]["state"], *(task["state"] for task in status["tasks"])]

    def offsets(self, name: str) -> list[dict[str, Any]]:
        """How far a connector has come."""
        found: list[dict[str, Any]] = self.get(f"{path(name)}/offsets").raise_for_status().json()["offsets"]
        return found

    def clear(self) -> None:
        """Delete every connector."""
        for name in self.names():
            self.delete(path(name))

    def logged(self, text: str) -> int:
        """How often the worker's log has a text."""
        return self.worker.log.read_text(errors="replace").count(text)


def path(name: str) -> str:
    """The path of a connector."""
    return f"/connectors/{quote(name, safe='')}"


def source(file: Path, topic: str, **more: str) -> dict[str, str]:
    """The configuration of a connector that writes the lines of a file into a topic."""
    return {"connector.class": FILE_SOURCE, "file": str(file), "topic": topic, **more}


def sink(file: Path, topic: str, **more: str) -> dict[str, str]:
    """The configuration of a connector that writes a topic into a file, line by line."""
    return {"connector.class": FILE_SINK, "file": str(file), "topics": topic, **more}


def mirror(brokers: str, **more: str) -> dict[str, str]:
    """The configuration of a connector that copies topics from other brokers."""
    return {
        "connector.class": MIRROR_SOURCE,
        "source.cluster.alias": "there",
        "target.cluster.alias": "here",
        "source.cluster.bootstrap.servers": brokers,
        "target.cluster.bootstrap.servers": brokers,
        **more,
    }


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds that takes a worker a moment."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"not in {PATIENCE:.0f} s: {what}"
        time.sleep(0.05)
