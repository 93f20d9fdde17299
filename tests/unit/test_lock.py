"""``requirements.lock`` has what the package asks for, and says of each file what its checksum is."""

from __future__ import annotations

import re

from packaging.requirements import Requirement

from tests.lowest_versions import PYPROJECT, requirements

_LOCKED = re.compile(r"^(\S+==\S+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def locked() -> list[tuple[Requirement, int]]:
    """Each entry, and how many checksums it has."""
    text = PYPROJECT.with_name("requirements.lock").read_text()
    return [(Requirement(entry[1]), entry[2].count("--hash=sha256:")) for entry in _LOCKED.finditer(text)]


def test_every_dependency_is_locked_to_a_version_that_is_allowed() -> None:
    """`make lock` writes it anew."""
    versions = {entry.name: [bound.version for bound in entry.specifier] for entry, _ in locked()}
    allowed = {
        each.name: [each.specifier.contains(it) for it in versions.get(each.name, [])] for each in requirements()
    }
    assert {name: found for name, found in allowed.items() if found != [True]} == {}


def test_every_entry_has_checksums() -> None:
    assert [entry.name for entry, checksums in locked() if checksums == 0] == []
