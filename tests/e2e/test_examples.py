"""Every example runs against the sandbox as its reader would run it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import BINARIES, Folder, make_app
from tests.e2e.stacks import PLANTED, ROOT

EXAMPLES = ROOT / "examples"
APPS = sorted(path.parent.name for path in EXAMPLES.glob("*/cdktf.json"))
_SECRETS = re.compile(r'Secret\.env\("(\w+)"\)|= "([A-Z_]+_PASSWORD)"')


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def copy_of_example(name: str, path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(path, "")
    shutil.rmtree(made.path)
    shutil.copytree(EXAMPLES / name, made.path, ignore=shutil.ignore_patterns("cdktf.out", ".terraform*", "*.tfstate*"))
    programs = [*made.path.glob("*.py"), *made.path.glob("*.tf")]
    found = [match for program in programs for match in _SECRETS.findall(program.read_text())]
    secrets = {name: f"{PLANTED}{name}" for names in found for name in names if name}
    return Folder(made.path, {**made.environ, **secrets, **sandbox.environment()})


def test_every_example_is_run() -> None:
    folders = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir() and not path.name.startswith("__"))
    assert folders == sorted([*APPS, "hcl"])


@pytest.mark.parametrize("name", APPS)
def test_an_app_is_deployed_has_nothing_left_to_do_and_is_destroyed(
    name: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    app = copy_of_example(name, tmp_path, sandbox)
    done = app.sluice("deploy", "*", "--auto-approve")
    assert done.code == 0, done.err
    done = app.sluice("diff", "--detailed-exitcode")
    assert done.code == 0, done.out + done.err
    assert app.sluice("state", "resources", "--skip-synth").out != ""
    done = app.sluice("destroy", "*", "--auto-approve")
    assert done.code == 0, done.err
    assert app.sluice("state", "resources", "--skip-synth").out == ""


@pytest.mark.parametrize("name", BINARIES)
def test_the_quickstart_runs_on_a_binary_of_ones_own(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    app = copy_of_example("quickstart", tmp_path, sandbox)
    for command in (["deploy", "--auto-approve"], ["diff", "--detailed-exitcode"], ["destroy", "--auto-approve"]):
        done = app.sluice(*command, "--engine", name)
        assert done.code == 0, done.out + done.err


def test_plain_terraform_tells_the_connectors_and_hides_the_agent_key(tmp_path: Path, sandbox: Sandbox) -> None:
    module = copy_of_example("hcl", tmp_path, sandbox)

    def terraform(*arguments: str) -> str:
        done = module.run("sluice-terraform", *arguments)
        assert done.code == 0, done.out + done.err
        return done.out + done.err

    terraform("init", "-no-color")
    applied = terraform("apply", "-auto-approve", "-no-color", "-input=false")
    assert 'connectors = {\n  "orders-sink" = "RUNNING"\n}' in applied
    assert "agent_key = <sensitive>" in applied
    agent_key = json.loads(terraform("output", "-json"))["agent_key"]["value"]
    assert agent_key.startswith("agent_key_")
    assert agent_key not in applied
    assert "No changes." in terraform("plan", "-detailed-exitcode", "-no-color", "-input=false")
    assert "2 destroyed" in terraform("destroy", "-auto-approve", "-no-color", "-input=false")
