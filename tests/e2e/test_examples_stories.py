"""What the examples tell comes true, beyond that they can be deployed (``test_examples``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder
from tests.e2e.test_examples import copy_of_example, sandbox

__all__ = ["sandbox"]

Deployed = Callable[[str], Folder]


@pytest.fixture
def deployed(tmp_path: Path, sandbox: Sandbox) -> Deployed:
    """Deploys an example."""

    def deploy(name: str) -> Folder:
        app = copy_of_example(name, tmp_path, sandbox)
        done = app.sluice("deploy", "--auto-approve")
        assert done.code == 0, done.err
        return app

    return deploy


def connectors(app: Folder) -> list[list[str]]:
    """The rows that ``sluice state connectors`` prints, without the stack."""
    return [line.split("\t")[1:] for line in app.sluice("state", "connectors", "--skip-synth").out.splitlines()]


def test_one_connector_runs_in_three_homes(deployed: Deployed) -> None:
    assert connectors(deployed("three_homes")) == [
        ["kafka_connect", "-", "default", "orders-reports", "default/orders-reports", "RUNNING"],
        ["lenses", "orders", "connect", "orders-reports", "orders/connect/orders-reports", "RUNNING"],
        [
            "redpanda",
            "-",
            "redpanda",
            "orders-reports",
            "redpanda/orders-reports",
            "CONNECTOR_HOLISTIC_STATE_HEALTHY",
        ],
    ]


def test_a_sink_that_moved_rests_in_its_old_home_and_runs_in_the_new_one(deployed: Deployed) -> None:
    app = deployed("redpanda")
    assert [(row[0], row[3], row[5]) for row in connectors(app)] == [
        ("kafka_connect", "orders-reporting", "STOPPED"),
        ("redpanda", "orders-reporting", "CONNECTOR_HOLISTIC_STATE_HEALTHY"),
    ]
    assert "state = RUNNING\n" in app.sluice("output", "--skip-synth").out


def test_a_prompt_is_changed_in_place_and_tools_are_not(deployed: Deployed) -> None:
    app = deployed("confluent")
    program = app.path / "main.py"
    text = program.read_text()
    program.write_text(text.replace("Answer with one word", "Say in one word"))
    assert "0 to add, 1 to change, 0 to destroy" in app.sluice("diff").err
    program.write_text(text.replace("lookup-customer", "lookup-order"))
    assert "1 to add, 0 to change, 1 to destroy" in app.sluice("diff").err


def test_a_pipeline_has_ids_that_only_streamkap_knows(deployed: Deployed) -> None:
    rows = connectors(deployed("streamkap"))
    assert [(row[0], row[3], row[5]) for row in rows] == [
        ("streamkap", "warehouse", "Active"),
        ("streamkap", "shop", "Active"),
    ]
    assert all(re.fullmatch("[0-9a-f]{24}", row[4]) for row in rows)
