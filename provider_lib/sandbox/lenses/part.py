"""Lenses HQ as a part of the sandbox: its tables, and which handler answers what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.sandbox.connect_engine.catalogue import FILE_SOURCE
from provider_lib.sandbox.connect_engine.connectors import Connectors
from provider_lib.sandbox.exchange import Handler, Route
from provider_lib.sandbox.lenses.agents import Agents
from provider_lib.sandbox.lenses.as_code import Definitions
from provider_lib.sandbox.lenses.connect import ProxiedConnect, cluster_key
from provider_lib.sandbox.lenses.connections import Connections
from provider_lib.sandbox.lenses.environments import Environments
from provider_lib.sandbox.lenses.groups import Groups
from provider_lib.sandbox.lenses.refusals import malformed
from provider_lib.sandbox.lenses.roles import Roles
from provider_lib.sandbox.lenses.service_accounts import ServiceAccounts
from provider_lib.sandbox.lenses.switches import LensesSwitches
from provider_lib.sandbox.lenses.tokens import TOKEN, Access, Right
from provider_lib.sandbox.part import Part, World

_TABLES = """
CREATE TABLE lenses_connections (
    environment TEXT NOT NULL,
    name TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (environment, name)
);
"""


def _routes(world: World) -> list[Route]:
    """Every operation, under both prefixes that the documents use for the same API."""
    access = Access(world)
    operations = [*_object_operations(world), *_connection_operations(world), *_agent_operations(world)]
    return [
        Route(method, f"{prefix}{path}", access.needs(right, handler))
        for prefix in ("/api/v1", "/v1")
        for right, method, path, handler in operations
    ]


Operation = tuple[Right, str, str, Handler]


def _object_operations(world: World) -> Iterator[Operation]:
    environments, accounts = Environments(world), ServiceAccounts(world)
    kinds = {
        "/environments": environments,
        "/roles": Roles(world),
        "/groups": Groups(world),
        "/service-accounts": accounts,
    }
    for path, objects in kinds.items():
        yield "read", "GET", path, objects.index
        yield "write", "POST", path, objects.create
        yield "read", "GET", f"{path}/{{name}}", objects.get
        yield "write", "PATCH", f"{path}/{{name}}", objects.update
        yield "write", "DELETE", f"{path}/{{name}}", objects.delete
    yield "write", "POST", "/environments/{name}/renew-key", environments.renew_key
    yield "write", "POST", "/service-accounts/{name}/renew-token", accounts.renew_token
    yield "write", "PUT", "/service-accounts/{name}/groups", accounts.put_groups


def _connection_operations(world: World) -> list[Operation]:
    connections, path = Connections(world), "/environments/{environment}/kafka-connections"
    return [
        ("read", "GET", path, connections.index),
        ("read", "GET", f"{path}/{{connection}}", connections.get),
        ("write", "PUT", f"{path}/{{connection}}", connections.put),
        ("write", "DELETE", f"{path}/{{connection}}", connections.delete),
    ]


def _agent_operations(world: World) -> list[Operation]:
    connect, definitions = ProxiedConnect(world), Definitions(world)
    proxy = "/environments/{environment}/proxy/api"
    api, resource = f"{proxy}/kafka-connect", f"{proxy}/v1/resource"
    definition = f"{resource}/kafka/connect/{{cluster}}/connector/{{connector}}"
    connector = f"{api}/clusters/{{cluster}}/connectors/{{connector}}"
    operations: list[Operation] = [
        ("read", "GET", f"{api}/connectors", connect.index),
        ("write", "POST", f"{api}/connectors", connect.create),
        ("read", "GET", connector, connect.get),
        ("write", "DELETE", connector, connect.delete),
        ("read", "GET", f"{api}/plugins", connect.plugins),
        ("write", "PUT", f"{connector}/{{action}}", connect.act),
        ("write", "PUT", f"{connector}/tasks/{{task}}/restart", connect.restart_task),
        ("read", "POST", f"{api}/validate", connect.validate),
        ("read", "GET", definition, definitions.where_known(definitions.get)),
        ("write", "PUT", resource, definitions.where_known(definitions.put)),
    ]
    return [(right, method, path, connect.through_agent(handler)) for right, method, path, handler in operations]


def _admin_routes(world: World) -> list[Route]:
    agents = Agents(world)
    return [
        Route("POST", "/agents", agents.post),
        Route("DELETE", "/agents/{environment}", agents.delete),
    ]


def _seed(world: World, counts: Mapping[str, Any]) -> None:
    """Make ``environments`` of them, each with an agent and ``connectors`` of them in its first cluster."""
    environments, connectors = Environments(world).kept, Connectors(world)
    cluster = world.switches.of(LensesSwitches).connect_clusters[0]
    for number in range(counts.get("environments", 0)):
        name = f"seeded-{number:04}"
        fields = {"display_name": name, "tier": "development", "metadata": {}}
        environments.add(name, fields, agent_key=f"agent_key_{name}", agent_from=world.clock.now())
        for connector in range(counts.get("connectors", 0)):
            config = {"connector.class": FILE_SOURCE.class_name, "file": "/dev/null", "topic": f"topic-{connector}"}
            connectors.create(cluster_key(name, cluster), f"seeded-{connector:04}", config)


def _variables(url: str) -> dict[str, str]:
    return {"SLUICE_LENSES_URL": url, "SLUICE_LENSES_TOKEN": TOKEN}


LENSES = Part(
    "lenses",
    _TABLES,
    LensesSwitches,
    routes=_routes,
    admin_routes=_admin_routes,
    malformed=malformed,
    seed=_seed,
    variables=_variables,
)
"""Lenses HQ."""
