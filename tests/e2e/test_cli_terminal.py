"""What somebody at a terminal sees while a deploy runs, and what is written where there is none."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.sandbox.pytest_plugin import sandbox
from tests.e2e.apps import Folder, make_app
from tests.e2e.terminal import on_terminal

__all__ = ["sandbox"]

MAIN = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
Environment(Stack(app, "quickstart"), "orders", name="orders", tier="development")
app.synth()
"""
DRAWN = re.compile(r"[\u2800-\u28ff]|\x1b\[\d*[ABCDGHJK]|\x1b\[\?25|\r")
"""Frames of a spinner, and what moves the cursor or clears a line."""


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(MAIN)
    return Folder(made.path, {**made.environ, **sandbox.environment()})


def shown(app: Folder, *arguments: str) -> str:
    """Everything that a command writes to a terminal."""
    with on_terminal(app, *arguments) as terminal:
        assert terminal.read_to_the_end() == 0, terminal.said
    return terminal.said


def test_a_terminal_shows_what_happens_from_the_beginning(app: Folder) -> None:
    said = shown(app, "deploy", "--auto-approve")
    beginnings = [said.index(text) for text in ("Synthesizing...", "Planning quickstart...", "Deploying quickstart...")]
    assert beginnings == sorted(beginnings)


def test_a_line_for_what_is_done_fits_into_60_columns(app: Folder) -> None:
    lines = re.sub(r"\x1b\[[\d;?]*\w", "", shown(app, "deploy", "--auto-approve", "--no-color")).splitlines()
    assert [line for line in lines if len(line) > 60] == []
    done = [re.sub(r" \(\d+s\)$", "", line) for line in lines if "created" in line]
    assert done == ["quickstart: created quickstart/orders"]


@pytest.mark.parametrize("forced", [{}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": "3", "TTY_INTERACTIVE": "1"}])
def test_nothing_is_drawn_in_a_pipe_whatever_is_said_of_colours(app: Folder, forced: dict[str, str]) -> None:
    forced_app = Folder(app.path, {**app.environ, **forced})
    done = forced_app.sluice("deploy", "--auto-approve")
    assert done.code == 0
    listed = forced_app.sluice("state", "resources", "--skip-synth")
    assert DRAWN.findall(done.out + done.err + listed.out + listed.err) == []
    assert listed.out.count("\t") == 4


def test_a_server_that_is_waited_for_is_named_while_a_request_is_sent_again(app: Folder, sandbox: Sandbox) -> None:
    sandbox.admin.fault("status", method="GET", status=503, count=2)
    host = re.escape(app.environ["SLUICE_LENSES_URL"].split("/")[2])
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 0
    assert re.search(rf"^quickstart: waiting for {host}, attempt 2 of 5 in \d s \(503\)$", done.err, re.MULTILINE)


def test_what_is_gone_is_said_before_the_plan_that_would_only_note_it(app: Folder) -> None:
    app.sluice("deploy", "--auto-approve")
    url = app.environ["SLUICE_LENSES_URL"] + "/api/v1/environments/orders"
    httpx.delete(url, headers={"Authorization": f"Bearer {app.environ['SLUICE_LENSES_TOKEN']}"}).raise_for_status()
    done = app.sluice("diff", "--refresh-only")
    first, *_, last = done.err.splitlines()
    assert (first, last) == (
        "quickstart: warning: lenses environment orders is gone",
        "quickstart: quickstart/orders is gone",
    )
    assert "Changed by others, and left as it is\n    quickstart/orders is gone\n" in done.out


def test_programs_get_what_is_waited_for_as_a_message(app: Folder, sandbox: Sandbox) -> None:
    sandbox.admin.fault("status", method="GET", status=503, count=1)
    done = app.sluice("deploy", "--auto-approve", "--json")
    assert done.code == 0
    assert re.search(r'"@message": "waiting for [^"]+, attempt 2 of 5 in \d s \(503\)", "type": "log"', done.out)
