from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.confluent.access import ENVIRONMENT, ORGANIZATION

from .confluent import AGENTS, BASE, SPEC, Confluent, errors


def change(confluent: Confluent, agent: dict[str, Any], **fields: Any) -> httpx.Response:
    return confluent.put(f"{AGENTS}/{agent['name']}", json={**agent, **fields})


def test_a_created_agent_is_answered_whole_with_its_location(confluent: Confluent, clock: ManualClock) -> None:
    spec = {**SPEC, "description": "Helps.", "tools": ["search"], "properties": {"max_iterations": "5"}}
    answer = confluent.post(AGENTS, json={"name": "helper", "spec": spec})
    made = answer.json()
    url = f"{confluent.base_url}".rstrip("/") + f"/sql/v1/environments/{ENVIRONMENT}/databases/lkc-1/agents/helper"

    assert (answer.status_code, answer.headers["Location"]) == (200, url)
    assert made == {
        "api_version": "sql/v1",
        "kind": "Agent",
        "metadata": {
            "self": url,
            "resource_name": "",
            "created_at": timestamp(clock.now()),
            "updated_at": timestamp(clock.now()),
            "uid": made["metadata"]["uid"],
            "resource_version": made["metadata"]["resource_version"],
        },
        "name": "helper",
        "organization_id": ORGANIZATION,
        "environment_id": ENVIRONMENT,
        "spec": spec,
        "status": {"phase": "READY"},
    }
    assert confluent.get(f"{AGENTS}/helper").json() == made


def test_a_name_is_taken_in_the_whole_environment(confluent: Confluent) -> None:
    made = confluent.make_agent()

    answer = confluent.post(AGENTS.replace("lkc-1", "lkc-2"), json={"name": "helper", "spec": SPEC})

    assert (answer.status_code, answer.headers["Location"]) == (409, made["metadata"]["self"])
    assert errors(answer) == [("Agent 'helper' already exists", {})]


def test_everything_that_is_wrong_with_a_create_is_said_at_once(confluent: Confluent) -> None:
    spec = {"model": "", "prompt": "x" * 65537, "tools": "search", "properties": {"max_iterations": 5}}
    answer = confluent.post(AGENTS, json={"name": "My_Agent", "spec": spec})

    assert answer.status_code == 422
    assert errors(answer) == [
        ("The name is missing or not a valid agent name", {"pointer": "/name"}),
        ("The model is required", {"pointer": "/spec/model"}),
        ("The prompt has more than 65536 characters", {"pointer": "/spec/prompt"}),
        ("The tools must be a list of text", {"pointer": "/spec/tools"}),
        ("The properties must be an object whose values are text", {"pointer": "/spec/properties"}),
    ]
    assert errors(confluent.post(AGENTS, json={"name": "a"})) == [("The spec is required", {"pointer": "/spec"})]


@pytest.mark.parametrize("name", ["a", "a-b.c-d", "x" * 100])
def test_a_valid_name_is_accepted(confluent: Confluent, name: str) -> None:
    assert confluent.make_agent(name)["name"] == name


@pytest.mark.parametrize("name", ["", "-a", "a.", "a..b", "a_b", "x" * 101, None])
def test_an_invalid_name_is_refused(confluent: Confluent, name: str | None) -> None:
    assert confluent.post(AGENTS, json={"name": name, "spec": SPEC}).status_code == 422


def test_a_put_changes_the_agent_and_its_version(confluent: Confluent, clock: ManualClock) -> None:
    made = confluent.make_agent(description="old")
    clock.advance(5)

    changed = change(confluent, made, spec={**SPEC, "prompt": "New."})

    version = changed.json()["metadata"]["resource_version"]
    updated = {"updated_at": timestamp(clock.now()), "resource_version": version}
    assert version != made["metadata"]["resource_version"]
    assert (changed.status_code, changed.json()) == (
        200,
        {**made, "metadata": {**made["metadata"], **updated}, "spec": {**SPEC, "prompt": "New."}},
    )


def test_a_put_of_an_old_version_is_a_conflict(confluent: Confluent) -> None:
    made = confluent.make_agent()
    change(confluent, made)

    answer = change(confluent, made)

    assert (answer.status_code, answer.headers["Location"]) == (409, made["metadata"]["self"])
    assert errors(answer) == [
        ("The agent has changed meanwhile", {"pointer": "/metadata/resource_version"}),
    ]


def test_a_put_without_version_or_with_another_name_is_refused(confluent: Confluent) -> None:
    made = confluent.make_agent()

    answer = confluent.put(f"{AGENTS}/helper", json={**made, "metadata": {}, "name": "other"})

    assert answer.status_code == 400
    assert errors(answer) == [
        ("The name must be that of the path", {"pointer": "/name"}),
        ("The version is required", {"pointer": "/metadata/resource_version"}),
    ]


@pytest.mark.parametrize(("reading", "tools"), [("taken", ["new"]), ("ignored", ["old"])])
def test_whether_a_put_changes_tools_is_a_switch(
    sandbox: Sandbox, confluent: Confluent, reading: str, tools: list[str]
) -> None:
    sandbox.admin.switch(confluent={"tools_in_put": reading})
    made = confluent.make_agent(tools=["old"])

    assert change(confluent, made, spec={**SPEC, "tools": ["new"]}).json()["spec"]["tools"] == tools


def test_a_put_that_changes_tools_can_be_refused(sandbox: Sandbox, confluent: Confluent) -> None:
    sandbox.admin.switch(confluent={"tools_in_put": "refused"})
    made = confluent.make_agent(tools=["old"])

    answer = change(confluent, made, spec={**SPEC, "tools": ["new"]})

    assert answer.status_code == 400
    assert errors(answer) == [("The tools of an agent cannot be changed", {"pointer": "/spec/tools"})]
    assert change(confluent, made, spec={**SPEC, "tools": ["old"]}).status_code == 200


def test_defaults_can_be_echoed(sandbox: Sandbox, confluent: Confluent) -> None:
    sandbox.admin.switch(confluent={"echoed_defaults": True})

    made = confluent.make_agent(properties={"max_iterations": "5"})

    assert made["spec"]["properties"] == {"max_iterations": "5", "max_consecutive_failures": "3"}


@pytest.mark.parametrize("phase", ["RUNNING", "HIBERNATING"])
def test_the_phase_can_change_to_anything(sandbox: Sandbox, confluent: Confluent, phase: str) -> None:
    confluent.make_agent()
    httpx.put(f"{sandbox.url}/_sandbox/confluent/agents/helper", json={"phase": phase})

    assert confluent.get(f"{AGENTS}/helper").json()["status"] == {"phase": phase}


def test_a_deleted_agent_is_gone(confluent: Confluent) -> None:
    made = confluent.make_agent()

    deleted = confluent.delete(f"{AGENTS}/helper")

    assert (deleted.status_code, deleted.content) == (200, b"")
    for answer in (
        confluent.get(f"{AGENTS}/helper"),
        confluent.delete(f"{AGENTS}/helper"),
        change(confluent, made),
    ):
        assert answer.status_code == 404
        assert errors(answer) == [("Agent 'helper' was not found", {})]


def test_an_agent_is_found_only_below_its_own_database(confluent: Confluent) -> None:
    confluent.make_agent()

    assert confluent.get(f"{AGENTS.replace('lkc-1', 'lkc-2')}/helper").status_code == 404


def test_the_list_of_the_environment_is_linked_page_by_page(confluent: Confluent) -> None:
    made = [confluent.make_agent(name) for name in ("a", "b", "c")]
    url = f"{confluent.base_url}".rstrip("/") + f"{BASE}/agents"

    first = confluent.get(f"{BASE}/agents", params={"page_size": 2}).json()
    following = first["metadata"].pop("next")
    second = confluent.get(following).json()

    metadata = {"self": url, "first": f"{url}?page_size=2", "total_size": 3}
    listed = {"api_version": "sql/v1", "kind": "AgentList", "metadata": metadata}
    assert first == {**listed, "data": made[:2]}
    assert second == {**listed, "data": made[2:]}


@pytest.mark.parametrize(("name", "value"), [("page_size", "0"), ("page_size", "101"), ("page_token", "x")])
def test_a_page_that_cannot_be_is_refused(confluent: Confluent, name: str, value: str) -> None:
    answer = confluent.get(f"{BASE}/agents", params={name: value})

    assert answer.status_code == 400
    assert [source for _, source in errors(answer)] == [{"parameter": name}]


def test_a_body_that_is_not_json_is_a_bad_request(confluent: Confluent) -> None:
    answer = confluent.post(AGENTS, content=b"{")

    assert answer.status_code == 400
    assert errors(answer)[0][0].startswith("The request body is not JSON")
