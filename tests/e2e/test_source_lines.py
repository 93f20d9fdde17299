"""Errors of a plan and of a deploy name the line of the app that made what they are about, as errors of a synth do."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.sandbox.pytest_plugin import sandbox
from tests.e2e.apps import Folder, make_app

__all__ = ["sandbox"]

OURS = "from provider_lib.constructs import App, Stack"
CDKTF = "from cdktf import App, TerraformStack as Stack"
CDKTN = "from cdktn import App, TerraformStack as Stack"

MAIN = """\
{imports}
from estate import Estate
from provider_lib.constructs.lenses import Environment

app = App()
stack = Stack(app, "dev")
Estate(stack, "flows")
Environment(
    stack, "orders", name="orders", tier="development"
)
app.synth()
"""
ESTATE = """\
from provider_lib.constructs import Construct
from provider_lib.constructs.kafka_connect import Connector


class Estate(Construct):
    def __init__(self, scope, id_):
        super().__init__(scope, id_)
        Connector(self, "{name}", name="{name}", config={{"connector.class": "{kind}", "topics": "a", "file": "b"}})
"""
SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(tmp_path, "")
    return Folder(made.path, {**made.environ, **sandbox.environment()})


def write(app: Folder, imports: str, name: str = "sink", kind: str = SINK) -> None:
    (app.path / "main.py").write_text(MAIN.format(imports=imports))
    (app.path / "estate.py").write_text(ESTATE.format(name=name, kind=kind))


@pytest.mark.parametrize("imports", [OURS, CDKTF, CDKTN])
def test_an_error_of_a_plan_names_the_line(app: Folder, imports: str) -> None:
    write(app, imports, kind="org.example.NoSuch")
    done = app.sluice("diff")
    assert done.code == 1
    _, where, line, *_ = done.err[done.err.index("Error: ") :].splitlines()
    assert where.startswith("in dev/flows/sink (sluice_kafka_connect_connector.flows_sink_")
    assert line == f"at {app.path}/estate.py, line 8"


def test_an_error_of_a_deploy_names_the_line(app: Folder, sandbox: Sandbox) -> None:
    write(app, OURS)
    sandbox.admin.fault("status", method="POST", path="/environments$", status=400, body={"title": "Not today"})
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 1
    summary, where, line, *_ = done.err[done.err.index("Error: ") :].splitlines()
    assert summary.endswith("Not today (400)")
    assert where == "in dev/orders (sluice_lenses_environment.orders)"
    assert line == f"at {app.path}/main.py, line 8"


def test_a_warning_names_the_line(app: Folder, sandbox: Sandbox) -> None:
    write(app, OURS)
    sandbox.admin.fault("status", method="PUT", path="/validate$", status=503, count=None)
    done = app.sluice("diff")
    assert done.code == 0
    assert f"    at {app.path}/estate.py, line 8\n" in done.err
