"""The operations of a worker's REST API.

Source: Apache Kafka's documentation of Kafka Connect, and its improvement proposals 477 (PATCH of a configuration),
745 (restart with tasks), 875 (stop and offsets) and 980 (initial state).
"""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import quote

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.connector import WORKER, Connector, Task
from provider_lib.sandbox.connect_engine.connectors import Connectors
from provider_lib.sandbox.connect_engine.definitions import Release
from provider_lib.sandbox.connect_engine.errors import ForgedRequest, saying
from provider_lib.sandbox.connect_engine.lifecycle import State
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.kafka_connect import bodies
from provider_lib.sandbox.kafka_connect.refusals import WorkerRefusal, missing, of_server
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

_EXPAND_SINCE = (2, 3)
_STATUS_VERSIONS_SINCE = (4, 1)


def cluster_key(worker: str) -> str:
    """The name under which the Connect model keeps a worker's cluster."""
    return f"kafka_connect/{worker}"


class Worker:
    """Every handler; which worker is meant is the first segment of the path, and any name makes one."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches
        self._connectors = Connectors(world, self._release)

    def about(self, call: Call) -> Answer:
        version = self._switches.of(KafkaConnectSwitches).told_version or self._release().text
        return Answer({"version": version, "commit": "a60e31147e6b01ee", "kafka_cluster_id": call.params["worker"]})

    def health(self, _: Call) -> Answer:
        message = "Worker has completed startup and is ready to handle requests."
        return Answer({"status": "healthy", "message": message})

    def index(self, call: Call) -> Answer:
        """Names, or with ``expand`` (repeatable: info, status) an object by name."""
        expanded = call.query.getlist("expand") if self._release().is_at_least(_EXPAND_SINCE) else []
        found = self._connectors.all_of([cluster_key(call.params["worker"])])
        if not expanded:
            return Answer([connector.name for connector in found])
        views = {"info": self._info, "status": self._status}
        return Answer(
            {
                connector.name: {name: view(connector) for name, view in views.items() if name in expanded}
                for connector in found
                if connector.has_begun or "status" not in expanded
            }
        )

    def create(self, call: Call) -> Answer:
        name, config, state = bodies.creation(call, self._release())
        connector = self._connectors.create(cluster_key(call.params["worker"]), name, config, state)
        return self._made(call, connector)

    def get(self, call: Call) -> Answer:
        return Answer(self._info(self._connectors.get(*_target(call))))

    def delete(self, call: Call) -> Answer:
        self._connectors.delete(*_target(call))
        return Answer(status=204)

    def config(self, call: Call) -> Answer:
        return Answer(self._config(self._connectors.get(*_target(call))))

    def put_config(self, call: Call) -> Answer:
        cluster, name = _target(call)
        connector, is_new = self._connectors.put_config(cluster, name.strip(), bodies.config(call))
        return self._made(call, connector) if is_new else Answer(self._info(connector))

    def patch_config(self, call: Call) -> Answer:
        """Keys that are named change, null removes, the others stay."""
        return Answer(self._info(self._connectors.patch_config(*_target(call), bodies.patch(call))))

    def status(self, call: Call) -> Answer:
        name = call.params["connector"]
        with saying(f"No status found for connector {name}"):
            connector = self._connectors.get(*_target(call))
        if not connector.has_begun:
            raise missing(f"No status found for connector {name}")
        return Answer(self._status(connector))

    def pause(self, call: Call) -> Answer:
        return self._turn(call, "pause")

    def resume(self, call: Call) -> Answer:
        return self._turn(call, "resume")

    def stop(self, call: Call) -> Answer:
        return self._turn(call, "stop")

    def restart(self, call: Call) -> Answer:
        """With ``includeTasks`` the answer is the status that the restart begins with."""
        include_tasks, only_failed = (call.query.get(key) == "true" for key in ("includeTasks", "onlyFailed"))
        target = _target(call)
        with saying(f"Unknown connector: {call.params['connector']}"):
            self._connectors.restart(*target, include_tasks=include_tasks, only_failed=only_failed)
        if not include_tasks and not only_failed:
            return Answer(status=204)
        return Answer(self._status(self._connectors.get(*target)), 202)

    def tasks(self, call: Call) -> Answer:
        connector = self._connectors.get(*_target(call))
        return Answer(
            [
                {"id": {"connector": connector.name, "task": task.id}, "config": self._task_config(connector)}
                for task in connector.tasks
            ]
        )

    def tasks_config(self, call: Call) -> Answer:
        connector = self._connectors.get(*_target(call))
        return Answer({f"{connector.name}-{task.id}": self._task_config(connector) for task in connector.tasks})

    def put_tasks(self, _: Call) -> Answer:
        """What workers tell each other, and take from nobody else."""
        raise ForgedRequest

    def task_status(self, call: Call) -> Answer:
        name, number = call.params["connector"], _task(call)
        with saying(f"No status found for task {name}-{number}"):
            connector = self._connectors.get(*_target(call))
        for task in connector.tasks:
            if task.id == number:
                return Answer(self._task_status(connector, task))
        raise missing(f"No status found for task {name}-{number}")

    def restart_task(self, call: Call) -> Answer:
        with saying(f"Unknown connector: {call.params['connector']}"):
            self._connectors.restart_task(*_target(call), _task(call))
        return Answer(status=204)

    def topics(self, call: Call) -> Answer:
        """A connector that there is not has used none."""
        cluster, name = _target(call)
        return Answer({name: {"topics": self._connectors.topics(cluster, name)}})

    def reset_topics(self, call: Call) -> Answer:
        self._connectors.reset_topics(*_target(call))
        return Answer(status=202)

    def offsets(self, call: Call) -> Answer:
        return Answer({"offsets": self._connectors.offsets(*_target(call))})

    def alter_offsets(self, call: Call) -> Answer:
        self._connectors.alter_offsets(*_target(call), bodies.offsets(call))
        return Answer({"message": "The offsets for this connector have been altered successfully"})

    def reset_offsets(self, call: Call) -> Answer:
        self._connectors.reset_offsets(*_target(call))
        return Answer({"message": "The offsets for this connector have been reset successfully"})

    def _turn(self, call: Call, action: Literal["pause", "resume", "stop"]) -> Answer:
        with saying(f"Unknown connector {call.params['connector']}"):
            self._connectors.turn(*_target(call), action)
        return Answer(status=204 if action == "stop" else 202)

    def _release(self) -> Release:
        return self._switches.of(KafkaConnectSwitches).release

    def _made(self, call: Call, connector: Connector) -> Answer:
        """The answer that tells where the new connector is; braces in its name make that fail after the deed."""
        if unfilled := re.search(r"{(\w+)}", connector.name):
            return WorkerRefusal(500, f"The template variable '{unfilled[1]}' has no value").answer(call)
        location = f"{call.root}/{call.params['worker']}/connectors/{_encoded(connector.name)}"
        return Answer(self._info(connector), 201, {"Location": location})

    def _info(self, connector: Connector) -> dict[str, Any]:
        return {
            "name": connector.name,
            "config": self._config(connector),
            "tasks": [{"connector": connector.name, "task": task.id} for task in connector.tasks],
            "type": connector.plugin.type,
        }

    def _config(self, connector: Connector) -> Config:
        return connector.config_masked(self._switches.of(KafkaConnectSwitches).secrets_shown_as)

    def _task_config(self, connector: Connector) -> Config:
        return {**self._config(connector), "task.class": connector.plugin.task_class}

    def _status(self, connector: Connector) -> dict[str, Any]:
        return {
            "name": connector.name,
            "connector": self._state(connector, connector.state, connector.trace, connector.state is not State.FAILED),
            "tasks": [self._task_status(connector, task) for task in connector.tasks],
            "type": connector.plugin.type,
        }

    def _task_status(self, connector: Connector, task: Task) -> dict[str, Any]:
        return {"id": task.id, **self._state(connector, task.state, task.trace)}

    def _state(self, connector: Connector, state: State, trace: str | None, was_made: bool = True) -> dict[str, Any]:
        """A newer worker tells the version of what runs, and null of a connector that could not even be made."""
        told: dict[str, Any] = {"state": state, "worker_id": WORKER}
        if trace:
            told["trace"] = trace
        if self._release().is_at_least(_STATUS_VERSIONS_SINCE):
            told["version"] = connector.plugin.version_in(self._release()) if was_made else None
        return told


def _target(call: Call) -> tuple[str, str]:
    return cluster_key(call.params["worker"]), call.params["connector"]


def _task(call: Call) -> int:
    given = call.params["task"]
    if not re.fullmatch(r"-?\d+", given):
        raise of_server(404)
    return int(given)


def _encoded(name: str) -> str:
    """A name in a ``Location``, in which a worker encodes only what cannot stand in a path."""
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(name, safe="%/;=+&':@,$!()*~"))
