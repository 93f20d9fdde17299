"""Secrets of documents: written where they belong, stored nowhere, and known to have changed."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec.types import UNKNOWN, DynamicValue
from provider_lib.systems import CATALOGUE
from tests.scripted import DROP, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_documents import JSON_PATCH, NEW, OLD, PATCH, becoming, made


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
