"""Groups: who is in them, and which roles they have."""

from __future__ import annotations

from typing import Any

from provider_lib.sandbox.server import Sandbox
from tests.conformance.test_lenses_environment import api
from tests.core import Workspace

GROUP = "sluice_lenses_group.team"
ROLE = "sluice_lenses_role.reader"
ACCOUNTS = {f"sluice_lenses_service_account.{name}": {"name": name} for name in ("ci", "cd")}
ANNA, BEN = "anna@example.com", "ben@example.com"


def group(**values: Any) -> dict[str, Any]:
    """A group called team."""
    return {"name": "team"} | values


def role(name: str = "reader") -> dict[str, Any]:
    """A role that may do everything."""
    return {"name": name, "policy": [{"effect": "allow", "action": ["*"], "resource": ["*"]}]}


def accounts(*names: str) -> list[str]:
    return [f"${{sluice_lenses_service_account.{name}.name}}" for name in names]


def names(found: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in found]


def test_members_that_others_added_are_left_alone(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({**ACCOUNTS, GROUP: group(users=[ANNA], service_accounts=accounts("ci"))})
    workspace.apply()
    with api(sandbox) as other:
        other.patch("/groups/team", json={"add_members": [BEN]}).raise_for_status()
        assert workspace.plan().changes == {}
        sandbox.admin.clear_requests()
        workspace.write({**ACCOUNTS, GROUP: group(service_accounts=accounts("cd"), description="A team.")})
        workspace.apply()
        found = other.get("/groups/team").json()
    assert (names(found["users"]), names(found["service_accounts"])) == ([BEN], ["cd"])
    sent = [item["body_keys"] for item in sandbox.admin.requests() if item["method"] == "PATCH"]
    assert sent == [["description"], ["remove_members"], ["add_members"], ["remove_members"]]
    assert workspace.plan().changes == {}


def test_roles_are_managed_as_a_whole(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ROLE: role(), GROUP: group(roles=[f"${{{ROLE}.name}}"])})
    workspace.apply()
    assert workspace.plan().changes == {}
    with api(sandbox) as other:
        other.post("/roles", json=role("other")).raise_for_status()
        other.patch("/groups/team", json={"roles": ["other", "reader"]}).raise_for_status()
        assert workspace.plan().difference(GROUP)["roles"] == (["other", "reader"], ["reader"])
        workspace.write({ROLE: role(), GROUP: group()})
        workspace.apply()
        assert other.get("/groups/team").json()["roles"] == []
    assert workspace.plan().changes == {}


def test_a_group_follows_a_role_that_gets_another_name(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ROLE: role(), GROUP: group(roles=[f"${{{ROLE}.name}}"])})
    workspace.apply()
    workspace.write({ROLE: role("viewer"), GROUP: group(roles=[f"${{{ROLE}.name}}"])})
    assert workspace.plan().changes == {ROLE: ["delete", "create"], GROUP: ["update"]}
    workspace.apply()
    with api(sandbox) as other:
        assert names(other.get("/groups/team").json()["roles"]) == ["viewer"]
    assert workspace.plan().changes == {}


def test_an_imported_group_is_managed_in_part(workspace: Workspace, sandbox: Sandbox) -> None:
    with api(sandbox) as other:
        other.post("/groups", json=group(members=[ANNA, BEN])).raise_for_status()
        workspace.write({GROUP: group(users=[ANNA])})
        workspace.run("import", GROUP, "team")
        assert workspace.plan().changes == {}
        workspace.write({GROUP: group(users=[ANNA], description="A team.")})
        workspace.apply()
        assert names(other.get("/groups/team").json()["users"]) == [ANNA, BEN]
    assert workspace.plan().changes == {}
