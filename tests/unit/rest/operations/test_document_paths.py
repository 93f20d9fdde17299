"""The paths of documents: no steps up, and what an API wraps its answers in."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.rest.json import exact_json
from tests.scripted import Handler, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk

STEPS = ["/things/../x", "/things/..", "/things/./1", "/../things", "/things/%2e%2E/x", "/things/.%2e?y=1"]


@pytest.mark.parametrize("path", STEPS)
@pytest.mark.parametrize("argument", ["path", "object_path", "read", "search", "wait"])
def test_a_path_with_a_step_up_is_refused(desk: Desk, argument: str, path: str) -> None:
    values: dict[str, Any] = {
        "read": {"read": {"path": path}},
        "search": {"search": {"path": path}},
        "wait": {"wait": {"create": {"path": path}}},
    }.get(argument, {argument: path})
    said = refusal(lambda: desk.thing({}, **values).validate())
    assert (said.path[0], "without" in said.summary, "the steps . and .." in said.summary) == (argument, True, True)
    assert desk.lines() == []


@pytest.mark.parametrize("path", ["/things?at=/../x", "/things/..a", "/things/...", "/.well-known/x.."])
def test_a_path_with_dots_that_are_no_steps_is_one(desk: Desk, path: str) -> None:
    assert desk.thing({}, path=path).validate() == []


@pytest.mark.parametrize("path", ["/things/../x", "/x/%2e%2e"])
def test_a_step_up_in_an_import_id_is_refused(desk: Desk, path: str) -> None:
    import_id = f"default/{path.replace('%', '%25').replace('/', '%2F')}/7"
    said = refusal(lambda: desk.thing().import_object(import_id))
    assert said.summary == f"{import_id!r} is no import id of sluice_rest_object"
    assert ("without braces and the steps . and .." in said.detail, desk.lines()) == (True, [])


def wrapped(handle: Handler) -> Handler:
    """Answers with what is asked for inside of something else."""

    def handled(request: Request) -> Reply:
        reply = handle(request)
        if not reply.body or reply.status >= 400:
            return reply
        return answer({"data": {"contact": exact_json.decode(reply.body)}, "ok": True}, reply.status)

    return handled


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_object_may_be_wrapped_in_what_the_api_answers(desk: Desk, method: str) -> None:
    things = desk.things
    desk.on("POST /things", wrapped(things.create))
    desk.on("GET /things/*", wrapped(things.read))
    desk.on("PUT /things/*", wrapped(things.replace))
    desk.on("PATCH /things/*", lambda request: things.only.update(request.json) or wrapped(things.read)(request))
    ada = desk.thing({"name": "Ada", "size": 1}, item="data.contact", update={"method": method})
    ada.apply()
    assert (ada["id"], ada["output"].value, ada.plan().is_empty) == ("1", {"name": "Ada", "size": 1}, True)
    things.only["theirs"] = "kept"
    things.only["size"] = 2
    assert ada.plan().difference["body"][0].value == {"name": "Ada", "size": 2}
    ada.apply(body={"name": "Eve", "size": 1})
    assert (things.only, ada.plan().is_empty) == ({"id": 1, "name": "Eve", "size": 1, "theirs": "kept"}, True)
    things.objects.clear()
    assert ada.plan().action == "create"


@pytest.mark.parametrize("body", [{"ok": True}, {"data": None}, {"data": {"contact": None}}, {"data": []}, {"id": 1}])
def test_an_answer_that_lacks_what_is_wrapped_says_nothing_of_it(desk: Desk, body: Any) -> None:
    desk.on("POST /things", wrapped(desk.things.create))
    desk.on("GET /things/*", in_turn(wrapped(desk.things.read), answer(body)))
    ada = desk.thing({"name": "Ada"}, item="data.contact")
    ada.apply()
    told = refusal(ada.refresh)
    assert (told.summary, told.detail) == (
        "REST API was asked to read rest object default/things/1 and answered without it",
        "Expected an object at data.contact of the answer to GET /things/1.",
    )
    assert ada.state is not None


def test_what_names_the_object_is_looked_for_inside_of_what_is_wrapped(desk: Desk) -> None:
    made = {"data": {"contact": {"ref": 7, "name": "Ada", "state": "made"}}}
    desk.on("POST /things", answer(made, 201))
    desk.on("GET /things/7", answer(made))
    wait = {"create": {"status": "body:state", "pending": ["creating"]}}
    assert desk.thing({"name": "Ada"}, item="data.contact", id_from="body:ref", wait=wait).apply()["id"] == "7"
