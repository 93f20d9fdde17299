"""A construct gets another name: what the deploy refuses then tells how to keep what it made."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

APP = """\
from constructs import Construct

from provider_lib.constructs import App, Stack
from provider_lib.constructs.kafka_connect import Connector

app = App()
stack = Stack(app, "dev", version="1.0.0")
{scope} = Construct(stack, "{scope}")
for topic in ("orders", "returns"):
    Connector(
        {scope},
        topic,
        name=topic,
        config={{
            "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
            "topics": topic,
            "file": "/data/" + topic,
        }},
    )
{line}
app.synth()
"""


ME = ["-c", "user.name=me", "-c", "user.email=me"]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    with Sandbox() as sandbox:
        made = make_app(tmp_path, "")
        yield Folder(made.path, {**made.environ, **sandbox.environment()})


def write(app: Folder, scope: str, line: str = "") -> None:
    (app.path / "main.py").write_text(APP.format(scope=scope, line=line))


def test_what_a_rename_would_lose_is_refused_with_the_lines_that_keep_it(app: Folder) -> None:
    write(app, "north")
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 0, done.err

    for arguments in (["init", "--quiet"], ["add", "main.py", "cdktf.json"], [*ME, "commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *arguments], cwd=app.path, check=True)

    write(app, "eu")
    refused = app.sluice("deploy", "--auto-approve")
    assert refused.code == 1
    lines = [line.strip() for line in refused.err.splitlines()]
    assert "Error: dev: What only has another name in the code would be destroyed and made again" in lines
    pasted = [line for line in lines if line.startswith("app.node.find_child")]
    assert len(pasted) == 2

    compared = Folder(app.path, {name: value for name, value in app.environ.items() if not name.startswith("SLUICE_")})
    found = json.loads(compared.sluice("diff", "--against", "HEAD", "--format", "json").out)["stacks"][0]["renames"]
    assert [it["way_out"] for it in found] == pasted
    assert [it["former_name"] for it in found] == ["dev/north/orders", "dev/north/returns"]

    write(app, "eu", "\n".join(pasted))
    report = json.loads(app.sluice("review", "--format", "json").out)["stacks"][0]
    assert [(it["name"], it["deed"]) for it in report["changes"]] == [
        ("dev/eu/orders", "move"),
        ("dev/eu/returns", "move"),
    ]
    assert report["renames"] == []
