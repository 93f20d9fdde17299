"""``sluice sandbox`` runs local vendor APIs in the background."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.apps import Folder, make_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    folder = make_app(tmp_path, "")
    yield folder
    folder.sluice("sandbox", "stop")


def test_a_sandbox_is_started_found_and_stopped(app: Folder) -> None:
    started = app.sluice("sandbox", "start")
    assert started.code == 0
    found = json.loads(app.sluice("sandbox", "status", "--format", "json").out)
    assert started.out.splitlines()[0] == f"The sandbox runs at {found['url']}"
    assert app.sluice("sandbox", "start").out == started.out
    lines = [f"export {name}={value}" for name, value in found["environment"].items()]
    assert app.sluice("sandbox", "status", "--format", "env").out.splitlines() == lines
    assert app.sluice("sandbox", "stop").out == "The sandbox is stopped\n"
    assert app.sluice("sandbox", "stop").out == "No sandbox runs here\n"


def test_faults_are_planned_listed_and_forgotten(app: Folder) -> None:
    app.sluice("sandbox", "start")
    app.sluice("sandbox", "faults", "add", "status", "--method", "POST", "--path", "/connectors$", "--status", "429")
    app.sluice("sandbox", "faults", "add", "latency", "--seconds", "2", "--count", "3")
    assert app.sluice("sandbox", "faults", "list").out == (
        "status\tPOST\t/connectors$\t1 times\nlatency\tany\tanywhere\t3 times\n"
    )
    listed = json.loads(app.sluice("sandbox", "faults", "list", "--json").out)
    assert [(fault["status"], fault["seconds"]) for fault in listed] == [(429, 1.0), (503, 2.0)]
    assert app.sluice("sandbox", "faults", "clear").code == 0
    assert app.sluice("sandbox", "faults", "list").out == ""


def test_without_a_sandbox_it_is_said_how_to_start_one(app: Folder) -> None:
    done = app.sluice("sandbox", "status")
    assert (done.code, done.err) == (
        1,
        f"Error: No sandbox runs in {app.path / '.sluice/sandbox'}\n"
        "Start one with `sluice sandbox start`, or go to the folder in which you started one.\n",
    )
