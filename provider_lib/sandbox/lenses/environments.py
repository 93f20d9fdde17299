"""Environments of Lenses HQ.

Source: the environments page of the HQ API reference.
"""

from __future__ import annotations

import secrets
from typing import Any, Literal

from provider_lib.sandbox.collection import Stored
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.agents import Agents
from provider_lib.sandbox.lenses.objects import Body, Objects
from provider_lib.sandbox.part import World


class EnvironmentBody(Body):
    """What a create says of an environment."""

    tier: Literal["development", "staging", "production"]


class Environments(Objects):
    """The operations on environments."""

    lrn, prefix, title, body = "environments:environment", "env", "Environment", EnvironmentBody

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._agents = Agents(world)

    def created(self, one: Stored) -> Answer:
        keyed = self.kept.change(one, agent_key=_new_key())
        self._agents.expect(keyed)
        return Answer({**self.shown(one), "agent_key": keyed.hidden["agent_key"]}, self.switches.create_status)

    def delete(self, call: Call) -> Answer:
        """Connectors live in Kafka Connect and so outlive the environment; its Kafka connections do not."""
        self.world.store.change("DELETE FROM lenses_connections WHERE environment = ?", (call.params["name"],))
        return super().delete(call)

    def renew_key(self, call: Call) -> Answer:
        one = self.kept.change(self.require(call), agent_key=_new_key())
        if self.switches.renew_key_session == "drops":
            one = self._agents.expect(self._agents.disconnect(one))
        return Answer({**self.shown(one), "agent_key": one.hidden["agent_key"]}, self.switches.renew_key_status)

    def details(self, one: Stored) -> dict[str, Any]:
        return {"tier": one.fields["tier"], "status": self._agents.status(one)}


def _new_key() -> str:
    return f"agent_key_{secrets.token_urlsafe(24)}"
