"""Documents of the user's own shape: how a change is sent, when it makes another object, whose version it is about."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec.types import UNKNOWN, DynamicValue
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life

OLD, NEW = "hunter22", "correct-horse"
BEFORE = {"name": "Ada", "note": "x", "meta": {"owner": "a", "tier": 1}, "tags": ["a"]}
AFTER = {"name": "Ada", "meta": {"owner": "b", "tier": 1}, "tags": ["a", "b"]}
MERGED = {"note": None, "meta": {"owner": "b"}, "tags": ["a", "b"]}
OPERATIONS = [
    {"op": "remove", "path": "/note"},
    {"op": "replace", "path": "/meta/owner", "value": "b"},
    {"op": "replace", "path": "/tags", "value": ["a", "b"]},
]
PATCH = {"method": "PATCH"}
MERGE_PATCH = {"method": "PATCH", "headers": {"content-type": "application/merge-patch+json"}}
JSON_PATCH = {"method": "PATCH", "headers": {"Content-Type": "application/json-patch+json; charset=utf-8"}}


def becoming(desk: Desk, body: Any) -> None:
    """Whatever is sent, the object becomes this."""

    def change(_: Request) -> Reply:
        desk.things.objects["1"] = {"id": 1, **body}
        return answer(status=204)

    for method in ("PUT", "PATCH"):
        desk.on(f"{method} /things/1", change)
    desk.on("POST /things/1/edit", change)


def made(desk: Desk, body: Any, **values: Any) -> Life:
    """An object that is there."""
    life = desk.thing(body, **values)
    life.apply()
    desk.forget()
    return life


@pytest.mark.parametrize(
    ("update", "line", "kind", "body"),
    [
        (None, "PUT /things/1", "application/json", AFTER),
        (PATCH, "PATCH /things/1", "application/json", MERGED),
        (MERGE_PATCH, "PATCH /things/1", "application/merge-patch+json", MERGED),
        (JSON_PATCH, "PATCH /things/1", "application/json-patch+json; charset=utf-8", OPERATIONS),
        (
            {"method": "PATCH", "headers": {"content-type": "Application/JSON-Patch+JSON"}},
            "PATCH /things/1",
            "Application/JSON-Patch+JSON",
            OPERATIONS,
        ),
        (
            {
                "method": "POST",
                "path": "{path}/{id}/edit",
                "query": {"by": "{id}"},
                "body": {"why": "{id}", "tags": None},
            },
            "POST /things/1/edit?by=1",
            "application/json",
            {"name": "Ada", "meta": {"owner": "b", "tier": 1}, "why": "1"},
        ),
        (
            JSON_PATCH | {"body": [{"op": "test", "path": "/id", "value": 1}]},
            "PATCH /things/1",
            "application/json-patch+json; charset=utf-8",
            [{"op": "test", "path": "/id", "value": 1}, *OPERATIONS],
        ),
    ],
)
def test_a_change_is_sent_in_the_form_that_is_asked_for(
    desk: Desk, update: dict[str, Any] | None, line: str, kind: str, body: Any
) -> None:
    ada = made(desk, BEFORE, update=update)
    becoming(desk, AFTER)
    ada.apply(body=AFTER)
    [sent] = [request for request in desk.requests if request.seen.method != "GET"]
    assert (sent.line, sent.headers["content-type"], sent.json) == (line, kind, body)
    assert ada.plan().is_empty


@pytest.mark.parametrize(("update", "sent"), [(PATCH, {"name": "Ada"}), (None, {"name": "Ada"})])
def test_a_body_that_comes_later_is_sent_whole(desk: Desk, update: dict[str, Any] | None, sent: Any) -> None:
    ada = made(desk, None, update=update)
    becoming(desk, {"name": "Ada"})
    ada.apply(body={"name": "Ada"})
    assert desk.bodies("PUT", "PATCH") == [sent]
    assert ada.plan().is_empty


def test_what_is_sent_beside_a_body_does_not_show(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada"}, create={"body": {"by": "me"}, "headers": {"X-By": "me"}, "query": {"dry": "no"}})
    assert ada["body"].value == {"name": "Ada"}
    assert desk.things.only == {"id": 1, "name": "Ada", "by": "me"}
    assert ada.plan().is_empty


def test_an_object_without_a_body_is_one_too(desk: Desk) -> None:
    desk.on("POST /things", lambda request: answer({"id": 1, "sent": request.seen.body}, 201))
    desk.on("GET /things/1", answer({"id": 1, "x": 2}))
    nothing = made(desk, None)
    assert (nothing["body"], nothing["output"].value) == (None, {"id": 1, "x": 2})
    assert nothing.plan().is_empty


def test_what_the_server_added_or_was_told_to_ignore_is_no_difference(desk: Desk) -> None:
    body = {"name": "Ada", "meta": {"ts": 1, "owner": "x"}, "items": [{"sku": "a", "seen": 1}]}
    ada = made(desk, body, ignore=["meta.ts", "items[*].seen"])
    desk.things.objects["1"] |= {
        "meta": {"ts": 9, "owner": "x", "etag": "1"},
        "items": [{"sku": "a", "seen": 5}],
        "more": 1,
    }
    assert ada.plan().is_empty
    desk.things.objects["1"]["meta"]["owner"] = "y"
    assert ada.plan().difference["body"][0].value == {
        "name": "Ada",
        "meta": {"ts": 1, "owner": "y"},
        "items": [{"sku": "a", "seen": 1}],
    }


def test_what_means_the_same_by_the_users_own_rules_is_no_difference(desk: Desk) -> None:
    equivalent = {"port": "text", "rules": "json", "note": "null", "tags": "set", "users": "key:name"}
    body = {"port": 80, "rules": '{"a": 1}', "note": None, "tags": ["a", "b"], "users": [{"name": "x"}, {"name": "y"}]}
    ada = made(desk, body, equivalent=equivalent)
    desk.things.objects["1"] = {
        "id": 1,
        "port": "80",
        "rules": '{"a":1}',
        "tags": ["b", "a"],
        "users": [{"name": "y", "id": 2}, {"name": "x", "id": 1}],
    }
    assert ada.plan().is_empty
    desk.things.objects["1"]["users"].pop()
    assert not ada.plan().is_empty


def test_the_answer_to_a_body_shows_as_output(desk: Desk) -> None:
    def create(request: Request) -> Reply:
        desk.things.objects["1"] = {"id": 1, **request.json, "size": 7, "more": "x"}
        return answer(desk.things.only, 201)

    desk.on("POST /things", create)
    ada = made(desk, {"name": "Ada", "size": 5}, ignore=["size"])
    assert (ada["body"].value, ada["output"].value) == ({"name": "Ada", "size": 5}, {"name": "Ada", "size": 7})
    assert ada.plan().is_empty
    assert ada.plan(body={"name": "Eve", "size": 5}).difference["output"][1] is UNKNOWN


def test_an_object_that_is_changed_elsewhere_to_a_body_of_another_shape_shows(desk: Desk) -> None:
    ada = made(desk, {"name": "Ada", "tags": {"a": 1}})
    desk.things.objects["1"]["tags"] = "none"
    assert ada.plan().difference["body"][0].value == {"name": "Ada", "tags": "none"}


# Another object


def test_a_change_at_a_place_that_makes_another_object_replaces_it(desk: Desk) -> None:
    spec = {"region": "eu", "size": 1}
    ada = made(desk, {"spec": spec}, replace_on=["spec.region", "kinds[*]"])
    assert ada.plan(body={"spec": spec | {"size": 2}}).action == "update"
    assert ada.plan(body={"spec": spec, "kinds": ["a"]}).action == "replace"
    planned = ada.plan(body={"spec": spec | {"region": "us"}})
    assert (planned.action, planned.replacing) == ("replace", [("body",)])
    planned.apply()
    assert desk.things.objects == {"2": {"id": 2, "spec": {"region": "us", "size": 1}}}


def test_a_place_that_may_change_may_make_another_object(desk: Desk) -> None:
    ada = made(desk, {"region": "eu"}, replace_on=["region"])
    assert ada.plan(body=DynamicValue(["object", {"region": "string"}], {"region": UNKNOWN})).action == "replace"
    assert ada.plan(body=UNKNOWN).action == "replace"
    assert ada.plan(replace_on=UNKNOWN, body={"region": "us"}).action == "update"


def test_of_a_body_that_is_not_all_known_the_rest_is_planned(desk: Desk) -> None:
    kind = ["object", {"name": "string", "region": "string"}]
    ada = desk.thing(DynamicValue(kind, {"name": "Ada", "region": UNKNOWN}))
    planned = ada.plan()
    assert planned.after["body"].value == {"name": "Ada", "region": UNKNOWN}
    planned.apply(body=DynamicValue(kind, {"name": "Ada", "region": "eu"}))
    assert desk.things.only == {"id": 1, "name": "Ada", "region": "eu"}
    assert ada.plan().is_empty


# Versions


def versioned(desk: Desk, member: str = "version") -> list[Request]:
    """Objects with a version, as ETag and as a member; the list gets every PUT and DELETE."""
    writes: list[Request] = []

    def read(request: Request) -> Reply:
        found = desk.things.objects.get(request.name)
        return NOT_THERE if found is None else answer(found, etag=f'"{found[member]}"')

    def create(request: Request) -> Reply:
        desk.things.create(request)
        desk.things.only[member] = 1
        return answer(desk.things.only, 201)

    def write(request: Request) -> Reply:
        writes.append(request)
        held = desk.things.only
        match = request.headers.get("if-match")
        if match not in (None, f'"{held[member]}"') or (request.json or {}).get(member, held[member]) != held[member]:
            return answer({"message": "it is a newer version"}, 412 if match else 409)
        if request.seen.method == "DELETE":
            return desk.things.delete(request)
        held |= request.json | {member: held[member] + 1}
        return answer(held)

    desk.on("POST /things", create)
    desk.on("GET /things/*", read)
    desk.on("PUT /things/*", write)
    desk.on("DELETE /things/*", write)
    return writes


@pytest.mark.parametrize(
    ("revision_from", "revision", "match", "body"),
    [
        ("header:ETag", '"1"', '"1"', {"name": "Eve", "version": 1}),
        ("body:version", 1, None, {"name": "Eve", "version": 1}),
    ],
)
def test_a_change_carries_the_version_that_it_was_planned_from(
    desk: Desk, revision_from: str, revision: Any, match: str | None, body: Any
) -> None:
    writes = versioned(desk)
    ada = made(desk, {"name": "Ada"}, revision_from=revision_from)
    assert ada["revision"].value == revision
    ada.apply(body={"name": "Eve"})
    assert [(write.headers.get("if-match"), write.json) for write in writes] == [(match, body)]
    assert ada.plan().is_empty
    ada.destroy()
    assert desk.things.objects == {}


CHANGED = Diagnostic(
    "error",
    "rest object default/things/1 was changed by somebody else",
    "It is no longer the version that this plan was made from, so nothing was written. Plan again, look at what is "
    "different now, and apply that.\n\n"
    "REST API refused to update rest object default/things/1: it is a newer version ({status})\n"
    "PUT /things/1 was answered with {status}.",
)


@pytest.mark.parametrize(("revision_from", "status"), [("header:ETag", 412), ("body:version", 409)])
def test_a_version_that_changed_after_the_plan_is_not_overwritten(desk: Desk, revision_from: str, status: int) -> None:
    versioned(desk)
    ada = made(desk, {"name": "Ada"}, revision_from=revision_from)
    planned = ada.plan(body={"name": "Eve"})
    desk.things.only.update({"name": "Bob", "version": 2})
    assert refusal(planned.apply) == Diagnostic("error", CHANGED.summary, CHANGED.detail.format(status=status))
    assert desk.things.only == {"id": 1, "name": "Bob", "version": 2}
    assert ada["body"].value == {"name": "Bob"}
    ada.apply(body={"name": "Eve"})
    assert desk.things.only == {"id": 1, "name": "Eve", "version": 3}


def test_a_change_that_met_itself_when_it_was_sent_again_is_done(desk: Desk) -> None:
    versioned(desk)
    ada = made(desk, {"name": "Ada"}, revision_from="header:ETag")
    planned = ada.plan(body={"name": "Eve"})
    desk.things.only.update({"name": "Eve", "version": 2})
    assert planned.apply()["revision"].value == '"2"'
    assert ada.plan().is_empty


def test_a_change_that_met_itself_in_a_form_of_the_servers_own_is_done_too(desk: Desk) -> None:
    versioned(desk)
    ada = made(desk, {"name": "Ada"}, revision_from="header:ETag")
    planned = ada.plan(body={"name": "Eve "})
    desk.things.only.update({"name": "eve", "version": 2})
    assert planned.apply()["revision"].value == '"2"'
    assert ada.plan().is_empty


def test_a_version_of_what_is_gone_cannot_be_overwritten(desk: Desk) -> None:
    versioned(desk)
    ada = made(desk, {"name": "Ada"}, revision_from="header:ETag")
    planned = ada.plan(body={"name": "Eve"})
    desk.on("PUT /things/*", answer({"message": "it is a newer version"}, 412))
    desk.things.objects.clear()
    assert refusal(planned.apply).summary == CHANGED.summary
