"""A connector's configuration on a Kafka Connect worker: what is sent, what counts as the same, what is drift."""

from __future__ import annotations

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CLUSTER, CONNECTOR, FILE_SOURCE, calls, connector, sink, worker
from tests.core import Workspace
from tests.diagnostics import Said, error


def test_the_name_is_added_to_what_is_sent_and_not_to_the_state(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    config = connector()["config"]
    assert sandbox.admin.connector(CLUSTER, "lines")["config"] == {**config, "name": "lines"}
    assert workspace.state()[CONNECTOR]["config"] == config
    assert workspace.plan().changes == {}


def test_a_name_in_the_configuration_that_is_the_same_is_no_harm(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector({"name": "lines"})})
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_name_in_the_configuration_that_is_another_is_refused_at_that_key(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({CONNECTOR: connector({"name": "rows"})})
    assert error(workspace) == Said(
        "config.name is 'rows', but name says 'lines'",
        "Leave `name` out of `config`: it is added by itself.",
        CONNECTOR,
    )
    assert sandbox.admin.requests() == []


def test_a_state_holds_what_a_worker_tells_of_a_connector(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    state = workspace.state()[CONNECTOR]
    names = ("id", "connect", "state", "type", "connector_class", "tasks")
    assert {name: state[name] for name in names} == {
        "id": "default/lines",
        "connect": "default",
        "state": "RUNNING",
        "type": "source",
        "connector_class": FILE_SOURCE,
        "tasks": [{"id": "0", "state": "RUNNING", "worker": "sandbox:8083", "trace": None}],
    }


def test_numbers_and_truth_values_are_texts_to_a_worker_and_no_difference(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({CONNECTOR: sink({"batch.size": 7, "delete.enabled": True})})
    workspace.apply()
    config = sandbox.admin.connector(CLUSTER, "orders")["config"]
    assert (config["batch.size"], config["delete.enabled"]) == ("7", "true")
    assert workspace.plan().changes == {}


def test_a_worker_that_answers_with_numbers_shows_no_difference(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: sink({"batch.size": "7", "delete.enabled": "true"})})
    workspace.apply()
    with worker(sandbox) as other:
        listed = other.get("/connectors?expand=info&expand=status").json()
    listed["orders"]["info"]["config"] |= {"batch.size": 7, "delete.enabled": True}
    sandbox.admin.fault("status", method="GET", path="/connectors$", status=200, body=listed)
    assert workspace.plan().changes == {}


def test_a_change_made_elsewhere_shows_at_its_key_and_is_mended(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    config = connector()["config"]
    with worker(sandbox) as other:
        other.put("/connectors/lines/config", json={**config, "topic": "rows", "batch.size": "9"}).raise_for_status()
    assert workspace.plan().difference(CONNECTOR)["config"] == ({**config, "topic": "rows"}, config)
    workspace.apply()
    assert sandbox.admin.connector(CLUSTER, "lines")["config"]["topic"] == "lines"
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("mask", ["********", "••••••••"])
def test_a_secret_that_is_shown_masked_is_neither_drift_nor_waited_for(
    workspace: Workspace, sandbox: Sandbox, mask: str
) -> None:
    sandbox.admin.switch(kafka_connect={"secrets_shown_as": mask})
    workspace.write({CONNECTOR: sink(secret_config={"connection.password": "hunter22"})})
    workspace.apply()
    assert len(calls(sandbox, "GET", "/orders/status")) < 10
    assert workspace.plan().changes == {}
    workspace.write({CONNECTOR: sink({"batch.size": "9"}, secret_config={"connection.password": "hunter22"})})
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    workspace.apply()
    assert sandbox.admin.connector(CLUSTER, "orders")["config"]["connection.password"] == "hunter22"
    assert "hunter22" not in (workspace.folder / "terraform.tfstate").read_text()


@pytest.mark.parametrize("mask", ["********", "••••••••"])
def test_a_secret_in_the_plain_configuration_that_is_shown_masked_is_no_drift(
    workspace: Workspace, sandbox: Sandbox, mask: str
) -> None:
    sandbox.admin.switch(kafka_connect={"secrets_shown_as": mask})
    workspace.write({CONNECTOR: sink({"connection.password": "hunter22"})})
    workspace.apply()
    assert workspace.plan().changes == {}


def test_an_imported_connector_plans_nothing_and_its_secret_stays_out_of_the_state(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    own = sink(secret_config={"connection.password": "hunter22"})
    with worker(sandbox) as other:
        config = {**own["config"], "connection.password": "hunter22"}
        other.put("/connectors/orders/config", json=config).raise_for_status()
    workspace.write({CONNECTOR: own})
    workspace.run("import", "-no-color", CONNECTOR, "default/orders")
    assert workspace.plan().changes == {}
    assert "hunter22" not in (workspace.folder / "terraform.tfstate").read_text()


def test_a_name_with_odd_characters_is_one_segment(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector(name="a/b ?é%2F")})
    workspace.apply()
    assert workspace.plan().changes == {}
    workspace.destroy()
    assert workspace.state() == {}
