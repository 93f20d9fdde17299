"""What the documentation and the messages say of installing Sluice works: no package index has it."""

from __future__ import annotations

import re
from pathlib import Path

import provider_lib
from tests.docs.pages import ROOT

_INDEX = re.compile(r"install\b[^`\n]*[ '\"=]terraform-provider-sluice|terraform-provider-sluice\[")
_WHEEL = re.compile(r"terraform_provider_sluice-[\w.]+-py3")


def texts() -> list[Path]:
    """Whatever a user may read."""
    folders = [path for name in ("docs", "examples", "provider_lib", "stacks") for path in (ROOT / name).rglob("*")]
    return [path for path in [*ROOT.glob("*.md"), *folders] if path.suffix in (".md", ".py", ".tf")]


def found(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    read = {str(path.relative_to(ROOT)): pattern.findall(path.read_text()) for path in texts()}
    return {path: matches for path, matches in read.items() if matches}


def test_nothing_says_to_install_sluice_from_an_index() -> None:
    assert found(_INDEX) == {}


def test_the_wheel_has_the_name_of_this_version() -> None:
    named = found(_WHEEL)
    assert "README.md" in named
    assert {name for names in named.values() for name in names} == {
        f"terraform_provider_sluice-{provider_lib.__version__}-py3"
    }
