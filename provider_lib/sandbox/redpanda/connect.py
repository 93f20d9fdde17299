"""The Kafka Connect service of a data plane.

Source: the service's protocol definition and its implementation in Redpanda Console.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import wraps
from typing import Any, Literal

from provider_lib.sandbox.connect_engine.catalogue import PLUGINS
from provider_lib.sandbox.connect_engine.connector import WORKER, Connector
from provider_lib.sandbox.connect_engine.connectors import Connectors
from provider_lib.sandbox.connect_engine.errors import ConnectError, saying
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.part import World
from provider_lib.sandbox.redpanda.health import errors, holistic_state
from provider_lib.sandbox.redpanda.hooks import on_read, on_write
from provider_lib.sandbox.redpanda.refusals import Status, invalid, malformed, of_worker, unanswered
from provider_lib.sandbox.redpanda.switches import RedpandaSwitches

_PATTERN = r"^[A-Za-z0-9!@#$%^&*()-_=+;:'\"`~,<.>/?|\-]+$"
"""What a name must match, with an accidental range from ")" to "_"; a create does not check it at all."""
_NAME = re.compile(_PATTERN)
_LONGEST, _LONGEST_FOR_CONFIG = 1024, 128
_PAGE, _LARGEST_PAGE = 100, 1000


def cluster_key(cluster: str) -> str:
    """The name under which the Connect model keeps a cluster of the data plane."""
    return f"redpanda/{cluster}"


class Service:
    """The operations on clusters and connectors."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches
        self._connectors = Connectors(world)

    def with_worker(self, handler: Handler, doing: str = "") -> Handler:
        """Let a handler be called only while the worker can be reached, and pass its refusals on.

        Args:
            doing: what the operation puts before the words of a refusal.
        """

        @wraps(handler)
        def relayed(call: Call) -> Answer:
            self._require_cluster(call)
            if self._is_down():
                raise unanswered(call, doing)
            try:
                return handler(call)
            except ConnectError as error:
                raise of_worker(error, doing) from error

        return relayed

    def clusters(self, _: Call) -> Answer:
        """A cluster whose worker is down leaves a blank entry."""
        names = self._switches.of(RedpandaSwitches).connect_clusters
        return Answer({"clusters": [_cluster("" if self._is_down() else name) for name in names]})

    def cluster(self, call: Call) -> Answer:
        return Answer(self._wrapped("cluster", _cluster(call.params["cluster"])))

    def index(self, call: Call) -> Answer:
        """The list is empty, not an error, while the worker is down."""
        self._require_cluster(call)
        size, start = _page_size(call), _page_start(call)
        found = [] if self._is_down() else self._connectors.all_of([cluster_key(call.params["cluster"])])
        if size is not None:
            found = sorted(found, key=lambda connector: connector.name)
        page = found if size is None else found[start : start + size]
        has_more = size is not None and start + size < len(found)
        return Answer(
            {
                "connectors": [
                    {"name": connector.name, "info": _spec(connector), "status": _status(connector)}
                    for connector in page
                ],
                "next_page_token": _token(start + len(page)) if has_more else "",
            }
        )

    def create(self, call: Call) -> Answer:
        asked = call.json_object()
        name, config = asked.get("name"), asked.get("config")
        if not isinstance(name, str) or not name:
            raise invalid("connector.name", "value is required")
        config = on_write(_configuration(config, "connector.config"))
        connector = self._connectors.create(cluster_key(call.params["cluster"]), name, config)
        return Answer(self._wrapped("connector", _spec(connector)), 201)

    def get(self, call: Call) -> Answer:
        return Answer(self._wrapped("connector", _spec(self._connectors.get(*_target(call)))))

    def delete(self, call: Call) -> Answer:
        self._connectors.delete(*_target(call))
        return Answer(status=204)

    def config(self, call: Call) -> Answer:
        connector = self._connectors.get(*_target(call, _LONGEST_FOR_CONFIG))
        return Answer({"config": on_read(connector.config)})

    def put_config(self, call: Call) -> Answer:
        target, config = _target(call, _LONGEST_FOR_CONFIG), on_write(_configuration(call.json(), "config"))
        connector, is_new = self._connectors.put_config(*target, config)
        return Answer(self._wrapped("connector", _spec(connector)), 201 if is_new else 200)

    def status(self, call: Call) -> Answer:
        with saying(f"No status found for connector {call.params['connector']}"):
            return Answer(self._wrapped("status", _status(self._connectors.get(*_target(call)))))

    def pause(self, call: Call) -> Answer:
        return self._turn(call, "pause")

    def resume(self, call: Call) -> Answer:
        return self._turn(call, "resume")

    def stop(self, call: Call) -> Answer:
        return self._turn(call, "stop")

    def restart(self, call: Call) -> Answer:
        """Without a body nothing but the connector itself is restarted."""
        asked = call.json_object() if call.body else {}
        with saying(f"Unknown connector: {call.params['connector']}"):
            self._connectors.restart(
                *_target(call),
                include_tasks=bool(asked.get("include_tasks")),
                only_failed=bool(asked.get("only_failed")),
            )
        return Answer(status=204)

    def topics(self, call: Call) -> Answer:
        return Answer({"topics": self._connectors.topics(*_target(call))})

    def reset_topics(self, call: Call) -> Answer:
        self._connectors.reset_topics(*_target(call))
        return Answer({})

    def _turn(self, call: Call, action: Literal["pause", "resume", "stop"]) -> Answer:
        with saying(f"Unknown connector {call.params['connector']}"):
            self._connectors.turn(*_target(call), action)
        return Answer({}, 202)

    def _wrapped(self, key: str, value: dict[str, Any]) -> dict[str, Any]:
        return {key: value} if self._switches.of(RedpandaSwitches).answers == "wrapped" else value

    def _is_down(self) -> bool:
        return self._switches.of(RedpandaSwitches).worker == "down"

    def _require_cluster(self, call: Call) -> None:
        if call.params["cluster"] not in self._switches.of(RedpandaSwitches).connect_clusters:
            raise Status(404, "a client for the given cluster name does not exist")


def _target(call: Call, longest: int = _LONGEST) -> tuple[str, str]:
    name = call.params["connector"]
    if not _NAME.fullmatch(name):
        raise invalid("name", f"value does not match regex pattern `{_PATTERN}`")
    if len(name) > longest:
        raise invalid("name", f"value length must be at most {longest} characters")
    if "/" in name:
        # It goes on encoded, and the worker's web server takes no encoded slash.
        raise Status(500, "unknown error in response. Response size: 369b, status: '400 Bad Request'")
    return cluster_key(call.params["cluster"]), name


def _configuration(config: Any, field: str) -> Mapping[str, str]:
    """A configuration that names its class; a null is the empty text."""
    if not isinstance(config, dict) or not config:
        raise invalid(field, "value is required")
    texts = {key: "" if value is None else value for key, value in config.items()}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise malformed(f"proto: syntax error: invalid value for string field {key}: {value}")
    if not texts.get("connector.class"):
        raise Status(400, "connector class is not set")
    return texts


def _cluster(name: str) -> dict[str, Any]:
    """A cluster as it is shown; blank when its name is not known."""
    if not name:
        return {"name": "", "address": "", "plugins": []}
    return {
        "name": name,
        "address": f"http://{WORKER}",
        "info": {"version": "3.9.0", "commit": "a60e31147e6b01ee", "kafka_cluster_id": "sandbox"},
        "plugins": [
            {"type": plugin.type, "version": plugin.version, "class": plugin.class_name} for plugin in PLUGINS.values()
        ],
    }


def _spec(connector: Connector) -> dict[str, Any]:
    return {
        "name": connector.name,
        "config": on_read(connector.config),
        "tasks": [{"connector": connector.name, "task": task.id} for task in connector.tasks],
        "type": connector.plugin.type,
    }


def _status(connector: Connector) -> dict[str, Any]:
    return {
        "name": connector.name,
        "connector": {"state": connector.state, "worker_id": WORKER, "trace": connector.trace or ""},
        "tasks": [
            {"id": task.id, "state": task.state, "worker_id": WORKER, "trace": task.trace or ""}
            for task in connector.tasks
        ],
        "type": connector.plugin.type,
        "holistic_state": holistic_state(connector),
        "errors": errors(connector),
    }


def _page_size(call: Call) -> int | None:
    """How many to show; None for all of them."""
    given = call.query.get("page_size", "0")
    if not re.fullmatch(r"-?\d+", given) or not -1 <= int(given) <= _LARGEST_PAGE:
        raise invalid("page_size", "value must be greater than or equal to -1 and less than or equal to 1000")
    return None if given == "-1" else int(given) or _PAGE


def _page_start(call: Call) -> int:
    given = call.query.get("page_token", "")
    if not given:
        return 0
    try:
        return int(base64.urlsafe_b64decode(given))
    except ValueError as error:
        raise Status(500, f"failed to apply pagination: {error}", "REASON_CONSOLE_ERROR") from error


def _token(start: int) -> str:
    return base64.urlsafe_b64encode(str(start).encode()).decode()
