"""An app of an environment of Lenses and a connector, for what the state commands say of it wherever its state is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

_APP = """\
from provider_lib.constructs import App, Stack, cdk
from provider_lib.constructs.kafka_connect import Connector
from provider_lib.constructs.lenses import Environment

FAILS_ONCE = {
    "sandbox.fail.task": "0",
    "sandbox.fail.times": "1",
    "sandbox.fail.trace": "java.net.ConnectException: Connection refused",
}

app = App()
stack = Stack(app, "dev")
{backend}
Environment(stack, "orders", name="orders", tier="development")
sink = {"connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector", "topics": "a", "connection.url": "jdbc:x://db"}
Connector(stack, "sink", name="sink", config=sink | FAILS_ONCE, wait_for_running=False)
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
        (made.path / "main.py").write_text(_APP.replace("{backend}", backend))
        app = Folder(made.path, {**made.environ, **environ, **sandbox.environment()})
        assert app.sluice("deploy", "--auto-approve").code == 0
        done = app.sluice("state", "agent-keys", "--reveal", "--json", "--skip-synth")
        [listed] = json.loads(done.out)
        assert sandbox.admin.connect_agent(listed["key"]) == "orders"
        assert done.err.startswith("dev: as of serial ")
        watched = app.sluice("watch", "--once", "--skip-synth")
        assert (watched.code, watched.out.splitlines()[-1]) == (0, "default/sink of dev is well again")
        restarted = app.sluice("restart", "sink", "--skip-synth")
        assert (restarted.code, restarted.out) == (0, "default/sink: RUNNING, 1 task\n")
        status = app.sluice("status", "--json", "--skip-synth")
        shown = {item["name"]: item["verdict"] for item in json.loads(status.out)["objects"]}
        assert (status.code, shown) == (0, {"orders": "well", "sink": "well"})
        drawn = app.sluice("map", "--offline", "--format", "mermaid", "--skip-synth")
        assert (drawn.code, "environment" in drawn.out) == (0, True), drawn.err
        drift = app.sluice("drift", "--skip-synth")
        assert (drift.code, drift.out) == (0, "no drift in 1 stack\n"), "an agent that connects is none"
        history = app.sluice("state", "history", "--skip-synth")
        assert history.err == "dev: its backend keeps the state; what was before it, only that can have\n"
        left = [file for file in app.path.rglob("*") if file.is_file() and listed["key"] in file.read_text("latin-1")]
        assert left == [], "a key is on this machine"
