"""Client id and secret are exchanged for a token: once for its lifetime, and again when it is no longer accepted."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.streamkap import SOURCE, calls, source
from tests.core import Workspace
from tests.diagnostics import Said, error

EXCHANGE = "/auth/access-token"
MANY = {f"sluice_streamkap_source.s{number}": source(name=f"s{number}") for number in range(4)}


def refusals(sandbox: Sandbox) -> list[str]:
    return [item["path"] for item in sandbox.admin.requests() if item["status"] == 401]


def test_one_token_serves_a_whole_plan(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(MANY)
    workspace.plan()
    assert calls(sandbox, "POST") == [EXCHANGE]


def test_a_token_is_renewed_ahead_of_its_end(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(streamkap={"token_lifetime_s": 1, "pending_ms": 2000})
    workspace.write({SOURCE: source()})
    workspace.apply()
    assert len(calls(sandbox, "POST", EXCHANGE)) > 2  # a plan and an apply need one each
    assert refusals(sandbox) == []


def test_a_token_that_is_revoked_in_the_middle_is_exchanged_once(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(streamkap={"pending_ms": 1500})
    workspace.write({SOURCE: source()})
    with ThreadPoolExecutor() as pool:
        applying = pool.submit(workspace.apply)
        end = time.monotonic() + 30
        while not calls(sandbox, "POST", "/sources") and time.monotonic() < end:
            time.sleep(0.02)
        httpx.delete(f"{sandbox.url}/_sandbox/streamkap/tokens", trust_env=False).raise_for_status()
        applying.result()
    assert len(refusals(sandbox)) == 1
    assert len(calls(sandbox, "POST", EXCHANGE)) == 3
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("command", ["plan", "apply"])
@pytest.mark.parametrize("variable", ["SLUICE_STREAMKAP_CLIENT_ID", "SLUICE_STREAMKAP_CLIENT_SECRET"])
def test_credentials_that_are_not_accepted_are_tried_once_and_named(
    using: Using, sandbox: Sandbox, command: str, variable: str
) -> None:
    workspace = using(**{variable: "not-this-one"})
    workspace.write(MANY)
    workspace.write({SOURCE: source()})
    assert error(workspace, command) == Said(
        "Streamkap refused to issue a token: Invalid client credentials (401)",
        "Check `client_id` of `streamkap` in the provider block, or SLUICE_STREAMKAP_CLIENT_ID or STREAMKAP_CLIENT_ID."
        "\nCheck `client_secret` of `streamkap` in the provider block, or SLUICE_STREAMKAP_CLIENT_SECRET or "
        "STREAMKAP_SECRET or STREAMKAP_CLIENT_SECRET.\n"
        "Check `client_id` and `client_secret` of `streamkap` in the provider block; a client belongs to one service "
        "of one tenant.\nPOST /auth/access-token was answered with 401, request id ID.",
        SOURCE,
    )
    assert calls(sandbox, "POST") == [EXCHANGE]


def test_a_client_without_rights_is_told_from_a_wrong_one(using: Using) -> None:
    workspace = using(SLUICE_STREAMKAP_CLIENT_ID="sandbox-powerless")
    workspace.write({SOURCE: source()})
    assert error(workspace, "apply") == Said(
        "Streamkap refused to look for streamkap source orders: Permission denied (403)",
        "The client may not do this. Give it a role that may.\nGET /sources was answered with 403, request id ID.",
        SOURCE,
    )
