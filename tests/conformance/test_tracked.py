"""The connectors, agent keys and tokens that we own, of every system, read from a state that was really applied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from provider_lib.spec import Tracked
from provider_lib.state.reading import resources
from provider_lib.state.view import Connector, State
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.core import Workspace, attached


def tracked(type_name: str) -> Tracked | None:
    resource = CATALOGUE.resources.get(type_name)
    return resource.tracked if resource is not None else None


TRACKED = [resource for resource in CATALOGUE.resources.values() if resource.tracked is not None]


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Everything that is tracked, of every system, in one state."""
    written: dict[str, dict[str, Any]] = {}
    variables: dict[str, str] = {}
    for resource in TRACKED:
        example = Example(resource)
        written |= {example.address: example.values} | example.others()
        variables |= example.variables()
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox())
        environment = sandbox.environment() | variables
        workspace = stack.enter_context(attached(tmp_path_factory.mktemp("tracked"), CATALOGUE, environment))
        workspace.write(written)
        workspace.apply()
        yield workspace


def state(workspace: Workspace) -> State:
    shown = json.loads(workspace.run("show", "-json").text)
    return State(tuple(resources("dev", shown, {})), tracked)


def test_connectors_of_every_system_are_listed_with_where_they_are_and_their_ids(applied: Workspace) -> None:
    made = {address: values["id"] for address, values in applied.state().items()}
    assert set(state(applied).connectors()) == {
        Connector(
            stack="dev",
            address="sluice_kafka_connect_connector.example",
            system="kafka_connect",
            cluster="default",
            name="orders-sink",
            id="default/orders-sink",
            state="RUNNING",
        ),
        Connector(
            stack="dev",
            address="sluice_lenses_connector.example",
            system="lenses",
            environment="orders",
            cluster="connect",
            name="orders-sink",
            id="orders/connect/orders-sink",
            state="RUNNING",
        ),
        Connector(
            stack="dev",
            address="sluice_redpanda_connector.example",
            system="redpanda",
            cluster="redpanda",
            name="orders-sink",
            id="redpanda/orders-sink",
            state="CONNECTOR_HOLISTIC_STATE_HEALTHY",
        ),
        Connector(
            stack="dev",
            address="sluice_streamkap_source.example",
            system="streamkap",
            name="orders",
            id=made["sluice_streamkap_source.example"],
            state="Active",
        ),
        Connector(
            stack="dev",
            address="sluice_streamkap_destination.example",
            system="streamkap",
            name="warehouse",
            id=made["sluice_streamkap_destination.example"],
            state="Active",
        ),
    }


def test_every_resource_that_is_tracked_is_listed(applied: Workspace) -> None:
    found = state(applied)
    rows = {row.address for row in (*found.connectors(), *found.agent_keys(), *found.tokens())}
    assert rows == {Example(resource).address for resource in TRACKED}


def test_the_agent_key_is_listed_and_shown_only_to_who_asks(applied: Workspace) -> None:
    [key] = state(applied).agent_keys()
    assert (key.system, key.environment) == ("lenses", "orders")
    assert key.key.reveal() == applied.state()[key.address]["agent_key"]
    assert key.key.reveal() not in repr(key)


def test_the_token_is_listed_and_shown_only_to_who_asks(applied: Workspace) -> None:
    [token] = state(applied).tokens()
    assert (token.system, token.account, token.expires_at, token.expired) == ("lenses", "orders-ci", None, False)
    assert token.token.reveal() == applied.state()[token.address]["token"]
    assert token.token.reveal() not in repr(token)
