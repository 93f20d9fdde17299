"""Only a definite "gone" takes an object out of the state; every other failure leaves the state as it is."""

from __future__ import annotations

import threading

import pytest

from tests.conformance.rest_object import THING, Scene, Staged
from tests.diagnostics import Said, error
from tests.scripted import Reply, Request, answer

READ = "rest object default/things/1"
WRONG_WAY = (
    "The url probably leads to a user interface or a proxy instead of the API.\n"
    "Check `url` of `rest.default` in the provider block, or SLUICE_REST_DEFAULT_URL or SLUICE_REST_URL; it is now "
    "http://HOST.\n"
)
CREDENTIALS = "Check the credentials in `rest.default` in the provider block, and what they may do.\n"
SLOW = (
    "A wait of 0.4 s is allowed; a slow server needs a longer `timeout` of `rest.default` in the provider block, or "
    "SLUICE_REST_DEFAULT_TIMEOUT or SLUICE_REST_TIMEOUT.\nhttp://HOST was tried."
)


@pytest.mark.parametrize("status", [404, 410])
def test_an_object_that_is_gone_is_planned_to_be_made_again(scene: Scene, status: int) -> None:
    scene.apply({"name": "Ada"})
    scene.api.on("GET /things/1", answer({"message": "no such thing"}, status))
    assert scene.workspace.plan().changes == {THING: ["create"]}


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            answer({"message": "who are you"}, 401),
            Said(
                f"REST API refused to read {READ}: who are you (401)",
                f"{CREDENTIALS}GET /things/1 was answered with 401.",
                THING,
            ),
        ),
        (
            answer({"message": "not you"}, 403),
            Said(
                f"REST API refused to read {READ}: not you (403)",
                f"{CREDENTIALS}GET /things/1 was answered with 403.",
                THING,
            ),
        ),
        (
            answer({"message": "slow down"}, 429),
            Said(f"REST API refused to read {READ}: slow down (429)", "GET /things/1 was answered with 429.", THING),
        ),
        (
            answer({"message": "the disk is full"}, 500),
            Said(
                f"REST API could not read {READ}: the disk is full (500)",
                "GET /things/1 was answered with 500.",
                THING,
            ),
        ),
        (
            Reply(200, "<html>Please log in</html>", {"content-type": "text/html"}),
            Said(
                f"REST API was asked to read {READ} and answered with a web page instead of JSON",
                f"{WRONG_WAY}GET /things/1 was answered with 200.",
                THING,
            ),
        ),
        (
            Reply(404, "<html>No such page</html>", {"content-type": "text/html"}),
            Said(
                f"REST API was asked to read {READ} and answered with a web page that says 404",
                f"{WRONG_WAY}GET /things/1 was answered with 404.",
                THING,
            ),
        ),
    ],
    ids=["401", "403", "429", "500", "web page", "web page that says 404"],
)
def test_a_refresh_that_cannot_tell_is_an_error_and_leaves_the_state_as_it_is(
    scene: Scene, reply: Reply, said: Said
) -> None:
    scene.apply({"name": "Ada"})
    before = scene.stored
    scene.api.on("GET /things/1", reply)
    assert error(scene.workspace, "apply") == said
    assert scene.stored == before


def test_a_refresh_without_an_answer_is_an_error_and_leaves_the_state_as_it_is(staged: Staged) -> None:
    scene = staged(SLUICE_REST_TIMEOUT="400ms")
    scene.apply({"name": "Ada"})
    before, over = scene.stored, threading.Event()

    def never(_: Request) -> Reply:
        over.wait(20)
        return answer({})

    scene.api.on("GET /things/1", never)
    try:
        assert error(scene.workspace, "apply") == Said(
            f"REST API cannot be reached to read {READ}: no answer in time", SLOW, THING
        )
    finally:
        over.set()
    assert scene.stored == before
