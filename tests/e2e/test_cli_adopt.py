"""``sluice adopt``: what is there becomes code whose deploy changes nothing, and only reads are sent for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app
from tests.unit.adopt.clouds import make_agents, make_redpanda, make_streamkap
from tests.unit.adopt.estate import ODD, make_connectors, make_environments

CONNECTORS = "SLUICE_KAFKA_CONNECT_URL"
PROGRAM = ["cdktf.json", "main.py"]
SECRETS = {
    "SECRETS_CONNECTION_PASSWORD": "correct-horse-battery",
    "SECRETS_SSL_TOKEN": "whatever it is",
    "SECRET_IN_A_URL_CONNECTION_URL": "jdbc:postgresql://db/shop?user=u&password=correct-horse",
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        running.admin.switch(connect={"start_after_ms": 0})
        yield running


@pytest.fixture
def folder(tmp_path: Path, sandbox: Sandbox) -> Folder:
    """A folder without an app, and a user who has the credentials."""
    made = make_app(tmp_path, "")
    for name in PROGRAM:
        (made.path / name).unlink()
    return Folder(made.path, {**made.environ, **sandbox.environment()})


def variables(folder: Folder) -> list[str]:
    """The variables that the code needs."""
    lines = (folder.path / ".env.example").read_text().splitlines()
    return [line.partition("=")[0] for line in lines if line and not line.startswith("#")]


def changing(sandbox: Sandbox) -> list[str]:
    """What was sent that is neither a read nor the question whether a configuration is valid."""
    return [
        f"{entry['method']} {entry['path']}"
        for entry in sandbox.admin.requests()
        if entry["method"] != "GET" and not entry["path"].endswith("/validate")
    ]


def test_connectors_become_a_stack_that_takes_them_over_as_they_are(sandbox: Sandbox, folder: Folder) -> None:
    make_connectors(folder.environ)
    sandbox.admin.clear_requests()
    done = folder.sluice("adopt", "kafka-connect")
    assert done.code == 0, done.err
    assert f"Proven: the plan imports {len(ODD)} and changes nothing" in done.err
    assert changing(sandbox) == []
    assert "correct-horse" not in done.out + done.err + "".join(
        path.read_text() for path in folder.path.iterdir() if path.is_file()
    )

    assert set(SECRETS) <= set(variables(folder))
    owner = Folder(folder.path, {**folder.environ, **SECRETS})
    before = owner.sluice("adopt", "kafka-connect", "--no-proof")
    assert (before.code, "Nothing is new" in before.err) == (0, True), before.err
    deployed = owner.sluice("deploy", "--auto-approve")
    assert deployed.code == 0, deployed.err
    assert changing(sandbox) == []

    assert owner.sluice("adopt", "kafka-connect", "--check").code == 0
    worker = folder.environ[CONNECTORS]
    httpx.delete(f"{worker}/connectors/a.b", trust_env=False).raise_for_status()
    config = {"connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector", "topics": "t", "connection.url": "u"}
    httpx.post(f"{worker}/connectors", json={"name": "new", "config": config}, trust_env=False).raise_for_status()
    checked = owner.sluice("adopt", "kafka-connect", "--check", "--json")
    assert checked.code == 2, checked.err
    assert {(row["verdict"], row["name"]) for row in json.loads(checked.out)} == {
        ("shadow", "default/new"),
        ("ghost", "default/a.b"),
    }
    again = owner.sluice("adopt", "kafka-connect", "--no-proof")
    assert again.code == 0, again.err
    assert (folder.path / "kafka_connect_2.py").read_text().count("Connector(") == 1


@pytest.mark.parametrize(
    ("system", "make"), [("confluent", make_agents), ("redpanda", make_redpanda), ("streamkap", make_streamkap)]
)
def test_after_the_deploy_of_what_was_adopted_nothing_is_left(
    sandbox: Sandbox, folder: Folder, system: str, make: Callable[[Mapping[str, str]], None]
) -> None:
    make(folder.environ)
    sandbox.admin.clear_requests()
    done = folder.sluice("adopt", system)
    assert done.code == 0, done.err
    assert "and changes nothing" in done.err
    given = dict.fromkeys(variables(folder), "hidden") | SECRETS | folder.environ
    owner = Folder(folder.path, given)
    deployed = owner.sluice("deploy", "--auto-approve")
    assert deployed.code == 0, deployed.err
    assert [each for each in changing(sandbox) if "token" not in each] == []
    checked = owner.sluice("adopt", system, "--check")
    assert checked.code == 0, checked.out + checked.err
    again = owner.sluice("adopt", system)
    assert (again.code, "Nothing is new" in again.err) == (0, True), again.err


def test_environments_with_all_that_is_in_them_become_a_stack(sandbox: Sandbox, folder: Folder) -> None:
    make_environments(folder.environ, sandbox.admin.connect_agent)
    sandbox.admin.disconnect_agent("payments")
    sandbox.admin.clear_requests()
    done = folder.sluice("adopt", "lenses", "--into", "shop.py")
    assert done.code == 1, done.err
    assert "Proven: the plan imports " in done.err
    assert "connectors of payments" in done.err
    assert (folder.path / "shop.py").read_text().count("environment=orders,") == 3
    assert changing(sandbox) == []
    owner = Folder(folder.path, dict.fromkeys(variables(folder), "correct-horse") | dict(folder.environ))
    deployed = owner.sluice("deploy", "--auto-approve")
    assert deployed.code == 0, deployed.err
    assert changing(sandbox) == []
    checked = owner.sluice("adopt", "lenses", "--check", "--json")
    assert checked.code == 1, checked.out + checked.err
    assert [(row["verdict"], row["name"]) for row in json.loads(checked.out)] == [("unread", "connectors of payments")]


def test_a_cluster_that_the_code_of_the_app_names_is_adopted_by_that_name(folder: Folder) -> None:
    make_connectors(folder.environ)
    url, rest = folder.environ[CONNECTORS], {k: v for k, v in folder.environ.items() if k != CONNECTORS}
    (folder.path / "cdktf.json").write_text(json.dumps({"language": "python", "app": "python main.py"}))
    (folder.path / "main.py").write_text(
        "from provider_lib.constructs import App, SluiceProvider, Stack\n"
        "app = App()\nstack = Stack(app, 'dev')\n"
        f"SluiceProvider(stack, 'sluice', kafka_connect={{'east': {{'url': '{url}'}}}})\n"
        "app.synth()\n"
    )
    done = Folder(folder.path, rest).sluice("adopt", "kafka-connect", "a*", "--stack", "dev")
    assert done.code == 0, done.err
    assert "Proven: the plan imports 2 and changes nothing" in done.err
    source = (folder.path / "kafka_connect.py").read_text()
    assert source.count('connect="east",') == 2
    assert f'"east": {{"url": "{url}"}}' in source
    assert CONNECTORS not in (folder.path / ".env.example").read_text()


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [("SLUICE_LENSES_TOKEN", "wrong", "401"), ("SLUICE_LENSES_URL", "http://127.0.0.1:9", "127.0.0.1:9")],
)
def test_an_account_that_does_not_answer_is_told_and_nothing_is_written(
    folder: Folder, setting: str, value: str, said: str
) -> None:
    away = Folder(folder.path, {**folder.environ, setting: value, "SLUICE_LENSES_MAX_RETRIES": "0"})
    for more in ([], ["--check"]):
        done = away.sluice("adopt", "lenses", *more)
        assert done.code == 1, done.out
        assert said in done.err
        assert "environments" in done.err
        assert "Traceback" not in done.err
    assert list(folder.path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten(folder: Folder) -> None:
    make_connectors(folder.environ)
    (folder.path / "mine.py").write_text("mine")
    done = folder.sluice("adopt", "kafka-connect", "class", "--into", "mine.py")
    assert done.code == 1
    assert done.err.endswith("Error: mine.py is there already\nNothing was written. Name a new file: --into FILE.\n")
    assert (folder.path / "mine.py").read_text() == "mine"
