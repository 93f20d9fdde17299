"""A worker that starts says 404 to everything for some seconds: nothing of that is taken for an empty estate."""

from __future__ import annotations

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.kafka_connect import CONNECTOR, connector, worker
from tests.core import Workspace

OTHER = "sluice_kafka_connect_connector.other"
TWO = {CONNECTOR: connector(), OTHER: connector(name="others")}


def names(sandbox: Sandbox) -> list[str]:
    with worker(sandbox) as client:
        return sorted(client.get("/connectors").json())


@pytest.fixture
def impatient(using: Using) -> Workspace:
    return using(SLUICE_KAFKA_CONNECT_MAX_RETRIES="0")


@pytest.fixture
def deployed(impatient: Workspace) -> Workspace:
    impatient.write(TWO)
    impatient.apply()
    return impatient


@pytest.mark.parametrize("command", ["plan", "apply", "apply -refresh-only", "destroy"])
def test_nothing_is_made_forgotten_or_deleted_while_it_starts(
    deployed: Workspace, sandbox: Sandbox, command: str
) -> None:
    before = deployed.state()
    sandbox.admin.fault("starting", count=None)
    asked, *options = command.split()
    approved = [] if asked == "plan" else ["-auto-approve"]
    run = deployed.run(asked, *options, *approved, "-input=false", code=1)
    assert "It does not say that the object is gone, so nothing is taken for gone." in run.problem()
    sandbox.admin.clear_faults()
    assert deployed.state() == before
    assert names(sandbox) == ["lines", "others"]
    assert deployed.plan().changes == {}


def test_a_destroy_whose_deletes_meet_a_starting_worker_deletes_nothing(deployed: Workspace, sandbox: Sandbox) -> None:
    before = deployed.state()
    sandbox.admin.fault("starting", method="DELETE", count=None)
    deployed.destroy(code=1)
    assert deployed.state() == before
    sandbox.admin.clear_faults()
    deployed.destroy()
    assert names(sandbox) == []


def test_a_worker_is_waited_for_that_soon_has_started(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(TWO)
    sandbox.admin.fault("starting", method="POST", count=2)
    workspace.apply()
    sandbox.admin.fault("starting", count=2)
    assert workspace.plan().changes == {}
