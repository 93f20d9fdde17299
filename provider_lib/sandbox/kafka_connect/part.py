"""Kafka Connect workers as a part of the sandbox: which handler answers what, and since which version."""

from __future__ import annotations

from provider_lib.sandbox.exchange import Handler, Route
from provider_lib.sandbox.kafka_connect.access import Access, Version
from provider_lib.sandbox.kafka_connect.refusals import malformed
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.kafka_connect.worker import Worker
from provider_lib.sandbox.part import Part, World

_ALWAYS: Version = (0, 0)

Operation = tuple[str, str, Handler, Version, int]
"""Method, path, handler, the first version that has it, and what an earlier one answers."""


def _routes(world: World) -> list[Route]:
    access, worker = Access(world), Worker(world)
    return [
        Route(method, f"/{{worker}}{path}", access.checked(handler, since, without))
        for method, path, handler, since, without in [*_cluster(worker), *_connector(worker)]
    ]


def _cluster(worker: Worker) -> list[Operation]:
    plugin = "/connector-plugins/{plugin}/config"
    return [
        ("GET", "", worker.about, _ALWAYS, 404),
        ("GET", "/", worker.about, _ALWAYS, 404),
        ("GET", "/connectors", worker.index, _ALWAYS, 404),
        ("POST", "/connectors", worker.create, _ALWAYS, 404),
        ("GET", "/connector-plugins", worker.plugins, _ALWAYS, 404),
        ("GET", plugin, worker.plugin_config, (3, 2), 404),
        ("PUT", f"{plugin}/validate", worker.validate, _ALWAYS, 404),
    ]


def _connector(worker: Worker) -> list[Operation]:
    connector = "/connectors/{connector}"
    return [
        ("GET", connector, worker.get, _ALWAYS, 404),
        ("DELETE", connector, worker.delete, _ALWAYS, 404),
        ("GET", f"{connector}/config", worker.config, _ALWAYS, 404),
        ("PUT", f"{connector}/config", worker.put_config, _ALWAYS, 404),
        ("PATCH", f"{connector}/config", worker.patch_config, (3, 8), 405),
        ("GET", f"{connector}/status", worker.status, _ALWAYS, 404),
        ("PUT", f"{connector}/pause", worker.pause, _ALWAYS, 404),
        ("PUT", f"{connector}/resume", worker.resume, _ALWAYS, 404),
        ("PUT", f"{connector}/stop", worker.stop, (3, 5), 404),
        ("POST", f"{connector}/restart", worker.restart, _ALWAYS, 404),
        ("GET", f"{connector}/tasks", worker.tasks, _ALWAYS, 404),
        ("GET", f"{connector}/tasks/{{task}}/status", worker.task_status, _ALWAYS, 404),
        ("POST", f"{connector}/tasks/{{task}}/restart", worker.restart_task, _ALWAYS, 404),
        ("GET", f"{connector}/offsets", worker.offsets, (3, 5), 404),
        ("PATCH", f"{connector}/offsets", worker.alter_offsets, (3, 6), 405),
        ("DELETE", f"{connector}/offsets", worker.reset_offsets, (3, 6), 405),
    ]


def _variables(url: str) -> dict[str, str]:
    return {"SLUICE_KAFKA_CONNECT_URL": f"{url}/default"}


KAFKA_CONNECT = Part(
    "kafka_connect", "", KafkaConnectSwitches, routes=_routes, malformed=malformed, variables=_variables
)
"""Kafka Connect workers, one for each name that stands first in the path."""
