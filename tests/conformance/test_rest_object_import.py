"""Imports: existing objects come in whole, and the plan that follows is empty."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conformance.rest_object import THING, Scene
from tests.scripted import answer


def imported(scene: Scene, import_id: str, body: Any, **values: Any) -> None:
    """Import the object into this configuration."""
    scene.declare(body, **values)
    scene.workspace.run("import", "-input=false", "-no-color", THING, import_id)


@pytest.mark.parametrize(
    ("number", "import_id"), [("7", "default/%2Fthings/7"), ("a/b ?", "default/%2Fthings/a%2Fb%20%3F")]
)
def test_an_imported_object_needs_no_change(scene: Scene, number: str, import_id: str) -> None:
    held = {"id": number, "name": "Ada", "meta": {"owner": "x", "etag": 1}, "made": "today", "api_token": "hunter22"}
    scene.api.on("GET /things/*", answer(held))
    body = {"name": "Ada", "meta": {"owner": "x"}}
    imported(scene, import_id, body, replace_on=["name"])
    assert scene.state["id"] == number
    assert scene.state["body"] == {name: item for name, item in held.items() if name != "api_token"}
    assert b"hunter22" not in scene.stored
    scene.declare(body)
    assert scene.is_settled()


def test_what_is_written_after_an_import_is_what_was_declared_and_what_was_there(scene: Scene) -> None:
    scene.things.objects["7"] = {"id": 7, "name": "Ada", "made": "today"}
    imported(scene, "default/%2Fthings/7", {"name": "Bea"})
    assert scene.workspace.plan().changes == {THING: ["update"]}
    scene.workspace.apply()
    assert scene.api.bodies("PUT") == [{"name": "Bea", "made": "today"}]
    assert scene.state["body"] == {"name": "Bea"}
    assert scene.is_settled()


def test_an_object_that_is_not_there_cannot_be_imported(scene: Scene) -> None:
    scene.declare({"name": "Ada"})
    said = scene.workspace.run("import", "-input=false", "-no-color", THING, "default/%2Fthings/7", code=1).problem()
    assert "'default/%2Fthings/7' is no import id of sluice_rest_object" in said
    assert scene.workspace.state() == {}


def test_an_object_with_calls_of_its_own_is_imported_with_an_import_id_in_json(scene: Scene) -> None:
    scene.api.on("GET /thing/7", answer({"data": {"name": "Ada"}, "v": 3}))
    values = {"object_path": "/thing/{id}", "read": {"headers": {"X-View": "full"}}, "revision_from": "body:v"}
    spec = {"endpoint": "default", "path": "/things", "id": "7", "body": {"data": {"name": None}}} | values
    imported(scene, json.dumps(spec), {"data": {"name": "Ada"}}, **values)
    assert scene.api.requests[-1].headers["x-view"] == "full"
    assert (scene.state["body"], scene.state["revision"]) == ({"data": {"name": "Ada"}}, 3)
    assert scene.is_settled()


@pytest.mark.parametrize(
    ("import_id", "said"),
    [
        ("default/things/7/8", "'default/things/7/8' is no import id of sluice_rest_object"),
        ('{"path": "/things", "idd": 7}', "lacks endpoint and lacks id and has idd, which is no argument"),
        ("{path}", "the import id of sluice_rest_object is no JSON object"),
    ],
)
def test_an_import_id_in_another_form_is_refused_with_the_right_one(scene: Scene, import_id: str, said: str) -> None:
    scene.declare({})
    assert said in scene.workspace.run("import", "-input=false", "-no-color", THING, import_id, code=1).problem()
    assert scene.api.lines() == []
