"""Roles: a policy of statements."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.test_lenses_environment import api
from tests.core import Workspace
from tests.diagnostics import Said, error

ROLE = "sluice_lenses_role.reader"
READ = {"effect": "allow", "action": ["kafka:ListTopics"], "resource": ["kafka:topic:a", "kafka:topic:b"]}
DENY = {"effect": "deny", "action": ["kafka:ListTopics", "kafka:GetTopicDetails"], "resource": ["*"]}


def role(*policy: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A role called reader."""
    return {"name": "reader", "policy": list(policy or [READ])} | values


@pytest.mark.parametrize("shown_as", ["list", "text"])
def test_a_policy_is_kept_and_changed_in_place(workspace: Workspace, sandbox: Sandbox, shown_as: str) -> None:
    sandbox.admin.switch(lenses={"lone_policy_value": shown_as})
    workspace.write({ROLE: role(READ, DENY, description="Reads.")})
    workspace.apply()
    assert workspace.plan().changes == {}
    sandbox.admin.clear_requests()
    workspace.write({ROLE: role(DENY)})
    assert workspace.plan().difference(ROLE) == {"policy": ([READ, DENY], [DENY]), "description": ("Reads.", None)}
    workspace.apply()
    [sent] = [item for item in sandbox.admin.requests() if item["method"] == "PATCH"]
    assert sorted(sent["body_keys"]) == ["description", "policy"]
    assert workspace.plan().changes == {}


def test_a_policy_that_was_changed_elsewhere_is_shown_and_mended(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ROLE: role()})
    workspace.apply()
    with api(sandbox) as other:
        everything = {"effect": "allow", "action": "*", "resource": "*"}
        other.patch("/roles/reader", json={"policy": [READ, everything]}).raise_for_status()
        shown = {"effect": "allow", "action": ["*"], "resource": ["*"]}
        assert workspace.plan().difference(ROLE) == {"policy": ([READ, shown], [READ])}
        workspace.apply()
        assert other.get("/roles/reader").json()["policy"] == [READ]


def test_a_statement_that_cannot_be_is_refused_before_any_call(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ROLE: role(READ, {"effect": "maybe", "action": ["*"], "resource": ["*"]})})
    assert error(workspace, "plan") == Said("policy.1.effect 'maybe' must be one of allow, deny", "", ROLE)
    workspace.write({ROLE: role({"effect": "allow", "action": [], "resource": ["*"]})})
    assert error(workspace, "plan") == Said("policy.0.action must be a list of at least one item", "", ROLE)
    assert sandbox.admin.requests() == []
