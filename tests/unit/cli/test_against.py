"""``sluice diff --against``: through the command, with programs that synthesize by hand."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from provider_lib.cli.main import application
from provider_lib.errors import ConfigError, SluiceError, SynthError

PROGRAM = """\
import json, os, pathlib

out = pathlib.Path(os.environ["CDKTF_OUTDIR"])
stacks = {stacks!r}
for name, topics in stacks.items():
    (out / "stacks" / name).mkdir(parents=True, exist_ok=True)
    config = {{"connector.class": "x", "topics": topics}}
    body = {{"//": {{"metadata": {{"path": name + "/orders"}}}}, "name": "orders", "config": config,
            "secret_env": {{"password": "NOT_THERE"}}}}
    backend = {{"backend": {{"local": {{"path": os.getcwd() + "/" + name + ".tfstate"}}}}}}
    stack = {{"resource": {{"sluice_kafka_connect_connector": {{"orders": body}}}}, "terraform": backend}}
    (out / "stacks" / name / "cdk.tf.json").write_text(json.dumps(stack))
manifest = {{name: {{"name": name, "workingDirectory": "stacks/" + name}} for name in stacks}}
(out / "manifest.json").write_text(json.dumps({{"stacks": manifest}}))
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app with stacks dev and old, as committed last; its user has no git of his own."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "SLUICE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    made = tmp_path / "repository/app"
    made.mkdir(parents=True)
    (made / "cdktf.json").write_text('{"app": "python main.py"}')
    (made / ".gitignore").write_text("cdktf.out\n")
    write(made, dev="orders", old="orders")
    who = ["-c", "user.name=me", "-c", "user.email=me"]
    for arguments in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "--message", "x"]):
        subprocess.run(["git", *arguments], cwd=made, check=True)
    return made


def write(app: Path, **stacks: str) -> None:
    (app / "main.py").write_text(PROGRAM.format(stacks=stacks))


def runner() -> CliRunner:
    """Keeps what is told apart from the result; click before 8.2 has to be asked for that."""
    try:
        return CliRunner(mix_stderr=False)
    except TypeError:
        return CliRunner()


def run(app: Path, *arguments: str) -> Result:
    return runner().invoke(application(["diff"]), ["diff", "-C", str(app), "--against", "HEAD", *arguments])


def reports(app: Path, *arguments: str) -> list[Any]:
    done = run(app, "--format", "json", *arguments)
    assert done.exit_code == 0, done.exception
    return list(json.loads(done.stdout)["stacks"])


def test_each_stack_is_compared_also_one_that_is_new_and_one_that_is_gone(app: Path) -> None:
    write(app, dev="orders,returns", new="orders")
    found = {it["name"]: [change["deed"] for change in it["changes"]] for it in reports(app)}
    assert found == {"dev": ["update"], "new": ["create"], "old": ["forget"]}


def test_stacks_are_named_in_either_way(app: Path) -> None:
    write(app, dev="returns", new="orders")
    assert [it["name"] for it in reports(app, "dev", "--stack", "o*")] == ["dev", "old"]


def test_where_the_code_lies_is_no_difference(app: Path) -> None:
    done = run(app, "dev")
    assert (done.stdout, done.stderr) == ("dev: SAFE - no changes\n", "")


def test_it_is_told_that_no_server_was_asked_and_what_is_not_committed(app: Path) -> None:
    write(app, dev="returns", old="orders")
    done = run(app, "dev")
    assert done.stdout.splitlines()[-1] == "By the code alone, since HEAD: no server was asked"
    assert done.stderr == "With what is not committed yet: main.py\n"


@pytest.mark.parametrize(("arguments", "code"), [(("--fail-on", "gap"), 1), (("--detailed-exitcode",), 2)])
def test_it_ends_as_a_review_does(app: Path, arguments: tuple[str, ...], code: int) -> None:
    write(app, dev="returns", old="orders")
    assert run(app, "dev", *arguments).exit_code == code


def test_a_report_is_written_as_a_review_is(app: Path, tmp_path: Path) -> None:
    write(app, dev="returns", old="orders")
    assert run(app, "dev", "--out", str(tmp_path / "it.md")).exit_code == 0
    assert "By the code alone" in (tmp_path / "it.md").read_text()


def error(done: Result) -> SluiceError:
    assert isinstance(done.exception, SluiceError)
    return done.exception


def test_an_app_that_could_not_be_synthesized_is_told_as_of_when(app: Path) -> None:
    (app / "main.py").write_text("raise ValueError('half done')")
    subprocess.run(["git", "-c", "user.name=me", "-c", "user.email=me", "commit", "-qam", "x"], cwd=app, check=True)
    write(app, dev="orders")
    found = error(run(app))
    assert isinstance(found, SynthError)
    assert str(found) == (
        "As of HEAD: ValueError: half done\n"
        f"at {app}/main.py, line 1\n"
        "It ran in a copy of the repository, with the packages that are installed now and what git ignores."
    )


def test_an_app_that_is_younger_is_no_app_that_ran(app: Path) -> None:
    later = app / "later"
    later.mkdir()
    (later / "cdktf.json").write_text('{"app": "python main.py"}')
    assert str(error(run(later))) == (
        f"As of HEAD: There is no cdktf.json in {later}\n"
        "The app is younger, or was in another folder then: `sluice review` plans all that is there now."
    )


@pytest.mark.parametrize("arguments", [("--raw",), ("--json",), ("--target", "x"), ("--var", "a=b")])
def test_what_is_for_plans_is_refused(app: Path, arguments: tuple[str, ...]) -> None:
    assert error(run(app, *arguments)).summary == "--against plans nothing"


def test_a_plan_takes_no_format(app: Path) -> None:
    done = CliRunner().invoke(application(["diff"]), ["diff", "-C", str(app), "--fail-on", "loss"])
    assert isinstance(error(done), ConfigError)
    assert error(done).summary == "--format and --fail-on are for --against"
