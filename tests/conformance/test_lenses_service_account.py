"""Service accounts: a token that is shown once, its expiry, and the groups of the account."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.test_lenses_environment import api
from tests.core import Workspace
from tests.diagnostics import Said, error

ACCOUNT = "sluice_lenses_service_account.ci"
LATER = "2033-01-01T00:00:00Z"


def account(**values: Any) -> dict[str, Any]:
    """A service account called ci."""
    return {"name": "ci"} | values


def calls(sandbox: Sandbox) -> list[tuple[str, str]]:
    """What was asked about service accounts, but for reads."""
    path = "/lenses/api/v1/service-accounts"
    seen = [(item["method"], item["path"].split(path)[-1]) for item in sandbox.admin.requests() if path in item["path"]]
    return [(method, below) for method, below in seen if method != "GET"]


def token(workspace: Workspace) -> Any:
    return workspace.state()[ACCOUNT]["token"]


def answer_to(sandbox: Sandbox, token: str) -> int:
    """The status with which HQ answers whoever has this token; 403 is one that it knows."""
    url = sandbox.environment()["SLUICE_LENSES_URL"]
    return httpx.get(f"{url}/api/v1/roles", headers={"Authorization": f"Bearer {token}"}, trust_env=False).status_code


def test_a_token_is_kept_and_renewed_exactly_once(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ACCOUNT: account(token_expires_at="2033-01-01T01:00:00+01:00")})
    workspace.apply()
    first = token(workspace)
    assert answer_to(sandbox, first) == 403
    assert workspace.plan().changes == {}
    sandbox.admin.clear_requests()
    workspace.write({ACCOUNT: account(token_expires_at="2034-01-01T00:00:00Z", token_rotation="1")})
    plan = workspace.plan()
    assert (plan.changes, plan.difference(ACCOUNT)["token"]) == ({ACCOUNT: ["update"]}, (first, ...))
    workspace.apply()
    assert calls(sandbox) == [("POST", "/ci/renew-token")]
    assert [answer_to(sandbox, known) for known in (first, token(workspace))] == [401, 403]
    with api(sandbox) as other:
        assert other.get("/service-accounts/ci").json()["token_expires_at"] == "2034-01-01T00:00:00.000Z"
    assert workspace.plan().changes == {}


def test_an_expiry_that_is_taken_out_makes_a_token_that_never_expires(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ACCOUNT: account(token_expires_at=LATER)})
    workspace.apply()
    first = token(workspace)
    workspace.write({ACCOUNT: account()})
    workspace.apply()
    assert token(workspace) != first
    with api(sandbox) as other:
        assert "token_expires_at" not in other.get("/service-accounts/ci").json()
    assert workspace.plan().changes == {}


def test_a_token_is_sensitive(workspace: Workspace) -> None:
    workspace.write({ACCOUNT: account()}, output={"token": {"value": f"${{{ACCOUNT}.token}}", "sensitive": True}})
    said = workspace.apply().text
    assert token(workspace) not in said
    shown = workspace.run("show", "-no-color").text
    assert "token               = (sensitive value)" in shown
    assert token(workspace) not in shown


def test_a_token_whose_answer_was_lost_is_made_anew(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("drop", method="POST", path="/service-accounts$", carried_out=True)
    workspace.write({ACCOUNT: account(token_expires_at=LATER)})
    workspace.apply()
    assert calls(sandbox) == [("POST", ""), ("POST", "/ci/renew-token")]
    assert answer_to(sandbox, token(workspace)) == 403
    assert workspace.plan().changes == {}


def test_an_imported_account_plans_nothing_and_gets_a_token_when_one_is_asked_for(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    with api(sandbox) as other:
        other.post("/service-accounts", json=account(token_expires_at=LATER)).raise_for_status()
    workspace.write({ACCOUNT: account(token_expires_at=LATER)})
    said = workspace.run("import", "-no-color", ACCOUNT, "ci").problem()
    assert "token of lenses service account ci cannot be read back" in said
    assert "set `token_rotation`" in said
    assert workspace.plan().changes == {}
    assert token(workspace) is None
    workspace.write({ACCOUNT: account(token_expires_at=LATER, token_rotation="1")})
    workspace.apply()
    assert answer_to(sandbox, token(workspace)) == 403


def test_an_account_is_in_exactly_the_groups_that_are_declared(workspace: Workspace, sandbox: Sandbox) -> None:
    groups = {f"sluice_lenses_group.{name}": {"name": name} for name in ("a", "b", "c")}
    workspace.write({**groups, ACCOUNT: account(groups=[f"${{{address}.name}}" for address in list(groups)[:2]])})
    workspace.apply()
    assert workspace.plan().changes == {}
    with api(sandbox) as other:
        other.patch("/groups/c", json={"add_members": ["ci"]}).raise_for_status()
        assert workspace.plan().difference(ACCOUNT)["groups"] == (["a", "b", "c"], ["a", "b"])
        workspace.write({**groups, ACCOUNT: account()})
        workspace.apply()
        assert other.get("/service-accounts/ci").json()["groups"] == []
        other.patch("/groups/c", json={"add_members": ["ci"]}).raise_for_status()
    assert workspace.plan().changes == {}


def test_a_new_account_whose_group_does_not_exist_keeps_its_token(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ACCOUNT: account(groups=["team"])})
    said = workspace.apply().problem()
    assert (
        "Warning: Lenses HQ refused to set groups of lenses service account ci: The request has invalid fields" in said
    )
    assert "There is no team" in said
    assert "lenses service account ci itself is in place and kept." in said
    assert workspace.tainted() == set()
    first = token(workspace)
    assert workspace.plan().changes == {ACCOUNT: ["update"]}
    refused = error(workspace, "apply")
    assert (refused.summary, refused.address) == (
        "Lenses HQ refused to set groups of lenses service account ci: The request has invalid fields (400)",
        ACCOUNT,
    )
    with api(sandbox) as other:
        other.post("/groups", json={"name": "team"}).raise_for_status()
    workspace.apply()
    assert (token(workspace), workspace.plan().changes) == (first, {})


@pytest.mark.parametrize("moment", ["tomorrow", "2033-01-01"])
def test_an_expiry_that_is_no_moment_is_refused_before_any_call(
    workspace: Workspace, sandbox: Sandbox, moment: str
) -> None:
    workspace.write({ACCOUNT: account(token_expires_at=moment)})
    assert error(workspace, "plan") == Said(
        f"token_expires_at {moment!r} must be a moment such as 2030-12-31T23:00:00Z", "", ACCOUNT
    )
    assert sandbox.admin.requests() == []
