"""Agents of Flink SQL: what changes them, what does not, and what never makes them seem gone."""

from __future__ import annotations

import time

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.confluent import AGENT, account, agent, calls, change, found
from tests.conformance.conftest import Using
from tests.core import Workspace
from tests.diagnostics import Said, error, errors
from tests.unit.sandbox.confluent import AGENTS, SPEC

NO_KEY = (
    "It must be a Flink API key of this region, not a Cloud API key: `api_key` and `api_secret` of `confluent` in the "
    "provider block."
)
HIDDEN = (
    "The key may not do this, or the object is in another environment. Confluent answers so for what is hidden, too; "
    "nothing was taken for deleted."
)


@pytest.mark.parametrize("variable", ["SLUICE_CONFLUENT_API_KEY", "SLUICE_CONFLUENT_API_SECRET"])
def test_a_wrong_key_is_told_with_the_kind_of_key_that_is_needed(using: Using, variable: str) -> None:
    workspace = using(**{variable: "not-this-one"})
    workspace.write({AGENT: agent()})
    said = error(workspace, "apply")
    assert said.summary == (
        "Confluent Cloud refused to look for confluent flink agent lkc-1/helper: "
        "Valid authentication credentials must be provided (401)"
    )
    assert said.detail.splitlines()[0] == NO_KEY
    assert "not-this-one" not in said.detail


def test_a_key_that_lost_its_rights_drops_nothing_from_the_state(using: Using) -> None:
    workspace = using()
    workspace.write({AGENT: agent()})
    workspace.apply()
    before = (workspace.folder / "terraform.tfstate").read_bytes()
    said = error(using(SLUICE_CONFLUENT_API_KEY="SANDBOXPOWERLESS"))
    assert said.summary.endswith("The API key 'SANDBOXPOWERLESS' is not allowed to access agents (403)")
    assert said.detail.splitlines()[0] == HIDDEN
    assert (workspace.folder / "terraform.tfstate").read_bytes() == before


@pytest.mark.parametrize("status", [403, 404])
def test_agents_of_a_wrong_environment_do_not_seem_gone(using: Using, sandbox: Sandbox, status: int) -> None:
    sandbox.admin.switch(confluent={"unknown_environment": status})
    workspace = using()
    workspace.write({AGENT: agent()})
    workspace.apply()
    said = error(using(SLUICE_CONFLUENT_ENVIRONMENT_ID="env-other"))
    assert f"Environment 'env-other' is not accessible ({status})" in f"{said.summary}\n{said.detail}"
    assert status != 404 or said.detail.startswith("Correct `environment_id`, or make it first.\n")
    assert workspace.state().keys() == {AGENT}


def test_an_agent_that_vanished_is_planned_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({AGENT: agent()})
    workspace.apply()
    with account(sandbox) as other:
        other.delete(f"{AGENTS}/helper").raise_for_status()
    assert workspace.plan().changes == {AGENT: ["create"]}


def test_a_change_names_the_version_that_it_was_planned_from(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({AGENT: agent()})
    workspace.apply()
    first = found(sandbox)
    workspace.write({AGENT: agent(prompt="Answer briefly.", description="Short answers")})
    workspace.apply()
    [put] = calls(sandbox, "PUT")
    assert sorted(put["body_keys"]) == ["metadata", "name", "spec"]
    now = found(sandbox)
    assert now["spec"] == {"model": "chat", "prompt": "Answer briefly.", "description": "Short answers"}
    assert now["metadata"]["uid"] == first["metadata"]["uid"]
    assert workspace.state()[AGENT]["resource_version"] == now["metadata"]["resource_version"]
    assert workspace.plan().changes == {}


def test_a_change_that_somebody_else_made_after_the_plan_is_not_overwritten(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({AGENT: agent()})
    workspace.apply()
    workspace.write({AGENT: agent(prompt="Answer briefly.")})
    workspace.run("plan", "-out=planned")
    change(sandbox, prompt="Answer at length.")
    said = workspace.run("apply", "-no-color", "planned", code=1).problem()
    assert "confluent flink agent lkc-1/helper was changed by somebody else" in said
    assert "It is no longer the version that this plan was made from, so nothing was written." in said
    assert found(sandbox)["spec"]["prompt"] == "Answer at length."
    assert workspace.plan().difference(AGENT)["prompt"] == ("Answer at length.", "Answer briefly.")
    workspace.apply()
    assert found(sandbox)["spec"]["prompt"] == "Answer briefly."


def test_a_change_whose_answer_was_lost_is_not_taken_for_somebody_elses(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({AGENT: agent()})
    workspace.apply()
    sandbox.admin.fault("drop", method="PUT", carried_out=True)
    workspace.write({AGENT: agent(prompt="Answer briefly.")})
    workspace.apply()
    assert [put["status"] for put in calls(sandbox, "PUT")] == [None, 409]
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("phase", ["RUNNING", "WARMING_UP"])
def test_a_phase_is_shown_and_never_a_change(workspace: Workspace, sandbox: Sandbox, phase: str) -> None:
    workspace.write({AGENT: agent()})
    workspace.apply()
    path = f"{sandbox.url}/_sandbox/confluent/agents/helper"
    httpx.put(path, json={"phase": phase}, trust_env=False).raise_for_status()
    assert workspace.plan().changes == {}
    workspace.apply()
    assert workspace.state()[AGENT]["phase"] == phase


@pytest.mark.parametrize("tools", [["lookup"], ["lookup", "search"], None])
def test_other_tools_make_another_agent(workspace: Workspace, sandbox: Sandbox, tools: list[str] | None) -> None:
    sandbox.admin.switch(confluent={"tools_in_put": "refused"})
    workspace.write({AGENT: agent(tools=["search"])})
    workspace.apply()
    workspace.write({AGENT: agent(tools=tools)})
    assert workspace.plan().changes == {AGENT: ["delete", "create"]}
    workspace.apply()
    assert found(sandbox)["spec"].get("tools") == tools
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("echoed_defaults", [True, False])
def test_only_the_properties_set_here_are_managed(
    workspace: Workspace, sandbox: Sandbox, echoed_defaults: bool
) -> None:
    sandbox.admin.switch(confluent={"echoed_defaults": echoed_defaults})
    workspace.write({AGENT: agent(properties={"max_iterations": "5"})})
    workspace.apply()
    change(sandbox, properties={"max_iterations": "5", "theirs": "1"})
    assert workspace.plan().changes == {}
    workspace.write({AGENT: agent(properties={"max_iterations": "6", "ours": "2"})})
    assert workspace.plan().difference(AGENT)["properties"] == (
        {"max_iterations": "5"},
        {"max_iterations": "6", "ours": "2"},
    )
    workspace.apply()
    wanted = {"max_iterations": "6", "ours": "2", "theirs": "1"}
    assert {key: found(sandbox)["spec"]["properties"][key] for key in wanted} == wanted
    workspace.write({AGENT: agent(properties={"max_iterations": "6"})})
    workspace.apply()
    assert "ours" not in found(sandbox)["spec"]["properties"]
    assert found(sandbox)["spec"]["properties"]["theirs"] == "1"
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("header", ["X-RateLimit-Reset", "Retry-After"])
def test_a_limit_of_calls_is_waited_out_as_long_as_the_server_says(
    workspace: Workspace, sandbox: Sandbox, header: str
) -> None:
    workspace.write({AGENT: agent()})
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("status", method="GET", status=429, headers={header: "1", "X-RateLimit-Remaining": "0"})
    started = time.monotonic()
    assert workspace.plan().changes == {}
    assert time.monotonic() - started >= 1.0
    assert [item["status"] for item in calls(sandbox, "GET")] == [429, 200]


def test_a_limit_of_calls_that_lasts_too_long_is_told(using: Using, sandbox: Sandbox) -> None:
    sandbox.admin.fault("status", status=429, headers={"X-RateLimit-Reset": "1"}, count=None)
    workspace = using(SLUICE_CONFLUENT_MAX_RETRIES="0")
    workspace.write({AGENT: agent()})
    assert error(workspace, "apply") == Said(
        "Confluent Cloud for Flink refused to read confluent flink agent lkc-1/helper: Too Many Requests (429)",
        "GET /sql/v1/organizations/0f7c5d3e-2a7b-4f3c-9d1e-5b8a6c4d2e10/environments/env-sandbox/databases/lkc-1/"
        "agents/helper was answered with 429.",
        AGENT,
    )


def test_a_name_that_is_taken_is_answered_with_the_way_to_import_it(workspace: Workspace, sandbox: Sandbox) -> None:
    with account(sandbox) as other:
        other.make_agent()
    workspace.write({AGENT: agent()})
    said = error(workspace, "apply")
    assert said.summary == "confluent flink agent lkc-1/helper exists already"
    assert 'id = "lkc-1/helper"' in said.detail
    workspace.write({AGENT: agent(on_exists="adopt", prompt="Answer briefly.")})
    workspace.apply()
    assert found(sandbox)["spec"]["prompt"] == "Answer briefly."
    assert workspace.plan().changes == {}


def test_a_name_that_is_taken_in_another_cluster_is_told(workspace: Workspace, sandbox: Sandbox) -> None:
    with account(sandbox) as other:
        other.make_agent()
    workspace.write({AGENT: agent(kafka_cluster_id="lkc-2")})
    assert error(workspace, "apply").summary == (
        "Confluent Cloud refused to create confluent flink agent lkc-2/helper: Agent 'helper' already exists (409)"
    )


def test_a_create_whose_answer_was_lost_is_found_again(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("drop", method="POST", carried_out=True)
    workspace.write({AGENT: agent()})
    workspace.apply()
    assert workspace.state()[AGENT]["uid"] == found(sandbox)["metadata"]["uid"]
    assert len(calls(sandbox, "POST")) == 1


def test_an_imported_agent_plans_nothing(workspace: Workspace, sandbox: Sandbox) -> None:
    with account(sandbox) as other:
        other.make_agent(tools=["search"], properties={"max_iterations": "5"})
    workspace.write({AGENT: agent(tools=["search"], properties={"max_iterations": "5"})})
    workspace.run("import", "-no-color", AGENT, "lkc-1/helper")
    assert workspace.plan().changes == {}


def test_a_name_that_the_api_cannot_take_is_told_before_any_call(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(
        {AGENT: agent(name="claim_processor")}, **{"import": [{"to": AGENT, "id": "lkc-1/claim_processor"}]}
    )
    assert error(workspace) == Said(
        "name 'claim_processor' must be lower-case letters, digits, hyphens and dots, with a letter or digit at both "
        "ends of each part",
        "",
        AGENT,
    )
    assert sandbox.admin.requests() == []


def test_everything_that_is_wrong_is_told_at_its_place(workspace: Workspace, sandbox: Sandbox) -> None:
    wrong = [
        {"status": "422", "detail": "The model is unknown", "source": {"pointer": "/spec/model"}},
        {"status": "422", "detail": "The tool is unknown", "source": {"pointer": "/spec/tools/0"}},
    ]
    sandbox.admin.fault("status", method="POST", status=422, body={"errors": wrong})
    workspace.write({AGENT: agent()})
    [said] = errors(workspace, "apply")
    assert said.summary == (
        "Confluent Cloud refused to create confluent flink agent lkc-1/helper: The model is unknown (422)"
    )
    assert said.detail.splitlines()[:2] == ["/spec/model: The model is unknown", "/spec/tools/0: The tool is unknown"]


def test_agents_are_found_by_name_and_listed_page_after_page(workspace: Workspace, sandbox: Sandbox) -> None:
    with account(sandbox) as other:
        for number in range(105):
            other.make_agent(f"agent-{number:03}")
    sandbox.admin.clear_requests()
    workspace.write(
        {
            "data.sluice_confluent_flink_agents.all": {},
            "data.sluice_confluent_flink_agent.one": {"kafka_cluster_id": "lkc-1", "name": "agent-007"},
        }
    )
    workspace.apply()
    state = workspace.state()
    listed = state["data.sluice_confluent_flink_agents.all"]["agents"]
    assert [item["name"] for item in listed] == [f"agent-{number:03}" for number in range(105)]
    assert listed[0]["self_link"].endswith("/databases/lkc-1/agents/agent-000")
    one = state["data.sluice_confluent_flink_agent.one"]
    assert (one["model"], one["prompt"], one["phase"]) == (SPEC["model"], SPEC["prompt"], "READY")
    pages = [
        item["query"] for item in calls(sandbox, "GET") if item["path"].endswith("/environments/env-sandbox/agents")
    ]
    assert [query.split("&")[0] for query in pages] == ["page_size=100", "page_size=100"]
    assert [("page_token" in query) for query in pages] == [False, True]
