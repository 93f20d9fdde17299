"""The core collects its garbage seldom where that is safe, unless somebody says otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from provider_lib import ADDRESS
from provider_lib.engine.garbage import seldom
from provider_lib.engine.provider_lock import LOCK_FILE
from provider_lib.engine.terraform import Engine
from tests.unit.engine.test_embedded import sluice_terraform

MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
OURS = f'provider "{ADDRESS}" {{\n}}\n'
ANOTHER = 'provider "registry.terraform.io/hashicorp/aws" {\n}\n'

TOFU = """\
#!/bin/sh
echo "{\\"$1\\": \\"$GOGC\\"}"
"""


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """The folder of a stack with our provider alone, and with a tofu that tells what it is told."""
    (tmp_path / LOCK_FILE).write_text(OURS)
    binary = tmp_path / "tofu"
    binary.write_text(TOFU)
    binary.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("told", [None, "max\n", f"{MACHINE * 8}\n"], ids=["no container", "no limit", "a high one"])
def test_it_is_collected_seldom_up_to_half_of_the_memory_of_the_machine(stack: Path, told: str | None) -> None:
    if told is not None:
        (stack / "memory.max").write_text(told)
    assert seldom({}, stack, stack / "memory.max") == {"GOGC": "400", "GOMEMLIMIT": str(MACHINE // 2)}


def test_a_container_has_less_memory_than_its_machine(stack: Path) -> None:
    (stack / "memory.max").write_text("1000000\n")
    assert seldom({}, stack, stack / "memory.max") == {"GOGC": "400", "GOMEMLIMIT": "500000"}


@pytest.mark.parametrize("chosen", [{"GOGC": "100"}, {"GOMEMLIMIT": "1GiB"}, {"GOGC": ""}])
def test_what_somebody_chose_stays(stack: Path, chosen: Mapping[str, str]) -> None:
    assert seldom(chosen, stack) == {}


@pytest.mark.parametrize("lock", ["", ANOTHER, OURS + ANOTHER])
def test_providers_in_go_are_not_told_to_collect_seldom(stack: Path, lock: str) -> None:
    (stack / LOCK_FILE).write_text(lock)
    assert seldom({}, stack) == {}


def test_every_way_to_the_core_says_so(stack: Path) -> None:
    engine = Engine.find("tofu", {"PATH": str(stack), "HOME": str(stack)})
    assert engine.schemas(stack) == {"providers": "400"}
    assert sluice_terraform(stack, "plan", path=str(stack))[:2] == (0, '{"plan": "400"}\n')
    assert sluice_terraform(stack, "plan", path=str(stack), GOGC="50")[:2] == (0, '{"plan": "50"}\n')
