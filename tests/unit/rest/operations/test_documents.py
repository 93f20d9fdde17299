"""Documents of the user's own shape: how a change is sent, when it makes another object, whose version it is about."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.json import exact_json
from provider_lib.spec.types import UNKNOWN, DynamicValue
from provider_lib.systems import CATALOGUE
from tests.scripted import DROP, NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
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


# Secrets


def full(password: str, name: str = "Ada") -> dict[str, Any]:
    """The body as the server gets it."""
    return {"name": name, "db": {"host": "h", "password": password}, "users": [{"name": "u", "pin": password}]}


PLAIN = {"name": "Ada", "db": {"host": "h"}, "users": [{"name": "u"}]}


def secret(password: str) -> dict[str, Any]:
    return {"db": {"password": password}, "users": [{"pin": password}]}


@pytest.mark.parametrize(
    ("update", "body"),
    [
        (None, full(NEW)),
        (PATCH, {"db": {"password": NEW}, "users": [{"name": "u", "pin": NEW}]}),
        (
            JSON_PATCH,
            [
                {"op": "replace", "path": "/db/password", "value": NEW},
                {"op": "replace", "path": "/users", "value": [{"name": "u", "pin": NEW}]},
            ],
        ),
    ],
)
def test_a_secret_that_changed_alone_is_a_new_revision_and_sent(
    desk: Desk, update: dict[str, Any] | None, body: Any
) -> None:
    ada = made(desk, PLAIN, secret_body=secret(OLD), update=update)
    assert desk.things.only == {"id": 1, **full(OLD)}
    assert (ada["body"].value, ada["output"].value, ada["secret_revision"]) == (PLAIN, PLAIN, 1)
    becoming(desk, full(NEW))
    planned = ada.plan(secret_body=secret(NEW))
    assert planned.difference["secret_revision"] == (1, 2)
    planned.apply()
    assert desk.bodies("PUT", "PATCH") == [body]
    assert ada.plan().is_empty
    assert OLD not in str(ada.state) + ada.private.decode()


def test_a_secret_that_was_taken_out_is_taken_out_on_the_server(desk: Desk) -> None:
    ada = made(desk, PLAIN, secret_body=secret(OLD), update=PATCH)
    becoming(desk, PLAIN | {"db": {"host": "h", "password": OLD}})
    ada.apply(secret_body={"db": {"password": OLD}})
    assert desk.bodies("PATCH") == [{"db": {"password": OLD}, "users": [{"name": "u"}]}]
    ada.apply(secret_body=None)
    assert desk.bodies("PATCH")[1:] == [{"db": {"password": None}}]
    assert ada["secret_revision"] == 3


@pytest.mark.parametrize(
    ("update", "sent"),
    [(PATCH, {"pin": None}), (JSON_PATCH, [{"op": "replace", "path": "/pin", "value": None}])],
)
def test_a_secret_in_whose_place_a_null_is_declared_is_taken_out_on_the_server(
    desk: Desk, update: dict[str, Any], sent: Any
) -> None:
    ada = made(desk, {"name": "Ada"}, secret_body={"pin": OLD}, update=update)
    becoming(desk, {"name": "Ada", "pin": None})
    ada.apply(body={"name": "Ada", "pin": None}, secret_body=None)
    assert desk.bodies("PATCH") == [sent]


@pytest.mark.parametrize("shown", [OLD, "****", None])
def test_a_secret_in_an_answer_is_neither_stored_nor_a_difference(desk: Desk, shown: str | None) -> None:
    ada = made(desk, PLAIN, secret_body=secret(OLD))
    held = desk.things.only
    held["db"]["password"] = held["users"][0]["pin"] = shown
    assert ada.plan().is_empty
    assert OLD not in str(ada.state)


def test_a_secret_in_the_body_too_is_refused(desk: Desk) -> None:
    ada = desk.thing(PLAIN | {"db": {"password": None}}, secret_body=secret(OLD))
    assert refusal(ada.plan) == Diagnostic(
        "error",
        "db.password is given twice",
        "It, or what holds it, stands in secret_body too; keep the secret one.",
        ("body",),
    )


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"pw": None}, "secret_body.pw is null"),
        (
            {"db": {"password": None, "pin": OLD}, "x": [{"y": None}]},
            "secret_body.db.password, secret_body.x[0].y is null",
        ),
    ],
)
def test_a_secret_that_is_null_is_refused(desk: Desk, given: Any, named: str) -> None:
    ada = made(desk, {"name": "Ada"}, secret_body={"pw": OLD})
    assert refusal(lambda: ada.plan(secret_body=given)) == Diagnostic(
        "error",
        f"{named}, which is no secret",
        "Leave it out of `secret_body`. A member that was declared there before is taken away once it is not any more.",
        ("secret_body",),
    )


def test_a_null_keeps_the_place_of_an_item_without_secrets(desk: Desk) -> None:
    made(desk, {"users": [{"name": "u"}, {"name": "v"}]}, secret_body={"users": [None, {"pin": OLD}]})
    assert desk.things.only == {"id": 1, "users": [{"name": "u"}, {"name": "v", "pin": OLD}]}


def test_a_secret_of_which_the_places_are_not_known_yet_is_no_reason_to_write(desk: Desk) -> None:
    ada = made(desk, PLAIN, secret_body=secret(OLD))
    assert ada.plan(secret_body=UNKNOWN).difference["secret_revision"] == (1, UNKNOWN)


def test_a_secret_whose_change_was_lost_is_written_again(desk: Desk) -> None:
    ada = made(desk, PLAIN, secret_body=secret(OLD))
    desk.on("PUT /things/1", DROP)
    refusal(ada.apply, secret_body=secret(NEW))
    assert (ada.plan(secret_body=secret(NEW)).action, ada.plan(secret_body=secret(OLD)).action) == ("update", "update")


@pytest.mark.parametrize("state", ["failed", "changing"])
def test_a_secret_of_which_it_is_not_known_what_became_is_written_again(desk: Desk, state: str) -> None:
    wait = {"update": {"status": "body:state", "pending": ["changing"], "failure": ["failed"], "timeout": "50ms"}}
    ada = made(desk, PLAIN, secret_body=secret(OLD), wait=wait)
    planned = ada.plan(secret_body=secret(NEW))
    desk.on("PUT /things/1", answer(status=202))
    desk.on("GET /things/1", answer({"id": 1, "state": state, **full("****")}))
    refusal(planned.apply)
    assert (ada.plan(secret_body=secret(NEW)).action, ada.plan(secret_body=secret(OLD)).action) == ("update", "update")


def test_a_secret_in_an_error_is_masked(desk: Desk) -> None:
    desk.on("POST /things", lambda request: answer({"message": f"no: {request.seen.body}"}, 400))
    told = refusal(desk.thing(PLAIN, secret_body=secret(OLD)).apply)
    assert (OLD in str(told), '"password":"***"' in told.summary) == (False, True)


def test_an_address_that_is_not_known_yet_is_not_called(make_core: MakeCore, desk: Desk) -> None:
    core = make_core(CATALOGUE, {})
    core.block = {"rest": {"crm": {"url": UNKNOWN}}}
    ada = Life(core, "sluice_rest_object", endpoint="crm", path="/things", body={"name": "Ada"})
    planned = ada.plan()
    assert (planned.action, desk.lines()) == ("create", [])
    core.block = {"rest": {"crm": {"url": desk.url}}}
    planned.apply()
    assert desk.lines() == ["POST /things", "GET /things/1"]


def test_braces_in_a_query_are_no_place_holders(desk: Desk) -> None:
    ada = desk.thing({"name": "Ada"}, query={"q": "{name}"}, headers={"X-By": "{id}{"})
    ada.apply()
    assert [request.query for request in desk.requests] == [{"q": "{name}"}] * 2
    assert {request.headers["x-by"] for request in desk.requests} == {"{id}{"}


def test_an_import_takes_no_secret_and_no_mask_and_says_so(desk: Desk) -> None:
    hidden = {"dsn": "[hidden]", "url": "db://ada:****@there", "keys": ["••••", "a"], "login": {"pin": "****"}}
    desk.things.objects["7"] = {"id": 7, "name": "ada", "password": "letmein", **hidden}
    thing = desk.thing().import_object("default/%2Fthings/7")
    assert thing["body"].value == {"id": 7, "name": "ada", "login": {}}
    [warning] = thing.warnings
    assert warning.summary.partition(": ")[2] == "dsn, keys[0], keys[1], login.pin, password, url"
    assert "letmein" not in warning.detail


def test_an_import_takes_a_reference_to_a_secret(desk: Desk) -> None:
    desk.things.objects["7"] = {"id": 7, "token": "${vault:a}", "with_password": "true", "password": "letmein"}
    thing = desk.thing().import_object("default/%2Fthings/7")
    assert thing["body"].value == {"id": 7, "token": "${vault:a}", "with_password": "true"}


@pytest.mark.parametrize("attribute", ["body", "secret_body"])
@pytest.mark.parametrize("mask", ["****", "•••••", "[hidden]", "db://ada:****@there"])
def test_a_mask_is_no_value_of_a_document(desk: Desk, attribute: str, mask: str) -> None:
    def refused(document: Any, name: str) -> None:
        assert refusal(lambda: desk.thing({"name": "ada"}).validate(**{attribute: document})) == Diagnostic(
            "error",
            f"{name} is a mask and not a value",
            "It stands for a secret that a server does not show, and would be written in its place. Give the secret "
            "itself in `secret_body`, or leave the key out.",
            (attribute,),
        )

    refused({"name": "ada", "db": {"dsn": mask}}, f"{attribute}.db.dsn")
    refused(mask, attribute)


def test_a_secret_of_a_document_in_clear_is_a_warning(desk: Desk) -> None:
    advice = "Plans and the state show it. Give it in `secret_body`, and another one: somebody may have read this."
    link = "https://jo:hunter22@db"
    for body, name, what in (
        ({"name": "ada", "db": {"password": "hunter22"}}, "body.db.password", "a secret by its name"),
        ({"name": "ada", "db": {"link": link}}, "body.db.link", "a text with credentials in it"),
        (link, "body", "a text with credentials in it"),
    ):
        assert desk.thing(body).validate() == [Diagnostic("warning", f"{name} is {what}, in clear", advice, ("body",))]


def test_a_secret_body_that_is_no_object_is_refused_by_the_plan(desk: Desk) -> None:
    life = desk.thing({"a": 1}, secret_body=DynamicValue.of("hunter22"))
    assert refusal(life.plan) == Diagnostic(
        "error",
        "secret_body is no object",
        "What it holds is merged into the body: give an object with the members that are secret.",
        ("secret_body",),
    )


# Paths

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
