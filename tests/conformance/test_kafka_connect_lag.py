"""A worker that tells for a while after a change how its connector was before it."""

from __future__ import annotations

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CONNECTOR, connector
from tests.core import Workspace
from tests.diagnostics import error

FAILS = {"sandbox.fail.task": "0", "sandbox.fail.trace": "java.io.IOException: No space left on device"}


def test_a_connector_that_only_still_seems_to_run_is_no_success(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"change_after_ms": 1000})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.write({CONNECTOR: connector(FAILS)})
    said = error(workspace, "apply")
    assert said.summary == "kafka connect connector default/lines failed: task 0 is FAILED"
    assert said.detail.startswith("java.io.IOException: No space left on device")


def test_a_failure_that_the_change_has_mended_is_no_failure(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector(FAILS, wait_for_running=False)})
    workspace.apply()
    sandbox.admin.switch(connect={"change_after_ms": 1000})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"
    assert workspace.plan().changes == {}
