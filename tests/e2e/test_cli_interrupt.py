"""Ctrl-C during a deploy with the real provider keeps what is being made; tests/faults/test_ends.py has the rest."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.sandbox.pytest_plugin import sandbox
from tests.e2e.apps import Folder, interrupt, make_app
from tests.until import until

__all__ = ["sandbox"]

MAIN = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
Environment(Stack(app, "dev"), "orders", name="orders", tier="development")
app.synth()
"""


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(MAIN)
    return Folder(made.path, {**made.environ, **sandbox.environment()})


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """What the process says until a line with ``text``."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"{text!r} was not said, but: {said}")


def test_the_first_ctrl_c_waits_for_the_call_in_flight_and_keeps_what_it_made(app: Folder, sandbox: Sandbox) -> None:
    sandbox.admin.fault("latency", method="POST", path="/environments$", seconds=2)
    process = app.start("sluice", "deploy", "--auto-approve")
    read_until(process, "dev: creating")
    interrupt(process)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "dev: created dev/orders (" in said
    assert app.sluice("state", "resources").out == (
        "dev\tsluice_lenses_environment\tsluice_lenses_environment.orders\tdev/orders\tno\n"
    )
    assert app.sluice("deploy", "--auto-approve").err.endswith("dev: no changes\n")


SEVERAL = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
one, two, last = (Stack(app, name) for name in ("one", "two", "last"))
last.add_dependency(one)
for stack in (one, two, last):
    Environment(stack, "it", name=stack.node.id, tier="development")
app.synth()
"""


def test_one_ctrl_c_reaches_all_stacks_that_are_deployed_and_none_begins(app: Folder, sandbox: Sandbox) -> None:
    (app.path / "main.py").write_text(SEVERAL)
    sandbox.admin.fault("latency", method="POST", path="/environments$", seconds=4, count=2)
    process = app.start("sluice", "deploy", "*", "--auto-approve", "--jobs", "2")
    until(lambda: not sandbox.admin.faults(), 60)
    interrupt(process)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.endswith(
        "Error: one, two: Interrupted\n"
        "What was finished is in the state; run the command again to go on.\n"
        "\n"
        "Not deployed: last\n"
    )
    listed = app.sluice("state", "resources", "--skip-synth").out.splitlines()
    assert [line.split("\t")[3] for line in listed] == ["one/it", "two/it"]
