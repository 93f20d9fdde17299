"""A plan is kept, reviewed, and applied as it is."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.e2e.apps import Folder, make_app


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    return make_app(tmp_path, 'stack("dev", input="reviewed")\nstack("prod")')


def test_a_kept_plan_is_applied_as_it_was_reviewed(app: Folder) -> None:
    done = app.sluice("diff", "dev", "--out", "dev.tfplan")
    assert done.code == 0
    assert done.err.endswith("Kept the plan in dev.tfplan; it holds secrets in clear\n")
    assert stat.S_IMODE((app.path / "dev.tfplan").stat().st_mode) == 0o600
    app.write('stack("dev", input="not reviewed")\nstack("prod")')
    done = app.sluice("deploy", "--plan", "dev.tfplan", "--auto-approve")
    assert done.code == 0, done.err
    assert done.err.endswith("dev: 1 added, 0 changed, 0 destroyed\n")
    assert '"reviewed"' in (app.path / "terraform.dev.tfstate").read_text()


def test_a_plan_of_a_state_that_has_changed_since_is_refused(app: Folder) -> None:
    app.sluice("diff", "dev", "--out", "dev.tfplan")
    app.sluice("deploy", "dev", "--auto-approve")
    done = app.sluice("deploy", "--plan", "dev.tfplan", "--auto-approve")
    assert done.code == 1
    assert "Error: dev: Saved plan is stale\n" in done.err
    assert done.err.endswith("Make and review a new one: sluice diff dev --out FILE\n")


def test_a_plan_that_is_not_kept_is_not_left_behind(app: Folder) -> None:
    app.sluice("diff", "dev")
    assert not (app.path / "cdktf.out/stacks/dev/plan").exists()


def test_only_what_was_reviewed_is_deployed(app: Folder) -> None:
    app.sluice("review", "dev", "--out", "review.json")
    [stack] = json.loads((app.path / "review.json").read_text())["stacks"]
    digest = stack["digest"]
    refused = app.sluice("deploy", "dev", "--auto-approve", "--reviewed", "1:0")
    assert (refused.code, "Error: dev: This is not what was reviewed\n" in refused.err) == (1, True)
    app.write('stack("dev", input="not reviewed")\nstack("prod")')
    refused = app.sluice("deploy", "dev", "--auto-approve", "--reviewed", "review.json")
    assert "input: nothing -> reviewed was reviewed, nothing -> not reviewed now\n" in refused.err
    assert not (app.path / "terraform.dev.tfstate").exists()
    app.write('stack("dev", input="reviewed")\nstack("prod")')
    assert app.sluice("deploy", "dev", "--auto-approve", "--reviewed", digest).code == 0
    assert app.sluice("deploy", "*", "--auto-approve", "--reviewed", digest).err.startswith(
        "Error: A digest is of one stack\n"
    )


@pytest.mark.parametrize(
    ("arguments", "summary"),
    [
        (("diff", "--out", "x.tfplan"), "--out keeps the plan of one stack"),
        (("deploy", "--plan", "none.tfplan", "--auto-approve"), "There is no plan none.tfplan"),
        (("deploy", "--plan", "main.py", "--auto-approve"), "main.py is not the plan of a stack"),
        (("deploy", "dev", "--plan", "main.py", "--auto-approve"), "A saved plan says itself what it is about"),
    ],
)
def test_what_cannot_be_done_with_a_plan_is_refused(app: Folder, arguments: tuple[str, ...], summary: str) -> None:
    done = app.sluice(*arguments)
    assert (done.code, done.err.splitlines()[0]) == (1, f"Error: {summary}")
