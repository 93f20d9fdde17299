"""Whatever a state holds, and whatever Terraform says of it: `sluice state` shows it, or says what is wrong with it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from provider_lib.errors import StateError
from provider_lib.spec.secret import Secret
from provider_lib.state import State, as_environment, as_kubernetes_secrets, as_provisioning
from provider_lib.state.reading import resources
from provider_lib.systems import CATALOGUE
from tests.e2e.apps import Folder, make_app
from tests.fuzz.documents import spoilt
from tests.fuzz.effort import cases, dice

SHOWN: dict[str, Any] = {
    "format_version": "1.0",
    "terraform_version": "1.15.5",
    "values": {
        "outputs": {"version": {"sensitive": False, "value": "1", "type": "string"}},
        "root_module": {
            "resources": [
                {
                    "address": "sluice_lenses_environment.orders",
                    "mode": "managed",
                    "type": "sluice_lenses_environment",
                    "name": "orders",
                    "values": {
                        "name": "orders",
                        "tier": "test",
                        "agent_key": "agent_key_1",
                        "agent_connected": True,
                    },
                    "sensitive_values": {"agent_key": True},
                },
                {
                    "address": "sluice_lenses_service_account.ci",
                    "mode": "managed",
                    "type": "sluice_lenses_service_account",
                    "name": "ci",
                    "values": {"name": "ci", "token": "sa_key_1", "expires_at": None},
                    "sensitive_values": {"token": True},
                },
            ],
            "child_modules": [
                {
                    "address": "module.m",
                    "resources": [
                        {
                            "address": "module.m.sluice_kafka_connect_connector.sink",
                            "mode": "managed",
                            "type": "sluice_kafka_connect_connector",
                            "name": "sink",
                            "tainted": True,
                            "values": {"name": "sink", "endpoint": "main", "id": "sink", "state": "RUNNING"},
                            "sensitive_values": {},
                        }
                    ],
                }
            ],
        },
    },
}


def tracks(type_name: str) -> Any:
    resource = CATALOGUE.resources.get(type_name)
    return resource.tracked if resource else None


def look_at_all_of(state: State) -> None:
    """What the commands make of a state."""
    str(state.connectors())
    keys, tokens = state.agent_keys(), state.tokens()
    sorted({one.owner for one in (*keys, *tokens)})
    for found in (keys, tokens):
        for form in (as_environment, as_kubernetes_secrets):
            with suppress(StateError):
                form(found, Secret.reveal)
    with suppress(StateError):
        as_provisioning(keys, "hq", Secret.reveal)


def test_what_terraform_shows_of_a_state_is_read_or_refused() -> None:
    chance, refused = dice("shown"), 0
    for _ in range(cases(2000)):
        shown = {**SHOWN, "values": SHOWN["values"]}
        for _ in range(chance.randrange(1, 4)):
            name = chance.choice(list(shown))
            shown[name] = spoilt(chance, shown[name])
        try:
            found = resources("dev", shown, {})
        except StateError:
            refused += 1
            continue
        look_at_all_of(State(tuple(found), tracks))
    assert 0 < refused < cases(2000)


def test_what_terraform_shows_may_be_nested_more_deeply_than_anybody_means() -> None:
    module: dict[str, Any] = {}
    for _ in range(5000):
        module = {"child_modules": [module]}
    with pytest.raises(StateError):
        resources("dev", {"values": {"root_module": module}}, {})


STORED = {"version": 4, "terraform_version": "1.15.5", "serial": 3, "lineage": "l", "outputs": {}, "resources": []}
FILES = {
    "cut": json.dumps(STORED)[:-20],
    "another version": json.dumps({**STORED, "version": 99}),
    "an older version": json.dumps({"version": 3, "serial": 1, "lineage": "l", "modules": [{"path": ["root"]}]}),
    "a list": "[]",
    "a text": '"state"',
    "no serial": json.dumps({key: item for key, item in STORED.items() if key != "serial"}),
    "a serial of text": json.dumps({**STORED, "serial": "three"}),
    "a serial without end": json.dumps(STORED).replace(": 3,", ": 1e999,"),
    "resources of text": json.dumps({**STORED, "resources": "none"}),
    "deep": "[" * 100_000,
    "deep inside": json.dumps(STORED).replace("[]", '[{"a":' + "[" * 20_000 + "]" * 20_000 + "}]"),
    "a number of 5000 digits": json.dumps(STORED).replace(": 3,", f": {'9' * 5000},"),
    "no text": "\udcff\udcfe",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = make_app(tmp_path_factory.mktemp("app"), 'stack("dev")')
    assert made.sluice("synth").code == 0
    return made


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_that_is_no_state_is_told_by_every_command_about_it(app: Folder, content: str) -> None:
    Path(app.path / "terraform.dev.tfstate").write_bytes(content.encode(errors="surrogateescape"))
    done = app.sluice("state", "resources", "--skip-synth")
    assert "bug" not in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
