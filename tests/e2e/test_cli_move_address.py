"""The provider gets another source: stacks are deployed under the one, and go on under the other."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

APP = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
for name in ("dev", "prod", "staging"):
    stack = Stack(app, name)
    Environment(stack, "orders", name=f"orders-{name}", tier="development")
app.synth()
"""
DEFAULT = "sluice.internal/sluice/sluice"
OWN = "localhost:1/acme/sluice"
"""Where nobody offers it."""
HOLDER = {"ID": "4f1c", "Operation": "OperationTypeApply", "Who": "jo@ci", "Created": "2026-11-28T08:00:00Z"}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    with Sandbox() as sandbox:
        made = make_app(tmp_path, "")
        (made.path / "main.py").write_text(APP)
        yield Folder(made.path, {**made.environ, **sandbox.environment(), "TF_REGISTRY_DISCOVERY_RETRY": "0"})


def choose(app: Folder, source: str) -> None:
    settings = {"language": "python", "app": "python main.py", "context": {"sluiceProviderSource": source}}
    (app.path / "cdktf.json").write_text(json.dumps(settings))


def state(app: Folder, stack: str) -> Path:
    return app.path / f"terraform.{stack}.tfstate"


def addresses(app: Folder, stack: str) -> set[str]:
    return {item["provider"] for item in json.loads(state(app, stack).read_text())["resources"]}


def test_states_move_to_another_address_and_nothing_is_left_to_do(app: Folder) -> None:
    assert app.sluice("deploy", "*", "--auto-approve").code == 0
    assert addresses(app, "dev") == {f'provider["{DEFAULT}"]'}
    choose(app, OWN)

    asked = app.sluice("provider", "move-address", "dev")
    assert (asked.code, asked.err) == (
        1,
        f"dev: 1 resource from {DEFAULT} to {OWN}\n"
        "Error: There is nobody to ask for approval\n"
        "Add --auto-approve, or run the command on a terminal.\n",
    )

    # What cannot be moved now is named, and the others are moved all the same.
    kept = state(app, "staging").read_text()
    state(app, "staging").write_text("{")
    state(app, "prod").with_name(".terraform.prod.tfstate.lock.info").write_text(json.dumps(HOLDER))
    with state(app, "prod").open("r+b") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        halfway = app.sluice("provider", "move-address", "--auto-approve")
    state(app, "staging").write_text(kept)
    assert halfway.code == 1
    assert "\nstaging: cannot be moved, " in halfway.err
    assert "\nError: 2 stacks failed: prod, staging\n" in halfway.err
    assert "\nprod: The state is locked\n" in halfway.err
    assert [addresses(app, stack) for stack in ("dev", "prod", "staging")] == [
        {f'provider["{OWN}"]'},
        {f'provider["{DEFAULT}"]'},
        {f'provider["{DEFAULT}"]'},
    ]

    rest = app.sluice("provider", "move-address", "--auto-approve")
    *told, first, second = rest.err.splitlines()
    assert (rest.code, told) == (
        0,
        [
            "dev: nothing to move",
            f"prod: 1 resource from {DEFAULT} to {OWN}",
            f"staging: 1 resource from {DEFAULT} to {OWN}",
        ],
    )
    assert {first, second} == {f"prod: moved to {OWN}", f"staging: moved to {OWN}"}
    assert app.sluice("diff", "--detailed-exitcode").code == 0
    locks = [path.read_text() for path in (app.path / "cdktf.out" / "stacks").glob("*/.terraform.lock.hcl")]
    assert [(text.count("provider "), f'provider "{OWN}"' in text) for text in locks] == [(1, True)] * 3


def test_a_state_of_an_address_that_is_nowhere_any_more_moves_too(app: Folder) -> None:
    choose(app, OWN)
    assert app.sluice("deploy", "dev", "--auto-approve").code == 0
    # As in another checkout: nothing but the code, and the state, which alone still knows that address.
    choose(app, DEFAULT)
    (app.path / "cdktf.out" / "stacks" / "dev" / ".terraform.lock.hcl").unlink()
    refused = app.sluice("diff", "dev")
    assert refused.code == 1
    assert (
        f"The code asks for {DEFAULT}; it is the state that still has {OWN}. To move it there: "
        "sluice provider move-address dev\n"
    ) in refused.err
    moved = app.sluice("provider", "move-address", "dev", "--auto-approve")
    assert (moved.code, moved.err) == (0, f"dev: 1 resource from {OWN} to {DEFAULT}\ndev: moved to {DEFAULT}\n")
    assert app.sluice("diff", "dev", "--detailed-exitcode").code == 0
