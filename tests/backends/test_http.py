"""States at a server of Terraform's http backend, which keeps locks until somebody gives them back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backends.held import deploying, waiting
from tests.backends.owned import check_what_is_owned
from tests.backends.state_server import StateServer, state_server
from tests.e2e.apps import Folder, make_app
from tests.e2e.terminal import on_terminal

LEFT_BEHIND = {
    "ID": "445802f2-e191-302e-8157-147df6f6a52a",
    "Operation": "OperationTypeApply",
    "Info": "",
    "Who": "alice@ci",
    "Version": "1.15.5",
    "Created": "2020-11-27T15:42:03.050618966Z",
    "Path": "",
}
HELD = "alice@ci holds the lock since 2020-11-27 15:42:03 UTC ("


@pytest.fixture
def server() -> Iterator[StateServer]:
    with state_server() as running:
        yield running


@pytest.fixture
def app(tmp_path: Path, server: StateServer) -> Folder:
    return make_app(tmp_path, f'cdk.HttpBackend(stack("dev"), {_at(server)})')


def _at(server: StateServer) -> str:
    url = f"{server.url}/dev"
    return f"address={url!r}, lock_address={url!r}, unlock_address={url!r}, retry_max=0"


def test_the_state_commands_read_it(tmp_path: Path, server: StateServer) -> None:
    check_what_is_owned(tmp_path, f"cdk.HttpBackend(stack, {_at(server)})", {})


def test_a_lock_that_was_left_behind_is_taken_away_once_somebody_approves(app: Folder, server: StateServer) -> None:
    server.locks["/dev"] = LEFT_BEHIND
    done = app.sluice("unlock", "dev")
    assert done.code == 1
    assert done.err.splitlines()[-2] == "Error: There is nobody to ask for approval"
    assert server.locks == {"/dev": LEFT_BEHIND}
    done = app.sluice("unlock", "dev", "--auto-approve")
    assert done.code == 0
    told, unlocked = done.err.splitlines()
    assert told.startswith(f"dev: {HELD}")
    assert unlocked == "dev: unlocked"
    assert app.sluice("unlock", "dev", "--auto-approve").err == "dev: nobody holds the lock\n"


def test_a_killed_run_leaves_its_lock_which_is_told_and_bars_deploys_but_no_diff(
    app: Folder, tmp_path: Path, server: StateServer
) -> None:
    app.write(f'cdk.HttpBackend(stack("dev", {waiting(tmp_path)}), {_at(server)})')
    with deploying(app, tmp_path) as dev:
        dev.kill()
    lock = server.locks["/dev"]
    done = app.sluice("deploy", "--auto-approve", "--skip-synth")
    assert done.code == 1
    told, advice = done.err.split("Error: dev: The state is locked\n")[1].splitlines()
    assert told.startswith(f"{lock['Who']} holds the lock since ")
    assert told.endswith(f" UTC (0 minutes ago), for a deploy (lock {lock['ID']}).")
    assert advice.endswith("take the lock away: sluice unlock dev")
    server.asked.clear()
    assert app.sluice("diff", "--skip-synth").err == "dev: 1 to add, 0 to change, 0 to destroy\n"
    assert server.asked == []
    assert app.sluice("unlock", "dev", "--auto-approve", "--skip-synth").err.endswith("dev: unlocked\n")
    assert app.sluice("deploy", "--auto-approve", "--skip-synth").code == 0


def test_an_approved_deploy_plans_again_when_another_was_first(app: Folder, server: StateServer) -> None:
    assert app.sluice("deploy", "--auto-approve").code == 0
    app.write(f'cdk.HttpBackend(stack("dev", input="two"), {_at(server)})')
    _somebody_deploys_when_the_plan_is_made(server)
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 0
    assert "dev: somebody else deployed it meanwhile; planning again\n" in done.err
    assert done.err.endswith("dev: 0 added, 1 changed, 0 destroyed\n")


def test_what_a_person_approved_is_not_planned_again_when_another_was_first(app: Folder, server: StateServer) -> None:
    _somebody_deploys_when_the_plan_is_made(server)
    with on_terminal(app, "deploy", columns=200) as terminal:
        terminal.read_until("Only 'yes'")
        terminal.type("yes\n")
        assert terminal.read_to_the_end() == 1
    assert "Error: dev: Somebody else deployed it after this plan was made" in terminal.said
    assert json.loads(server.states["/dev"])["resources"] == []


def _somebody_deploys_when_the_plan_is_made(server: StateServer) -> None:
    def deploy() -> None:
        server.unlocked = lambda: None
        state = json.loads(server.states.get("/dev", b'{"version": 4, "serial": 0, "lineage": "x", "resources": []}'))
        server.states["/dev"] = json.dumps({**state, "serial": state["serial"] + 1}).encode()

    server.unlocked = deploy


def test_a_state_that_it_did_not_take_is_noticed_and_offered(app: Folder, server: StateServer) -> None:
    server.refuses = True
    assert app.sluice("deploy", "--auto-approve").code == 1
    for command in (["diff"], ["state", "resources"]):
        done = app.sluice(*command, "--skip-synth")
        assert done.code == 1
        assert "The last deploy could not store its state (serial 1, 1 resources)\n" in done.err
        assert "sluice state restore dev\n" in done.err
    server.refuses = False
    done = app.sluice("state", "restore", "dev", "--auto-approve", "--lock-timeout", "30s")
    assert done.err == "dev: stored the state that the last deploy could not store\n"
    assert not list(app.path.rglob("errored.tfstate"))
    assert app.sluice("deploy", "--auto-approve").err.endswith("dev: no changes\n")
