"""An agent key that lies in no state in clear is opened for what another provider does not store either."""

from __future__ import annotations

from typing import Any

import httpx

from provider_lib.sandbox.server import Sandbox
from provider_lib.sealing import IDENTITY_VARIABLE, new_identity
from tests.conformance.conftest import Using
from tests.conformance.lenses import ENVIRONMENT, environment
from tests.core import Workspace

IDENTITY, RECIPIENT = new_identity()
OPENED = {"sluice_lenses_agent_key": {"test": {"sealed": f"${{{ENVIRONMENT}.agent_key}}"}}}
HANDED_ON = {
    "sluice_rest_object.vault": {
        "path": "/secrets",
        "body": {"name": "agent"},
        "secret_body": {"key": "${ephemeral.sluice_lenses_agent_key.test.key}"},
    }
}


def write(workspace: Workspace, **values: Any) -> None:
    workspace.write({ENVIRONMENT: environment(**values), **HANDED_ON}, ephemeral=OPENED)


def handed_on(sandbox: Sandbox) -> str:
    """The key as what it was handed on to has it."""
    environ = sandbox.environment()
    token = {"Authorization": f"Bearer {environ['SLUICE_REST_TOKEN']}"}
    [secret] = httpx.get(f"{environ['SLUICE_REST_URL']}/secrets", headers=token, trust_env=False).json()
    key = secret["key"]
    assert isinstance(key, str)
    return key


def test_a_key_is_handed_on_in_the_apply_that_makes_it_and_in_each_that_renews_it(
    using: Using, sandbox: Sandbox
) -> None:
    workspace = using(**{IDENTITY_VARIABLE: IDENTITY})
    for rotation in (None, "1"):
        write(workspace, agent_key_recipients=[RECIPIENT], agent_key_rotation=rotation)
        workspace.apply()
        key = handed_on(sandbox)
        assert sandbox.admin.connect_agent(key) == "test"
        assert key not in (workspace.folder / "terraform.tfstate").read_text()
        assert workspace.plan().changes == {}
