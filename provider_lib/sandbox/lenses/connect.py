"""Kafka Connect as an environment's agent offers it behind HQ's proxy.

Source: the Kafka Connect page of the agent's API reference, version 6.1: eight operations, none of which changes
a configuration. For that see ``as_code``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import Any

from provider_lib.sandbox.connect_engine.catalogue import PLUGINS
from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.connector import WORKER, Connector
from provider_lib.sandbox.connect_engine.connectors import Connectors
from provider_lib.sandbox.connect_engine.definitions import Plugin
from provider_lib.sandbox.connect_engine.errors import ConnectError, ConnectorExists, PluginMissing, Rebalancing
from provider_lib.sandbox.connect_engine.validation import Checked, check
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.lenses.agents import Agents
from provider_lib.sandbox.lenses.environments import Environments
from provider_lib.sandbox.lenses.refusals import AgentRefusal, Problem
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.lenses.tokens import VIEWER_TOKEN, token_of
from provider_lib.sandbox.part import World

_KINDS = {400: "BadRequest", 402: "LicenseError", 404: "NotFound"}


def refusal(status: int, error: str, fields: dict[str, str] | None = None) -> AgentRefusal:
    """The agent's way to say ``error``."""
    return AgentRefusal(status, error, _KINDS.get(status, "InternalError"), fields)


def cluster_key(environment: str, cluster: str) -> str:
    """The name under which the Connect model keeps a cluster of an environment."""
    return f"lenses/{environment}/{cluster}"


class ProxiedConnect:
    """The operations on connectors and plugins."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches
        self._environments = Environments(world)
        self._agents = Agents(world)
        self._connectors = Connectors(world)

    def through_agent(self, handler: Handler) -> Handler:
        """Let a handler be called only while the agent is connected, and speak as the agent does."""

        @wraps(handler)
        def proxied(call: Call) -> Answer:
            self._require_agent(call.params["environment"])
            if not self._switches.of(LensesSwitches).licensed:
                raise refusal(402, "The licence does not include Kafka Connect")
            try:
                return handler(call)
            except ConnectorExists as error:
                status = self._switches.of(LensesSwitches).duplicate_connector_status
                raise refusal(status, error.message) from error
            except PluginMissing as error:
                raise refusal(400, error.message, {"connector.class": error.message}) from error
            except Rebalancing as error:
                raise refusal(500, error.message) from error  # 409 is not among the documented codes
            except ConnectError as error:
                raise refusal(error.status, error.message) from error

        return proxied

    def index(self, call: Call) -> Answer:
        clusters = call.query.getlist("cluster") or self._switches.of(LensesSwitches).connect_clusters
        classes = call.query.getlist("className")
        keys = {cluster_key(call.params["environment"], cluster): cluster for cluster in clusters}
        return Answer(
            {
                "data": [
                    _list_item(connector, keys[connector.cluster])
                    for connector in self._connectors.all_of(tuple(keys))
                    if not classes or connector.plugin.class_name in classes
                ]
            }
        )

    def create(self, call: Call) -> Answer:
        asked = call.json_object()
        name, cluster, config = self._asked_for(asked)
        empty = {key: "Must not be empty" for key, value in config.items() if value == ""}
        if empty and self._switches.of(LensesSwitches).refuse_empty_values:
            raise refusal(400, "The request input was invalid", empty)
        self.require_cluster(cluster)
        self._connectors.create(cluster_key(call.params["environment"], cluster), name, config)
        return Answer({})

    def get(self, call: Call) -> Answer:
        key, name = self.target(call)
        connector = self._connectors.get(key, name)
        plugin = connector.plugin
        shown: dict[str, Any] = {
            **_identity(connector, call.params["cluster"]),
            "state": connector.state,
            "type": plugin.type,
            "className": plugin.class_name,
            "workerId": WORKER,
            "version": plugin.version,
            "author": plugin.author,
            "icon": _icon(plugin),
            "tasks": [
                {
                    "id": str(task.id),
                    "state": task.state,
                    "workerId": WORKER,
                    **({"trace": task.trace} if task.trace else {}),
                }
                for task in connector.tasks
            ],
        }
        if token_of(call) == VIEWER_TOKEN:
            reason = "The principal may not read connector configurations"
            return Answer({**shown, "__errors": [{"field": "config", "reason": reason}]})
        return Answer({**shown, "config": self.shown_config(connector)})

    def delete(self, call: Call) -> Answer:
        self._connectors.delete(*self.target(call))
        return Answer({})

    def act(self, call: Call) -> Answer:
        target, action = self.target(call), call.params["action"]
        match action:
            case "pause" | "stop":
                self._connectors.turn(*target, action)
            case "start" | "resume":
                self._connectors.turn(*target, "resume")
            case "restart":
                self._connectors.restart(*target, include_tasks=True)
            case _:
                raise refusal(400, f"{action!r} is not one of start, stop, restart, pause, resume")
        return Answer({})

    def restart_task(self, call: Call) -> Answer:
        task = call.params["task"]
        if not task.isdecimal():
            raise refusal(400, f"{task!r} is not the number of a task")
        self._connectors.restart_task(*self.target(call), int(task))
        return Answer({})

    def plugins(self, call: Call) -> Answer:
        clusters = self._switches.of(LensesSwitches).connect_clusters
        wanted = call.query.getlist("cluster")
        return Answer(
            {
                "data": [
                    {
                        "class": plugin.class_name,
                        "cluster": cluster,
                        "name": plugin.title,
                        "type": plugin.type,
                        "version": plugin.version,
                        "author": plugin.author,
                        "icon": _icon(plugin),
                    }
                    for cluster in clusters
                    if not wanted or cluster in wanted
                    for plugin in PLUGINS.values()
                ]
            }
        )

    def validate(self, call: Call) -> Answer:
        name, cluster, config = self._asked_for(call.json_object())
        self.require_cluster(cluster)
        checked = check({**config, "name": name})
        return Answer(
            {
                "class": config["connector.class"],
                "configuration": [_validated(order, one) for order, one in enumerate(checked)],
            }
        )

    def _require_agent(self, environment: str) -> None:
        if self._agents.is_connected(self._environments.named(environment)):
            return
        switches = self._switches.of(LensesSwitches)
        text = f"The agent of environment {environment!r} is not connected"
        if switches.agent_away_shape == "agent":
            raise refusal(switches.agent_away_status, text)
        raise Problem(switches.agent_away_status, text)

    def target(self, call: Call) -> tuple[str, str]:
        """The cluster and the name of the connector that a call is about."""
        self.require_cluster(call.params["cluster"])
        return cluster_key(call.params["environment"], call.params["cluster"]), call.params["connector"]

    def require_cluster(self, cluster: str) -> None:
        """Refuse a cluster that the agent was not given."""
        if cluster not in self._switches.of(LensesSwitches).connect_clusters:
            raise refusal(404, f"Connect cluster {cluster!r} was not found")

    def _asked_for(self, asked: Mapping[str, Any]) -> tuple[str, str, dict[str, str]]:
        wrong = {
            field: "Must be text that is not empty"
            for field in ("name", "cluster")
            if not isinstance(asked.get(field), str) or not asked[field]
        }
        config = asked.get("configuration")
        if not isinstance(config, dict) or not all(isinstance(value, str) for value in config.values()):
            wrong["configuration"] = "Must be an object whose values are text"
        if wrong:
            raise refusal(400, "The request input was invalid", wrong)
        return asked["name"], asked["cluster"], asked["configuration"]

    def shown_config(self, connector: Connector) -> Config:
        """A connector's configuration as the agent shows it."""
        return connector.config_masked(self._switches.of(LensesSwitches).secrets_shown_as)


def _identity(connector: Connector, cluster: str) -> dict[str, str]:
    lrn = f"kafka-connect:connector:{cluster}/{connector.name}"
    return {"name": connector.name, "lrn": lrn, "cluster": cluster}


def _list_item(connector: Connector, cluster: str) -> dict[str, Any]:
    plugin = connector.plugin
    return {
        **_identity(connector, cluster),
        "state": connector.state,
        "tasks": [{"id": task.id, "state": task.state} for task in connector.tasks],
        "className": plugin.class_name,
        "type": plugin.type,
        "author": plugin.author,
        "icon": _icon(plugin),
    }


def _icon(plugin: Plugin) -> str:
    return f"{plugin.type}.svg"


def _validated(order: int, checked: Checked) -> dict[str, Any]:
    key = checked.key
    shown: dict[str, Any] = {
        "name": key.name,
        "required": key.required,
        "order": order,
        "documentation": key.doc,
        "errors": list(checked.errors),
        "visible": True,
    }
    if checked.value is not None:
        shown["value"] = checked.value
    if key.default is not None:
        shown["defaultValue"] = key.default
    return shown
