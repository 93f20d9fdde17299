"""Pauses, retries and tokens, across all the requests of a run."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conformance.rest_object import Scene, Staged
from tests.core import CORE
from tests.diagnostics import error
from tests.scripted import Api, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.api.authority import Authority


def gaps(scene: Scene, method: str) -> list[float]:
    """The seconds between the requests with a method."""
    times = [request.at for request in scene.api.requests if request.seen.method == method]
    return [later - earlier for earlier, later in pairwise(times)]


def at_a_date(_: Request) -> Reply:
    return answer({"message": "later"}, 503, retry_after=formatdate(time.time() + 2, usegmt=True))


@pytest.mark.parametrize(
    ("refusal", "shortest"),
    [
        (answer({"message": "later"}, 503, retry_after="1"), 1.0),
        (answer({"message": "later"}, 429, retry_after="1"), 1.0),
        (at_a_date, 0.9),  # a date has whole seconds
    ],
    ids=["503", "429", "503 with a date"],
)
def test_a_server_that_asks_for_a_pause_gets_it(staged: Staged, refusal: Reply | Handler, shortest: float) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="2")
    scene.api.on("POST /things", in_turn(refusal, scene.things.create))
    scene.apply({"name": "Ada"})
    [gap] = gaps(scene, "POST")
    assert shortest <= gap < shortest + 2


@pytest.mark.parametrize("status", [400, 501])
def test_a_refusal_for_good_is_not_tried_again(staged: Staged, status: int) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="2")
    scene.api.on("POST /things", answer({"message": "no"}, status))
    scene.declare({"name": "Ada"})
    assert f"no ({status})" in error(scene.workspace, "apply").summary
    assert scene.api.lines() == ["POST /things"]


def test_a_server_that_stays_away_is_asked_as_often_as_allowed(staged: Staged) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="2")
    scene.api.on("POST /things", answer({"message": "later"}, 503, retry_after="0"))
    scene.declare({"name": "Ada"})
    assert "later (503)" in error(scene.workspace, "apply").summary
    assert scene.api.lines() == ["POST /things"] * 3


def test_all_requests_pause_when_one_of_them_is_one_too_many(staged: Staged) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="2", SLUICE_REST_MAX_IN_FLIGHT="3")
    refused: list[float] = []
    one = threading.Lock()

    def create(request: Request) -> Reply:
        with one:
            if len(scene.things.objects) == 3 and not refused:
                refused.append(time.monotonic())
                return answer({"message": "slow down"}, 429, retry_after="1")
            return scene.things.create(request)

    scene.api.on("POST /things", create)
    thing = {"path": "/things", "count": 10, "body": {"name": "thing ${count.index}"}}
    scene.workspace.write({"sluice_rest_object.thing": thing})
    scene.workspace.apply()
    assert len(scene.things.objects) == 10
    [start] = refused
    under_way = 0.3  # requests that had left when the refusal came
    assert [at for at in (item.at - start for item in scene.api.requests) if under_way < at < 0.95] == []


def test_an_interrupt_ends_a_pause_at_once(staged: Staged) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="2")
    asked = threading.Event()

    def refuse(_: Request) -> Reply:
        asked.set()
        return answer({"message": "later"}, 503, retry_after="60")

    scene.api.on("POST /things", refuse)
    scene.declare({"name": "Ada"})
    workspace = scene.workspace
    run = subprocess.Popen(
        [*CORE, "apply", "-auto-approve", "-input=false", "-no-color"],
        cwd=workspace.folder,
        env={"PATH": os.environ["PATH"], "CHECKPOINT_DISABLE": "1", **workspace.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert asked.wait(30)
    interrupted = time.monotonic()
    run.send_signal(signal.SIGINT)
    said, _ = run.communicate(timeout=30)
    assert time.monotonic() - interrupted < 5
    assert run.returncode == 1
    assert "stopped while waiting for the server" in " ".join(said.split())
    assert scene.api.lines() == ["POST /things"]


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def issuing(api: Api, tokens: list[str], lifetime: int) -> None:
    """Issue one token after the other for the right client."""

    def issue(request: Request) -> Reply:
        expected = "grant_type=client_credentials&client_id=me&client_secret=hunter22&audience=things"
        if request.seen.body != expected:
            return answer({"error_description": f"wrong: {request.seen.body}"}, 401)
        tokens.append(f"token-{len(tokens) + 1}")
        return answer({"access_token": tokens[-1], "expires_in": lifetime})

    api.on("POST /oauth/token", issue)


def with_credentials(api: Api, ca_file: Path) -> dict[str, str]:
    return {
        "SLUICE_REST_TOKEN_URL": f"{api.url}/oauth/token",
        "SLUICE_REST_CLIENT_ID": "me",
        "SLUICE_REST_CLIENT_SECRET": "hunter22",
        "SLUICE_REST_AUDIENCE": "things",
        "SLUICE_REST_CA_FILE": str(ca_file),
    }


def test_one_token_serves_fifty_objects_until_it_is_refused(staged: Staged, authority: Authority) -> None:
    api, tokens = Api(authority.server_context()), list[str]()
    issuing(api, tokens, lifetime=3600)
    scene = staged(api, **with_credentials(api, authority.file))
    guarded = {"POST /things": scene.things.create, "GET /things/*": scene.things.read}
    revoked: set[str] = set()

    def guard(request: Request) -> Reply:
        token = request.headers["authorization"].removeprefix("Bearer ")
        if token not in tokens or token in revoked:
            return answer({"message": "who are you"}, 401)
        if len(scene.things.objects) == 25:
            revoked.add("token-1")
        return guarded["POST /things" if request.seen.method == "POST" else "GET /things/*"](request)

    for line in guarded:
        api.on(line, guard)
    thing = {"path": "/things", "count": 50, "body": {"name": "thing ${count.index}"}}
    scene.workspace.write({"sluice_rest_object.thing": thing})
    scene.workspace.apply()
    assert len(scene.things.objects) == 50
    assert api.lines("POST").count("POST /oauth/token") == 2
    assert tokens == ["token-1", "token-2"]


def test_two_ways_to_authenticate_are_a_mistake(staged: Staged) -> None:
    scene = staged(SLUICE_REST_TOKEN="t0ken", SLUICE_REST_API_KEY="k3y")
    scene.declare({"name": "Ada"})
    said = error(scene.workspace)
    assert said.summary == "REST API has two ways to authenticate: `token` and `api_key`"
    assert scene.api.lines() == []


def test_a_key_goes_into_the_header_that_the_api_wants(staged: Staged) -> None:
    scene = staged(SLUICE_REST_API_KEY="k3y", SLUICE_REST_API_KEY_HEADER="X-Token")
    scene.apply({"name": "Ada"}, headers={"X-Team": "{streams}"})
    assert {request.headers["x-token"] for request in scene.api.requests} == {"k3y"}
    assert {request.headers["x-team"] for request in scene.api.requests} == {"{streams}"}
