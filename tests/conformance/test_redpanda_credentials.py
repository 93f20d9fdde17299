"""Access to Redpanda: a token is had for client credentials once, and used until it ends."""

from __future__ import annotations

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.redpanda import CONNECTOR, LINES, calls, connector, token
from tests.core import Workspace
from tests.diagnostics import Said, error, errors

NO_CREDENTIALS = {"SLUICE_REDPANDA_CLIENT_ID": "", "SLUICE_REDPANDA_CLIENT_SECRET": ""}
CHECK = (
    "Check `token_url` of `redpanda` in the provider block, or SLUICE_REDPANDA_TOKEN_URL.\n"
    "Check `client_id` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_ID or REDPANDA_CLIENT_ID.\n"
    "Check `client_secret` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_SECRET or "
    "REDPANDA_CLIENT_SECRET.\n"
    "Check `audience` of `redpanda` in the provider block, or SLUICE_REDPANDA_AUDIENCE.\n"
)
CHECK_TOKEN = (
    "Check `client_id` and `client_secret` (or `token`) of `redpanda` in the provider block; a token belongs to one "
    "organization."
)


def exchanges(sandbox: Sandbox) -> list[int]:
    """What each request for a token was answered with."""
    return [call["status"] for call in calls(sandbox, "POST", "/oauth/token")]


def test_one_token_serves_a_whole_run(workspace: Workspace, sandbox: Sandbox) -> None:
    many = connector(name="lines-${count.index}", count=20, wait_for_running=False)
    workspace.write({CONNECTOR: many})
    workspace.apply()
    assert exchanges(sandbox) == [200]


def test_a_token_that_ends_is_renewed_ahead(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(redpanda={"token_lifetime_s": 1}, connect={"start_after_ms": 2500})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    refused = [call for call in sandbox.admin.requests() if call["status"] == 401]
    assert refused == []
    assert len(exchanges(sandbox)) > 2


def test_a_token_that_is_refused_is_replaced_once(workspace: Workspace, sandbox: Sandbox) -> None:
    body = {"code": "UNAUTHENTICATED", "message": "The token was revoked"}
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("status", method="GET", path="/connectors$", status=401, body=body)
    assert workspace.plan().changes == {}
    assert exchanges(sandbox) == [200, 200]


@pytest.mark.parametrize("variable", ["SLUICE_REDPANDA_TOKEN", "REDPANDA_ACCESS_TOKEN"])
def test_a_ready_token_will_do_and_wins(using: Using, sandbox: Sandbox, variable: str) -> None:
    ready = token(sandbox)
    workspace = using(**{variable: ready})
    sandbox.admin.clear_requests()
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert workspace.plan().changes == {}
    assert exchanges(sandbox) == []


def test_the_vendors_own_variables_are_taken(using: Using, sandbox: Sandbox) -> None:
    env = sandbox.environment()
    own = {name: env[f"SLUICE_{name}"] for name in ("REDPANDA_CLIENT_ID", "REDPANDA_CLIENT_SECRET")}
    workspace = using(**NO_CREDENTIALS, **own)
    workspace.write({CONNECTOR: connector()})
    workspace.apply()


def test_wrong_credentials_are_tried_once_and_named(using: Using, sandbox: Sandbox) -> None:
    workspace = using(SLUICE_REDPANDA_CLIENT_SECRET="hunter22")
    workspace.write({f"{CONNECTOR}{n}": connector(name=f"lines{n}") for n in range(5)})
    found = errors(workspace, "apply")
    assert {said.summary for said in found} == {"Redpanda refused to issue a token: Unauthorized (401)"}
    [detail] = {said.detail for said in found}
    assert detail.startswith(CHECK)
    assert "hunter22" not in detail
    assert exchanges(sandbox) == [401]


def test_a_token_of_another_organization_is_told_from_a_missing_right(using: Using) -> None:
    workspace = using(SLUICE_REDPANDA_TOKEN="not-a-token-of-this-one")
    workspace.write({CONNECTOR: connector()})
    assert error(workspace, "apply") == Said(
        "Redpanda refused to read redpanda connector redpanda/lines: The token is invalid or has expired (401)",
        f"{CHECK_TOKEN}\nGET {LINES} was answered with 401, request id ID.",
        CONNECTOR,
    )
    workspace = using(SLUICE_REDPANDA_CLIENT_ID="sandbox-powerless")
    assert error(workspace, "apply") == Said(
        "Redpanda refused to read redpanda connector redpanda/lines: The principal may not do this (403)",
        "The service account may not do this. Give it a role on the cluster.\n"
        f"GET {LINES} was answered with 403, request id ID.",
        CONNECTOR,
    )


def test_settings_that_are_missing_are_named_with_both_ways_to_give_them(using: Using) -> None:
    workspace = using(**NO_CREDENTIALS)
    workspace.write({CONNECTOR: connector()})
    said = error(workspace)
    assert said.summary == "Redpanda is not configured: `token`, or `client_id` and `client_secret` missing"
    assert said.detail == (
        "Set `token` of `redpanda` in the provider block, or SLUICE_REDPANDA_TOKEN or REDPANDA_ACCESS_TOKEN.\n"
        "Set `client_id` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_ID or REDPANDA_CLIENT_ID.\n"
        "Set `client_secret` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_SECRET or "
        "REDPANDA_CLIENT_SECRET."
    )
