"""Connectors as code: the definition of one, in YAML, to be read and to be applied.

Source: the As Code page of the agent's API reference, 6.0 to 6.3: paths, media type, 201 without a body. It does not
show what is in a definition; the shapes here are two guesses.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

import yaml

from provider_lib.sandbox.connect_engine.connectors import Connectors
from provider_lib.sandbox.exchange import Answer, Call, Handler, Refusal
from provider_lib.sandbox.lenses.connect import ProxiedConnect, cluster_key, refusal
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.lenses.tokens import VIEWER_TOKEN, token_of
from provider_lib.sandbox.part import World

MEDIA_TYPE = "application/yaml"
PAGE = b"<!DOCTYPE html><title>Lenses</title>"


class Unrouted(Refusal):
    """What an agent answers that has no such path, as the switch says."""

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        if self.status == 200:
            return Answer(PAGE, media_type="text/html")
        return Answer(self.text.encode(), self.status, media_type="text/plain")


class Definitions:
    """The definitions of connectors."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches
        self._connect = ProxiedConnect(world)
        self._connectors = Connectors(world)

    def where_known(self, handler: Handler) -> Handler:
        """Let a handler be called only where the agent knows connectors as code."""

        @wraps(handler)
        def known(call: Call) -> Answer:
            status = self._switches.of(LensesSwitches).as_code_away
            if status is not None:
                raise Unrouted(status, "The requested resource could not be found.")
            return handler(call)

        return known

    def get(self, call: Call) -> Answer:
        key, name = self._connect.target(call)
        if token_of(call) == VIEWER_TOKEN:
            raise refusal(403, "The principal may not read connector configurations")
        config = dict(self._connect.shown_config(self._connectors.get(key, name)))
        definition = self._in_shape(call.params["cluster"], name, config)
        return Answer(yaml.safe_dump(definition, sort_keys=False).encode(), media_type=MEDIA_TYPE)

    def put(self, call: Call) -> Answer:
        if not call.headers.get("content-type", "").startswith(MEDIA_TYPE):
            raise refusal(400, "The request's Content-Type must be application/yaml")
        try:
            cluster, name, config = self._understood(yaml.safe_load(call.body))
        except (yaml.YAMLError, KeyError, TypeError) as error:
            raise refusal(400, f"The resource cannot be read: {error}") from error
        if not all(isinstance(value, str) for value in config.values()):
            raise refusal(400, "The configuration of a connector must be texts")
        self._connect.require_cluster(cluster)
        self._connectors.put_config(cluster_key(call.params["environment"], cluster), name, config)
        return Answer(status=201)

    def _in_shape(self, cluster: str, name: str, config: dict[str, str | None]) -> dict[str, Any]:
        if self._switches.of(LensesSwitches).as_code_shape == "flat":
            return {"name": name, "clusterName": cluster, "config": config}
        metadata = {"name": name, "cluster": cluster}
        return {"apiVersion": 1, "kind": "connector", "metadata": metadata, "spec": {"configuration": config}}

    def _understood(self, definition: Any) -> tuple[str, str, dict[str, str]]:
        if self._switches.of(LensesSwitches).as_code_shape == "flat":
            return definition["clusterName"], definition["name"], definition["config"]
        if definition["apiVersion"] != 1:
            raise KeyError("apiVersion")
        metadata = definition["metadata"]
        return metadata["cluster"], metadata["name"], definition["spec"]["configuration"]
