"""The stacks of the repository, deployed to a sandbox as a team would."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder
from tests.e2e.stacks import PLANTED, STAGES, copy_of_stacks, secrets

EVERYWHERE = {
    "catalogue-changes",
    "loyalty",
    "order-views",
    "orders-analytics",
    "orders-archive",
    "orders-changes",
    "orders-reporting",
    "orders-search",
}
CONNECTORS = {
    "orders-dev": EVERYWHERE,
    "orders-staging": EVERYWHERE | {"carrier-tracking", "stock-levels"},
    "orders-prod-eu": EVERYWHERE | {"carrier-tracking", "stock-levels"},
    "orders-prod-us": {"eu-heartbeat", "eu-offsets", "eu-sales", "order-views"},
    None: {"loyalty", "loyalty-dev", "loyalty-staging"},  # at Streamkap, which has no environments
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Every stage, deployed."""
    with Sandbox() as sandbox:
        folder = copy_of_stacks(tmp_path_factory.mktemp("stacks"), sandbox.environment())
        done = folder.sluice("deploy", "*", "--auto-approve")
        assert done.code == 0, done.err
        yield folder


def synthesized(app: Folder, stage: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((app.path / "cdktf.out/stacks" / stage / "cdk.tf.json").read_text())
    return document


def test_nothing_is_left_to_do_after_a_deploy(app: Folder) -> None:
    done = app.sluice("diff", "--detailed-exitcode")
    assert (done.code, done.out) == (0, "")
    assert sorted(done.err.splitlines()) == ["dev: no changes", "prod: no changes", "staging: no changes"]


def test_each_estate_has_its_connectors_and_all_of_them_run(app: Folder) -> None:
    listed = json.loads(app.sluice("state", "connectors", "--json", "--skip-synth").out)
    assert {item["state"] for item in listed} == {"RUNNING", "Active"}
    found = defaultdict(set)
    for item in listed:
        found[item["environment"]].add(item["name"])
    assert found == CONNECTORS


def test_each_estate_has_an_agent_key_and_production_is_protected(app: Folder) -> None:
    listed = app.sluice("state", "agent-keys", "--json", "--skip-synth").out
    tiers = {item["environment"]: item["tier"] for item in json.loads(listed)}
    assert tiers == {
        "orders-dev": "development",
        "orders-staging": "staging",
        "orders-prod-eu": "production",
        "orders-prod-us": "production",
    }
    done = app.sluice("destroy", "prod", "--auto-approve")
    assert done.code == 1
    assert "deletion_protection" in done.err
    assert app.sluice("diff", "prod", "--detailed-exitcode", "--skip-synth").code == 0


def test_the_example_names_the_secrets_that_the_stacks_take(app: Folder) -> None:
    taken = set()
    for stage in STAGES:
        document = synthesized(app, stage)
        taken |= {f"TF_VAR_{name}" for name in document.get("variable", {})}
        resources = [resource for named in document["resource"].values() for resource in named.values()]
        taken |= {name for resource in resources for name in resource.get("secret_env", {}).values()}
    assert set(secrets()) == taken


def test_no_secret_is_written_anywhere(app: Folder) -> None:
    files = [path for path in app.path.rglob("*") if path.is_file() and not path.is_symlink()]
    assert {f"terraform.{stage}.tfstate" for stage in STAGES} <= {path.name for path in files}
    assert [path for path in files if PLANTED.encode() in path.read_bytes()] == []


def test_two_synths_give_the_same_bytes(tmp_path: Path) -> None:
    app = copy_of_stacks(tmp_path, {})
    texts = []
    for _ in range(2):
        assert app.sluice("synth").code == 0
        texts.append({stage: (app.path / "cdktf.out/stacks" / stage / "cdk.tf.json").read_bytes() for stage in STAGES})
    assert texts[0] == texts[1]
