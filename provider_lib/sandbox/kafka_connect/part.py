"""Kafka Connect workers as a part of the sandbox: which handler answers what, and since which version."""

from __future__ import annotations

from provider_lib.sandbox.exchange import Call, Refusal, Route
from provider_lib.sandbox.kafka_connect.access import Access, Operation, not_allowed
from provider_lib.sandbox.kafka_connect.loggers import TABLE, Loggers
from provider_lib.sandbox.kafka_connect.plugins import Plugins
from provider_lib.sandbox.kafka_connect.refusals import malformed
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.kafka_connect.worker import Worker
from provider_lib.sandbox.part import Part, World


def _routes(world: World) -> list[Route]:
    access, worker = Access(world), Worker(world)
    operations = [
        *_of_worker(worker),
        *_of_plugins(Plugins(world)),
        *_of_loggers(Loggers(world)),
        *_of_connector(worker),
    ]
    operations += _not_allowed(operations)
    return [
        Route(operation.method, f"/{{worker}}{operation.path}{end}", access.checked(operation))
        for operation in operations
        for end in ("", "/")
    ]


def _of_worker(worker: Worker) -> list[Operation]:
    return [
        Operation("GET", "", worker.about),
        Operation("GET", "/health", worker.health, (3, 9), (3, 9)),
        Operation("GET", "/connectors", worker.index),
        Operation("POST", "/connectors", worker.create),
    ]


def _of_plugins(plugins: Plugins) -> list[Operation]:
    config = "/connector-plugins/{plugin}/config"
    return [
        Operation("GET", "/connector-plugins", plugins.index),
        Operation("GET", config, plugins.config, (3, 2), (3, 2)),
        Operation("PUT", f"{config}/validate", plugins.validate),
    ]


def _of_loggers(loggers: Loggers) -> list[Operation]:
    return [
        Operation("GET", "/admin/loggers", loggers.index, (2, 4), (2, 4)),
        Operation("GET", "/admin/loggers/{logger}", loggers.get, (2, 4), (2, 4)),
        Operation("PUT", "/admin/loggers/{logger}", loggers.put, (2, 4), (2, 4)),
    ]


def _of_connector(worker: Worker) -> list[Operation]:
    connector = "/connectors/{connector}"
    return [
        Operation("GET", connector, worker.get),
        Operation("DELETE", connector, worker.delete),
        Operation("GET", f"{connector}/config", worker.config),
        Operation("PUT", f"{connector}/config", worker.put_config),
        Operation("PATCH", f"{connector}/config", worker.patch_config, (3, 8)),
        Operation("GET", f"{connector}/status", worker.status),
        Operation("PUT", f"{connector}/pause", worker.pause),
        Operation("PUT", f"{connector}/resume", worker.resume),
        Operation("PUT", f"{connector}/stop", worker.stop, (3, 5), (3, 5)),
        Operation("POST", f"{connector}/restart", worker.restart),
        Operation("GET", f"{connector}/tasks", worker.tasks),
        Operation("POST", f"{connector}/tasks", worker.put_tasks),
        Operation("GET", f"{connector}/tasks-config", worker.tasks_config, (2, 8), (2, 8), until=(4, 0)),
        Operation("GET", f"{connector}/tasks/{{task}}/status", worker.task_status),
        Operation("POST", f"{connector}/tasks/{{task}}/restart", worker.restart_task),
        Operation("GET", f"{connector}/topics", worker.topics, (2, 5), (2, 5)),
        Operation("PUT", f"{connector}/topics/reset", worker.reset_topics, (2, 5), (2, 5)),
        Operation("GET", f"{connector}/offsets", worker.offsets, (3, 5), (3, 5)),
        Operation("PATCH", f"{connector}/offsets", worker.alter_offsets, (3, 6), (3, 5)),
        Operation("DELETE", f"{connector}/offsets", worker.reset_offsets, (3, 6), (3, 5)),
    ]


def _not_allowed(operations: list[Operation]) -> list[Operation]:
    """The other methods on every path, which a worker refuses only where it has the path."""
    taken = {(operation.method, operation.path) for operation in operations}
    paths = {operation.path: operation for operation in operations}
    return [
        Operation(method, path, not_allowed, one.path_since, one.path_since, one.until)
        for path, one in paths.items()
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if (method, path) not in taken
    ]


def _unrouted(world: World, call: Call, status: int) -> Refusal:
    return Access(world).unrouted(call, status)


def _variables(url: str) -> dict[str, str]:
    return {"SLUICE_KAFKA_CONNECT_URL": f"{url}/default"}


KAFKA_CONNECT = Part(
    "kafka_connect",
    TABLE,
    KafkaConnectSwitches,
    routes=_routes,
    malformed=malformed,
    unrouted=_unrouted,
    variables=_variables,
)
"""Kafka Connect workers, one for each name that stands first in the path."""
