"""Streamkap answers before it is done: creates, changes and deletes are waited for."""

from __future__ import annotations

from provider_lib.sandbox.server import Sandbox
from tests.conformance.streamkap import SOURCE, found, source
from tests.core import Workspace
from tests.diagnostics import Said, error

FAILING = {
    "sandbox.fail.task": "0",
    "sandbox.fail.trace": "PSQLException: FATAL: no such database\n\tat Driver.connect",
}
BROKEN = Said(
    "streamkap source orders failed: task 0 is FAILED",
    "PSQLException: FATAL: no such database\n\tat Driver.connect\n\n"
    "Mend what the trace names and apply again; `wait_for_running = false` applies without waiting.",
    SOURCE,
)


def hide_schema(sandbox: Sandbox) -> None:
    """The published keys do not know those with which the sandbox rehearses a failure."""
    sandbox.admin.fault("status", path="/sources/connectors$", status=403, body={"detail": "No"}, count=None)


def test_a_create_waits_until_the_source_is_active(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(streamkap={"pending_ms": 300, "starting_ms": 300})
    workspace.write({SOURCE: source()})
    workspace.apply()
    state = workspace.state()[SOURCE]
    assert (state["state"], state["topics"]) == ("Active", ["public.orders"])
    assert [(task["id"], task["state"]) for task in state["tasks"]] == [("0", "RUNNING")]


def test_an_update_waits_until_the_source_is_active_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    sandbox.admin.switch(streamkap={"update_ms": 500})
    workspace.write({SOURCE: source({"slot.name": "mine"})})
    workspace.apply()
    assert workspace.state()[SOURCE]["state"] == "Active"


def test_a_create_need_not_be_waited_for(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(streamkap={"pending_ms": 60_000})
    workspace.write({SOURCE: source(wait_for_running=False)})
    workspace.apply()
    assert workspace.state()[SOURCE]["state"] == "Pending"
    assert workspace.plan().changes == {}


def test_a_create_that_takes_too_long_is_an_error_and_keeps_the_source(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(streamkap={"pending_ms": 60_000})
    workspace.write({SOURCE: source(timeouts={"create": "400ms"})})
    assert error(workspace, "apply") == Said(
        "streamkap source orders was not running in time",
        "Look at its tasks and at the worker's log, or allow more time in `timeouts`.\n\nThe last look saw: Pending",
        SOURCE,
    )
    assert workspace.tainted() == {SOURCE}
    assert workspace.state()[SOURCE]["id"] == found(sandbox)[0]["id"]


def test_a_source_that_breaks_when_it_is_made_is_an_error_with_its_trace(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    hide_schema(sandbox)
    workspace.write({SOURCE: source(FAILING)})
    assert error(workspace, "apply") == BROKEN
    assert workspace.tainted() == {SOURCE}


def test_a_source_that_breaks_after_a_change_is_an_error_and_can_be_mended(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    hide_schema(sandbox)
    workspace.write({SOURCE: source()})
    workspace.apply()
    workspace.write({SOURCE: source(FAILING)})
    assert error(workspace, "apply") == BROKEN
    assert (workspace.state()[SOURCE]["state"], workspace.tainted()) == ("Broken", set())
    workspace.write({SOURCE: source()})
    workspace.apply()
    assert workspace.state()[SOURCE]["state"] == "Active"


def test_a_delete_waits_until_the_source_is_gone(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    sandbox.admin.switch(streamkap={"delete_ms": 700})
    workspace.destroy()
    assert found(sandbox) == []


def test_a_delete_that_takes_too_long_is_an_error_and_keeps_the_source(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source(timeouts={"delete": "400ms"})})
    workspace.apply()
    sandbox.admin.switch(streamkap={"delete_ms": 60_000})
    assert error(workspace, "destroy") == Said(
        "streamkap source orders was not gone in time",
        "The server accepted the delete but still shows the object. Apply again in a while.\n\n"
        "The last look saw: Active, task 0 RUNNING",
    )
    assert workspace.state().keys() == {SOURCE}


def test_a_source_of_another_kind_takes_the_name_of_the_one_that_goes_slowly(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({SOURCE: source()})
    workspace.apply()
    sandbox.admin.switch(streamkap={"delete_ms": 700})
    other = {
        "database.hostname.user.defined": "db.example.com",
        "database.user": "cdc",
        "database.include.list.user.defined": "shop",
        "table.include.list.user.defined": "shop.orders",
    }
    workspace.write({SOURCE: source() | {"connector": "mysql", "config": other}})
    assert workspace.plan().changes == {SOURCE: ["delete", "create"]}
    workspace.apply()
    assert [(item["name"], item["connector"]) for item in found(sandbox)] == [("orders", "mysql")]
    assert workspace.plan().changes == {}
