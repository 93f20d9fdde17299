from __future__ import annotations

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.lenses import ENVIRONMENT, environment
from tests.core import Workspace

PATH = "/lenses/api/v1/environments"


def api(sandbox: Sandbox) -> httpx.Client:
    """Somebody else's access to the same HQ."""
    env = sandbox.environment()
    return httpx.Client(
        base_url=env["SLUICE_LENSES_URL"] + "/api/v1",
        headers={"Authorization": f"Bearer {env['SLUICE_LENSES_TOKEN']}"},
        trust_env=False,
    )


def calls(sandbox: Sandbox, method: str) -> list[str]:
    """The paths of all requests with this method, below the environments."""
    return [item["path"].split(PATH)[-1] for item in sandbox.admin.requests() if item["method"] == method]


def test_a_created_environment_has_its_key_and_the_next_plan_is_empty(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(metadata={"team": "orders"})})
    workspace.apply()
    state = workspace.state()[ENVIRONMENT]
    assert state["agent_key"].startswith("agent_key_")
    assert (state["display_name"], state["lrn"]) == ("test", "environments:environment:test")
    assert workspace.plan().changes == {}
    assert calls(sandbox, "POST") == [""]


def test_what_the_server_adds_is_never_a_change(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(metadata={"team": "orders"})})
    workspace.apply()
    with api(sandbox) as other:
        other.patch("/environments/test", json={"metadata": {"added": "elsewhere"}}).raise_for_status()
    assert workspace.plan().changes == {}


def test_a_change_sends_only_what_changed_and_null_for_a_removed_key(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(metadata={"team": "orders", "cost": "42"})})
    workspace.apply()
    with api(sandbox) as other:
        other.patch("/environments/test", json={"metadata": {"added": "elsewhere"}}).raise_for_status()
        sandbox.admin.clear_requests()
        workspace.write({ENVIRONMENT: environment(metadata={"team": "billing"}, tier="staging")})
        assert workspace.plan().changes == {ENVIRONMENT: ["update"]}
        workspace.apply()
        found = other.get("/environments/test").json()
    assert (found["tier"], found["metadata"]) == ("staging", {"team": "billing", "added": "elsewhere"})
    patches = [item for item in sandbox.admin.requests() if item["method"] == "PATCH"]
    assert [sorted(item["body_keys"]) for item in patches] == [["metadata", "tier"]]
    assert workspace.plan().changes == {}


def test_a_new_name_replaces_the_environment(workspace: Workspace) -> None:
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    first = workspace.state()[ENVIRONMENT]["agent_key"]
    workspace.write({ENVIRONMENT: environment(name="other")})
    assert workspace.plan().changes == {ENVIRONMENT: ["delete", "create"]}
    workspace.apply()
    assert workspace.state()[ENVIRONMENT]["agent_key"] != first


def test_a_change_made_elsewhere_is_shown_and_mended(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(metadata={"team": "orders"})})
    workspace.apply()
    with api(sandbox) as other:
        other.patch("/environments/test", json={"metadata": {"team": "x"}, "tier": "staging"}).raise_for_status()
        difference = workspace.plan().difference(ENVIRONMENT)
        assert difference["tier"] == ("staging", "development")
        assert difference["metadata"] == ({"team": "x"}, {"team": "orders"})
        workspace.apply()
        found = other.get("/environments/test").json()
    assert (found["tier"], found["metadata"]) == ("development", {"team": "orders"})


def test_an_environment_that_vanished_is_planned_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    with api(sandbox) as other:
        other.delete("/environments/test").raise_for_status()
    assert workspace.plan().changes == {ENVIRONMENT: ["create"]}


def test_deleting_what_is_gone_already_succeeds(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    sandbox.admin.fault("status", method="GET", path="/environments", status=500)
    with api(sandbox) as other:
        other.delete("/environments/test").raise_for_status()
    workspace.run("destroy", "-auto-approve", "-refresh=false", "-no-color")
    assert workspace.state() == {}


def test_an_imported_environment_plans_nothing_and_says_that_its_key_cannot_be_read(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    with api(sandbox) as other:
        body = {"name": "test", "tier": "development", "metadata": {"team": "orders", "more": "1"}}
        other.post("/environments", json=body).raise_for_status()
    workspace.write({ENVIRONMENT: environment(metadata={"team": "orders"})})
    said = workspace.run("import", "-no-color", ENVIRONMENT, "test").problem()
    assert "agent_key of lenses environment test cannot be read back" in said
    assert "set `agent_key_rotation`" in said
    assert workspace.plan().changes == {}
    assert workspace.state()[ENVIRONMENT]["agent_key"] is None


def test_a_rotation_renews_the_key_in_place_exactly_once(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="1")})
    workspace.apply()
    first = workspace.state()[ENVIRONMENT]
    sandbox.admin.clear_requests()
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="2")})
    plan = workspace.plan()
    assert plan.changes == {ENVIRONMENT: ["update"]}
    assert plan.difference(ENVIRONMENT)["agent_key"] == (first["agent_key"], ...)
    workspace.apply()
    assert calls(sandbox, "POST") == ["/test/renew-key"]
    assert calls(sandbox, "PATCH") == []
    second = workspace.state()[ENVIRONMENT]
    assert second["agent_key"] != first["agent_key"]
    assert second["id"] == first["id"]
    assert workspace.plan().changes == {}


def test_a_key_whose_answer_was_lost_is_made_anew(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("drop", method="POST", path="/environments$", carried_out=True)
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    assert workspace.state()[ENVIRONMENT]["agent_key"].startswith("agent_key_")
    assert calls(sandbox, "POST") == ["", "/test/renew-key"]
    assert workspace.plan().changes == {}


def test_waiting_for_the_agent_ends_when_it_connects(workspace: Workspace) -> None:
    workspace.write({ENVIRONMENT: environment(wait_for_agent="30s")})
    workspace.apply()
    assert workspace.state()[ENVIRONMENT]["agent_connected"] is True


def test_an_agent_that_does_not_come_is_a_warning_that_keeps_the_key(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    workspace.write({ENVIRONMENT: environment(wait_for_agent="300ms")})
    said = workspace.apply().problem()
    assert "agent_connected of lenses environment test was not true in time" in said
    assert workspace.tainted() == set()
    assert workspace.state()[ENVIRONMENT]["agent_key"].startswith("agent_key_")


def test_a_production_environment_is_protected_also_when_it_was_taken_out(workspace: Workspace) -> None:
    workspace.write({ENVIRONMENT: environment(tier="production")})
    workspace.apply()
    assert "is protected and would be deleted" in workspace.refuse("destroy")
    workspace.write({})
    assert "is protected and would be deleted" in workspace.refuse()
    workspace.write({ENVIRONMENT: environment(tier="production", name="other")})
    assert "is protected and would be replaced" in workspace.refuse()
    workspace.write({ENVIRONMENT: environment(tier="production", deletion_protection=False)})
    workspace.apply()
    workspace.destroy()
    assert workspace.state() == {}


@pytest.mark.parametrize("status", [400, 409, 422])
def test_an_environment_that_exists_is_not_taken_over_but_can_be_imported(
    workspace: Workspace, sandbox: Sandbox, status: int
) -> None:
    sandbox.admin.switch(lenses={"duplicate_status": status})
    with api(sandbox) as other:
        other.post("/environments", json={"name": "test", "tier": "staging"}).raise_for_status()
    workspace.write({ENVIRONMENT: environment()})
    said = workspace.refuse()
    assert "lenses environment test exists already" in said
    assert 'import { to = sluice_lenses_environment.NAME id = "test" }' in said
    assert workspace.state() == {}


def test_an_environment_that_exists_is_adopted_when_asked_for(workspace: Workspace, sandbox: Sandbox) -> None:
    with api(sandbox) as other:
        other.post("/environments", json={"name": "test", "tier": "staging"}).raise_for_status()
        workspace.write({ENVIRONMENT: environment(on_exists="adopt")})
        said = workspace.apply().problem()
        assert "agent_key of lenses environment test cannot be read back" in said
        assert other.get("/environments/test").json()["tier"] == "development"
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("status", [200, 201])
def test_any_success_of_a_create_is_a_success(workspace: Workspace, sandbox: Sandbox, status: int) -> None:
    sandbox.admin.switch(lenses={"create_status": status})
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    assert workspace.plan().changes == {}


def test_many_environments_are_refreshed_by_one_call(workspace: Workspace, sandbox: Sandbox) -> None:
    addresses = {f"sluice_lenses_environment.e{n}": environment(name=f"e{n}") for n in range(8)}
    workspace.write(addresses)
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    assert calls(sandbox, "GET") == [""]
