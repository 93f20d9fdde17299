"""An app of one environment of Lenses, for what the state commands say of it wherever its state is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

_APP = """\
from provider_lib.constructs import App, Stack, cdk
from provider_lib.constructs.lenses import Environment

app = App()
stack = Stack(app, "dev")
{backend}
Environment(stack, "orders", name="orders", tier="development")
app.synth()
"""


def check_what_is_owned(path: Path, backend: str, environ: Mapping[str, str]) -> None:
    """Deploy it, and ask what is owned.

    Args:
        backend: the line of the program that gives ``stack`` its backend.
        environ: what reaching that needs.
    """
    with Sandbox() as sandbox:
        made = make_app(path, "")
        (made.path / "main.py").write_text(_APP.format(backend=backend))
        app = Folder(made.path, {**made.environ, **environ, **sandbox.environment()})
        assert app.sluice("deploy", "--auto-approve").code == 0
        done = app.sluice("state", "agent-keys", "--reveal", "--json", "--skip-synth")
        [listed] = json.loads(done.out)
        assert sandbox.admin.connect_agent(listed["key"]) == "orders"
        assert done.err.startswith("dev: as of serial ")
        status = app.sluice("status", "--json", "--skip-synth")
        assert (status.code, [item["name"] for item in json.loads(status.out)["objects"]]) == (0, ["orders"])
        drawn = app.sluice("map", "--offline", "--format", "mermaid", "--skip-synth")
        assert (drawn.code, "environment" in drawn.out) == (0, True), drawn.err
        drift = app.sluice("drift", "--skip-synth")
        assert (drift.code, drift.out) == (0, "no drift in 1 stack\n"), "an agent that connects is none"
        history = app.sluice("state", "history", "--skip-synth")
        assert history.err == "dev: its backend keeps the state; what was before it, only that can have\n"
        left = [file for file in app.path.rglob("*") if file.is_file() and listed["key"] in file.read_text("latin-1")]
        assert left == [], "a key is on this machine"
