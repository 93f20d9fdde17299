"""Everything is killed while an object is made, and what the core then leaves of its state file."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.children import children
from tests.conformance.conftest import sandbox
from tests.e2e.apps import Folder, make_app
from tests.until import until

__all__ = ["sandbox"]

MAIN = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
stack = Stack(app, "dev")
first = Environment(stack, "first", name="first", tier="development")
Environment(stack, "second", name="second", tier="development", depends_on=[first])
app.synth()
"""


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(MAIN)
    return Folder(made.path, {**made.environ, **sandbox.environment()})


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
def test_the_key_of_what_was_made_survives_a_state_file_that_is_left_empty(app: Folder, sandbox: Sandbox) -> None:
    sandbox.admin.fault("latency", method="POST", path="/environments$", skip=1, seconds=60)
    process = app.start("sluice", "deploy", "--auto-approve")
    histories = app.path.parent / "home/.local/share/sluice/states"
    until(lambda: any('"first"' in path.read_text() for path in histories.glob("*/*.tfstate")))
    core_and_provider = children(process.pid)
    process.kill()
    for child in core_and_provider:
        os.killpg(child, signal.SIGKILL)
    process.communicate()
    os.truncate(app.path / "terraform.dev.tfstate", 0)  # as the core does before it writes
    done = app.sluice("state", "agent-keys", "--environment", "first", "--format", "env", "--reveal", "--skip-synth")
    assert "restored the newest good one" in done.err
    assert sandbox.admin.connect_agent(done.out.strip().partition("=")[2]) == "first"
