"""A shell completes stacks, constructs and engines without a synth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app that was synthesized, whose program is gone."""
    (tmp_path / "cdktf.json").write_text(json.dumps({"language": "python", "app": "exit 1"}))
    stacks = {}
    for name in ("dev", "demo", "prod"):
        folder = tmp_path / "cdktf.out/stacks" / name
        folder.mkdir(parents=True)
        made = {"a_b": {"c": {"//": {"metadata": {"path": f"{name}/orders"}}}}}
        (folder / "cdk.tf.json").write_text(json.dumps({"resource": made}))
        stacks[name] = {"name": name, "workingDirectory": f"stacks/{name}"}
    (tmp_path / "cdktf.out/manifest.json").write_text(json.dumps({"stacks": stacks}))
    return tmp_path


def completed(app: Path, words: str) -> list[str]:
    """What bash offers for the last word."""
    asked = {"_SLUICE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [Path(sys.executable).with_name("sluice")],
        cwd=app,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("sluice dep", ["deploy"]),
        ("sluice diff ", ["dev", "demo", "prod"]),
        ("sluice deploy de", ["dev", "demo"]),
        ("sluice unlock p", ["prod"]),
        ("sluice state connectors de", ["dev", "demo"]),
        ("sluice diff --target prod/", ["prod/orders"]),
        ("sluice diff --engine emb", ["embedded"]),
        ("sluice diff -C /nowhere ", []),
    ],
)
def test_names_are_offered(app: Path, words: str, offered: list[str]) -> None:
    assert completed(app, words) == offered
