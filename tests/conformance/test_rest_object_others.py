"""What others have in an object: a change repeats it, or is refused by the plan."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.rest_object import THING, Scene
from tests.diagnostics import error
from tests.scripted import answer


def test_members_and_secrets_of_others_survive_a_change(scene: Scene) -> None:
    scene.apply({"name": "Ada", "meta": {"tier": 1}, "note": "x"})
    scene.things.only.update(theirs=[1], password="hunter22", meta={"tier": 1, "owner": {"team": "t"}})
    assert scene.is_settled()
    scene.apply({"name": "Bea", "meta": {"tier": 2}})
    meta = {"tier": 2, "owner": {"team": "t"}}
    assert scene.things.only == {"id": 1, "name": "Bea", "meta": meta, "theirs": [1], "password": "hunter22"}
    assert scene.is_settled()
    assert b"hunter22" not in scene.stored


@pytest.mark.parametrize("shown", ["****", None, "ENC(G6N718Uu)"])
def test_what_the_server_hides_is_refused_by_the_plan_until_it_is_given_or_let_go(scene: Scene, shown: Any) -> None:
    scene.apply({"name": "Ada"})
    scene.things.only["db"] = {"password": "hunter22", "host": "h"}
    scene.api.on("GET /things/1", lambda _: answer(scene.things.only | {"db": {"password": shown, "host": "h"}}))
    scene.declare({"name": "Bea"})
    said = error(scene.workspace, "plan")
    assert said.summary == (
        "a change of rest object default/things/1 would lose db.password: the server hides what is there"
    )
    assert scene.api.lines("PUT") == []
    scene.declare({"name": "Bea"}, update={"body": {"db": {"password": None}}})
    run = scene.workspace.run("plan", "-input=false", "-no-color")
    assert "db.password of rest object default/things/1 will be left out of what is written" in run.problem()
    scene.apply({"name": "Bea"}, secret_body={"db": {"password": "hunter22"}})
    assert scene.things.only == {"id": 1, "name": "Bea", "db": {"password": "hunter22", "host": "h"}}
    assert scene.workspace.state()[THING]["secret_revision"] == 1
    assert scene.is_settled()


def test_what_an_api_makes_by_itself_and_refuses_is_left_out(scene: Scene) -> None:
    own = {"made": "then", "links": {"self": "/things/1"}}

    def create(request: Any) -> Any:
        scene.things.create(request)
        scene.things.only.update(own)
        return answer(scene.things.only, 201)

    def replace(request: Any) -> Any:
        if "made" in request.json:
            return answer({"message": "made is read-only"}, 400)
        scene.things.objects["1"] = {"id": 1, **own} | request.json
        return answer(scene.things.only)

    scene.api.on("POST /things", create)
    scene.api.on("PUT /things/1", replace)
    scene.apply({"name": "Ada"})
    scene.things.only["theirs"] = "x"
    scene.apply({"name": "Bea"})
    assert scene.things.only == {"id": 1, "name": "Bea", "theirs": "x", **own}
    assert scene.is_settled()
