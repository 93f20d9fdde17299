"""Streamkap as a part of the sandbox: its tables, and which handler answers what."""

from __future__ import annotations

from provider_lib.sandbox.exchange import Route
from provider_lib.sandbox.part import Part, World
from provider_lib.sandbox.streamkap.connectors import Connectors
from provider_lib.sandbox.streamkap.definitions import Side
from provider_lib.sandbox.streamkap.pipelines import Pipelines
from provider_lib.sandbox.streamkap.refusals import malformed
from provider_lib.sandbox.streamkap.switches import StreamkapSwitches
from provider_lib.sandbox.streamkap.tags import Tags
from provider_lib.sandbox.streamkap.tokens import CLIENT_ID, CLIENT_SECRET, Tokens

_TABLES = """
CREATE TABLE streamkap_tokens (
    access TEXT PRIMARY KEY,
    refresh TEXT NOT NULL UNIQUE,
    client TEXT NOT NULL,
    expires REAL NOT NULL
);
CREATE TABLE streamkap_connectors (
    id TEXT PRIMARY KEY,
    side TEXT NOT NULL,
    name TEXT NOT NULL,
    connector TEXT NOT NULL,
    config TEXT NOT NULL,
    desired_state TEXT NOT NULL,
    kc_cluster_id TEXT,
    tags TEXT NOT NULL,
    created REAL NOT NULL,
    statuses TEXT NOT NULL,
    deleted REAL,
    UNIQUE (side, name)
);
CREATE TABLE streamkap_pipelines (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    fields TEXT NOT NULL,
    created REAL NOT NULL
);
CREATE TABLE streamkap_tags (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    type TEXT NOT NULL
);
"""


def _routes(world: World) -> list[Route]:
    tokens = Tokens(world)
    guarded = [
        *_connector_routes(world, "sources"),
        *_connector_routes(world, "destinations"),
        *_pipeline_routes(world),
        *_tag_routes(world),
    ]
    return [
        Route("POST", "/auth/access-token", tokens.exchange),
        Route("POST", "/auth/access-token/refresh", tokens.refresh),
        *(route.behind(tokens.required) for route in guarded),
    ]


def _connector_routes(world: World, side: Side) -> list[Route]:
    connectors = Connectors(world, side)
    return [
        Route("GET", f"/{side}/connectors", connectors.schema),
        Route("GET", f"/{side}", connectors.index),
        Route("POST", f"/{side}", connectors.create),
        Route("GET", f"/{side}/{{id}}", connectors.get),
        Route("PUT", f"/{side}/{{id}}", connectors.update),
        Route("DELETE", f"/{side}/{{id}}", connectors.delete),
        Route("POST", f"/{side}/{{id}}/actions/{{action}}", connectors.act),
    ]


def _pipeline_routes(world: World) -> list[Route]:
    pipelines = Pipelines(world)
    return [
        Route("GET", "/pipelines", pipelines.index),
        Route("POST", "/pipelines", pipelines.create),
        Route("GET", "/pipelines/{id}", pipelines.get),
        Route("PUT", "/pipelines/{id}", pipelines.update),
        Route("DELETE", "/pipelines/{id}", pipelines.delete),
    ]


def _tag_routes(world: World) -> list[Route]:
    tags = Tags(world)
    return [
        Route("GET", "/tags", tags.index),
        Route("POST", "/tags", tags.create),
        Route("POST", "/tags/search", tags.search),
        Route("PUT", "/tags/{id}", tags.update),
        Route("DELETE", "/tags/{id}", tags.delete),
    ]


def _admin_routes(world: World) -> list[Route]:
    return [Route("DELETE", "/streamkap/tokens", Tokens(world).revoke)]


def _variables(url: str) -> dict[str, str]:
    return {
        "SLUICE_STREAMKAP_URL": url,
        "SLUICE_STREAMKAP_CLIENT_ID": CLIENT_ID,
        "SLUICE_STREAMKAP_CLIENT_SECRET": CLIENT_SECRET,
    }


STREAMKAP = Part(
    "streamkap",
    _TABLES,
    StreamkapSwitches,
    routes=_routes,
    admin_routes=_admin_routes,
    malformed=malformed,
    variables=_variables,
)
"""Streamkap."""
