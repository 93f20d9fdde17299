"""What is taken out here is gone there, and the state of a connector is the desired one."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.streamkap import SOURCE, TAG, account, calls, found, source
from tests.core import Workspace


def body_keys(sandbox: Sandbox, method: str) -> list[list[str]]:
    return [
        sorted(item["body_keys"])
        for item in sandbox.admin.requests()
        if item["method"] == method and item["path"].startswith("/streamkap/sources")
    ]


@pytest.mark.parametrize("unnamed", ["kept", "dropped"])
def test_a_key_that_is_taken_out_is_sent_as_null(workspace: Workspace, sandbox: Sandbox, unnamed: str) -> None:
    sandbox.admin.switch(streamkap={"unnamed_keys": unnamed})
    workspace.write({SOURCE: source({"slot.name": "mine"})})
    workspace.apply()
    workspace.write({SOURCE: source()})
    assert workspace.plan().changes == {SOURCE: ["update"]}
    workspace.apply()
    assert found(sandbox)[0]["config"]["slot.name"] is None
    assert workspace.plan().changes == {}


def test_a_secret_that_is_taken_out_is_sent_as_null(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(streamkap={"unnamed_keys": "kept"})
    secrets = {"database.password": "hunter2-4711"}
    workspace.write({SOURCE: source(secret_config=secrets | {"ssh.user": "hidden-user"})})
    workspace.apply()
    workspace.write({SOURCE: source(secret_config=secrets)})
    workspace.apply()
    assert found(sandbox, secret_returned="true")[0]["config"]["ssh.user"] is None
    assert workspace.plan().changes == {}


def test_tags_are_put_on_and_all_taken_off(workspace: Workspace, sandbox: Sandbox) -> None:
    tag = {TAG: {"name": "orders", "type": ["sources"]}}
    workspace.write({**tag, SOURCE: source(tags=["${sluice_streamkap_tag.test.id}"])})
    workspace.apply()
    assert found(sandbox)[0]["tags"] == [workspace.state()[TAG]["id"]]
    workspace.write({**tag, SOURCE: source()})
    workspace.apply()
    assert found(sandbox)[0]["tags"] == []
    assert workspace.plan().changes == {}


def test_the_default_cluster_is_come_back_to(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source(kc_cluster_id="kc-2")})
    workspace.apply()
    assert found(sandbox)[0]["kc_cluster_id"] == "kc-2"
    workspace.write({SOURCE: source()})
    workspace.apply()
    assert found(sandbox)[0]["kc_cluster_id"] is None
    assert workspace.plan().changes == {}


def test_a_new_name_is_a_change_in_place(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    before = workspace.state()[SOURCE]["id"]
    workspace.write({SOURCE: source(name="all-orders")})
    assert workspace.plan().changes == {SOURCE: ["update"]}
    workspace.apply()
    assert [(item["id"], item["name"]) for item in found(sandbox)] == [(before, "all-orders")]


def test_only_a_create_says_where_the_source_comes_from(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    workspace.write({SOURCE: source({"slot.name": "mine"})})
    workspace.apply()
    fields = ["config", "connector", "desired_state", "name"]
    assert body_keys(sandbox, "POST") == [sorted([*fields, "created_from"])]
    assert body_keys(sandbox, "PUT") == [fields]


def test_secrets_are_never_asked_for_nor_waited_for_by_the_server(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    workspace.destroy()
    assert {call.partition("?")[2] for call in calls(sandbox, "GET", "/sources/") if "connectors" not in call} == {
        "secret_returned=false"
    }
    assert calls(sandbox, "POST", "/sources") == ["/sources?secret_returned=false&wait=false"]
    [deleted] = calls(sandbox, "DELETE")
    assert deleted.endswith("?wait=false")


@pytest.mark.parametrize(("desired", "status"), [("paused", "Paused"), ("stopped", "Stopped")])
def test_a_source_gets_into_the_desired_state_and_back(
    workspace: Workspace, sandbox: Sandbox, desired: str, status: str
) -> None:
    workspace.write({SOURCE: source(desired_state=desired)})
    workspace.apply()
    assert (found(sandbox)[0]["desired_state"], workspace.state()[SOURCE]["state"]) == (status, status)
    assert workspace.plan().changes == {}
    workspace.write({SOURCE: source(desired_state="running")})
    workspace.apply()
    assert (found(sandbox)[0]["desired_state"], workspace.state()[SOURCE]["state"]) == ("Active", "Active")


def test_a_pause_made_elsewhere_shows_and_is_taken_back(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    with account(sandbox) as other:
        other.post(f"/sources/{workspace.state()[SOURCE]['id']}/actions/pause?wait=true").raise_for_status()
    difference: dict[str, Any] = workspace.plan().difference(SOURCE)
    assert difference["desired_state"] == ("paused", "running")
    workspace.apply()
    assert found(sandbox)[0]["connector_status"] == "Active"
    assert workspace.plan().changes == {}
