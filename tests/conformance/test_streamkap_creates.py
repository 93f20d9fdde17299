"""A create leaves no orphan and takes over no stranger's source; its id, which only the server knows, is kept."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.streamkap import PASSWORD, SOURCE, TAG, account, calls, found, source
from tests.core import Workspace
from tests.diagnostics import Said, error

LOST: list[dict[str, Any]] = [
    {"kind": "drop", "carried_out": True},
    {"kind": "html", "status": 502, "carried_out": True},
    {"kind": "broken_json"},
]


def posted(sandbox: Sandbox) -> int:
    return len(calls(sandbox, "POST", "/sources"))


def test_the_id_of_the_server_is_kept_and_is_the_import_id(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    assert workspace.state()[SOURCE]["id"] == found(sandbox)[0]["id"]
    workspace.run("state", "rm", SOURCE)
    workspace.run("import", "-no-color", SOURCE, found(sandbox)[0]["id"])
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: str(fault["kind"]))
def test_a_create_whose_answer_was_lost_is_found_again_by_name(
    workspace: Workspace, sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    with account(sandbox) as other:
        other.make_source("more-orders")
    sandbox.admin.clear_requests()
    sandbox.admin.fault(method="POST", path="/sources$", **fault)
    workspace.write({SOURCE: source()})
    workspace.apply()
    [made] = [item for item in found(sandbox) if item["name"] == "orders"]
    assert (workspace.state()[SOURCE]["id"], posted(sandbox)) == (made["id"], 1)
    assert workspace.plan().changes == {}


def test_a_create_that_was_not_carried_out_leaves_nothing(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("status", method="POST", path="/sources$", status=500, body={"detail": "Out of order"})
    workspace.write({SOURCE: source()})
    said = error(workspace, "apply")
    assert said.summary == "Streamkap could not create streamkap source orders: Out of order (500)"
    assert (workspace.state(), found(sandbox)) == ({}, [])
    workspace.apply()
    assert posted(sandbox) == 2


def test_a_name_that_is_taken_is_answered_with_the_way_to_import_it(workspace: Workspace, sandbox: Sandbox) -> None:
    with account(sandbox) as other:
        there = other.make_source("orders")["id"]
    workspace.write({SOURCE: source()})
    assert error(workspace, "apply") == Said(
        "streamkap source orders exists already",
        "It was not made by this stack. To manage it here, import it:\n\n"
        f'  import {{\n    to = sluice_streamkap_source.NAME\n    id = "{there}"\n  }}\n\n'
        f'or in Python: Source(...).import_from("{there}").\n'
        'Or set `on_exists = "adopt"` to take it over as it is declared here.',
        SOURCE,
    )
    assert workspace.state() == {}


@pytest.mark.parametrize(("carried_out", "posts"), [(False, 3), (True, 1)])
def test_a_create_that_the_workers_have_no_time_for_is_sent_again_unless_it_was_carried_out(
    workspace: Workspace, sandbox: Sandbox, carried_out: bool, posts: int
) -> None:
    body = {"detail": "KafkaConnectTimeout: timed out on all nodes"}
    sandbox.admin.fault(
        "status", method="POST", path="/sources$", status=500, body=body, count=2, carried_out=carried_out
    )
    workspace.write({SOURCE: source()})
    workspace.apply()
    [made] = found(sandbox)
    assert (workspace.state()[SOURCE]["id"], posted(sandbox)) == (made["id"], posts)


@pytest.mark.parametrize("status", [409, 422])
def test_a_name_that_is_taken_by_another_kind_is_told_and_not_adopted(
    workspace: Workspace, sandbox: Sandbox, status: int
) -> None:
    sandbox.admin.switch(streamkap={"duplicate_status": status})
    config = {"topic.prefix": "x", "topic.include.list.user.defined": "x.a", "format": "string"}
    with account(sandbox) as other:
        other.make_source("orders", connector="kafkadirect", config=config)
    workspace.write({SOURCE: source(on_exists="adopt")})
    said = error(workspace, "apply")
    assert said.summary == (
        f"Streamkap refused to create streamkap source orders: Source with name orders already exists ({status})"
    )
    assert [item["connector"] for item in found(sandbox)] == ["kafkadirect"]


def test_a_source_that_exists_is_adopted_as_it_is_declared_when_asked_for(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    with account(sandbox) as other:
        there = other.make_source("orders")["id"]
    workspace.write({SOURCE: source(on_exists="adopt")})
    workspace.apply()
    [now] = found(sandbox, secret_returned="true")
    assert (now["id"], workspace.state()[SOURCE]["id"]) == (there, there)
    assert (now["config"]["database.user"], now["config"]["database.password"]) == ("cdc", PASSWORD)
    assert workspace.plan().changes == {}


def test_a_tag_whose_name_is_taken_is_answered_with_the_way_to_import_it(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    with account(sandbox) as other:
        body = {"name": "orders", "type": ["sources"]}
        there = other.post("/tags", json=body).raise_for_status().json()["id"]
    workspace.write({TAG: {"name": "orders", "type": ["sources"]}})
    said = error(workspace, "apply")
    assert said.summary == "streamkap tag orders exists already"
    assert f'id = "{there}"' in said.detail
    workspace.run("import", "-no-color", TAG, there)
    assert workspace.plan().changes == {}
