"""Stacks that own something: applied as Terraform does, and stored as it stores a state."""

from __future__ import annotations

import base64
import json
from typing import Any

from provider_lib.fleet import Fleet, Owned, StackState, Status, owned_by
from provider_lib.sandbox import Sandbox
from provider_lib.state import stored_objects
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life

JDBC = "io.confluent.connect.jdbc.JdbcSinkConnector"
SINK = {"connector.class": JDBC, "topics": "orders", "connection.url": "jdbc:postgresql://db/shop"}


class Estate:
    """What stacks own in a sandbox.

    Args:
        sandbox: has it.
        core: deploys it.

    Attributes:
        lives: address -> what is deployed.
    """

    def __init__(self, sandbox: Sandbox, core: Core) -> None:
        self.sandbox = sandbox
        self.core = core
        self.lives: dict[str, Life] = {}

    def deploy(self, kind: str, name: str, **config: Any) -> Life:
        """Deploy a resource."""
        life = Life(self.core, f"sluice_{kind}", name=name, **config)
        life.apply()
        self.lives[f"sluice_{kind}.{name}"] = life
        return life

    def connector(self, name: str, config: dict[str, str] | None = None, **more: Any) -> Life:
        """Deploy a connector on the plain cluster, and do not wait for it."""
        given = {"connect": "default", "wait_for_running": False, "config": {**SINK, **(config or {})}}
        return self.deploy("kafka_connect_connector", name, **{**given, **more})

    def environment(self, name: str = "orders") -> Life:
        """Deploy an environment."""
        return self.deploy("lenses_environment", name, tier="development")

    @property
    def state(self) -> str:
        """The state of the only stack, as its backend has it."""
        return state_of(self.lives)

    @property
    def everything(self) -> list[Owned]:
        """What the stack owns."""
        objects = stored_objects("shop", self.state, {})
        return list(owned_by([StackState(tuple(objects))], CATALOGUE))

    @property
    def owned(self) -> list[Owned]:
        """What the stack owns, as far as it is watched."""
        return [one for one in self.everything if one.is_watched]

    def look(self) -> dict[str, Status]:
        """How everything is, by its name."""
        with Fleet(self.owned, CATALOGUE, self.sandbox.environment(), CAUSES, self.everything) as fleet:
            return {status.name: status for status in fleet.look()}


def state_of(lives: dict[str, Life]) -> str:
    """What Terraform would store of these, by their addresses."""
    resources = [
        {
            "mode": "managed",
            "type": address.partition(".")[0],
            "name": address.partition(".")[2],
            "provider": 'provider["sluice.internal/sluice/sluice"]',
            "instances": [
                {
                    "schema_version": 0,
                    "attributes": life.state,
                    "private": base64.b64encode(life.private).decode(),
                }
            ],
        }
        for address, life in lives.items()
    ]
    return json.dumps({"version": 4, "serial": 1, "lineage": "l", "resources": resources})
