"""What a deploy asks of a server: nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

APP = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.kafka_connect import Connector

app = App()
stack = Stack(app, "sinks")
for name in ("a", "b", "c"):
    Connector(
        stack,
        name,
        name=name,
        config={
            "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
            "topics": "orders",
            "file": f"/data/{name}",
        },
    )
app.synth()
"""


def test_a_deploy_validates_once_what_its_plan_has_validated(tmp_path: Path) -> None:
    app = make_app(tmp_path, "")
    (app.path / "main.py").write_text(APP)
    with Sandbox() as sandbox:
        done = Folder(app.path, {**app.environ, **sandbox.environment()}).sluice("deploy", "sinks", "--auto-approve")
        asked = Counter((call["method"], call["path"]) for call in sandbox.admin.requests())
    assert done.code == 0, done.err
    plugin = "/connector-plugins/org.apache.kafka.connect.file.FileStreamSinkConnector/config/validate"
    validated = {where: count for where, count in asked.items() if where[1].endswith(plugin)}
    created = {where: count for where, count in asked.items() if where[0] == "POST"}
    assert ([*validated.values()], [*created.values()]) == ([3], [3]), asked
