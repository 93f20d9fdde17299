"""Changes: what is sent, what is never overwritten, and what is known after one that failed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.rest_object import THING, Scene
from tests.diagnostics import Said, error
from tests.scripted import Reply, Request, answer

BEFORE = {"name": "Ada", "note": "x", "meta": {"owner": "a", "tier": 1}, "tags": ["a"]}
AFTER = {"name": "Ada", "meta": {"owner": "b", "tier": 1}, "tags": ["a", "b"]}
OPERATIONS = [
    {"op": "remove", "path": "/note"},
    {"op": "replace", "path": "/meta/owner", "value": "b"},
    {"op": "replace", "path": "/tags", "value": ["a", "b"]},
]


@pytest.mark.parametrize(
    ("update", "kind", "body"),
    [
        (None, "application/json", AFTER),
        (
            {"method": "PATCH"},
            "application/json",
            {"note": None, "meta": {"owner": "b"}, "tags": ["a", "b"]},
        ),
        (
            {"method": "PATCH", "headers": {"content-type": "application/merge-patch+json"}},
            "application/merge-patch+json",
            {"note": None, "meta": {"owner": "b"}, "tags": ["a", "b"]},
        ),
        (
            {"method": "PATCH", "headers": {"Content-Type": "application/json-patch+json"}},
            "application/json-patch+json",
            OPERATIONS,
        ),
        (
            {
                "method": "POST",
                "path": "{path}/{id}/edit",
                "query": {"by": "me"},
                "body": {"why": "{id}", "tags": None},
            },
            "application/json",
            {"name": "Ada", "meta": {"owner": "b", "tier": 1}, "why": "1"},
        ),
    ],
    ids=["PUT", "merge patch", "merge patch by its own type", "JSON Patch", "another call"],
)
def test_a_change_is_sent_in_the_form_that_is_asked_for(
    scene: Scene, update: dict[str, Any] | None, kind: str, body: Any
) -> None:
    def change(_: Request) -> Reply:
        scene.things.objects["1"] = {"id": 1} | AFTER
        return answer(status=204)

    scene.api.on("PUT /things/1", change)
    scene.api.on("PATCH /things/1", change)
    scene.api.on("POST /things/1/edit", change)
    scene.apply(BEFORE, update=update)
    scene.api.forget()
    scene.apply(AFTER, update=update)
    method, path = (update or {}).get("method", "PUT"), (update or {}).get("path", "/things/1")
    [sent] = [request for request in scene.api.requests if request.seen.method != "GET"]
    assert sent.line == f"{method} {path.format(path='/things', id=1)}{'?by=me' if 'edit' in path else ''}"
    assert (sent.headers["content-type"], sent.json) == (kind, body)
    assert scene.is_settled()


def versioned(scene: Scene, member: str = "version") -> list[Request]:
    """Objects with a version, as ETag and as a member; the list gets every PUT and DELETE."""
    writes: list[Request] = []
    things = scene.things

    def read(request: Request) -> Reply:
        found = things.objects.get(request.name)
        return answer({"message": "none"}, 404) if found is None else answer(found, etag=f'"{found[member]}"')

    def create(request: Request) -> Reply:
        things.create(request)
        things.only[member] = 1
        return answer(things.only, 201)

    def write(request: Request) -> Reply:
        writes.append(request)
        held = things.only
        match = request.headers.get("if-match")
        if match not in (None, f'"{held[member]}"') or (request.json or {}).get(member, held[member]) != held[member]:
            return answer({"message": "it is a newer version"}, 412 if match else 409)
        if request.seen.method == "DELETE":
            return things.delete(request)
        held |= request.json | {member: held[member] + 1}
        return answer(held)

    scene.api.on("GET /things/*", read)
    scene.api.on("POST /things", create)
    scene.api.on("PUT /things/*", write)
    scene.api.on("DELETE /things/*", write)
    return writes


@pytest.mark.parametrize(
    ("revision_from", "revision", "body"),
    [
        ("header:ETag", '"1"', {"name": "Bea", "version": 1}),
        ("body:version", 1, {"name": "Bea", "version": 1}),
        (r"body:meta\.rev", 1, {"name": "Bea", "meta.rev": 1}),
    ],
)
def test_a_change_carries_the_version_that_it_was_planned_from(
    scene: Scene, revision_from: str, revision: Any, body: Any
) -> None:
    writes = versioned(scene, "meta.rev" if "meta" in revision_from else "version")
    scene.apply({"name": "Ada"}, revision_from=revision_from)
    assert scene.state["revision"] == revision
    scene.apply({"name": "Bea"}, revision_from=revision_from)
    [write] = writes
    assert (write.headers.get("if-match"), write.json) == ('"1"' if "header" in revision_from else None, body)
    assert scene.is_settled()
    scene.workspace.destroy()
    assert scene.things.objects == {}


@pytest.mark.parametrize("revision_from", ["header:ETag", "body:version"])
def test_a_version_that_changed_after_the_plan_is_not_overwritten(scene: Scene, revision_from: str) -> None:
    versioned(scene)
    scene.apply({"name": "Ada"}, revision_from=revision_from)
    scene.declare({"name": "Bea"}, revision_from=revision_from)
    scene.workspace.run("plan", "-out=planned", "-input=false")
    scene.things.only.update({"name": "Cyd", "version": 2})
    said = scene.workspace.run("apply", "-input=false", "-no-color", "planned", code=1).problem()
    assert "rest object default/things/1 was changed by somebody else" in said
    assert "nothing was written. Plan again, look at what is different now, and apply that." in said
    assert scene.things.only == {"id": 1, "name": "Cyd", "version": 2}
    assert scene.state["body"] == {"name": "Cyd"}
    scene.workspace.apply()
    assert scene.things.only == {"id": 1, "name": "Bea", "version": 3}


def test_a_version_that_changed_after_the_plan_is_not_deleted(scene: Scene) -> None:
    writes = versioned(scene)
    scene.apply({"name": "Ada"}, revision_from="header:ETag")
    scene.workspace.run("plan", "-destroy", "-out=planned", "-input=false")
    scene.things.only.update({"name": "Cyd", "version": 2})
    said = scene.workspace.run("apply", "-input=false", "-no-color", "planned", code=1).problem()
    assert "rest object default/things/1 was changed by somebody else" in said
    assert [write.line for write in writes] == ["DELETE /things/1"]
    assert scene.things.only == {"id": 1, "name": "Cyd", "version": 2}


@pytest.mark.parametrize("status", [400, 500])
def test_after_a_change_that_failed_the_state_is_what_the_server_really_holds(scene: Scene, status: int) -> None:
    def half(request: Request) -> Reply:
        scene.things.only["name"] = request.json["name"]
        return answer({"message": f"no more {request.json['password']}"}, status)

    secret = {"secret_body": {"password": "hunter22"}}
    scene.apply({"name": "Ada", "age": 36}, **secret)
    scene.api.on("PUT /things/1", half)
    scene.declare({"name": "Bea", "age": 37}, **secret)
    verb = "refused to" if status == 400 else "could not"
    assert error(scene.workspace, "apply") == Said(
        f"REST API {verb} update rest object default/things/1: no more *** ({status})",
        f"PUT /things/1 was answered with {status}.",
        THING,
    )
    assert scene.state["body"] == {"name": "Bea", "age": 36}
    assert scene.difference()["body"] == ({"name": "Bea", "age": 36}, {"name": "Bea", "age": 37})


def test_a_change_at_a_place_that_makes_another_object_replaces_it(scene: Scene) -> None:
    body = {"name": "Ada", "spec": {"region": "eu", "size": 1}}
    scene.apply(body, replace_on=["spec.region"])
    scene.declare({"name": "Ada", "spec": {"region": "eu", "size": 2}}, replace_on=["spec.region"])
    assert scene.workspace.plan().changes == {THING: ["update"]}
    scene.apply({"name": "Ada", "spec": {"region": "us", "size": 1}}, replace_on=["spec.region"])
    assert scene.things.objects == {"2": {"id": 2, "name": "Ada", "spec": {"region": "us", "size": 1}}}


def test_of_a_body_that_is_not_all_known_only_the_unknown_part_is_known_after_apply(scene: Scene) -> None:
    scene.workspace.write(
        {
            "terraform_data.other": {"input": "eu"},
            THING: {
                "path": "/things",
                "body": {"name": "Ada", "spec": {"region": "${terraform_data.other.output}", "size": 1}},
                "replace_on": ["spec.region"],
            },
        }
    )
    [change] = [item["change"] for item in scene.workspace.plan().json["resource_changes"] if item["address"] == THING]
    assert change["after"]["body"] == {"name": "Ada", "spec": {"size": 1}}
    assert change["after_unknown"]["body"] == {"spec": {"region": True}}
    scene.workspace.apply()
    assert scene.things.only == {"id": 1, "name": "Ada", "spec": {"region": "eu", "size": 1}}
    assert scene.is_settled()


def test_a_place_that_may_change_may_make_another_object(scene: Scene) -> None:
    scene.apply({"region": "eu"}, replace_on=["region"])
    scene.workspace.write(
        {
            "terraform_data.other": {"input": "eu"},
            THING: {"path": "/things", "body": {"region": "${terraform_data.other.output}"}, "replace_on": ["region"]},
        }
    )
    assert scene.workspace.plan().changes[THING] == ["delete", "create"]


def test_an_api_whose_address_is_not_known_yet_is_not_called_while_planning(scene: Scene) -> None:
    scene.workspace.write(
        {"terraform_data.api": {"input": scene.api.url}, THING: {"path": "/things", "endpoint": "crm", "body": {}}},
        provider={"sluice": {"rest": {"crm": {"url": "${terraform_data.api.output}"}}}},
    )
    assert scene.workspace.plan().changes == {"terraform_data.api": ["create"], THING: ["create"]}
    assert scene.api.lines() == []
    scene.workspace.apply()
    assert scene.api.lines() == ["POST /things", "GET /things/1"]


def test_a_change_that_takes_a_while_is_waited_for_where_its_answer_says(scene: Scene) -> None:
    steps = ["RUNNING", "RUNNING", "DONE"]
    scene.api.on(
        "PUT /things/1", lambda request: (scene.things.replace(request), answer(status=202, location="/ops/9"))[1]
    )
    scene.api.on("GET /ops/9", lambda _: answer({"state": steps.pop(0)}))
    wait = {"update": {"path": "header:Location", "status": "body:state", "pending": ["running"], "interval": "20ms"}}
    scene.apply({"name": "Ada"}, wait=wait)
    scene.api.forget()
    scene.apply({"name": "Bea"}, wait=wait)
    assert scene.api.lines() == [*["GET /things/1"] * 2, "PUT /things/1", *["GET /ops/9"] * 3, "GET /things/1"]
