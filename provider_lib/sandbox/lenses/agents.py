"""Agents: the processes beside Kafka that connect to HQ with an environment's key."""

from __future__ import annotations

from typing import Any

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.collection import Stored
from provider_lib.sandbox.exchange import Answer, Call, PlainRefusal, there_are
from provider_lib.sandbox.lenses.objects import kept
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.part import World


class Agents:
    """Which environments have an agent that is connected, and from when on."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches
        self._environments = kept(world, "environments:environment")

    def expect(self, environment: Stored) -> Stored:
        """Let an agent connect by itself a little later, if the switches say so."""
        delay = self._switches.of(LensesSwitches).agent_connects_after_ms
        return environment if delay is None else self._connect(environment, self._clock.now() + delay / 1000)

    def disconnect(self, environment: Stored) -> Stored:
        """End the agent's session."""
        return self._connect(environment, None)

    def is_connected(self, environment: Stored) -> bool:
        """Whether the environment has an agent now."""
        since = environment.hidden.get("agent_from")
        return since is not None and since <= self._clock.now()

    def status(self, environment: Stored) -> dict[str, Any]:
        """The ``status`` of an environment: its agent's latest telemetry, if it is connected."""
        if not self.is_connected(environment):
            return {"agent_connected": False}
        prefix = f"lenses/{environment.name}/"
        connectors = self._store.count(
            "SELECT count(*) FROM connect_connectors WHERE deleted IS NULL AND substr(cluster, 1, ?) = ?",
            (len(prefix), prefix),
        )
        clusters = len(self._switches.of(LensesSwitches).connect_clusters)
        return {
            "agent_connected": True,
            "agent": _telemetry(timestamp(self._clock.now()), clusters, connectors),
        }

    def post(self, call: Call) -> Answer:
        """Admin: an agent connects with ``{"agent_key": "..."}``, or the one of an environment comes back to it."""
        asked = call.json_object()
        key, name = asked.get("agent_key"), asked.get("environment")
        for environment in self._environments.all():
            if name == environment.name or (name is None and environment.hidden.get("agent_key") == key):
                self._connect(environment, self._clock.now())
                return Answer({"environment": environment.name})
        raise PlainRefusal(401, "No environment has that agent key") if name is None else self._missing(name)

    def delete(self, call: Call) -> Answer:
        """Admin: the agent of an environment goes away."""
        name = call.params["environment"]
        environment = self._environments.find(name)
        if environment is None:
            raise self._missing(name)
        self.disconnect(environment)
        return Answer(status=204)

    def _missing(self, name: str) -> PlainRefusal:
        names = [environment.name for environment in self._environments.all()]
        return PlainRefusal(404, f"Environment {name} not found; {there_are(names)}")

    def _connect(self, environment: Stored, since: float | None) -> Stored:
        return self._environments.change(environment, agent_from=since)


def _telemetry(updated_at: str, clusters: int, connectors: int) -> dict[str, Any]:
    updated = {"updated_at": updated_at}
    data = dict.fromkeys(
        (
            "num_topics",
            "num_partitions",
            "num_schemas",
            "num_policies",
            "topic_data_total_bytes",
            "data_in_bytes_per_sec",
            "data_out_bytes_per_sec",
            "data_in_messages_per_sec",
        ),
        0,
    )
    return {
        **updated,
        "roundtrip_duration": 1,
        "agent": {
            "hostname": "sandbox",
            "version": "6.1.0",
            "protocol_version": 1,
            "capabilities": {"metrics": True, "k2k": True, "publish": True},
        },
        "metrics": {
            "kafka": {"version": "3.9", "num_brokers": 3, **updated},
            "data": {**data, **updated},
            "apps": {"num_consumers": 0, "num_other_apps": 0, **updated},
            "connect": {"num_clusters": clusters, "num_connectors": connectors, **updated},
            "other": {"num_issues": 0, **updated},
        },
    }
