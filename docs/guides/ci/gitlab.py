"""What a job of GitLab CI does beside Sluice: one comment of a merge request, and the review of what was merged.

    python .ci/gitlab.py comment review.md     writes the comment, or writes it anew
    python .ci/gitlab.py reviewed review.json  fetches what was reviewed before the commit of this pipeline was merged

Needs REVIEW_TOKEN, a token of the project with the scope api, and what GitLab sets for every job.
"""

import json
import os
import sys
import urllib.request
from pathlib import Path

MARKER = "<!-- sluice review -->"
JOB = "review"
API = f"{os.environ['CI_API_V4_URL']}/projects/{os.environ['CI_PROJECT_ID']}"


def call(method, url, body=None):
    """What the API answers, as bytes."""
    request = urllib.request.Request(url, method=method, data=body and json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    # Not to where an artifact is redirected to.
    request.add_unredirected_header("PRIVATE-TOKEN", os.environ["REVIEW_TOKEN"])
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
    """Write the comment of the merge request, or write it anew: only one of our own counts, whatever others write."""
    notes = f"{API}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    said = file.read_text() if file.exists() else "### The review failed\n\nThe log of the job says why.\n"
    body = {"body": f"{MARKER}\n{said}\n<sub>[Job and full report]({os.environ['CI_JOB_URL']})</sub>\n"}
    me = json.loads(call("GET", f"{os.environ['CI_API_V4_URL']}/user"))["id"]
    for old in pages(notes):
        if old["author"]["id"] == me and old["body"].startswith(MARKER):
            call("PUT", f"{notes}/{old['id']}", body)
            return
    call("POST", notes, body)


def reviewed(file):
    """Fetch the report that the last pipeline made of the last commit of the merged merge request."""
    sha, project = os.environ["CI_COMMIT_SHA"], int(os.environ["CI_PROJECT_ID"])
    merged = [
        request
        for request in json.loads(call("GET", f"{API}/repository/commits/{sha}/merge_requests"))
        if request["state"] == "merged"
        and request["target_branch"] == os.environ["CI_COMMIT_BRANCH"]
        and sha in (request["merge_commit_sha"], request["squash_commit_sha"], request["sha"])
    ]
    if len(merged) != 1:
        sys.exit(f"{sha} is no merge request's: nobody reviewed it")
    request = merged[0]
    pipelines = [
        pipeline
        for pipeline in pages(f"{API}/merge_requests/{request['iid']}/pipelines")
        if pipeline["sha"] == request["sha"] and pipeline["project_id"] == project
    ]
    last = max(pipelines, key=lambda pipeline: pipeline["id"], default={"id": 0})
    jobs = pages(f"{API}/pipelines/{last['id']}/jobs") if pipelines else []
    passed = [job["id"] for job in jobs if job["name"] == JOB and job["status"] == "success"]
    if not passed:
        sys.exit(f"The review of {request['sha']} did not pass: nothing was approved")
    file.write_bytes(call("GET", f"{API}/jobs/{max(passed)}/artifacts/{file.name}"))


if __name__ == "__main__":
    {"comment": comment, "reviewed": reviewed}[sys.argv[1]](Path(sys.argv[2]))
