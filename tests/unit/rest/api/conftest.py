"""An API called The Shop, made of whatever answers a test writes down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from provider_lib.rest.api.client import Client
from provider_lib.rest.api.configuration import Configuration
from provider_lib.rest.api.pauses import Pauses
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.settings import Settings
from provider_lib.spec import Bearer, ErrorShape, Setting, System
from tests.unit.rest.api.server import DROP, Reply, Seen, Server

SHOP = System(
    name="shop",
    title="The Shop",
    settings=(
        Setting(name="url", doc="Address of the shop.", needed=True, variables=("SHOP_ADDRESS",)),
        Setting(name="token", doc="Token of a clerk.", secret=True, needed=True, variables=("SHOP_KEY",)),
    ),
    auth=Bearer("token"),
    errors=(
        ErrorShape(
            speaker="the till", message="title", request_id="request_id", fields="invalid", field_message="title"
        ),
        ErrorShape(speaker="the store room", message="error", fields="fields", field_name="loc", field_message="error"),
    ),
    hints={401: "Ask for a new token."},
    drop_suffix=("/api",),
)
TOKEN = "clerk-token-4711"
QUICK = Pauses(first=0.01, longest=0.02)

MakeServer = Callable[[Callable[[Seen], Reply]], Server]
MakeClient = Callable[..., Client]


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def silent() -> Iterator[Callable[[Seen], Reply]]:
    """A server that keeps its answers to itself until the test is over."""
    over = threading.Event()

    def handle(_: Seen) -> Reply:
        over.wait(10)
        return DROP

    yield handle
    over.set()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts a server; it ends with the test."""
    with ExitStack() as running:
        yield lambda handle, tls=None: running.enter_context(Server(handle, tls))


@pytest.fixture
def client_of(stop: threading.Event, redactor: Redactor) -> Iterator[MakeClient]:
    """Makes a client of a server; its connections are closed after the test."""
    with ExitStack() as open_clients:

        def make(url: str, system: System = SHOP, pauses: Pauses = QUICK, **given: Any) -> Client:
            settings = settings_of(url, system, **given)
            client = Client(settings, stop=stop, redactor=redactor, pauses=pauses)
            open_clients.callback(client.close)
            return client

        yield make


def settings_of(url: str, system: System = SHOP, **given: Any) -> Settings:
    """Settings as a provider block would give them; a token is added where the system takes one."""
    takes_token = any(item.name == "token" and item.needed for item in system.settings)
    block = {"url": url, **({"token": TOKEN} if takes_token else {}), **given}
    settings = Configuration([system], {system.name: block}, {}).settings(system)
    assert settings is not None
    return settings
