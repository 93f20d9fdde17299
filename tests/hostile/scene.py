"""A resource on a server that misbehaves: what must hold after any fault, whichever it was."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.systems import CATALOGUE
from tests.hostile.server import Server, serving
from tests.hostile.worlds import PASSWORD, Hq, Tags, Things, Worker
from tests.unit.rest.core import Refused, core_of
from tests.unit.rest.life import Life

LIMIT = 12.0
"""Seconds that a command may take in these tests, whatever the server does."""


@dataclass(frozen=True)
class Kind:
    """A resource type, and how it is told which of a world's objects is its own.

    Args:
        world: makes its API.
        type_name: its Terraform type.
        config: what is configured at first.
        changed: what a change configures.
        own: the attribute that tells which object it is.
        create: method and path of its create.
        one: path of one object, as a regular expression.
        update: method and path of a change, as a regular expression.
        read: those of a refresh.
        delete: those of a delete.
        endpoint: the attribute that names its API, where there may be several.
        environment: variables beside the url.
    """

    world: type[Any]
    system: str
    type_name: str
    config: Mapping[str, Any]
    changed: Mapping[str, Any]
    own: str
    create: str
    one: str
    update: str
    read: str = "GET .*"
    delete: str = "DELETE .*"
    endpoint: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


THING = Kind(
    Things,
    "REST",
    "sluice_rest_object",
    {"path": "/things", "body": {"name": "ada", "size": 1}, "secret_body": {"password": PASSWORD}},
    {"body": {"name": "ada", "size": 2}},
    "id",
    "POST /things",
    "/things/[^/]+",
    "PUT /things/[^/]+",
    endpoint="endpoint",
)
PLAIN = replace(THING, config={"path": "/things", "body": {"name": "ada", "size": 1}})
"""One without a secret, so that a refresh and a delete quote what the server says."""

CONNECTOR = Kind(
    Worker,
    "KAFKA_CONNECT",
    "sluice_kafka_connect_connector",
    {
        "name": "sink",
        "config": {"connector.class": "FileStreamSink", "topics": "a"},
        "secret_env": {"x.password": "PASSWORD"},
    },
    {"config": {"connector.class": "FileStreamSink", "topics": "b"}},
    "name",
    "POST /connectors",
    "/connectors/[^/]+(/status)?",
    "PATCH /connectors/[^/]+/config",
    endpoint="connect",
)
ENVIRONMENT = Kind(
    Hq,
    "LENSES",
    "sluice_lenses_environment",
    {"name": "prod", "tier": "staging"},
    {"display_name": "Production"},
    "name",
    "POST /api/v1/environments",
    "/api/v1/environments/[^/]+",
    "PATCH /api/v1/environments/[^/]+",
    environment={"SLUICE_LENSES_TOKEN": "token-of-hq-4711"},
)
TAG = Kind(
    Tags,
    "STREAMKAP",
    "sluice_streamkap_tag",
    {"name": "gold", "type": ["sources"]},
    {"description": "shiny"},
    "id",
    "POST /tags",
    "/tags",
    "PUT /tags/[^/]+",
    environment={"SLUICE_STREAMKAP_CLIENT_ID": "someone", "SLUICE_STREAMKAP_CLIENT_SECRET": "secret-of-client"},
)
KINDS = {"thing": THING, "connector": CONNECTOR, "environment": ENVIRONMENT, "tag": TAG}

SECRETS = (PASSWORD, Hq.KEYS, Tags.TOKEN, "token-of-hq-4711", "secret-of-client")


def environment(kind: Kind, url: str, endpoint: str = "", timeout: str = "1s") -> dict[str, str]:
    """What the provider sees: short limits, no retries."""
    short = {"URL": url, "TIMEOUT": timeout, "MAX_RETRIES": "0"}
    api = f"{kind.system}_{endpoint.upper()}" if endpoint else kind.system
    named = {f"SLUICE_{api}_{key}": text for key, text in short.items()}
    return named | {"PASSWORD": PASSWORD} | dict(kind.environment)


@dataclass
class Scene:
    """A resource and its server.

    Attributes:
        told: everything that was said so far.
    """

    kind: Kind
    server: Server
    world: Any
    life: Life
    told: list[Diagnostic] = field(default_factory=list)

    def suffer(self, command: str, *, limit: float = LIMIT, **changed: Any) -> list[Diagnostic]:
        """Run a command while the server misbehaves; its errors. Then hold what must hold after any fault."""
        started = time.monotonic()
        errors: list[Diagnostic] = []
        try:
            getattr(self.life, command)(**changed)
        except Refused as refused:
            errors = refused.errors
        took = time.monotonic() - started
        self.told += [*errors, *self.life.warnings]
        assert took < limit, f"it took {took:.1f} s"
        self._hold(errors)
        return errors

    def _hold(self, errors: list[Diagnostic]) -> None:
        text = "\n".join(f"{item.summary}\n{item.detail}" for item in self.told)
        assert "met a bug" not in text, text
        assert "bug in Sluice" not in text, text
        assert not [secret for secret in SECRETS if secret in text], text
        assert all(is_legible(item.summary) and is_legible(item.detail) for item in self.told), text
        assert all(len(item.summary) < 1000 and len(item.detail) < 20_000 for item in self.told)
        assert all(" " in item.summary for item in errors), "a sentence"
        if orphans := self.orphans():
            says_what = "look for it" in text or "exists already" in text
            assert says_what, f"{orphans} are known to nobody, and nothing says what to look for:\n{text}"

    def orphans(self) -> set[str]:
        """The objects on the server that the state does not know."""
        known = {str(self.life[self.kind.own])} if self.life.state is not None else set()
        return set(self.world.objects) - known

    def recover(self) -> None:
        """Once the server behaves, the next apply does it, and the plan after that is empty; nothing is left."""
        self.server.behave()
        for orphan in self.orphans():
            del self.world.objects[orphan]
        self.life.apply()
        assert self.life.plan().is_empty
        assert self.orphans() == set()
        self.life.destroy()
        assert self.world.objects == {}


def is_legible(text: str) -> bool:
    """Whether nothing in a text steers a terminal or turns the direction of reading."""
    return all(char == "\n" or char == "\t" or (char.isprintable() or char == "\xa0") for char in text)


@contextmanager
def scene_of(kind: Kind, **environ: str) -> Iterator[Scene]:
    """A resource of a kind on a server of its own."""
    world = kind.world()
    with serving(world) as server, core_of(CATALOGUE, environment(kind, server.url) | environ) as core:
        yield Scene(kind, server, world, Life(core, kind.type_name, **kind.config))
