"""What the provider announces and the plan does not show: each look at it has it, and it is deployed as reviewed."""

from __future__ import annotations

import json
from pathlib import Path

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

APP = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Connector, Environment

app = App(policy=[])
stack = Stack(app, "dev", version="1.0.0")
config = {{"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "topics": "{topics}"}}
environment = Environment(stack, "test", name="test", tier="development")
Connector(
    stack,
    "archive",
    environment=environment,
    cluster="connect",
    name="archive",
    config={{**config, "file": "f"}},
    wait_for_agent="1m",
)
app.synth()
"""
ANNOUNCED = "    Is deleted and made again to be changed: it is away until it runs again."


def test_what_is_announced_is_in_a_diff_and_in_a_review_and_is_deployed_as_reviewed(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        made = make_app(tmp_path, "")
        app = Folder(made.path, {**made.environ, **sandbox.environment()})
        sandbox.admin.switch(lenses={"as_code_away": 404})
        (app.path / "main.py").write_text(APP.format(topics="orders"))
        done = app.sluice("deploy", "--auto-approve")
        assert done.code == 0, done.err

        (app.path / "main.py").write_text(APP.format(topics="orders,payments"))
        seen = app.sluice("diff", "dev").out.splitlines()
        assert app.sluice("review", "--out", "review.json", "--out", "review.txt").code == 0
        assert (app.path / "review.txt").read_text().splitlines() == seen
        assert seen[0] == "dev: GAP - 1 connector changes (gap 1)"
        assert seen[4].startswith(ANNOUNCED)
        done = app.sluice("deploy", "--auto-approve", "--reviewed", "review.json")
        assert done.code == 0, done.err
        [stack] = json.loads((app.path / "review.json").read_text())["stacks"]
        assert seen[-1] == f"digest {stack['digest']}"
