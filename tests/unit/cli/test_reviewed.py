"""``--reviewed`` takes a digest of one stack, or the reviews of several from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.cli.reviewed import reviewed_stacks
from provider_lib.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> str:
    stacks = [{"name": name, "digest": f"1:{name}"} for name in ("dev", "prod")]
    written = tmp_path / "review.json"
    written.write_text(json.dumps({"stacks": stacks}))
    return str(written)


def test_a_digest_is_of_one_stack() -> None:
    assert reviewed_stacks("1:0af", ["dev"]) == {"dev": {"digest": "1:0af"}}
    with pytest.raises(ConfigError, match="A digest is of one stack"):
        reviewed_stacks("1:0af", ["dev", "prod"])


def test_a_file_has_a_digest_of_each_stack(file: str) -> None:
    found = reviewed_stacks(file, ["prod", "dev"])
    assert {name: stack["digest"] for name, stack in found.items()} == {"prod": "1:prod", "dev": "1:dev"}


def test_a_report_of_the_code_alone_is_no_review_of_a_plan(tmp_path: Path) -> None:
    file = tmp_path / "code.json"
    file.write_text(json.dumps({"stacks": [{"name": "dev", "digest": "", "since": "main"}]}))
    with pytest.raises(ConfigError, match="compares only the code of dev"):
        reviewed_stacks(str(file), ["dev"])


def test_a_stack_that_the_file_does_not_know_was_not_reviewed(file: str) -> None:
    with pytest.raises(ConfigError) as raised:
        reviewed_stacks(file, ["dev", "test"])
    assert str(raised.value) == f"{file} has no review of test\nIt is of dev, prod. Nothing was changed."


@pytest.mark.parametrize("content", ["", "[]", '{"stacks": 7}', '{"stacks": [{"name": "dev"}]}', "[" * 100_000])
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "review.md"
    file.write_text(content)
    with pytest.raises(ConfigError, match="is no report in JSON"):
        reviewed_stacks(str(file), ["dev"])


@pytest.mark.parametrize("given", ["nowhere.json", "abc", "1:xyz", "."])
def test_what_is_no_digest_and_no_file_is_refused(given: str) -> None:
    with pytest.raises(ConfigError, match="is no digest, and no file"):
        reviewed_stacks(given, ["dev"])
