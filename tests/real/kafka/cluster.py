"""A broker and the workers of Kafka Connect clusters on it."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

from tests.ports import free_ports, listens
from tests.real.kafka.jars import jars
from tests.real.kafka.java import command, running

VERSION = "4.1.1"
"""The broker, and the workers unless they are to be older."""


@dataclass(frozen=True)
class Worker:
    """A running worker, alone in its Connect cluster."""

    url: str
    log: Path
    version: str


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A Kafka broker that is its own controller, while it runs.

    Returns:
        Its bootstrap address.
    """
    port, controller = free_ports(2)
    address = f"127.0.0.1:{port}"
    settings = _write(
        folder / "broker.properties",
        {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "listeners": f"PLAINTEXT://{address},CONTROLLER://127.0.0.1:{controller}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(folder / "data"),
            "num.partitions": "1",
            "offsets.topic.num.partitions": "1",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.num.partitions": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
        },
    )
    cluster_id = base64.urlsafe_b64encode(uuid4().bytes).rstrip(b"=").decode()
    format_storage = ["kafka.tools.StorageTool", "format", f"--cluster-id={cluster_id}", f"--config={settings}"]
    subprocess.run(command(jars(VERSION), *format_storage), check=True, capture_output=True)
    with running(jars(VERSION), "kafka.Kafka", settings, log=folder / "broker.log", ready=lambda: listens(port)):
        yield address


@contextmanager
def worker(folder: Path, bootstrap: str, version: str = VERSION, plugin: Path | None = None) -> Iterator[Worker]:
    """A Kafka Connect worker in distributed mode, while it runs.

    Args:
        plugin: the folder of a connector that it has beside Kafka's own.
    """
    (port,) = free_ports(1)
    kind = version if plugin is None else f"{version}-{plugin.name}"
    url, group = f"http://127.0.0.1:{port}", f"connect-{kind}"
    settings = _write(
        folder / f"worker-{kind}.properties",
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "listeners": url,
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            **{f"{kind}.storage.topic": f"{group}-{kind}" for kind in ("config", "offset", "status")},
            **{f"{kind}.storage.replication.factor": "1" for kind in ("config", "offset", "status")},
            **{f"{kind}.storage.partitions": "1" for kind in ("offset", "status")},
            "offset.flush.interval.ms": "500",
            "scheduled.rebalance.max.delay.ms": "0",
            **({} if plugin is None else {"plugin.path": str(_plugins(folder, plugin))}),
        },
    )
    log = folder / f"worker-{kind}.log"
    main = "org.apache.kafka.connect.cli.ConnectDistributed"
    with running(jars(version), main, settings, log=log, ready=lambda: _answers(f"{url}/connectors")):
        yield Worker(url, log, version)


def _plugins(folder: Path, plugin: Path) -> Path:
    """A folder of plugins that has this one alone."""
    plugins = folder / "plugins"
    plugins.mkdir()
    (plugins / plugin.name).symlink_to(plugin)
    return plugins


def _write(path: Path, settings: Mapping[str, str]) -> Path:
    path.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
    return path


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.TransportError:
        return False
