"""What is named by text is made, changed and deleted in the order of what is given as a construct."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

MAIN = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment, Group, KafkaConnection, Role, ServiceAccount

app = App()
stack = Stack(app, "dev")
policy = [{"action": ["kafka:GetTopic"], "resource": ["*"], "effect": "allow"}]
for number in range(8):
    name = f"n-{number}"
    ServiceAccount(stack, f"account-{number}", name=name, groups=[name])
    Group(stack, f"group-{number}", name=name, roles=[name])
    Role(stack, f"role-{number}", name=name, policy=policy)
    KafkaConnection(stack, f"kafka-{number}", environment=name, name=f"{name}-kafka")
    Environment(stack, f"environment-{number}", name=name, tier="development")
app.synth()
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(MAIN)
    with Sandbox() as sandbox:
        yield Folder(made.path, {**made.environ, **sandbox.environment()})


def test_it_is_deployed_and_destroyed_in_one_go(app: Folder) -> None:
    deployed = app.sluice("deploy", "--auto-approve")
    assert deployed.code == 0, deployed.err
    assert app.sluice("diff", "--detailed-exitcode").code == 0
    destroyed = app.sluice("destroy", "--auto-approve")
    assert destroyed.code == 0, destroyed.err
    done = [line for line in destroyed.err.splitlines() if " deleted " in line]
    for number in range(8):
        gone = [next(at for at, line in enumerate(done) if f"dev/{kind}-{number}" in line) for kind in ORDER]
        assert gone[0] < gone[1] < gone[2]
        assert gone[3] < gone[4]


ORDER = ("account", "group", "role", "kafka", "environment")
"""What is deleted before what."""
