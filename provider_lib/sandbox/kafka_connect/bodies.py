"""What the bodies of requests hold, and how a worker refuses those that it cannot read: as failures of its own.

Its JSON reader names the class that it could not make; where in the text that was is left out here.
"""

from __future__ import annotations

import json
from typing import Any

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.definitions import Release
from provider_lib.sandbox.connect_engine.lifecycle import State
from provider_lib.sandbox.connect_engine.offset_rules import Offset
from provider_lib.sandbox.connect_engine.validation import invalid
from provider_lib.sandbox.exchange import Call
from provider_lib.sandbox.kafka_connect.refusals import WorkerRefusal

_INITIAL_STATE_SINCE = (3, 7)
_ENTITIES = "org.apache.kafka.connect.runtime.rest.entities"
_CREATION = f"{_ENTITIES}.CreateConnectorRequest"
_TEXT, _MAP, _LIST = "java.lang.String", "java.util.LinkedHashMap", "java.util.ArrayList"
_CONFIG = f"{_MAP}<{_TEXT},{_TEXT}>"
_STATES = {"RUNNING": State.RUNNING, "PAUSED": State.PAUSED, "STOPPED": State.STOPPED}


def creation(call: Call, release: Release) -> tuple[str, Config, State]:
    """Name, configuration and first state of a connector to be made."""
    asked = _object(_required(call, f"{_CREATION}.name()", "createRequest"), _CREATION)
    known = ["config", "name", *(["initial_state"] if release.is_at_least(_INITIAL_STATE_SINCE) else [])]
    _require_known(asked, known, _CREATION)
    name, state = _text(asked.get("name")), _text(asked.get("initial_state"))
    config = _config(asked.get("config"))
    if state is not None and state.upper() not in _STATES:
        raise WorkerRefusal(
            500,
            f"Cannot construct instance of `{_CREATION}$InitialState`, problem: "
            f"No enum constant {_CREATION}.InitialState.{state}",
        )
    if config is None:
        raise _null("java.util.Map.get(Object)", "connectorConfig")
    if not (name or "").strip():
        raise invalid(["Invalid value  for configuration name: String may not be empty"])
    return (name or "").strip(), config, _STATES[(state or "RUNNING").upper()]


def config(call: Call) -> Config:
    """A configuration; a worker turns numbers and booleans into text by itself."""
    return _config(_required(call, "java.util.Map.get(Object)", "connectorConfig")) or {}


def patch(call: Call) -> Config:
    """Changes of a configuration."""
    return _config(_required(call, "java.util.Map.forEach(java.util.function.BiConsumer)", "patch")) or {}


def offsets(call: Call) -> list[Offset]:
    """The offsets to set."""
    wanted, single = f"{_ENTITIES}.ConnectorOffsets", f"{_ENTITIES}.ConnectorOffset"
    asked = _object(_required(call, f"{wanted}.offsets()", "offsets"), wanted)
    _require_known(asked, ["offsets"], wanted)
    given = asked.get("offsets")
    if given is not None and not isinstance(given, list):
        raise _unreadable(f"{_LIST}<{single}>", given)
    if not given:
        raise WorkerRefusal(400, "Partitions / offsets need to be provided for an alter offsets request")
    return [_offset(_object(one, single), single) for one in given]


def level(call: Call) -> str:
    """The level that a logger is to have."""
    asked = _config(_required(call, "java.util.Map.get(Object)", "levelMap")) or {}
    given = asked.get("level")
    if given is None:
        raise WorkerRefusal(400, "Desired 'level' parameter was not specified in request.")
    return given


def _required(call: Call, used: str, name: str) -> Any:
    """The body's value; without one, a worker stumbles over the null that it ``used`` under ``name``."""
    value = call.json() if call.body.strip() else None
    if value is None:
        raise _null(used, name)
    return value


def _null(used: str, name: str) -> WorkerRefusal:
    return WorkerRefusal(500, f'Cannot invoke "{used}" because "{name}" is null')


def _config(given: Any) -> Config | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise _unreadable(_CONFIG, given)
    return {key: _text(value) for key, value in given.items()}


def _text(given: Any) -> str | None:
    if isinstance(given, list | dict):
        raise _unreadable(_TEXT, given)
    return given if given is None or isinstance(given, str) else json.dumps(given)


def _object(given: Any, wanted: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _unreadable(wanted, given)
    return given


def _offset(given: dict[str, Any], wanted: str) -> Offset:
    _require_known(given, ["partition", "offset"], wanted)
    for value in given.values():
        if value is not None:
            _object(value, f"{_MAP}<{_TEXT},java.lang.Object>")
    return {"partition": given.get("partition"), "offset": given.get("offset")}


def _require_known(asked: dict[str, Any], known: list[str], wanted: str) -> None:
    quoted = ", ".join(f'"{name}"' for name in known)
    counted = "one known property: " if len(known) == 1 else f"{len(known)} known properties: "
    for field in asked:
        if field not in known:
            raise WorkerRefusal(
                500, f'Unrecognized field "{field}" (class {wanted}), not marked as ignorable ({counted}{quoted}])'
            )


def _unreadable(wanted: str, given: Any) -> WorkerRefusal:
    if isinstance(given, str):
        return WorkerRefusal(
            500,
            f"Cannot construct instance of `{wanted.partition('<')[0]}` (although at least one Creator exists): "
            f"no String-argument constructor/factory method to deserialize from String value ('{given}')",
        )
    kind, token = _token(given)
    return WorkerRefusal(
        500, f"Cannot deserialize value of type `{wanted}` from {kind} value (token `JsonToken.{token}`)"
    )


def _token(given: Any) -> tuple[str, str]:
    if isinstance(given, bool):
        return "Boolean", f"VALUE_{str(given).upper()}"
    if isinstance(given, list):
        return "Array", "START_ARRAY"
    if isinstance(given, dict):
        return "Object", "START_OBJECT"
    return ("Integer", "VALUE_NUMBER_INT") if isinstance(given, int) else ("Floating-point", "VALUE_NUMBER_FLOAT")
