"""Confluent as a part of the sandbox: its tables, and which handler answers what."""

from __future__ import annotations

from provider_lib.sandbox.confluent.access import API_KEY, API_SECRET, ENVIRONMENT, ORGANIZATION, Access
from provider_lib.sandbox.confluent.agents import Agents
from provider_lib.sandbox.confluent.refusals import malformed
from provider_lib.sandbox.confluent.switches import ConfluentSwitches
from provider_lib.sandbox.exchange import Route
from provider_lib.sandbox.part import Part, World

_TABLES = """
CREATE TABLE confluent_agents (
    name TEXT PRIMARY KEY,
    database TEXT NOT NULL,
    uid TEXT NOT NULL,
    spec TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    version INTEGER NOT NULL,
    phase TEXT NOT NULL
);
"""


def _routes(world: World) -> list[Route]:
    access, agents = Access(world), Agents(world)
    environment = "/sql/v1/organizations/{organization}/environments/{environment}"
    database = f"{environment}/databases/{{database}}/agents"
    operations = [
        ("GET", f"{environment}/agents", agents.index),
        ("POST", database, agents.create),
        ("GET", f"{database}/{{agent}}", agents.get),
        ("PUT", f"{database}/{{agent}}", agents.update),
        ("DELETE", f"{database}/{{agent}}", agents.delete),
    ]
    return [Route(method, path, access.checked(handler)) for method, path, handler in operations]


def _admin_routes(world: World) -> list[Route]:
    return [Route("PUT", "/confluent/agents/{agent}", Agents(world).force_phase)]


def _variables(url: str) -> dict[str, str]:
    return {
        "SLUICE_CONFLUENT_URL": url,
        "SLUICE_CONFLUENT_ORGANIZATION_ID": ORGANIZATION,
        "SLUICE_CONFLUENT_ENVIRONMENT_ID": ENVIRONMENT,
        "SLUICE_CONFLUENT_API_KEY": API_KEY,
        "SLUICE_CONFLUENT_API_SECRET": API_SECRET,
    }


CONFLUENT = Part(
    "confluent",
    _TABLES,
    ConfluentSwitches,
    routes=_routes,
    admin_routes=_admin_routes,
    malformed=malformed,
    variables=_variables,
)
"""The regional host of Confluent's Flink."""
