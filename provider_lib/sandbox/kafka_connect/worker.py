"""The operations of a worker's REST API.

Source: Apache Kafka's documentation of Kafka Connect, and its improvement proposals 477 (PATCH of a configuration),
745 (restart with tasks), 875 (stop and offsets) and 980 (initial state).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import quote

from provider_lib.sandbox.connect_engine.catalogue import PLUGINS
from provider_lib.sandbox.connect_engine.connectors import WORKER, Connector, Connectors, Task
from provider_lib.sandbox.connect_engine.definitions import Key
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid, ConnectError, ConnectorMissing
from provider_lib.sandbox.connect_engine.validation import Checked, check
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.kafka_connect.bodies import creation, offsets, texts
from provider_lib.sandbox.kafka_connect.refusals import WorkerRefusal, failed_validation, missing
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

_EXPAND_SINCE = (2, 3)
_OTHER_PLUGINS = (
    ("org.apache.kafka.connect.transforms.RegexRouter", "transformation"),
    ("org.apache.kafka.connect.transforms.predicates.TopicNameMatches", "predicate"),
    ("org.apache.kafka.connect.json.JsonConverter", "converter"),
    ("org.apache.kafka.connect.storage.StringConverter", "converter"),
    ("org.apache.kafka.connect.json.JsonConverter", "header_converter"),
)


def cluster_key(worker: str) -> str:
    """The name under which the Connect model keeps a worker's cluster."""
    return f"kafka_connect/{worker}"


class Worker:
    """Every handler; which worker is meant is the first segment of the path, and any name makes one."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches
        self._connectors = Connectors(world)

    def about(self, call: Call) -> Answer:
        switches = self._switches.of(KafkaConnectSwitches)
        version = switches.told_version or switches.version
        return Answer({"version": version, "commit": "a60e31147e6b01ee", "kafka_cluster_id": call.params["worker"]})

    def index(self, call: Call) -> Answer:
        """Names, or with ``expand`` (repeatable: info, status) an object by name."""
        can_expand = self._switches.of(KafkaConnectSwitches).is_at_least(_EXPAND_SINCE)
        expanded = call.query.getlist("expand") if can_expand else []
        found = self._connectors.all_of([cluster_key(call.params["worker"])])
        if not expanded:
            return Answer([connector.name for connector in found])
        views = {"info": self._info, "status": _status}
        return Answer(
            {
                connector.name: {name: view(connector) for name, view in views.items() if name in expanded}
                for connector in found
                if connector.has_begun or "status" not in expanded
            }
        )

    def create(self, call: Call) -> Answer:
        name, config, state = creation(call.json_object(), self._switches.of(KafkaConnectSwitches))
        connector = self._connectors.create(cluster_key(call.params["worker"]), name, config, state)
        location = f"{call.root}/{call.params['worker']}/connectors/{quote(name, safe='')}"
        return Answer(self._info(connector), 201, {"Location": location})

    def get(self, call: Call) -> Answer:
        return Answer(self._info(self._connectors.get(*_target(call))))

    def delete(self, call: Call) -> Answer:
        self._connectors.delete(*_target(call))
        return Answer(status=204)

    def config(self, call: Call) -> Answer:
        return Answer(self._masked(self._connectors.get(*_target(call))))

    def put_config(self, call: Call) -> Answer:
        connector, is_new = self._connectors.put_config(*_target(call), texts(call.json()))
        return Answer(self._info(connector), 201 if is_new else 200)

    def patch_config(self, call: Call) -> Answer:
        """Keys that are named change, null removes, the others stay."""
        target = _target(call)
        changes = call.json_object()
        merged = {**self._connectors.get(*target).config, **changes}
        connector, _ = self._connectors.put_config(*target, texts(merged))
        return Answer(self._info(connector))

    def status(self, call: Call) -> Answer:
        name = call.params["connector"]
        with _saying(f"No status found for connector {name}"):
            connector = self._connectors.get(*_target(call))
        if not connector.has_begun:
            raise missing(f"No status found for connector {name}")
        return Answer(_status(connector))

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
        with _saying(f"Unknown connector: {call.params['connector']}"):
            self._connectors.restart(*target, include_tasks=include_tasks, only_failed=only_failed)
        if not include_tasks and not only_failed:
            return Answer(status=204)
        return Answer(_status(self._connectors.get(*target)), 202)

    def tasks(self, call: Call) -> Answer:
        connector = self._connectors.get(*_target(call))
        return Answer(
            [
                {"id": {"connector": connector.name, "task": task.id}, "config": {**self._masked(connector)}}
                for task in connector.tasks
            ]
        )

    def task_status(self, call: Call) -> Answer:
        connector, number = self._connectors.get(*_target(call)), _task(call)
        for task in connector.tasks:
            if task.id == number:
                return Answer(_task_status(task))
        raise missing(f"No status found for task {connector.name}-{number}")

    def restart_task(self, call: Call) -> Answer:
        self._connectors.restart_task(*_target(call), _task(call))
        return Answer(status=204)

    def offsets(self, call: Call) -> Answer:
        return Answer({"offsets": self._connectors.offsets(*_target(call))})

    def alter_offsets(self, call: Call) -> Answer:
        self._connectors.alter_offsets(*_target(call), offsets(call.json_object()))
        return Answer({"message": "The offsets for this connector have been altered successfully"})

    def reset_offsets(self, call: Call) -> Answer:
        self._connectors.reset_offsets(*_target(call))
        return Answer({"message": "The offsets for this connector have been reset successfully"})

    def plugins(self, call: Call) -> Answer:
        """The connectors, or with ``connectorsOnly=false`` also what can be used with them."""
        version = self._switches.of(KafkaConnectSwitches).version
        connectors = [(plugin.class_name, plugin.type, plugin.version) for plugin in PLUGINS.values()]
        others = [(name, kind, version) for name, kind in _OTHER_PLUGINS]
        listed = connectors if call.query.get("connectorsOnly", "true") == "true" else [*connectors, *others]
        return Answer([{"class": name, "type": kind, "version": version} for name, kind, version in listed])

    def plugin_config(self, call: Call) -> Answer:
        plugin = PLUGINS.get(call.params["plugin"])
        if plugin is None:
            raise WorkerRefusal(404, f"Unknown plugin {call.params['plugin']}.")
        return Answer([_definition(order, key) for order, key in enumerate(plugin.own_keys)])

    def validate(self, call: Call) -> Answer:
        """Answers with 200 whatever is wrong."""
        asked, config = call.params["plugin"], texts(call.json())
        class_name = config.get("connector.class", asked)
        if asked not in (class_name, class_name.rpartition(".")[2]):
            raise ConfigInvalid(f"Included connector type {class_name} does not match request type {asked}")
        try:
            checked = check(config)
        except ConnectError as error:
            raise failed_validation(error, self._switches.of(KafkaConnectSwitches)) from error
        return Answer(
            {
                "name": class_name,
                "error_count": sum(len(one.errors) for one in checked),
                "groups": list(dict.fromkeys(one.key.group for one in checked)),
                "configs": [
                    {"definition": _definition(order, one.key), "value": _value(one)}
                    for order, one in enumerate(checked)
                ],
            }
        )

    def _turn(self, call: Call, action: Literal["pause", "resume", "stop"]) -> Answer:
        with _saying(f"Unknown connector {call.params['connector']}"):
            self._connectors.turn(*_target(call), action)
        return Answer(status=204 if action == "stop" else 202)

    def _info(self, connector: Connector) -> dict[str, Any]:
        return {
            "name": connector.name,
            "config": self._masked(connector),
            "tasks": [{"connector": connector.name, "task": task.id} for task in connector.tasks],
            "type": connector.plugin.type,
        }

    def _masked(self, connector: Connector) -> Mapping[str, str]:
        mask = self._switches.of(KafkaConnectSwitches).secrets_shown_as
        if mask is None:
            return connector.config
        secret = connector.plugin.secret_keys
        return {key: mask if key in secret and "${" not in value else value for key, value in connector.config.items()}


def _target(call: Call) -> tuple[str, str]:
    return cluster_key(call.params["worker"]), call.params["connector"]


def _task(call: Call) -> int:
    given = call.params["task"]
    if not given.isdecimal():
        raise WorkerRefusal(404, "HTTP 404 Not Found")
    return int(given)


@contextmanager
def _saying(text: str) -> Iterator[None]:
    """Say that the connector is not there in the words that an operation has for it."""
    try:
        yield
    except ConnectorMissing as error:
        raise missing(text) from error


def _status(connector: Connector) -> dict[str, Any]:
    own: dict[str, Any] = {"state": connector.state, "worker_id": WORKER}
    if connector.trace:
        own["trace"] = connector.trace
    return {
        "name": connector.name,
        "connector": own,
        "tasks": [_task_status(task) for task in connector.tasks],
        "type": connector.plugin.type,
    }


def _task_status(task: Task) -> dict[str, Any]:
    trace = {"trace": task.trace} if task.trace else {}
    return {"id": task.id, "state": task.state, "worker_id": WORKER, **trace}


def _definition(order: int, key: Key) -> dict[str, Any]:
    return {
        "name": key.name,
        "type": key.kind,
        "required": key.required,
        "default_value": key.default,
        "importance": key.importance,
        "documentation": key.doc,
        "group": key.group,
        "width": "MEDIUM",
        "display_name": key.name,
        "dependents": [],
        "order": order,
    }


def _value(checked: Checked) -> dict[str, Any]:
    return {
        "name": checked.key.name,
        "value": checked.value,
        "recommended_values": list(checked.key.choices),
        "errors": list(checked.errors),
        "visible": True,
    }
