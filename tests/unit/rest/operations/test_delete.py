"""Deleting an object: it is gone afterwards, or it is said why not."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import DROP, NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop

FULL = answer({"message": "the hall is full"}, 403)
CREDENTIALS = "Check the credentials in `toys` in the provider block, and what they may do.\n"
WIDGET = "/shops/north/widgets/bolt"


def made(world: Shop | Desk, life: Life) -> Life:
    """The same, once it is there."""
    life.apply()
    world.forget()
    return life


def test_an_object_is_deleted_and_forgotten(shop: Shop) -> None:
    bolt = made(shop, shop.widget(secret_config={"password": "hunter22"}))
    bolt.destroy()
    assert shop.lines() == [f"GET {WIDGET}", f"DELETE {WIDGET}"]
    assert (bolt.state, bolt.private, shop.widgets.objects) == (None, b"", {})


def test_an_object_that_is_gone_counts_as_deleted(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.widgets.objects.clear()
    bolt.destroy(refresh=False)
    assert (bolt.state, shop.lines()) == (None, [f"DELETE {WIDGET}"])


def test_a_delete_that_is_refused_keeps_the_object(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"DELETE {WIDGET}", FULL)
    before = bolt.state, bolt.private
    assert refusal(bolt.destroy) == Diagnostic(
        "error",
        "the toy shop refused to delete toys widget north/bolt: the hall is full (403)",
        f"{CREDENTIALS}DELETE {WIDGET} was answered with 403.",
    )
    assert (bolt.state, bolt.private) == before
    assert bolt.plan().is_empty


def test_a_refusal_is_not_quoted_where_it_may_hold_a_secret_that_nobody_here_knows(shop: Shop) -> None:
    shop.on(f"DELETE {WIDGET}", answer({"message": "the password correct-horse is held", "id": "r-1"}, 403))
    bolt = made(shop, shop.widget(secret_config={"password": "correct-horse"}))
    assert refusal(bolt.destroy) == Diagnostic(
        "error",
        "the toy shop refused to delete toys widget north/bolt: its words are withheld, for they may quote a secret "
        "that is not known here (403)",
        f"{CREDENTIALS}DELETE {WIDGET} was answered with 403.",
    )
    bolt.apply(secret_config=None, secret_env={"password": "PASSWORD"})
    assert refusal(bolt.destroy).summary == (
        "the toy shop refused to delete toys widget north/bolt: the password *** is held (403)"
    )


def test_a_delete_whose_answer_is_lost_is_told(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"DELETE {WIDGET}", DROP)
    assert refusal(bolt.destroy).summary == (
        "Toys cannot be reached to delete toys widget north/bolt: the connection ended before the answer came"
    )
    assert bolt.state is not None


# Protection


def protected(doing: str) -> Diagnostic:
    return Diagnostic(
        "error",
        f"toys widget north/bolt is protected and would be {doing}",
        "`protected` is true in its state. To delete it, set `protected = false`, apply, and then take it out. It is "
        "kept, also when it was taken out of the code already: put it back, or remove it from the state only.",
        ("protected",),
    )


def test_a_protected_object_is_neither_deleted_nor_replaced(shop: Shop) -> None:
    bolt = made(shop, shop.widget(protected=True))
    assert refusal(bolt.destroy) == protected("deleted")
    assert refusal(bolt.plan, name="nut") == protected("replaced")
    assert shop.lines("DELETE") == []
    bolt.apply(protected=False)
    bolt.destroy()
    assert shop.widgets.objects == {}


def test_an_object_that_was_protected_only_after_its_plan_is_kept(shop: Shop) -> None:
    bolt = made(shop, shop.widget(protected=True))
    assert bolt.state is not None
    assert refusal(bolt.carry_out, bolt.state, None, None, b"") == protected("deleted")
    assert shop.lines("DELETE") == []


# A server that takes its time


def test_an_object_that_is_still_there_for_a_while_is_waited_for(shop: Shop) -> None:
    gift = made(shop, shop.parcel())
    shop.on("DELETE /parcels/*", answer(status=204))
    shop.on("GET /parcels/*", in_turn(shop.parcels.read, shop.parcels.read, shop.parcels.read, NOT_THERE))
    gift.destroy()
    assert shop.lines() == ["GET /parcels/1", "DELETE /parcels/1", *["GET /parcels/1"] * 3]
    assert gift.state is None


def test_an_object_that_does_not_go_is_kept(shop: Shop) -> None:
    gift = made(shop, shop.parcel(timeouts={"delete": "1s"}))
    shop.on("DELETE /parcels/*", answer(status=204))
    assert refusal(gift.destroy) == Diagnostic(
        "error",
        "toys parcel gift was not gone in time",
        "The server accepted the delete but still shows the object. Apply again in a while.\n\n"
        "The last look saw: it is there",
    )
    assert gift.state is not None


def test_an_object_whose_delete_was_only_accepted_is_waited_for(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"DELETE {WIDGET}", answer(status=202))
    shop.on(f"GET {WIDGET}", in_turn(shop.widgets.read, shop.widgets.read, NOT_THERE))
    bolt.destroy()
    assert shop.lines() == [f"GET {WIDGET}", f"DELETE {WIDGET}", f"GET {WIDGET}", f"GET {WIDGET}"]


def test_an_object_whose_delete_is_done_is_not_looked_for(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"DELETE {WIDGET}", answer({}, 200))
    bolt.destroy(refresh=False)
    assert shop.lines() == [f"DELETE {WIDGET}"]


@pytest.mark.parametrize("told", [{"success": False}, {"error": "not found"}, {"id": 1, "name": "Ada"}])
def test_an_object_that_stays_as_it_was_although_its_delete_was_answered_is_kept(desk: Desk, told: Any) -> None:
    ada = made(desk, desk.thing({"name": "Ada"}, shows_within="0s"))
    desk.on("DELETE /things/1", answer(told))
    assert refusal(ada.destroy) == Diagnostic(
        "error",
        "rest object default/things/1 was not gone in time",
        "The server answered the delete with 200, and still shows the object as it was. It is kept in the state. If "
        "this API keeps what is deleted, let Terraform forget it: `removed`, with `lifecycle { destroy = false }`.",
    )
    assert ada.state is not None


def test_an_object_that_goes_a_little_after_its_delete_was_answered_is_gone(desk: Desk) -> None:
    ada = made(desk, desk.thing({"name": "Ada"}))
    desk.on("DELETE /things/1", answer({"ok": True}))
    desk.on("GET /things/1", in_turn(desk.things.read, desk.things.read, NOT_THERE))
    ada.destroy()
    assert (ada.state, desk.lines()) == (None, ["GET /things/1", "DELETE /things/1", *["GET /things/1"] * 2])


def test_an_object_that_is_replaced_and_does_not_go_is_kept(desk: Desk) -> None:
    ada = made(desk, desk.thing({"name": "Ada"}, shows_within="0s", replace_on=["name"]))
    desk.on("DELETE /things/1", answer({"success": False}))
    assert refusal(ada.apply, body={"name": "Eve"}).summary == "rest object default/things/1 was not gone in time"
    assert (desk.lines("POST"), ada["id"]) == ([], "1")


@pytest.mark.parametrize("shown", [{"id": 1, "name": None, "deleted": True}, {"id": 1, "deleted": True}])
def test_an_object_that_is_only_marked_as_deleted_is_gone(desk: Desk, shown: Any) -> None:
    ada = made(desk, desk.thing({"name": "Ada"}))
    desk.on("DELETE /things/1", lambda _: (desk.on("GET /things/1", answer(shown)), answer(shown))[1])
    ada.destroy()
    assert ada.state is None


@pytest.mark.parametrize("shown", [answer({"message": "no"}, 403), answer({"message": "oops"}, 500), answer({})])
def test_where_nobody_can_look_after_a_delete_its_status_counts(desk: Desk, shown: Reply) -> None:
    ada = made(desk, desk.thing({"name": "Ada"}, shows_within="0s"))
    desk.on("DELETE /things/1", lambda _: (desk.on("GET /things/1", shown), answer({"ok": True}))[1])
    ada.destroy()
    assert ada.state is None


@pytest.mark.parametrize("busy", [answer({"message": "it is being painted"}, 500), answer({"message": "wait"}, 409)])
def test_a_busy_server_is_asked_again(shop: Shop, busy: Reply) -> None:
    def remove(_: Request) -> Reply:
        shop.widgets.objects.clear()
        return answer(status=204)

    bolt = made(shop, shop.widget())
    shop.on(f"DELETE {WIDGET}", in_turn(busy, busy, remove))
    bolt.destroy()
    assert shop.lines("DELETE") == [f"DELETE {WIDGET}"] * 3


def test_a_server_that_stays_busy_is_quoted(shop: Shop) -> None:
    robbie = made(shop, shop.robot(timeouts={"delete": "1s"}))
    shop.on("DELETE /robots/*", answer({"message": "it is in use"}, 409))
    assert refusal(robbie.destroy) == Diagnostic(
        "error",
        "the toy shop refused to delete toys robot robbie: it is in use (409)",
        "DELETE /robots/robbie was answered with 409.\n"
        "It was tried again until time was up; `timeouts` can allow more.",
    )


# Versions, and what becomes of a delete


def test_a_version_that_somebody_else_made_is_not_deleted(desk: Desk) -> None:
    def remove(request: Request) -> Reply:
        assert request.headers["if-match"] == '"1"'
        return answer({"message": "it has changed"}, 412)

    desk.on("POST /things", lambda request: answer({"id": 1, **request.json}, 201, etag='"1"'))
    desk.on("GET /things/*", answer({"id": 1, "name": "Ada"}, etag='"1"'))
    desk.on("DELETE /things/*", remove)
    ada = made(desk, desk.thing({"name": "Ada"}, revision_from="header:ETag"))
    assert refusal(ada.destroy) == Diagnostic(
        "error",
        "rest object default/things/1 was changed by somebody else",
        "It is no longer the version that this plan was made from, so nothing was written. Plan again, look at what is "
        "different now, and apply that.\n\n"
        "REST API refused to delete rest object default/things/1: it has changed (412)\n"
        "DELETE /things/1 was answered with 412.",
    )
    assert desk.lines("DELETE") == ["DELETE /things/1"]


def test_what_becomes_of_a_delete_is_waited_for(desk: Desk) -> None:
    going = answer({"id": 1, "state": "deleting"})
    wait = {"delete": {"status": "body:state", "pending": ["deleting"], "interval": "10ms"}}
    ada = made(desk, desk.thing({"name": "Ada"}, wait=wait))
    desk.on("GET /things/*", in_turn(desk.things.read, going, going, NOT_THERE))
    desk.on("DELETE /things/*", answer(status=202))
    ada.destroy()
    assert desk.lines() == ["GET /things/1", "DELETE /things/1", *["GET /things/1"] * 3]


def test_what_becomes_of_a_delete_is_waited_for_before_another_object_is_made(desk: Desk) -> None:
    going = answer({"id": 1, "state": "deleting"})
    wait = {"delete": {"status": "body:state", "pending": ["deleting"], "interval": "10ms"}}
    ada = made(desk, desk.thing({"name": "Ada"}, wait=wait, replace_on=["name"]))
    desk.on("GET /things/1", in_turn(desk.things.read, desk.things.read, going, going, NOT_THERE))
    desk.on("DELETE /things/*", answer(status=202))
    ada.apply(body={"name": "Eve"})
    assert desk.lines()[2:] == ["DELETE /things/1", *["GET /things/1"] * 3, "POST /things", "GET /things/2"]


def test_a_delete_that_comes_to_nothing_is_told(desk: Desk) -> None:
    wait = {"delete": {"status": "body:state", "failure": ["failed"], "pending": ["deleting"], "interval": "10ms"}}
    ada = made(desk, desk.thing({"name": "Ada"}, wait=wait))
    desk.on("GET /things/*", in_turn(desk.things.read, answer({"id": 1, "state": "Failed"})))
    desk.on("DELETE /things/*", answer(status=202))
    assert refusal(ada.destroy) == Diagnostic(
        "error",
        "the delete of rest object default/things/1 failed: its status is Failed",
        "The server accepted the request, and that is what became of it. What it holds now is kept in the state; ask "
        "the API for the reason.",
    )


def test_where_to_ask_what_becomes_of_a_delete_may_be_told_by_its_answer(desk: Desk) -> None:
    wait = {"path": "body:href", "status": "body:state", "pending": ["deleting"], "interval": "10ms"}
    ada = made(desk, desk.thing({"name": "Ada"}, wait={"delete": wait}))
    desk.on("DELETE /things/*", answer({"href": "/jobs/7"}, 202))
    desk.on("GET /jobs/7", in_turn(answer({"state": "deleting"}), answer({"state": "done"})))
    ada.destroy()
    assert desk.lines() == ["GET /things/1", "DELETE /things/1", "GET /jobs/7", "GET /jobs/7"]


def test_an_object_that_is_gone_is_not_waited_for(desk: Desk) -> None:
    wait = {"delete": {"status": "body:state", "pending": ["deleting"]}}
    ada = made(desk, desk.thing({"name": "Ada"}, wait=wait))
    desk.things.objects.clear()
    ada.destroy(refresh=False)
    assert desk.lines() == ["DELETE /things/1", "GET /things", "DELETE /things/1"]


# What it lives behind


def test_an_object_of_a_parent_that_is_gone_counts_as_deleted(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.rooms.houses.clear()
    attic.destroy(refresh=False)
    assert shop.lines() == ["DELETE /houses/old/rooms/attic", "GET /houses/old"]


def test_an_object_of_a_parent_that_is_not_ready_is_kept(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.on("DELETE /houses/*/rooms/*", NOT_THERE)
    shop.rooms.houses["old"]["open"] = False
    failure = refusal(attic.destroy, refresh=False)
    assert (failure.summary, failure.detail.splitlines()[0]) == (
        "house old is not ready",
        "The door of house old is shut.",
    )
    assert attic.state is not None
