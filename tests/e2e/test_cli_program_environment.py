"""What the program of an app gets of the environment, and what Terraform's arguments show of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import BIN, Folder, make_app

PROGRAM = """\
import json, os
from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.kafka_connect import Connector

app = App()
Connector(
    Stack(app, "dev"),
    "sink",
    name="sink",
    config={"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "topics": "orders"},
    secrets={"file": Secret.env("SINK_PASSWORD")},
)
with open("seen.json", "a") as file:
    file.write(json.dumps(dict(os.environ)) + "\\n")
app.synth()
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(PROGRAM)
    with Sandbox() as sandbox:
        given = {"SINK_PASSWORD": "hunter2", "TF_TOKEN_app_terraform_io": "hunter3", "STAGE": "test"}
        yield Folder(made.path, {**made.environ, **sandbox.environment(), **given})


def seen(app: Folder) -> list[dict[str, str]]:
    """The environment of each run of the program."""
    return [json.loads(line) for line in (app.path / "seen.json").read_text().splitlines()]


def test_the_program_gets_neither_credentials_nor_what_secret_env_names(app: Folder) -> None:
    assert app.sluice("diff").code == 0
    assert app.sluice("deploy", "--auto-approve").code == 0
    first, *others = seen(app)  # a first synth is what tells the names
    assert len(others) == 2
    for environ in (first, *others):
        assert not {"SLUICE_LENSES_TOKEN", "TF_TOKEN_app_terraform_io", "STREAMKAP_SECRET"} & environ.keys()
        assert (environ["STAGE"], environ["SLUICE_LENSES_URL"]) == ("test", app.environ["SLUICE_LENSES_URL"])
    assert [environ.get("SINK_PASSWORD") for environ in others] == [None, None]


def test_a_program_that_reads_a_secret_is_told_why_there_is_none(app: Folder) -> None:
    (app.path / "main.py").write_text(PROGRAM + 'os.environ["SINK_PASSWORD"]\n')
    done = app.sluice("synth")
    assert done.code == 1
    assert done.err.startswith("Error: KeyError: 'SINK_PASSWORD'\n")
    assert done.err.endswith(
        f"The program gets no secrets, and so not SINK_PASSWORD: what it reads would lie in {app.path}/cdktf.out.\n"
    )


def test_no_value_of_a_variable_is_an_argument_of_terraform(tmp_path: Path) -> None:
    app = make_app(tmp_path, 'cdk.TerraformVariable(stack("dev", input="${var.size}"), "size")')
    lister = tmp_path / "terraform"
    lister.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\nexec {BIN}/sluice-terraform "$@"\n')
    lister.chmod(0o755)
    assert app.sluice("deploy", "--auto-approve", "--engine", str(lister), "--var", "size=very-large").code == 0
    assert "very-large" in (app.path / "terraform.dev.tfstate").read_text()
    listed = (tmp_path / "arguments").read_text()
    assert ("plan " in listed, "apply " in listed, "very-large" in listed) == (True, True, False)
