"""What was approved is what is applied, and no plan is left behind, however the command ends."""

from __future__ import annotations

import os
import re
import signal
import stat
from pathlib import Path

import pytest

from tests.e2e.apps import Folder, make_app
from tests.e2e.terminal import on_terminal

QUESTION = "Only 'yes' is taken as approval"


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    made = make_app(tmp_path, 'stack("dev", input="shown")')
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return Folder(made.path, {**made.environ, "TMPDIR": str(temporary)})


def plain(said: str) -> str:
    """What a terminal shows, without colours and movements."""
    return re.sub(r"\x1b\[[\d;?]*\w", "", said)


def left_behind(app: Folder) -> list[str]:
    """The files of a run that are still there."""
    temporary = sorted(os.listdir(app.environ["TMPDIR"]))
    stack = sorted(path.name for path in (app.path / "cdktf.out/stacks/dev").glob("*plan*"))
    return temporary + stack


def test_what_others_plan_between_the_question_and_the_answer_changes_nothing(app: Folder) -> None:
    with on_terminal(app, "deploy") as terminal:
        terminal.read_until(QUESTION)
        app.write('stack("dev", input="not shown")')
        assert app.sluice("diff").code == 0
        terminal.type("yes\n")
        assert terminal.read_to_the_end() == 0, terminal.said
    assert '"shown"' in (app.path / "terraform.dev.tfstate").read_text()
    assert left_behind(app) == []


def test_a_saved_plan_that_is_replaced_after_the_question_is_not_applied(app: Folder) -> None:
    app.sluice("diff", "--out", "dev.tfplan")
    with on_terminal(app, "deploy", "--plan", "dev.tfplan") as terminal:
        terminal.read_until(QUESTION)
        app.write('stack("dev", input="not shown")')
        assert app.sluice("diff", "--out", "dev.tfplan").code == 0
        terminal.type("yes\n")
        assert terminal.read_to_the_end() == 0, terminal.said
    assert '"shown"' in (app.path / "terraform.dev.tfstate").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_the_question_leaves_no_plan(app: Folder, number: signal.Signals) -> None:
    with on_terminal(app, "deploy") as terminal:
        terminal.read_until(QUESTION)
        [folder] = Path(app.environ["TMPDIR"]).iterdir()
        [plan] = folder.iterdir()
        assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, plan)] == [0o700, 0o600]
        terminal.process.send_signal(number)
        assert terminal.read_to_the_end() == 1
    assert plain(terminal.said).endswith("approval: \r\nError: dev: Interrupted\r\nNothing was changed.\r\n")
    assert left_behind(app) == []
    assert not (app.path / "terraform.dev.tfstate").exists()


def test_what_the_core_writes_is_for_its_owner_only(app: Folder) -> None:
    app.sluice("deploy", "--auto-approve")
    app.write('stack("dev", input="other")')
    app.sluice("deploy", "--auto-approve")
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in app.path.glob("*.tfstate*")}
    assert files == {"terraform.dev.tfstate": 0o600, "terraform.dev.tfstate.backup": 0o600}


def test_no_plan_is_left_of_a_diff_and_of_an_apply_that_fails(app: Folder) -> None:
    app.sluice("diff")
    assert left_behind(app) == []
    app.write('stack("dev", provisioner=[{"local-exec": {"command": "exit 3"}}])')
    assert app.sluice("deploy", "--auto-approve").code == 1
    assert left_behind(app) == []


def test_a_kept_plan_takes_the_place_of_a_file_that_others_could_read(app: Folder) -> None:
    kept = app.path / "dev.tfplan"
    kept.touch(mode=0o644)
    assert app.sluice("diff", "--out", "dev.tfplan").code == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    app.write('stack("dev", input="${nothing.at.all}")')
    before = kept.read_bytes()
    assert app.sluice("diff", "--out", "dev.tfplan").code == 1
    assert kept.read_bytes() == before


def test_a_plan_cannot_be_kept_where_nothing_can_be_written(app: Folder) -> None:
    done = app.sluice("diff", "--out", "nowhere/dev.tfplan")
    assert done.code == 1
    assert done.err.endswith(
        f"Error: dev: A plan cannot be kept in {app.path}/nowhere/dev.tfplan: No such file or directory\n"
    )


def test_of_several_stacks_one_is_asked_for_after_the_other(app: Folder) -> None:
    app.write('stack("dev")\nstack("test")\nstack("prod")')
    with on_terminal(app, "deploy", "*", "--jobs", "3", columns=200) as terminal:
        for number, answer in enumerate(("yes", "no", "yes"), 1):
            while terminal.said.count(QUESTION) < number:
                assert terminal.read(), terminal.said
            terminal.type(f"{answer}\n")
        assert terminal.read_to_the_end() == 1
    _, second, _ = re.findall(r"Deploy (\w+)\? Only", terminal.said)
    assert f"Error: {second}: Not approved\r\nNothing was changed.\r\n" in plain(terminal.said)
    deployed = {path.name for path in app.path.glob("*.tfstate")}
    assert deployed == {f"terraform.{name}.tfstate" for name in ("dev", "test", "prod") if name != second}
    assert left_behind(app) == []
