"""Deletes: of what is gone, of what is busy, of what takes a while, and by other calls than DELETE."""

from __future__ import annotations

import pytest

from tests.conformance.rest_object import THING, Scene
from tests.scripted import Reply, Request, answer, in_turn


@pytest.mark.parametrize("status", [404, 410])
def test_an_object_that_is_gone_already_counts_as_deleted(scene: Scene, status: int) -> None:
    scene.apply({"name": "Ada"})
    scene.api.on("DELETE /things/1", answer({"message": "no such thing"}, status))
    scene.workspace.destroy()
    assert scene.workspace.state() == {}
    assert scene.api.lines("DELETE") == ["DELETE /things/1"] * 2, "the collection answers in between"


def test_a_delete_that_the_server_is_too_busy_for_is_tried_again(scene: Scene) -> None:
    scene.apply({"name": "Ada"})
    scene.api.on("DELETE /things/1", in_turn(answer({"message": "in use"}, 409), scene.things.delete))
    scene.workspace.destroy()
    assert scene.api.lines("DELETE") == ["DELETE /things/1"] * 2
    assert scene.things.objects == {}


def test_a_delete_that_stays_impossible_fails_when_its_time_is_up(scene: Scene) -> None:
    scene.apply({"name": "Ada"}, timeouts={"delete": "1s"})
    scene.api.on("DELETE /things/1", answer({"message": "in use"}, 409))
    assert "in use (409)" in scene.workspace.refuse("destroy")
    assert scene.workspace.state().keys() == {THING}


def test_a_delete_that_is_only_accepted_is_waited_for(scene: Scene) -> None:
    scene.apply({"name": "Ada"})
    left = iter(range(2))

    def read(request: Request) -> Reply:
        if next(left, None) is None:
            scene.things.objects.clear()
        return scene.things.read(request)

    scene.api.on("DELETE /things/1", answer(status=202))
    scene.workspace.run("plan", "-destroy", "-out=planned", "-input=false")
    scene.api.on("GET /things/*", read)
    scene.api.forget()
    scene.workspace.run("apply", "-input=false", "planned")
    assert scene.api.lines() == ["DELETE /things/1", *["GET /things/1"] * 3]
    assert scene.workspace.state() == {}


def test_a_delete_that_fails_in_the_end_keeps_the_object(scene: Scene) -> None:
    wait = {"delete": {"status": "body:state", "failure": ["stuck"], "pending": ["deleting"], "interval": "20ms"}}
    scene.apply({"name": "Ada"}, wait=wait)
    scene.api.on("DELETE /things/1", answer(status=202))
    scene.workspace.run("plan", "-destroy", "-out=planned", "-input=false")
    scene.api.on("GET /things/1", in_turn(answer({"state": "deleting"}), answer({"state": "stuck"})))
    said = scene.workspace.run("apply", "-input=false", "-no-color", "planned", code=1).problem()
    assert "the delete of rest object default/things/1 failed: its status is stuck" in said
    assert scene.workspace.state().keys() == {THING}


def test_a_delete_is_sent_as_it_is_specified(scene: Scene) -> None:
    def clear(_: Request) -> Reply:
        scene.things.objects.clear()
        return answer({"done": True})

    scene.api.on("POST /things/delete", clear)
    delete = {
        "method": "POST",
        "path": "{path}/delete",
        "query": {"force": "true"},
        "headers": {"X-Reason": "end of {id}"},
        "body": {"ids": ["{id}"], "note": None, "filter": "{x}"},
    }
    scene.apply({"name": "Ada"}, delete=delete)
    scene.workspace.destroy()
    sent, look = scene.api.requests[-2:]
    assert (sent.line, sent.headers["x-reason"]) == ("POST /things/delete?force=true", "end of 1")
    assert look.line == "GET /things/1"
    assert sent.json == {"ids": ["1"], "note": None, "filter": "{x}"}
    assert scene.workspace.state() == {}


def test_a_protected_object_is_not_deleted(scene: Scene) -> None:
    scene.apply({"name": "Ada"}, deletion_protection=True)
    assert "is protected and would be deleted" in scene.workspace.refuse("destroy")
    assert scene.api.lines("DELETE") == []
