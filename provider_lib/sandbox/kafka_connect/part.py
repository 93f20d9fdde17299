"""Kafka Connect workers as a part of the sandbox: which handler answers what, and since which version."""

from __future__ import annotations

from provider_lib.sandbox.exchange import Handler, Route
from provider_lib.sandbox.kafka_connect.access import Access, Version
from provider_lib.sandbox.kafka_connect.refusals import malformed
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.kafka_connect.worker import Worker
from provider_lib.sandbox.part import Part, World

_ALWAYS: Version = (0, 0)

Operation = tuple[str, str, Handler, Version, Version]
"""Method, path, handler, the first version that has it, and the first that has its path at all."""


def _routes(world: World) -> list[Route]:
    access, worker = Access(world), Worker(world)
    return [
        Route(method, f"/{{worker}}{path}", access.checked(handler, since, path_since))
        for method, path, handler, since, path_since in [*_cluster(worker), *_connector(worker)]
    ]


def _cluster(worker: Worker) -> list[Operation]:
    plugin = "/connector-plugins/{plugin}/config"
    return [
        ("GET", "", worker.about, _ALWAYS, _ALWAYS),
        ("GET", "/", worker.about, _ALWAYS, _ALWAYS),
        ("GET", "/connectors", worker.index, _ALWAYS, _ALWAYS),
        ("POST", "/connectors", worker.create, _ALWAYS, _ALWAYS),
        ("GET", "/connector-plugins", worker.plugins, _ALWAYS, _ALWAYS),
        ("GET", plugin, worker.plugin_config, (3, 2), (3, 2)),
        ("PUT", f"{plugin}/validate", worker.validate, _ALWAYS, _ALWAYS),
    ]


def _connector(worker: Worker) -> list[Operation]:
    connector = "/connectors/{connector}"
    return [
        ("GET", connector, worker.get, _ALWAYS, _ALWAYS),
        ("DELETE", connector, worker.delete, _ALWAYS, _ALWAYS),
        ("GET", f"{connector}/config", worker.config, _ALWAYS, _ALWAYS),
        ("PUT", f"{connector}/config", worker.put_config, _ALWAYS, _ALWAYS),
        ("PATCH", f"{connector}/config", worker.patch_config, (3, 8), _ALWAYS),
        ("GET", f"{connector}/status", worker.status, _ALWAYS, _ALWAYS),
        ("PUT", f"{connector}/pause", worker.pause, _ALWAYS, _ALWAYS),
        ("PUT", f"{connector}/resume", worker.resume, _ALWAYS, _ALWAYS),
        ("PUT", f"{connector}/stop", worker.stop, (3, 5), (3, 5)),
        ("POST", f"{connector}/restart", worker.restart, _ALWAYS, _ALWAYS),
        ("GET", f"{connector}/tasks", worker.tasks, _ALWAYS, _ALWAYS),
        ("GET", f"{connector}/tasks/{{task}}/status", worker.task_status, _ALWAYS, _ALWAYS),
        ("POST", f"{connector}/tasks/{{task}}/restart", worker.restart_task, _ALWAYS, _ALWAYS),
        ("GET", f"{connector}/offsets", worker.offsets, (3, 5), (3, 5)),
        ("PATCH", f"{connector}/offsets", worker.alter_offsets, (3, 6), (3, 5)),
        ("DELETE", f"{connector}/offsets", worker.reset_offsets, (3, 6), (3, 5)),
    ]


def _variables(url: str) -> dict[str, str]:
    return {"SLUICE_KAFKA_CONNECT_URL": f"{url}/default"}


KAFKA_CONNECT = Part(
    "kafka_connect", "", KafkaConnectSwitches, routes=_routes, malformed=malformed, variables=_variables
)
"""Kafka Connect workers, one for each name that stands first in the path."""
