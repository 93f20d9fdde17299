"""What goes wrong with a connector, what the user reads then, and how the next apply heals it."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.lenses import CONNECTOR, ENVIRONMENT, FILE_SOURCE, connector, environment, with_connector
from tests.conformance.test_lenses_connector import CONNECTORS, LINES, found
from tests.conformance.test_lenses_environment import api, calls
from tests.core import Workspace
from tests.diagnostics import Said, error

NAME = "lenses connector test/connect/lines"
REAL = "lenses/test/connect"
TRACE = (
    "org.apache.kafka.connect.errors.ConnectException: Cannot open the file\n"
    + "".join(f"\tat io.example.Step{number}.run(Step{number}.java:{number})\n" for number in range(20))
    + "Caused by: java.io.FileNotFoundException: /tmp/in.txt\n\tat java.io.FileInputStream.open(FileInputStream.java:1)"
)

JDBC = {
    "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
    "connection.url": "jdbc:postgresql://db/orders",
    "mode": "bulk",
    "topic.prefix": "a",
}


def made_elsewhere(sandbox: Sandbox, config: dict[str, str]) -> None:
    """Somebody else makes the connector in an environment that is there already."""
    with api(sandbox) as other:
        own = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/tmp/in.txt", "topic": "lines"}
        body = {"name": "lines", "cluster": "connect", "configuration": own | config}
        other.post(CONNECTORS, json=body).raise_for_status()


def test_a_task_that_fails_at_the_start_is_told_with_the_telling_lines_of_its_trace(workspace: Workspace) -> None:
    workspace.write(with_connector({"sandbox.fail.task": "0", "sandbox.fail.trace": TRACE}))
    lines = TRACE.splitlines()
    assert error(workspace, "apply") == Said(
        f"{NAME} failed: task 0 is FAILED",
        "\n".join([*lines[:12], "Caused by: java.io.FileNotFoundException: /tmp/in.txt"])
        + "\n\nMend what the trace names and apply again; `wait_for_running = false` applies without waiting.",
        CONNECTOR,
    )
    assert workspace.tainted() == {CONNECTOR}
    workspace.write(with_connector())
    assert workspace.plan().changes == {CONNECTOR: ["delete", "create"]}
    workspace.apply()
    assert (workspace.tainted(), workspace.plan().changes) == (set(), {})


def test_a_change_after_which_a_task_fails_is_in_force_and_told(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector())
    workspace.apply()
    workspace.write(with_connector({"sandbox.fail.task": "0"}))
    assert error(workspace, "apply").summary == f"{NAME} failed: task 0 is FAILED"
    assert workspace.tainted() == set()
    assert found(sandbox)["config"]["sandbox.fail.task"] == "0"
    assert workspace.state()[CONNECTOR]["tasks"][0]["state"] == "FAILED"
    workspace.write(with_connector())
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_connector_need_not_be_waited_for(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 60_000})
    workspace.write(with_connector(wait_for_running=False))
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "UNASSIGNED"
    assert workspace.plan().changes == {}


def test_a_connector_that_does_not_get_ready_in_time_is_told_and_kept(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 60_000})
    workspace.write(with_connector(timeouts={"create": "700ms"}))
    assert error(workspace, "apply") == Said(
        f"{NAME} was not running in time",
        "Look at its tasks and at the worker's log, or allow more time in `timeouts`.\n\nThe last look saw: UNASSIGNED",
        CONNECTOR,
    )
    assert workspace.tainted() == {CONNECTOR}


def test_the_wait_for_the_agent_does_not_count_as_time_for_the_create(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 1500})
    workspace.write(with_connector(wait_for_agent="30s", timeouts={"create": "1s"}))
    workspace.apply()


def test_a_variable_that_is_not_set_is_named_at_its_key(workspace: Workspace) -> None:
    workspace.write(with_connector(secret_env={"db.password": "ORDERS_DB_PASSWORD"}))
    assert error(workspace) == Said(
        "environment variable ORDERS_DB_PASSWORD is not set",
        "The provider takes the value of db.password from it. Set it where Terraform runs, also for a plan, and for "
        "a destroy, which plans first.",
        CONNECTOR,
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"config": {"db.password": "x"}, "secret_env": {"db.password": "PATH"}},
            Said("db.password is given twice", "It stands in secret_env too; keep the secret one.", CONNECTOR),
        ),
        (
            {"secret_config": {"db.password": "x"}, "secret_env": {"db.password": "PATH"}},
            Said("db.password is given twice", "It stands in secret_config too; keep one.", CONNECTOR),
        ),
    ],
)
def test_a_key_that_is_given_twice_is_refused(using: Using, values: dict[str, Any], said: Said) -> None:
    workspace = using(PATH="x")
    workspace.write(with_connector(**values))
    assert error(workspace) == said


@pytest.mark.parametrize("attribute", ["config", "secret_config", "secret_env"])
def test_an_entry_without_a_value_is_refused_at_its_key(workspace: Workspace, attribute: str) -> None:
    workspace.write(with_connector(**{attribute: {"batch.size": None}}))
    assert error(workspace) == Said(f"{attribute}.batch.size is null; leave the key out instead", "", CONNECTOR)


def test_a_secret_that_turns_out_to_be_null_is_told_and_nothing_is_made(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(
        {
            "terraform_data.none": {"input": {"password": None}},
            **with_connector(secret_config={"db.password": "${terraform_data.none.output.password}"}),
        }
    )
    assert error(workspace, "apply") == Said(
        "secret_config.db.password is null; leave the key out instead", "", CONNECTOR
    )
    assert sandbox.admin.connector(REAL, "lines")["config"] is None


def test_numbers_and_truth_values_are_written_as_text(workspace: Workspace, sandbox: Sandbox) -> None:
    config: dict[str, Any] = {"tasks.max": 1, "batch.size": 9007199254740993, "errors.log.enable": True}
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    workspace.write(with_connector(config | {"batch.size": 12}, wait_for_running=False))
    workspace.apply()
    written = found(sandbox)["config"]
    assert [written[key] for key in config] == ["1", "12", "true"]
    assert workspace.plan().changes == {}


def test_a_value_that_is_not_known_yet_is_left_out_of_the_check(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    sandbox.admin.clear_requests()
    values = {"topic": "${terraform_data.later.output}", "batch.size": "many"}
    later = {"terraform_data.later": {"input": "lines"}}
    workspace.write(later | with_connector(values))
    assert error(workspace) == Said(
        "batch.size: Invalid value many for configuration batch.size: Not a number of type INT",
        "The Connect cluster refuses this configuration.",
        CONNECTOR,
    )
    workspace.write(later | with_connector(values | {"batch.size": "7"}))
    workspace.apply()
    assert found(sandbox)["config"]["topic"] == "lines"


@pytest.mark.parametrize("part", ["connector.class", "cluster", "name", "config"])
def test_a_connector_whose_very_identity_is_not_known_yet_is_not_checked(workspace: Workspace, part: str) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    own = connector()
    values = {"connector.class": FILE_SOURCE, "cluster": "connect", "name": "lines", "config": own["config"]}
    later = "${terraform_data.later.output}"
    changed = {"config": own["config"] | {part: later}} if part == "connector.class" else {part: later}
    workspace.write(
        {
            "terraform_data.later": {"input": values[part]},
            ENVIRONMENT: environment(wait_for_agent="30s"),
            CONNECTOR: own | changed,
        }
    )
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_configuration_that_this_account_may_not_see_is_no_drift(using: Using) -> None:
    workspace = using()
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    workspace.write(with_connector({"topic": "a"}), provider={"sluice": {"lenses": {"token": "sa_key_viewer"}}})
    assert workspace.plan().changes == {}
    workspace.write(with_connector({"topic": "a"}))
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("status", [400, 409, 500])
def test_a_connector_that_exists_is_not_taken_over_but_can_be_imported(
    workspace: Workspace, sandbox: Sandbox, status: int
) -> None:
    sandbox.admin.switch(lenses={"duplicate_connector_status": status})
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    made_elsewhere(sandbox, {"topic": "theirs"})
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s"), CONNECTOR: connector()})
    assert error(workspace, "apply") == Said(
        f"{NAME} exists already",
        "It was not made by this stack. To manage it here, import it:\n\n"
        '  import {\n    to = sluice_lenses_connector.NAME\n    id = "test/connect/lines"\n  }\n\n'
        'or in Python: Connector(...).import_from("test/connect/lines").\n'
        'Or set `on_exists = "adopt"` to take it over as it is declared here.',
        CONNECTOR,
    )
    assert found(sandbox)["config"]["topic"] == "theirs"
    assert workspace.state().keys() == {ENVIRONMENT}


def test_a_connector_that_exists_as_it_is_declared_is_adopted_without_a_stop(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    made_elsewhere(sandbox, {"topic": "lines", "batch.size": "5"})
    sandbox.admin.clear_requests()
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s"), CONNECTOR: connector(on_exists="adopt")})
    workspace.apply()
    assert calls(sandbox, "DELETE") == []
    assert workspace.plan().changes == {}


def test_a_connector_that_exists_is_adopted_as_it_is_declared(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    made_elsewhere(sandbox, {"topic": "theirs"})
    with api(sandbox) as other:
        other.put(LINES + "/pause").raise_for_status()
    adopted = connector({"topic": "ours"}, on_exists="adopt", secret_config={"db.password": "hunter22"})
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s"), CONNECTOR: adopted})
    workspace.apply()
    real = sandbox.admin.connector(REAL, "lines")["config"]
    assert (real["topic"], real["db.password"], found(sandbox)["state"]) == ("ours", "hunter22", "RUNNING")
    assert workspace.plan().changes == {}


def test_an_old_configuration_whose_secret_is_masked_and_not_known_cannot_be_put_back(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"secrets_shown_as": "****", "as_code_away": 404})
    workspace.write(with_connector(JDBC, secret_config={"connection.password": "hunter22"}))
    workspace.apply()
    sandbox.admin.fault("status", method="POST", path="/connectors$", status=403, body={"error": "not today"})
    workspace.write(with_connector(JDBC | {"topic.prefix": "b"}))
    said = error(workspace, "apply")
    assert said.detail.startswith(
        "The old configuration could not be put back, because the server masks its secrets. "
        f"{NAME} is gone until the next apply that succeeds; its offsets are kept."
    )
    assert workspace.plan().changes == {CONNECTOR: ["create"]}


def test_an_old_configuration_is_not_put_back_with_a_new_secret(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"secrets_shown_as": "****", "as_code_away": 404})
    workspace.write(with_connector(JDBC, secret_config={"connection.password": "first-secret"}))
    workspace.apply()
    sandbox.admin.fault("status", method="POST", path="/connectors$", status=403, body={"error": "not today"})
    workspace.write(with_connector(JDBC, secret_config={"connection.password": "second-secret"}))
    said = error(workspace, "apply")
    assert said.detail.startswith("The old configuration could not be put back, because the server masks its secrets.")
    assert sandbox.admin.connector(REAL, "lines")["config"] is None
    workspace.apply()
    assert sandbox.admin.connector(REAL, "lines")["config"]["connection.password"] == "second-secret"
    assert workspace.plan().changes == {}


def test_a_bad_change_is_refused_before_anything_is_taken_down(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector({"batch.size": "5"}))
    workspace.apply()
    sandbox.admin.clear_requests()
    later = {"terraform_data.later": {"input": "many"}}
    workspace.write(later | with_connector({"batch.size": "${terraform_data.later.output}"}))
    assert error(workspace, "apply") == Said(
        "batch.size: Invalid value many for configuration batch.size: Not a number of type INT",
        "The Connect cluster refuses this configuration.",
        CONNECTOR,
    )
    assert calls(sandbox, "DELETE") == []
    assert found(sandbox)["config"]["batch.size"] == "5"


def test_a_create_that_the_worker_refuses_leaves_nothing_behind(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector({"sandbox.fail.create": "No more tasks on this worker"}))
    assert error(workspace, "apply").summary == (
        f"the Lenses agent refused to create {NAME}: No more tasks on this worker (400)"
    )
    assert workspace.state().keys() == {ENVIRONMENT}
    assert sandbox.admin.connector(REAL, "lines")["config"] is None
