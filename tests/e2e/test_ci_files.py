"""The files of docs/guides/ci do what the guide says: against a code host that is a server, and the sandbox."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from provider_lib.sandbox import Sandbox
from tests.docs.pages import ROOT
from tests.e2e.apps import BIN, Done, Folder, make_app
from tests.e2e.code_hosts import GITHUB, GITLAB, OURS, THEIRS, TOKEN, CodeHost, code_host

FILES = ROOT / "docs/guides/ci"
MARKER = "<!-- sluice review -->"
REPORT = "### `dev`: SAFE\n"


class Host:
    """A code host, and the job that speaks with it."""

    def __init__(self, script: str, host: CodeHost, folder: Path, environ: dict[str, str]) -> None:
        self.host, self.folder = host, folder
        self._script, self._environ = script, environ

    def does(self, *arguments: str) -> Done:
        done = subprocess.run(
            [sys.executable, FILES / self._script, *arguments],
            cwd=self.folder, env=self._environ, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert TOKEN not in done.stdout + done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def comment(self, said: str | None = REPORT) -> list[str]:
        if said is not None:
            (self.folder / "review.md").write_text(said)
        done = self.does("comment", "review.md")
        assert (done.code, done.err) == (0, "")
        return [comment["body"] for comment in self.host.comments]

    def reviewed(self) -> str:
        done = self.does("reviewed", "review.json")
        return done.err.strip() if done.code else (self.folder / "review.json").read_text()

    def says(self, body: str, *, ours: bool) -> None:
        author = {"user": {"login": OURS if ours else THEIRS}, "author": {"id": 99 if ours else 98}}
        self.host.comments.append({"id": len(self.host.comments) + 1, "body": body, **author})


@pytest.fixture(params=["github.py", "gitlab.py"])
def job(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    routes, header = {"github.py": (GITHUB, "Authorization"), "gitlab.py": (GITLAB, "PRIVATE-TOKEN")}[request.param]
    with code_host(routes, header) as host:
        host.request = {
            "merged_at": "2026-01-02", "merge_commit_sha": "merged", "base": {"ref": "main"}, "head": {"sha": "head"},
            "state": "merged", "squash_commit_sha": None, "target_branch": "main", "sha": "head", "iid": 7,
        }  # fmt: skip
        host.run = {
            "id": 5, "run_number": 5, "path": ".github/workflows/review.yml", "conclusion": "success",
            "head_repository": {"full_name": "shop/streams"}, "sha": "head", "project_id": 3,
            "job": {"status": "success"},
        }  # fmt: skip
        github = {
            "GITHUB_API_URL": host.url, "GITHUB_SERVER_URL": "https://github.example", "GITHUB_RUN_ID": "5",
            "GITHUB_REPOSITORY": "shop/streams", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_REF_NAME": "main",
            "GITHUB_SHA": "merged", "GITHUB_TOKEN": TOKEN,
        }  # fmt: skip
        gitlab = {
            "CI_API_V4_URL": host.url, "CI_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "7", "CI_COMMIT_SHA": "merged",
            "CI_COMMIT_BRANCH": "main", "CI_JOB_URL": "https://gitlab.example/jobs/12", "REVIEW_TOKEN": TOKEN,
        }  # fmt: skip
        yield Host(request.param, host, tmp_path, {**github, **gitlab, "no_proxy": "*"})


def test_there_is_one_comment_which_is_written_anew(job: Host) -> None:
    [first] = job.comment()
    assert first.startswith(f"{MARKER}\n### `dev`: SAFE\n\n<sub>[")
    [second] = job.comment("### `dev`: LOSS\n")
    assert second.startswith(f"{MARKER}\n### `dev`: LOSS\n")


def test_only_a_comment_of_our_own_is_written_anew(job: Host) -> None:
    others = [(f"{MARKER}\nforged", False), ("Coverage is 90 %", True), (f"> {MARKER}\nquoted", True)]
    for body, ours in others:
        job.says(body, ours=ours)
    *kept, _ = job.comment()
    assert kept == [body for body, _ in others]
    assert len(job.comment()) == 4


def test_the_comment_is_found_behind_a_hundred_others(job: Host) -> None:
    for number in range(130):
        job.says(f"comment {number}", ours=False)
    job.comment()
    assert len(job.comment("### `dev`: LOSS\n")) == 131


def test_a_review_that_failed_leaves_no_older_one_in_its_place(job: Host) -> None:
    job.comment()
    (job.folder / "review.md").unlink()
    [body] = job.comment(None)
    assert body.startswith(f"{MARKER}\n### The review failed\n")


def test_what_was_reviewed_is_fetched(job: Host) -> None:
    job.host.report = '{"stacks": [{"name": "dev", "digest": "1:0"}]}'
    assert job.reviewed() == job.host.report
    assert job.host.stored_for in ([], [None])  # the store that GitHub redirects to never sees the token


@pytest.mark.parametrize(
    ("request_", "run", "says"),
    [
        ({"merged_at": None, "state": "opened"}, {}, "nobody reviewed it"),
        ({"merge_commit_sha": "other"}, {}, "nobody reviewed it"),
        ({"base": {"ref": "dev"}, "target_branch": "dev"}, {}, "nobody reviewed it"),
        ({}, {"conclusion": "failure", "job": {"status": "failed"}}, "The review of head did not pass"),
        ({}, {"conclusion": None, "job": {"status": "running"}}, "The review of head did not pass"),
        (
            {},
            {"head_repository": {"full_name": "mallory/streams"}, "project_id": 66},
            "The review of head did not pass",
        ),
        ({"head": {"sha": "pushed"}, "sha": "pushed"}, {}, "The review of pushed did not pass"),
    ],
)
def test_what_nobody_reviewed_is_not_deployed(
    job: Host, request_: dict[str, Any], run: dict[str, Any], says: str
) -> None:
    job.host.request |= request_
    job.host.run |= run
    assert says in job.reviewed()
    assert not (job.folder / "review.json").exists()


def steps(file: str, job: str) -> dict[str, str]:
    """Name -> what a step of GitHub runs; of GitLab, what the script does."""
    jobs = yaml.safe_load((FILES / file).read_text())
    if file == "gitlab-ci.yml":
        return {"script": "\n".join(jobs[job]["script"])}
    return {step["name"]: step["run"] for step in jobs["jobs"][job]["steps"] if "run" in step}


def runs(app: Folder, step: str, **environ: str) -> Done:
    """Run a step as a runner does, without its installation and its code host."""
    kept = "\n".join(line for line in step.splitlines() if not line.startswith("pip install"))
    environment = {**app.environ, "PATH": f"{BIN}:{app.environ['PATH']}", **environ}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", kept],
        cwd=app.path, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    made = make_app(tmp_path, "")
    shutil.copytree(ROOT / "examples/quickstart", made.path, dirs_exist_ok=True)
    with Sandbox() as sandbox:
        yield Folder(made.path, {**made.environ, "ORDERS_DB_PASSWORD": "planted", **sandbox.environment()})


def test_github_deploys_what_the_pull_request_showed_and_nothing_else(app: Folder) -> None:
    review, deploy = steps("github-review.yml", "review"), steps("github-deploy.yml", "deploy")["Deploy"]
    given = {"STACK": "*", "REVIEWED": "review.json"}
    assert runs(app, review["Synthesize"]).code == 0
    assert runs(app, review["Review"], FAIL_ON="--fail-on loss").code == 0
    assert (app.path / "review.md").read_text().startswith("### `quickstart`: SAFE\n")
    program = app.path / "main.py"
    reviewed = program.read_text()
    program.write_text(reviewed.replace('tier="', 'display_name="Other", tier="'))
    refused = runs(app, deploy, **given)
    assert (refused.code, "This is not what was reviewed" in refused.err) == (1, True)
    program.write_text(reviewed)
    assert runs(app, deploy, **given).code == 0


def test_gitlab_deploys_what_the_merge_request_showed_and_nothing_else(app: Folder) -> None:
    review, deploy = steps("gitlab-ci.yml", "review")["script"], steps("gitlab-ci.yml", "deploy")["script"]
    assert runs(app, review, CI_MERGE_REQUEST_LABELS="bug").code == 0
    [stack] = json.loads((app.path / "review.json").read_text())["stacks"]
    assert runs(app, deploy, STACK=stack["name"], REVIEWED=stack["digest"]).code == 0
    without_connector(app)
    assert runs(app, review, CI_MERGE_REQUEST_LABELS="bug").code == 1
    assert (app.path / "review.md").read_text().startswith("### `quickstart`: LOSS\n")
    assert runs(app, review, CI_MERGE_REQUEST_LABELS="bug,loss-is-meant").code == 0


def without_connector(app: Folder) -> None:
    program = app.path / "main.py"
    kept, _, _ = program.read_text().partition("Connector(\n")
    program.write_text(f"{kept}app.synth()\n")


@pytest.mark.parametrize("file", sorted(FILES.glob("*.yml")), ids=lambda file: file.name)
def test_a_deploy_is_what_a_cancel_reaches(file: Path) -> None:
    jobs = yaml.safe_load(file.read_text())
    written = json.dumps(jobs)
    assert written.count("sluice deploy") == written.count("exec sluice deploy")
    if file.name != "github-review.yml":
        last = steps(file.name, "deploy").popitem()[1].splitlines()[-1]
        assert last.startswith("exec sluice deploy ")
