"""``sluice drift`` on a deployed app that others have changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Done, Folder, make_app

APP = """\
from provider_lib.constructs import App, Secret, Stack, cdk
from provider_lib.constructs.kafka_connect import Connector
from provider_lib.constructs.lenses import Environment

app = App()
platform = Stack(app, "platform")
orders = Environment(platform, "orders", name="orders", tier="development")
cdk.TerraformOutput(platform, "connected", value=orders.agent_connected)
for name in ("changed", "gone", "well"):
    Connector(
        platform,
        name,
        name=name,
        config={
            "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
            "topics": "orders",
            "file": f"/data/{name}",
        },
        secrets={"password": Secret.env("SINK_PASSWORD")},
    )
Environment(Stack(app, "other"), "other", name="other", tier="development")
app.synth()
"""
SECRET = "s3cret-Zq7vXk9m"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(APP)
    app = Folder(made.path, {**made.environ, **sandbox.environment(), "SINK_PASSWORD": SECRET})
    assert app.sluice("deploy", "*", "--auto-approve").code == 0
    return app


def drift(app: Folder, *arguments: str) -> Done:
    done = app.sluice("drift", "--skip-synth", *arguments)
    assert SECRET not in done.out + done.err
    return done


def test_a_schedule_learns_what_others_did_and_nothing_of_what_moves_by_itself(app: Folder, sandbox: Sandbox) -> None:
    keys = json.loads(app.sluice("state", "agent-keys", "--reveal", "--json", "--skip-synth").out)
    sandbox.admin.connect_agent(keys[0]["key"])
    sandbox.admin.force_state("kafka_connect/default", "well", "FAILED", trace="it is down")
    quiet = drift(app)
    assert (quiet.code, quiet.out) == (0, "no drift in 2 stacks\n")

    worker = sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    config = httpx.get(f"{worker}/connectors/changed/config").json()
    httpx.put(f"{worker}/connectors/changed/config", json={**config, "file": "/elsewhere"}).raise_for_status()
    httpx.delete(f"{worker}/connectors/gone").raise_for_status()
    found = drift(app)
    assert found.code == 2
    since = re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", found.out)
    assert since
    assert found.out.replace(since[0], "NOON") == (
        "2 objects deviate in 1 of 2 stacks\n"
        "\n"
        "platform: 2 objects deviate (state as of NOON, serial 5)\n"
        "    changed by others  platform/changed  (Kafka Connect connector default/changed, a deploy changes it)\n"
        "        config.file: /data/changed was deployed, /elsewhere is there now by another hand, "
        "/data/changed it becomes again\n"
        "        since: the state of NOON does not know of it\n"
        "    gone  platform/gone  (Kafka Connect connector default/gone, a deploy makes it again)\n"
        "        since: the state of NOON does not know of it\n"
    )

    def nowhere(stack: Any) -> None:
        stack["terraform"]["backend"] = {"http": {"address": "http://127.0.0.1:9/other"}}

    def refused(stack: Any) -> None:
        stack["resource"]["sluice_kafka_connect_connector"]["well"]["config"]["connector.class"] = "no.Such"

    rewrite(app, "other", nowhere)
    rewrite(app, "platform", refused)
    failed = drift(app, "--out", "issue.md", "--out", "drift.json")
    assert (failed.code, failed.out) == (1, "")
    assert "Error: 2 stacks failed: " in failed.err
    issue = (app.path / "issue.md").read_text()
    assert issue.startswith("## 2 objects deviate in 1 of 2 stacks, and 2 of 2 stacks could not be looked at whole\n")
    assert SECRET not in issue
    told = {it["name"]: it for it in json.loads((app.path / "drift.json").read_text())["stacks"]}
    platform, other = told["platform"], told["other"]
    assert [(it["kind"], it["name"]) for it in platform["objects"]] == [
        ("changed", "platform/changed"),
        ("gone", "platform/gone"),
    ]
    assert platform["failure"]["summary"] == "connector.class: no.Such is not installed"
    assert other["objects"] == []
    assert all(it["failure"]["summary"] in failed.err for it in (platform, other))


def rewrite(app: Folder, stack: str, change: Callable[[Any], None]) -> None:
    """Change a stack as it was synthesized."""
    file = app.path / f"cdktf.out/stacks/{stack}/cdk.tf.json"
    content = json.loads(file.read_text())
    change(content)
    file.write_text(json.dumps(content))
