from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.lenses import CONNECTOR, ENVIRONMENT, connector, environment, with_connector
from tests.conformance.test_lenses_environment import api
from tests.core import Workspace
from tests.diagnostics import warnings

LINES = "/environments/test/proxy/api/kafka-connect/clusters/connect/connectors/lines"
CONNECTORS = "/environments/test/proxy/api/kafka-connect/connectors"


AS_CODE = "/proxy/api/v1/resource"


def writes(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Method and last segment of the requests that changed a connector."""
    asked = [(call["method"], call["path"]) for call in sandbox.admin.requests()]
    written = [one for one in asked if one[0] != "GET" and not one[1].endswith("/validate")]
    return [(method, path.rpartition("/")[2]) for method, path in written]


def found(sandbox: Sandbox) -> dict[str, Any]:
    """The connector as anybody else sees it."""
    with api(sandbox) as other:
        body: dict[str, Any] = other.get(LINES).raise_for_status().json()
        return body


def test_a_created_connector_runs_and_the_next_plan_is_empty(workspace: Workspace) -> None:
    workspace.write(with_connector())
    workspace.apply()
    state = workspace.state()[CONNECTOR]
    assert (state["id"], state["state"], state["type"]) == ("test/connect/lines", "RUNNING", "source")
    assert [(task["id"], task["state"]) for task in state["tasks"]] == [("0", "RUNNING")]
    assert workspace.plan().changes == {}


def test_a_changed_configuration_is_in_force_under_the_same_name(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    workspace.write(with_connector({"topic": "b", "batch.size": "7"}))
    plan = workspace.plan()
    assert plan.changes == {CONNECTOR: ["update"]}
    workspace.apply()
    config = found(sandbox)["config"]
    assert (config["topic"], config["batch.size"], config["name"]) == ("b", "7", "lines")
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("shape", ["flat", "nested"])
@pytest.mark.parametrize("shown_as", [None, "[secret hidden by Lenses]"])
def test_a_changed_configuration_is_put_into_the_definition_and_the_connector_stays(
    workspace: Workspace, sandbox: Sandbox, shape: str, shown_as: str | None
) -> None:
    sandbox.admin.switch(lenses={"as_code_shape": shape, "secrets_shown_as": shown_as})
    secret = {"connection.password": "hunter22"}
    workspace.write(with_connector({"topic": "a"}, secret_config=secret))
    workspace.apply()
    with api(sandbox) as other:  # somebody else adds a key
        key, name = "lenses/test/connect", "lines"
        config = sandbox.admin.connector(key, name)["config"] | {"errors.tolerance": "all"}
        other.delete(LINES).raise_for_status()
        other.post(CONNECTORS, json={"name": name, "cluster": "connect", "configuration": config}).raise_for_status()
    workspace.write(with_connector({"topic": "b", "batch.size": "7"}, secret_config=secret))
    assert warnings(workspace) == []
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    sandbox.admin.clear_requests()
    workspace.apply()
    assert writes(sandbox) == [("PUT", "resource")]
    assert sandbox.admin.connector(key, name)["config"] == config | {"topic": "b", "batch.size": "7"}
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("status", [404, 405, 501, 200])
def test_without_a_definition_the_connector_is_made_anew_and_the_plan_says_so(
    workspace: Workspace, sandbox: Sandbox, status: int
) -> None:
    sandbox.admin.switch(lenses={"as_code_away": status})
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    workspace.write(with_connector({"topic": "b"}))
    [said] = warnings(workspace)
    assert said.summary == "lenses connector test/connect/lines will be deleted and made again to be changed"
    assert said.detail.endswith("\nIt is away until it runs again; its offsets are kept.")
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    sandbox.admin.clear_requests()
    workspace.apply()
    assert writes(sandbox) == [("DELETE", "lines"), ("POST", "connectors")]
    assert workspace.plan().changes == {}


def test_the_definition_is_asked_for_only_where_a_configuration_changes(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    workspace.write(with_connector({"topic": "a"}, desired_state="paused"))
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    assert [call for call in sandbox.admin.requests() if AS_CODE in call["path"]] == []
    workspace.write(with_connector({"topic": "b"}))
    workspace.plan()
    assert len([call for call in sandbox.admin.requests() if AS_CODE in call["path"]]) == 1


def test_a_definition_that_is_taken_and_changes_nothing_is_an_error_that_names_the_keys(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write(with_connector({"topic": "a"}, timeouts={"update": "2s"}))
    workspace.apply()
    sandbox.admin.fault("status", method="PUT", path="/resource$", status=201)
    workspace.write(with_connector({"topic": "b", "batch.size": "7"}, timeouts={"update": "2s"}))
    said = workspace.refuse()
    assert "the changed configuration of lenses connector test/connect/lines was not shown in time" in said
    assert "not as sent: batch.size, topic" in said
    assert found(sandbox)["config"]["topic"] == workspace.state()[CONNECTOR]["config"]["topic"] == "a"
    workspace.apply()
    assert found(sandbox)["config"]["topic"] == "b"


def test_a_change_that_fails_half_way_puts_the_old_configuration_back(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"as_code_away": 404})
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    sandbox.admin.fault("status", method="POST", path="/connectors$", status=403, body={"error": "not today"})
    workspace.write(with_connector({"topic": "b"}))
    said = workspace.refuse()
    assert "the change of lenses connector test/connect/lines failed" in said
    assert "The old configuration was put back and is in force." in said
    assert found(sandbox)["config"]["topic"] == "a"
    assert workspace.state()[CONNECTOR]["config"]["topic"] == "a"
    workspace.apply()
    assert found(sandbox)["config"]["topic"] == "b"


def test_a_bad_configuration_is_refused_at_plan_on_its_own_key(workspace: Workspace) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    workspace.write(with_connector({"tasks.max": "many"}))
    said = workspace.refuse("plan")
    assert "tasks.max:" in said
    assert "The Connect cluster refuses this configuration." in said


def test_an_unknown_class_is_answered_with_what_is_installed(workspace: Workspace) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    workspace.write(with_connector({"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnektor"}))
    said = workspace.refuse("plan")
    assert "connector.class: org.apache.kafka.connect.file.FileStreamSourceConnektor is not installed" in said
    assert "Did you mean org.apache.kafka.connect.file.FileStreamSourceConnector?" in said


def test_a_failed_task_is_reported_with_its_trace(workspace: Workspace) -> None:
    trace = "org.postgresql.util.PSQLException: FATAL: no such database\n\tat Driver.connect(Driver.java:1)"
    workspace.write(with_connector({"sandbox.fail.task": "0", "sandbox.fail.trace": trace}))
    said = workspace.refuse()
    assert "lenses connector test/connect/lines failed: task 0 is FAILED" in said
    assert "FATAL: no such database" in said
    assert workspace.tainted() == {CONNECTOR}


@pytest.mark.parametrize(("desired", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_a_connector_gets_into_the_desired_state_and_back(workspace: Workspace, desired: str, state: str) -> None:
    workspace.write(with_connector(desired_state=desired))
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == state
    assert workspace.plan().changes == {}
    workspace.write(with_connector(desired_state="running"))
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"


def test_a_pause_made_elsewhere_shows_as_drift_and_is_mended(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector())
    workspace.apply()
    with api(sandbox) as other:
        other.put(LINES + "/pause").raise_for_status()
    assert workspace.plan().difference(CONNECTOR)["desired_state"] == ("paused", "running")
    workspace.apply()
    assert found(sandbox)["state"] == "RUNNING"


def test_a_connector_that_vanished_is_planned_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector())
    workspace.apply()
    with api(sandbox) as other:
        other.delete(LINES).raise_for_status()
    assert workspace.plan().changes == {CONNECTOR: ["create"]}


def test_connectors_of_an_environment_that_vanished_are_planned_again_with_it(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write(with_connector())
    workspace.apply()
    with api(sandbox) as other:
        other.delete("/environments/test").raise_for_status()
    assert workspace.plan().changes == {ENVIRONMENT: ["create"], CONNECTOR: ["create"]}


@pytest.mark.parametrize("status", [404, 500, 502, 503, 504])
@pytest.mark.parametrize("shape", ["hq", "agent"])
def test_an_agent_that_is_away_is_an_error_that_leaves_the_state_alone(
    using: Using, sandbox: Sandbox, status: int, shape: str
) -> None:
    workspace = using()
    workspace.write(with_connector())
    workspace.apply()
    before = (workspace.folder / "terraform.tfstate").read_bytes()
    sandbox.admin.switch(
        lenses={"agent_away_status": status, "agent_away_shape": shape, "agent_connects_after_ms": None}
    )
    sandbox.admin.disconnect_agent("test")
    said = workspace.refuse("plan")
    assert "environment test is not ready" in said
    assert "The agent of environment test is not connected" in said
    assert (workspace.folder / "terraform.tfstate").read_bytes() == before


def test_what_is_behind_an_agent_that_is_away_is_asked_for_once(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector())
    workspace.apply()
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    sandbox.admin.disconnect_agent("test")
    sandbox.admin.clear_requests()
    assert "environment test is not ready" in workspace.refuse("plan")
    asked = [call["status"] for call in sandbox.admin.requests() if call["path"].endswith("/connectors/lines")]
    assert asked == [503]


def test_an_agent_is_asked_after_only_once_when_nothing_answers(using: Using, sandbox: Sandbox) -> None:
    workspace = using(SLUICE_LENSES_MAX_RETRIES="2")
    workspace.write(with_connector())
    workspace.apply()
    sandbox.admin.fault("status", method="GET", path="/connectors/lines$", status=502, count=None)
    sandbox.admin.fault("status", method="GET", path="/environments/test$", status=502, count=None)
    sandbox.admin.clear_requests()
    assert "(502)" in workspace.refuse("plan")
    asked = [call["path"].rpartition("/")[2] for call in sandbox.admin.requests()]
    assert asked.count("lines") in (1, 3)  # once where the environment was found away before
    assert asked.count("test") in (2 + 1, 3 + 1)  # for a moment during the attempts, and once after them


def test_an_imported_connector_plans_nothing(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    own = connector(secret_config={"db.password": "hunter22"}, wait_for_agent=None)
    with api(sandbox) as other:
        body = {"name": "lines", "cluster": "connect", "configuration": own["config"] | {"db.password": "hunter22"}}
        other.post(CONNECTORS, json=body).raise_for_status()
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s"), CONNECTOR: own})
    workspace.run("import", "-no-color", CONNECTOR, "test/connect/lines")
    assert workspace.plan().changes == {}
    assert "db.password" not in workspace.state()[CONNECTOR]["config"]


def test_the_plan_of_an_import_names_the_keys_that_the_code_does_not_and_they_never_change(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    own = connector(wait_for_agent=None)
    with api(sandbox) as other:
        body = {"name": "lines", "cluster": "connect", "configuration": own["config"] | {"errors.tolerance": "all"}}
        other.post(CONNECTORS, json=body).raise_for_status()
    blocks = {"import": [{"to": CONNECTOR, "id": "test/connect/lines"}]}
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s"), CONNECTOR: own}, **blocks)
    [said] = warnings(workspace)
    assert said.summary == (
        "config of lenses connector test/connect/lines has what the code does not name: errors.tolerance"
    )
    workspace.apply()
    assert (workspace.plan().changes, warnings(workspace)) == ({}, [])
    sandbox.admin.clear_requests()
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s"), CONNECTOR: own | {"wait_for_running": False}})
    config = workspace.plan().difference(CONNECTOR)["config"]
    assert config == (own["config"] | {"errors.tolerance": "all"}, own["config"])
    workspace.apply()
    assert workspace.plan().changes == {}
    assert writes(sandbox) == []
    assert found(sandbox)["config"]["errors.tolerance"] == "all"


@pytest.mark.parametrize("shown_as", [None, "****", "[secret hidden by Lenses]"])
def test_a_secret_is_written_but_never_kept_and_shows_only_as_a_revision(
    workspace: Workspace, sandbox: Sandbox, shown_as: str | None
) -> None:
    sandbox.admin.switch(lenses={"secrets_shown_as": shown_as})
    variable = {"variable": {"secret": {"ephemeral": True, "sensitive": True}}}
    workspace.write(with_connector(secret_config={"connection.password": "${var.secret}"}), **variable)
    first, second = {"TF_VAR_secret": "first-secret"}, {"TF_VAR_secret": "second-secret"}
    workspace.run("apply", "-auto-approve", **first)
    assert workspace.plan(**first).changes == {}
    plan = workspace.plan(**second)
    assert plan.difference(CONNECTOR)["secret_revision"] == (1, 2)
    workspace.run("apply", "-auto-approve", **second)
    assert sandbox.admin.connector("lenses/test/connect", "lines")["config"]["connection.password"] == "second-secret"
    assert workspace.plan(**second).changes == {}
    kept = (workspace.folder / "terraform.tfstate").read_text() + str(plan.json)
    assert "first-secret" not in kept
    assert "second-secret" not in kept


def test_names_with_odd_characters_are_one_segment(workspace: Workspace) -> None:
    workspace.write(with_connector(name="a/b ?é%2F"))
    workspace.apply()
    assert workspace.plan().changes == {}
    workspace.destroy()
