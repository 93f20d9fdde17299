from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.lenses import CONNECTION, ENVIRONMENT, environment
from tests.conformance.test_lenses_environment import api, calls
from tests.core import Workspace
from tests.diagnostics import Said, error

ORDERS = "/environments/test/kafka-connections/orders"
IAM = {"type": "aws_iam", "service_account": {"name": "k2k", "namespace": "lenses"}}


def connection(**values: Any) -> dict[str, Any]:
    """A Kafka connection of the environment called test."""
    return {"environment": "${sluice_lenses_environment.test.name}", "name": "orders"} | values


def with_connection(**values: Any) -> dict[str, Any]:
    """An environment and its Kafka connection."""
    return {ENVIRONMENT: environment(), CONNECTION: connection(**values)}


def make_elsewhere(other: httpx.Client, **fields: Any) -> None:
    """Somebody else makes the environment and the connection."""
    other.post("/environments", json=environment()).raise_for_status()
    other.put(ORDERS, json={"auth": {}} | fields).raise_for_status()


def test_a_created_connection_is_plaintext_unless_told_otherwise(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connection())
    workspace.apply()
    assert workspace.state()[CONNECTION] == {
        "id": "test/orders",
        "environment": "test",
        "name": "orders",
        "auth": "plaintext",
        "override_broker_addresses": None,
        "on_exists": "fail",
    }
    with api(sandbox) as other:
        assert other.get(ORDERS).json() == {"name": "orders", "auth": {}}
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("status", [200, 201])
def test_any_success_of_a_put_is_a_success(workspace: Workspace, sandbox: Sandbox, status: int) -> None:
    sandbox.admin.switch(lenses={"connection_put_status": status})
    workspace.write(with_connection())
    workspace.apply()
    assert workspace.plan().changes == {}


def test_authentication_of_any_other_kind_is_passed_on_as_it_is(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connection(auth=json.dumps(IAM), override_broker_addresses=["b-1:9098", "b-2:9098"]))
    workspace.apply()
    with api(sandbox) as other:
        assert other.get(ORDERS).json() == {
            "name": "orders",
            "override_broker_addresses": ["b-1:9098", "b-2:9098"],
            "auth": IAM,
        }
    assert workspace.plan().changes == {}


def test_authentication_spelled_otherwise_is_the_same(workspace: Workspace) -> None:
    workspace.write(with_connection(auth=json.dumps(IAM)))
    workspace.apply()
    turned = {"service_account": {"namespace": "lenses", "name": "k2k"}, "type": "aws_iam"}
    workspace.write(with_connection(auth=json.dumps(turned, indent=2)))
    assert workspace.plan().changes == {}


def test_what_the_server_adds_to_authentication_is_never_a_change(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connection(auth=json.dumps(IAM)))
    workspace.apply()
    added = {**IAM, "region": "eu-west-1", "service_account": {**IAM["service_account"], "uid": 7}}  # type: ignore[dict-item]
    with api(sandbox) as other:
        other.put(ORDERS, json={"auth": added}).raise_for_status()
    assert workspace.plan().changes == {}


def test_a_change_is_made_in_place_and_replaces_the_whole(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connection(override_broker_addresses=["b-1:9092"]))
    workspace.apply()
    sandbox.admin.clear_requests()
    workspace.write(with_connection(auth=json.dumps(IAM)))
    plan = workspace.plan()
    assert plan.changes == {CONNECTION: ["update"]}
    assert plan.difference(CONNECTION) == {
        "auth": ("plaintext", json.dumps(IAM)),
        "override_broker_addresses": (["b-1:9092"], None),
    }
    workspace.apply()
    assert calls(sandbox, "PUT") == ["/test/kafka-connections/orders"]
    with api(sandbox) as other:
        assert other.get(ORDERS).json() == {"name": "orders", "auth": IAM}
    assert workspace.plan().changes == {}


def test_a_new_name_replaces_the_connection(workspace: Workspace) -> None:
    workspace.write(with_connection())
    workspace.apply()
    workspace.write(with_connection(name="payments"))
    assert workspace.plan().changes == {CONNECTION: ["delete", "create"]}


def test_a_change_made_elsewhere_is_shown_and_mended(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connection(override_broker_addresses=["b-1:9092"]))
    workspace.apply()
    with api(sandbox) as other:
        other.put(ORDERS, json={"override_broker_addresses": ["evil:9092"], "auth": IAM}).raise_for_status()
        difference = workspace.plan().difference(CONNECTION)
        assert json.loads(difference["auth"][0]) == IAM
        assert difference["auth"][1] == "plaintext"
        assert difference["override_broker_addresses"] == (["evil:9092"], ["b-1:9092"])
        workspace.apply()
        assert other.get(ORDERS).json() == {
            "name": "orders",
            "override_broker_addresses": ["b-1:9092"],
            "auth": {},
        }


def test_a_connection_that_exists_is_not_taken_over_but_can_be_imported(workspace: Workspace, sandbox: Sandbox) -> None:
    with api(sandbox) as other:
        make_elsewhere(other, auth=IAM)
        workspace.write({CONNECTION: connection(environment="test")})
        assert error(workspace, "apply") == Said(
            "lenses kafka connection test/orders exists already",
            "It was not made by this stack. To manage it here, import it:\n\n"
            '  import {\n    to = sluice_lenses_kafka_connection.NAME\n    id = "test/orders"\n  }\n\n'
            'or in Python: KafkaConnection(...).import_from("test/orders").\n'
            'Or set `on_exists = "adopt"` to take it over as it is declared here.',
            CONNECTION,
        )
        assert other.get(ORDERS).json() == {"name": "orders", "auth": IAM}
    assert calls(sandbox, "PUT")[1:] == []
    assert workspace.state() == {}


def test_a_connection_that_exists_is_adopted_when_asked_for(workspace: Workspace, sandbox: Sandbox) -> None:
    with api(sandbox) as other:
        make_elsewhere(other, auth=IAM)
        workspace.write({CONNECTION: connection(environment="test", on_exists="adopt")})
        workspace.apply()
        assert other.get(ORDERS).json() == {"name": "orders", "auth": {}}
    assert workspace.plan().changes == {}


def test_an_import_block_takes_in_what_is_there_and_plans_nothing(workspace: Workspace, sandbox: Sandbox) -> None:
    with api(sandbox) as other:
        make_elsewhere(other, auth=IAM, override_broker_addresses=["b-1:9098"])
    own = connection(environment="test", auth=json.dumps(IAM), override_broker_addresses=["b-1:9098"])
    workspace.write({CONNECTION: own}, **{"import": {"to": CONNECTION, "id": "test/orders"}})
    sandbox.admin.clear_requests()
    assert "1 imported, 0 added, 0 changed, 0 destroyed" in workspace.apply().problem()
    assert calls(sandbox, "PUT") == []
    assert json.loads(workspace.state()[CONNECTION]["auth"]) == IAM
    assert workspace.plan().changes == {}


@pytest.mark.parametrize(
    ("import_id", "said"),
    [
        (
            "orders",
            Said(
                "'orders' is no import id of sluice_lenses_kafka_connection",
                "It must be <environment>/<name>; write a slash inside a part as %2F.",
            ),
        ),
        (
            "test/nothing",
            Said(
                "'test/nothing' is no import id of sluice_lenses_kafka_connection",
                "lenses kafka connection test/nothing is not there. Check the id, and where it is looked for: the "
                "account, the server, the path.",
            ),
        ),
    ],
)
def test_an_import_of_what_is_not_there_says_so(
    workspace: Workspace, sandbox: Sandbox, import_id: str, said: Said
) -> None:
    with api(sandbox) as other:
        other.post("/environments", json=environment()).raise_for_status()
    workspace.write({CONNECTION: connection(environment="test")}, **{"import": {"to": CONNECTION, "id": import_id}})
    assert error(workspace) == said


def test_authentication_that_is_no_json_is_refused_where_it_is_written(workspace: Workspace) -> None:
    workspace.write(with_connection(auth="sasl"))
    assert error(workspace) == Said(
        "auth must be plaintext or a JSON document: Expecting value: line 1 column 1 (char 0)", "", CONNECTION
    )
