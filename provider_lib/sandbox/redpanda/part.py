"""Redpanda as a part of the sandbox: its tables, and which handler answers what."""

from __future__ import annotations

from provider_lib.sandbox.exchange import Route
from provider_lib.sandbox.part import Part, World
from provider_lib.sandbox.redpanda.connect import Service
from provider_lib.sandbox.redpanda.refusals import malformed
from provider_lib.sandbox.redpanda.switches import RedpandaSwitches
from provider_lib.sandbox.redpanda.tokens import CLIENT_ID, CLIENT_SECRET, Tokens

_TABLES = """
CREATE TABLE redpanda_tokens (
    token TEXT PRIMARY KEY,
    client TEXT NOT NULL,
    expires REAL NOT NULL
);
"""

_CLUSTERS = "/v1/kafka-connect/clusters"


def _routes(world: World) -> list[Route]:
    tokens, service = Tokens(world), Service(world)
    cluster = f"{_CLUSTERS}/{{cluster}}"
    connectors = f"{cluster}/connectors"
    connector = f"{connectors}/{{connector}}"
    relayed = [
        Route("GET", cluster, service.cluster),
        Route("GET", connector, service.get),
        Route("DELETE", connector, service.delete),
        Route("GET", f"{connector}/config", service.config),
        Route("GET", f"{connector}/status", service.status),
        Route("PUT", f"{connector}/pause", service.pause),
        Route("PUT", f"{connector}/resume", service.resume),
        Route("PUT", f"{connector}/stop", service.stop),
        Route("POST", f"{connector}/restart", service.restart),
        Route("GET", f"{connector}/topics", service.topics),
        Route("PUT", f"{connector}/topics/reset", service.reset_topics),
    ]
    create = service.with_worker(service.create, "failed to create connector: ")
    patch = service.with_worker(service.put_config, "failed to patch connector config: ")
    guarded = [
        Route("GET", _CLUSTERS, service.clusters),
        Route("GET", connectors, service.index),
        Route("POST", connectors, create),
        Route("PUT", f"{connector}/config", patch),
        *(route.behind(service.with_worker) for route in relayed),
    ]
    return [
        Route("POST", "/oauth/token", tokens.exchange),
        *(route.behind(tokens.required) for route in guarded),
    ]


def _variables(url: str) -> dict[str, str]:
    return {
        "SLUICE_REDPANDA_URL": url,
        "SLUICE_REDPANDA_TOKEN_URL": f"{url}/oauth/token",
        "SLUICE_REDPANDA_CLIENT_ID": CLIENT_ID,
        "SLUICE_REDPANDA_CLIENT_SECRET": CLIENT_SECRET,
    }


REDPANDA = Part("redpanda", _TABLES, RedpandaSwitches, routes=_routes, malformed=malformed, variables=_variables)
"""Redpanda's data plane, and the token endpoint of its cloud."""
