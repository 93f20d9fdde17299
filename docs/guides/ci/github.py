"""What a job of GitHub Actions does beside Sluice: one comment of a pull request, and the review of what was merged.

    python .ci/github.py comment review.md     writes the comment, or writes it anew
    python .ci/github.py reviewed review.json  fetches what was reviewed before the commit of this run was merged

Needs GITHUB_TOKEN, and what GitHub sets for every job.
"""

import io
import json
import os
import sys
import urllib.request
import zipfile
from pathlib import Path

MARKER = "<!-- sluice review -->"
AUTHOR = os.environ.get("COMMENT_AUTHOR", "github-actions[bot]")  # whoever GITHUB_TOKEN belongs to
WORKFLOW = ".github/workflows/review.yml"
ARTIFACT = "review"
REPOSITORY = os.environ["GITHUB_REPOSITORY"]
API = f"{os.environ['GITHUB_API_URL']}/repos/{REPOSITORY}"
RUN = f"{os.environ['GITHUB_SERVER_URL']}/{REPOSITORY}/actions/runs/{os.environ['GITHUB_RUN_ID']}"


def call(method, url, body=None):
    """What the API answers, as bytes."""
    request = urllib.request.Request(url, method=method, data=body and json.dumps(body).encode())
    request.add_header("Accept", "application/vnd.github+json")
    # Not to where an artifact is redirected to.
    request.add_unredirected_header("Authorization", f"Bearer {os.environ['GITHUB_TOKEN']}")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def pages(url):
    """All items of a list."""
    number, found = 1, [None] * 100
    while len(found) == 100:
        found = json.loads(call("GET", f"{url}?per_page=100&page={number}"))
        yield from found
        number += 1


def comment(file):
    """Write the comment of the pull request, or write it anew: only one of our own counts, whatever others write."""
    number = os.environ["GITHUB_REF"].split("/")[2]  # refs/pull/NUMBER/merge
    said = file.read_text() if file.exists() else "### The review failed\n\nThe log of the run says why.\n"
    body = {"body": f"{MARKER}\n{said}\n<sub>[Run and full report]({RUN})</sub>\n"}
    for old in pages(f"{API}/issues/{number}/comments"):
        if old["user"]["login"] == AUTHOR and old["body"].startswith(MARKER):
            call("PATCH", f"{API}/issues/comments/{old['id']}", body)
            return
    call("POST", f"{API}/issues/{number}/comments", body)


def reviewed(file):
    """Fetch the report that the last run of the review made of the last commit of the merged pull request."""
    sha, branch = os.environ["GITHUB_SHA"], os.environ["GITHUB_REF_NAME"]
    pulls = [
        pull
        for pull in json.loads(call("GET", f"{API}/commits/{sha}/pulls"))
        if pull["merged_at"] and pull["merge_commit_sha"] == sha and pull["base"]["ref"] == branch
    ]
    if len(pulls) != 1:
        sys.exit(f"{sha} is no pull request's merge: nobody reviewed it")
    head = pulls[0]["head"]["sha"]
    listed = json.loads(call("GET", f"{API}/actions/runs?event=pull_request&head_sha={head}&per_page=100"))
    runs = [
        run
        for run in listed["workflow_runs"]
        if run["path"] == WORKFLOW and run["head_repository"]["full_name"] == REPOSITORY
    ]
    last = max(runs, key=lambda run: run["run_number"], default=None)
    if last is None or last["conclusion"] != "success":
        sys.exit(f"The review of {head} did not pass: nothing was approved")
    artifacts = json.loads(call("GET", f"{API}/actions/runs/{last['id']}/artifacts?name={ARTIFACT}"))["artifacts"]
    if not artifacts or artifacts[0]["expired"]:
        sys.exit(f"The review of {head} is not kept any more")
    with zipfile.ZipFile(io.BytesIO(call("GET", artifacts[0]["archive_download_url"]))) as archive:
        file.write_bytes(archive.read(file.name))


if __name__ == "__main__":
    {"comment": comment, "reviewed": reviewed}[sys.argv[1]](Path(sys.argv[2]))
