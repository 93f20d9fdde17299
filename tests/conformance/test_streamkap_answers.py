"""However Streamkap words what it holds, only what was changed shows as changed."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.streamkap import PASSWORD, SOURCE, account, found, source
from tests.core import Workspace


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("enveloped", [True, False])
@pytest.mark.parametrize("missing", ["empty", "404"])
def test_a_single_source_is_read_in_every_form_of_answer(
    workspace: Workspace, sandbox: Sandbox, missing: str, enveloped: bool, listed: bool
) -> None:
    sandbox.admin.switch(streamkap={"missing": missing, "enveloped": enveloped, "delete_ms": 0})
    workspace.write({SOURCE: source()})
    workspace.apply()
    if not listed:
        sandbox.admin.fault("status", method="GET", path="/sources$", status=403, body={"detail": "No"}, count=None)
    assert workspace.plan().changes == {}
    with account(sandbox) as other:
        other.delete(f"/sources/{workspace.state()[SOURCE]['id']}").raise_for_status()
    assert workspace.plan().changes == {SOURCE: ["create"]}


@pytest.mark.parametrize("stringified", [True, False])
def test_numbers_and_booleans_are_the_same_as_text(workspace: Workspace, sandbox: Sandbox, stringified: bool) -> None:
    sandbox.admin.switch(streamkap={"stringified": stringified})
    given = {"database.port.user.defined": "5433", "heartbeat.enabled": "true"}
    workspace.write({SOURCE: source(given)})
    workspace.apply()
    echoed = found(sandbox)[0]["config"]
    assert {key: echoed[key] for key in given} == (
        given if stringified else {"database.port.user.defined": 5433, "heartbeat.enabled": True}
    )
    assert workspace.plan().changes == {}
    with account(sandbox) as other:
        config = echoed | {"database.port.user.defined": 5434, "database.password": PASSWORD}
        body = {"name": "orders", "connector": "postgresql", "config": config}
        other.put(f"/sources/{workspace.state()[SOURCE]['id']}", json=body).raise_for_status()
    before, after = workspace.plan().difference(SOURCE)["config"]
    assert (before["database.port.user.defined"], after["database.port.user.defined"]) == ("5434", "5433")


def test_an_empty_text_is_the_same_as_nothing(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source({"slot.name": ""})})
    workspace.apply()
    assert found(sandbox)[0]["config"]["slot.name"] is None
    assert workspace.plan().changes == {}
    assert workspace.state()[SOURCE]["config"]["slot.name"] == ""


@pytest.mark.parametrize("hidden_as", [None, "********"])
def test_a_hidden_secret_is_a_change_only_when_it_is_changed_here(
    workspace: Workspace, sandbox: Sandbox, hidden_as: str | None
) -> None:
    sandbox.admin.switch(streamkap={"secrets_hidden_as": hidden_as})
    workspace.write({SOURCE: source()})
    workspace.apply()
    assert found(sandbox)[0]["config"]["database.password"] == hidden_as
    assert workspace.plan().changes == {}
    workspace.write({SOURCE: source(secret_config={"database.password": "another-one"})})
    assert workspace.plan().difference(SOURCE)["secret_revision"] == (1, 2)
    workspace.apply()
    assert found(sandbox, secret_returned="true")[0]["config"]["database.password"] == "another-one"
    assert workspace.plan().changes == {}


def test_what_the_server_fills_in_is_neither_shown_nor_a_change(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    own = source()["config"]
    assert found(sandbox)[0]["config"].keys() > own.keys()
    assert workspace.plan().changes == {}
    assert workspace.state()[SOURCE]["config"] == own


def test_a_configuration_key_that_vanished_is_put_back(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source({"slot.name": "mine"})})
    workspace.apply()
    theirs: dict[str, Any] = source({"database.password": PASSWORD, "slot.name": None})["config"]
    with account(sandbox) as other:
        body = {"name": "orders", "connector": "postgresql", "config": theirs | {"slot.name": None}}
        other.put(f"/sources/{workspace.state()[SOURCE]['id']}", json=body).raise_for_status()
    before, after = workspace.plan().difference(SOURCE)["config"]
    assert (before.get("slot.name"), after["slot.name"]) == (None, "mine")
    workspace.apply()
    assert found(sandbox)[0]["config"]["slot.name"] == "mine"
