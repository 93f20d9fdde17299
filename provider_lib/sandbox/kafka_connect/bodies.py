"""What the bodies of requests hold, and how a worker refuses those that it cannot read: as failures of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from provider_lib.sandbox.connect_engine.connectors import Config
from provider_lib.sandbox.connect_engine.lifecycle import State
from provider_lib.sandbox.connect_engine.validation import invalid
from provider_lib.sandbox.kafka_connect.refusals import WorkerRefusal
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches

_INITIAL_STATE_SINCE = (3, 7)
_CREATION = "org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest"
_STATES = {"RUNNING": State.RUNNING, "PAUSED": State.PAUSED, "STOPPED": State.STOPPED}


def creation(asked: Mapping[str, Any], switches: KafkaConnectSwitches) -> tuple[str, Config, State]:
    """Name, configuration and first state of a connector to be made."""
    known = ["config", "name", *(["initial_state"] if switches.is_at_least(_INITIAL_STATE_SINCE) else [])]
    for field in asked:
        if field not in known:
            quoted = ", ".join(f'"{name}"' for name in known)
            raise WorkerRefusal(
                500,
                f'Unrecognized field "{field}" (class {_CREATION}), not marked as ignorable '
                f"({len(known)} known properties: {quoted}])",
            )
    state = asked.get("initial_state", "RUNNING")
    if state not in _STATES:
        raise WorkerRefusal(
            500,
            f"Cannot construct instance of `{_CREATION}$InitialState`, problem: "
            f"No enum constant {_CREATION}.InitialState.{state}",
        )
    if asked.get("config") is None:
        raise WorkerRefusal(500, 'Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null')
    name = str(asked.get("name") or "").strip()
    if not name:
        raise invalid(["Invalid value  for configuration name: String may not be empty"])
    return name, texts(asked["config"]), _STATES[state]


def texts(config: Any) -> Config:
    """A configuration; a worker turns numbers and booleans into text by itself."""
    if not isinstance(config, dict):
        raise WorkerRefusal(500, "Cannot deserialize value of type `java.util.LinkedHashMap`")
    given = {key: value for key, value in config.items() if value is not None}
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}


def offsets(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The offsets to set."""
    given = asked.get("offsets")
    if not isinstance(given, list) or not given or not all(map(_is_offset, given)):
        raise WorkerRefusal(400, "Partitions / offsets need to be provided for an alter offsets request")
    return given


def _is_offset(given: object) -> bool:
    return isinstance(given, dict) and isinstance(given.get("partition"), dict) and "offset" in given
