"""``sluice review --plan-json``: formats, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from provider_lib.cli.main import application
from provider_lib.errors import ConfigError

PLANS = Path(__file__).parents[2] / "review/plans"
ROTATION = str(PLANS / "key-rotation/plan.json")
VERSION = str(PLANS / "version/plan.json")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(application(["review"]), ["review", *arguments])


def test_a_plan_from_elsewhere_is_reviewed_with_what_it_says_itself() -> None:
    done = run("--plan-json", ROTATION)
    assert done.exit_code == 0
    assert done.output.splitlines()[3] == "lockout  environment orders-prod-eu  changes"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--detailed-exitcode",), 2),
        (("--fail-on", "lockout"), 1),
        (("--fail-on", "restarts", "--detailed-exitcode"), 1),
    ],
)
def test_the_exit_code_tells_how_bad_it_is(arguments: tuple[str, ...], code: int) -> None:
    assert run("--plan-json", ROTATION, *arguments).exit_code == code


def test_what_is_not_as_bad_as_the_limit_passes() -> None:
    assert run("--plan-json", VERSION, "--fail-on", "restarts").exit_code == 0


def test_a_plan_that_is_not_whole_passes_no_limit(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text('{"format_version": "1.2", "errored": true, "resource_changes": []}')
    path = str(tmp_path / "plan.json")
    codes = [run("--plan-json", path, *more).exit_code for more in ([], ["--fail-on", "gap"], ["--detailed-exitcode"])]
    assert codes == [0, 1, 2]


def test_a_report_is_written_into_a_file(tmp_path: Path) -> None:
    for form in ("text", "markdown", "html", "json"):
        done = run("--plan-json", ROTATION, "--format", form, "--out", str(tmp_path / form))
        assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "text").read_text().startswith("LOCKOUT - 1 environment changes")
    assert (tmp_path / "markdown").read_text().startswith("### LOCKOUT\n")
    assert (tmp_path / "html").read_text().startswith("<!doctype html>\n")
    assert json.loads((tmp_path / "json").read_text())["tier"] == "lockout"


def test_one_plan_is_written_in_the_form_that_the_end_of_each_file_tells(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.md", "a.json", "a.html", "a.txt", "a", "a.HTM", "a.Markdown")]
    done = run("--plan-json", ROTATION, *(part for file in files for part in ("--out", str(file))))
    assert (done.exit_code, done.output) == (0, "")
    html = "<!doctype html>\n"
    starts = ("### LOCKOUT\n", "{\n", html, "LOCKOUT - ", "LOCKOUT - ", html, "### LOCKOUT\n")
    assert [file.read_text().startswith(start) for file, start in zip(files, starts, strict=True)] == [True] * 7


def test_what_is_written_is_written_also_when_it_is_too_bad(tmp_path: Path) -> None:
    file = tmp_path / "review.md"
    assert run("--plan-json", ROTATION, "--fail-on", "loss", "--out", str(file)).exit_code == 1
    assert file.read_text().startswith("### LOCKOUT\n")


@pytest.mark.parametrize(
    ("arguments", "summary"),
    [
        (("--plan-json", ROTATION, "--fail-on", "bad"), "There is no tier 'bad'"),
        (("--plan-json", ROTATION, "--format", "pdf"), "There is no format 'pdf'"),
        (("--plan-json", ROTATION, "dev"), "A plan says itself what it is about"),
        (("--plan-json", __file__), f"{__file__} is not JSON"),
        (("--plan-json", "nowhere.json"), "nowhere.json cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[str, ...], summary: str) -> None:
    error = run(*arguments).exception
    assert isinstance(error, ConfigError)
    assert error.summary == summary
