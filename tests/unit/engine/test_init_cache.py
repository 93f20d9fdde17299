"""Init is skipped only while nothing that it is for, or that it made, has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from provider_lib import __version__
from provider_lib.engine.init_cache import InitNote, admit_own
from provider_lib.engine.install import launcher_hash

OURS = "sluice.internal/sluice/sluice"
OTHER = 'provider "registry.terraform.io/hashicorp/random" {\n  version = "3.0.0"\n}\n'
STACK: dict[str, Any] = {
    "resource": {"terraform_data": {"x": {"input": 1}}},
    "terraform": {"backend": {"local": {"path": "/a.tfstate"}}, "required_providers": {"sluice": {"source": OURS}}},
}


def lock(version: str) -> str:
    return f'provider "{OURS}" {{\n  version     = "{version}"\n  hashes = [\n    "h1:x=",\n  ]\n}}\n'


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """A folder as init leaves it, with its note."""
    (tmp_path / "cdk.tf.json").write_text(json.dumps(STACK))
    (tmp_path / ".terraform.lock.hcl").write_text(lock(__version__))
    (tmp_path / ".terraform" / "providers" / OURS).mkdir(parents=True)
    (tmp_path / ".terraform" / "terraform.tfstate").write_text("backend a")
    note(tmp_path).write()
    return tmp_path


def note(folder: Path, engine: str = "terraform", **environment: str) -> InitNote:
    return InitNote(folder, (engine,), environment)


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    stack = json.loads((folder / "cdk.tf.json").read_text())
    change(stack)
    (folder / "cdk.tf.json").write_text(json.dumps(stack))


def test_an_init_serves_while_nothing_changed(stack: Path) -> None:
    assert note(stack).is_current()


def test_a_change_of_resources_needs_no_init(stack: Path) -> None:
    rewrite(stack, lambda it: it["resource"].update(terraform_data={"y": {}}))
    assert note(stack).is_current()


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["terraform"]["backend"]["local"].update(path="/b.tfstate"),
        lambda it: it["terraform"]["required_providers"].update(random={"source": "hashicorp/random"}),
        lambda it: it.update(module={"m": {"source": "./m"}}),
    ],
)
def test_a_change_of_what_init_reads_needs_one(stack: Path, change: Callable[[dict[str, Any]], object]) -> None:
    rewrite(stack, change)
    assert not note(stack).is_current()


def test_another_engine_or_other_arguments_need_one(stack: Path) -> None:
    assert not note(stack, "tofu").is_current()
    assert not note(stack, TF_CLI_ARGS_init="-backend-config=x").is_current()
    assert note(stack, UNRELATED="1").is_current()


def test_an_init_by_somebody_else_needs_another(stack: Path) -> None:
    (stack / ".terraform" / "terraform.tfstate").write_text("backend b")
    assert not note(stack).is_current()


def test_a_provider_that_went_away_needs_one(stack: Path) -> None:
    (stack / ".terraform" / "providers" / OURS).rmdir()
    assert not note(stack).is_current()


def test_a_folder_never_initialized_needs_one(tmp_path: Path) -> None:
    assert not note(tmp_path).is_current()


def test_our_provider_locked_at_another_version_is_unlocked(tmp_path: Path) -> None:
    path = tmp_path / ".terraform.lock.hcl"
    path.write_text(f"{OTHER}\n{lock('0.0.1')}")
    admit_own(tmp_path)
    assert path.read_text() == f"{OTHER}\n"


def test_our_provider_locked_at_this_version_stays_locked(tmp_path: Path) -> None:
    path = tmp_path / ".terraform.lock.hcl"
    text = f"{OTHER}\n{lock(__version__)}".replace("h1:x=", launcher_hash())
    path.write_text(text)
    admit_own(tmp_path)
    assert path.read_text() == text


def test_a_lock_of_a_package_from_a_registry_admits_the_provider_of_this_installation_too(tmp_path: Path) -> None:
    path = tmp_path / ".terraform.lock.hcl"
    locked = lock(__version__).replace(OURS, "registry.example.com/acme/sluice")
    path.write_text(f"{OTHER}\n{locked}")
    admit_own(tmp_path)
    both = locked.replace('    "h1:x=",\n', f'    "{launcher_hash()}",\n    "h1:x=",\n')
    assert path.read_text() == f"{OTHER}\n{both}"


def test_a_folder_without_a_lock_file_stays_without(tmp_path: Path) -> None:
    admit_own(tmp_path)
    assert list(tmp_path.iterdir()) == []
