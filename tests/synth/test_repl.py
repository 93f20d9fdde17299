"""What a user reads in a REPL helps: reprs, signatures, help and completion."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.synth.conftest import FLAVOURS, run_python

TRANSCRIPT = Path(__file__).with_name("repl.txt")


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_repl_prints_what_the_transcript_shows(flavour: str, tmp_path: Path) -> None:
    result = run_python("-m", "doctest", str(TRANSCRIPT), folder=tmp_path, SLUICE_CDK=flavour)
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_whatever_is_listed_has_a_sentence_and_one_for_each_argument(flavour: str, tmp_path: Path) -> None:
    result = run_python("-m", "tests.synth.undocumented", folder=tmp_path, SLUICE_CDK=flavour)
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
