"""What a policy found is read from beside the stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.cli.findings import findings_of
from provider_lib.engine.app import Stack
from provider_lib.errors import StateError
from provider_lib.policy import Finding, to_json

FOUND = Finding("team", "warning", "dev/a", "name", "is short", "Because.", "Mend it.", waived="until 2999-01-01: x")


def test_findings_are_those_of_the_last_synth(tmp_path: Path) -> None:
    stack = Stack("dev", tmp_path)
    assert findings_of(stack) == ()
    (tmp_path / "policy.json").write_text(to_json([FOUND]))
    assert findings_of(stack) == (FOUND,)


def test_what_another_version_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text('{"format": 2}')
    with pytest.raises(StateError):
        findings_of(Stack("dev", tmp_path))
