"""Refreshing: what changed on the server shows, what it added does not, and nothing is forgotten for a failure."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import DROP, NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Refused, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import FAILED, MODEL, STARTING, Shop
from tests.unit.rest.toys import DECLARED

WIDGET = "/shops/north/widgets/bolt"


def made(shop: Shop, life: Life) -> Life:
    """The same, once it is there."""
    life.apply()
    shop.forget()
    return life


def test_what_the_server_added_does_not_show(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": "a"}, config={"size": "3"}))
    shop.widgets.objects["bolt"] |= {
        "colour": "red",
        "rules": {"a": 1},
        "labels": {"team": "a", "theirs": "x"},
        "config": {"size": "3", "name": "bolt", "added": "1"},
    }
    before = bolt.state
    assert bolt.refresh().state == before
    assert bolt.plan().is_empty


def test_what_somebody_changed_shows(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": "a", "zone": "x"}, config={"size": "3", "hue": "1"}, rules="[1]"))
    shop.widgets.objects["bolt"] |= {
        "tier": "gold",
        "rules": [2],
        "labels": {"team": "b"},
        "config": {"size": "4", "name": "bolt"},
        "status": {"load": 9},
    }
    assert bolt.plan().difference == {
        "tier": ("gold", "silver"),
        "rules": ("[2]", "[1]"),
        "labels": ({"team": "b"}, {"team": "a", "zone": "x"}),
        "config": ({"size": "4"}, {"size": "3", "hue": "1"}),
        "load": (9, bolt.plan().after["load"]),
    }


def test_an_entry_that_is_empty_may_be_left_out_by_the_server_but_not_be_another(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": ""}, config={"size": ""}))
    shop.widgets.objects["bolt"] |= {"labels": {}, "config": {"name": "bolt", "size": None}}
    assert bolt.plan().is_empty
    shop.widgets.objects["bolt"] |= {"labels": {"team": "b"}, "config": {"name": "bolt", "size": "3"}}
    assert (bolt.refresh()["labels"], bolt["config"]) == ({"team": "b"}, {"size": "3"})


def test_a_masked_value_is_taken_for_ours(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": "a"}, config={"size": "3"}))
    shop.widgets.objects["bolt"] |= {"tier": "****", "labels": {"team": "***"}, "config": {"size": "*****"}}
    assert bolt.plan().is_empty
    shop.widgets.objects["bolt"]["tier"] = "**"
    assert bolt.plan().difference["tier"] == ("**", "silver")


def test_a_state_that_does_not_last_is_no_drift(shop: Shop) -> None:
    robbie = made(shop, shop.robot(desired_state="paused"))
    shop.robots.sights = [STARTING]
    assert robbie.plan().is_empty
    assert (robbie["state"], robbie["desired_state"]) == ("UNASSIGNED", "paused")


def test_what_means_the_same_keeps_its_spelling(shop: Shop) -> None:
    bolt = made(shop, shop.widget(config={"size": "3", "on": "true"}, rules='{"a": 1}'))
    shop.widgets.objects["bolt"] |= {"config": {"size": 3, "on": True, "name": "bolt"}, "rules": {"b": 2, "a": 1}}
    assert (bolt.refresh()["config"], bolt["rules"]) == ({"size": "3", "on": "true"}, '{"a": 1}')


def test_a_key_of_which_an_answer_says_nothing_is_kept(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    assert (bolt.refresh()["token"], bolt["made_at"]) == ("t0ken-1", "then")
    del shop.widgets.objects["bolt"]["made_at"]
    shop.widgets.objects["bolt"]["status"] = {}
    assert (bolt.refresh()["made_at"], bolt["load"]) == ("then", None)


def test_a_number_keeps_every_digit(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.widgets.objects["bolt"]["status"] = {"load": Decimal("12345678901234567890.125")}
    assert bolt.refresh()["load"] == Decimal("12345678901234567890.125")


@pytest.mark.parametrize("status", [404, 410])
def test_an_object_that_is_gone_is_planned_anew(shop: Shop, status: int) -> None:
    bolt = made(shop, shop.widget(secret_config={"password": "hunter22"}))
    shop.on(f"GET {WIDGET}", answer({"message": "no such thing"}, status))
    assert bolt.plan().action == "create"
    assert (bolt.state, bolt.private) == (None, b"")


def test_an_object_that_is_gone_is_told_of_once(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.widgets.objects.clear()
    planned = bolt.plan()
    assert planned.warnings == (
        Diagnostic(
            "warning",
            "toys widget north/bolt is gone",
            "The state has it, and the server does not have it any more: it was deleted elsewhere. Where the code "
            "has it still, the plan makes it anew.",
        ),
    )
    planned.apply()
    assert (bolt.warnings, bolt.plan().warnings) == ([], ())


FAILURES = {
    "401": answer({"message": "who are you"}, 401),
    "403": answer({"message": "go away"}, 403),
    "429": answer({"message": "slow down"}, 429),
    "500": answer({"message": "the disk is full"}, 500),
    "404 in other words": answer({"error": {"code": 404}}, 404),
    "404 of a web server": Reply(404, "<html>", {"content-type": "text/html"}),
    "web page": Reply(200, "<html>", {"content-type": "text/html"}),
    "broken JSON": Reply(200, '{"name": ', {"content-type": "application/json"}),
    "empty": answer(status=200),
    "no object": answer(["bolt"]),
    "a text": answer("bolt"),
    "a redirect": answer(status=302, location="/login"),
    "lost": DROP,
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_a_refresh_that_fails_leaves_everything_as_it_was(shop: Shop, failure: Reply) -> None:
    bolt = made(shop, shop.widget(secret_config={"password": "hunter22"}))
    before = bolt.state, bolt.private
    shop.on(f"GET {WIDGET}", failure)
    with pytest.raises(Refused):
        bolt.refresh()
    assert (bolt.state, bolt.private) == before


def test_an_answer_without_an_object_says_what_was_expected(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"GET {WIDGET}", answer(["bolt"]))
    assert refusal(bolt.refresh) == Diagnostic(
        "error",
        "Toys was asked to read toys widget north/bolt and answered without it",
        f"Expected an object at the top of the answer to GET {WIDGET}.",
    )
    gift = made(shop, shop.parcel())
    shop.on("GET /parcels/*", answer({"parcel": []}))
    assert refusal(gift.refresh).detail == ("Expected an object at parcel or the top of the answer to GET /parcels/1.")


# What it lives behind


def test_an_object_whose_parent_is_gone_is_gone(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.rooms.houses.clear()
    assert attic.refresh().state is None


def test_an_object_that_is_missing_behind_a_parent_that_is_not_ready_is_kept(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.on("GET /houses/*/rooms/*", NOT_THERE)
    shop.rooms.houses["old"]["open"] = False
    assert refusal(attic.refresh).summary == "house old is not ready"
    assert attic.state is not None


def test_an_object_that_is_missing_behind_a_parent_that_is_ready_is_gone(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.rooms.objects.clear()
    assert attic.refresh().state is None


def test_an_object_is_kept_when_its_parent_cannot_be_asked(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.rooms.objects.clear()
    shop.on("GET /houses/*", answer({"message": "go away"}, 403))
    assert refusal(attic.refresh).summary == "the toy shop refused to read house old: go away (403)"
    assert attic.state is not None


def test_a_failure_is_told_as_it_is_when_the_parent_is_ready_or_cannot_be_asked(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.on("GET /houses/*/rooms/*", answer({"message": "the disk is full"}, 500))
    told = "the toy shop could not read toys room old/attic: the disk is full (500)"
    assert refusal(attic.refresh).summary == told
    shop.on("GET /houses/*", answer({"message": "go away"}, 403))
    assert refusal(attic.refresh).summary == told
    shop.rooms.houses.clear()
    shop.on("GET /houses/*", NOT_THERE)
    assert refusal(attic.refresh).summary == told


def test_a_refusal_is_not_blamed_on_a_parent(shop: Shop) -> None:
    attic = made(shop, shop.room())
    shop.on("GET /houses/*/rooms/*", answer({"message": "go away"}, 403))
    shop.rooms.houses["old"]["open"] = False
    assert refusal(attic.refresh).summary == "the toy shop refused to read toys room old/attic: go away (403)"
    assert shop.lines() == ["GET /houses/old/rooms/attic"]


# What must not be stored


def test_a_trace_is_stored_without_the_secrets_that_are_known(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_env={"password": "PASSWORD"}))
    trace = "Refused: correct-horse\n\tat Arm.java"
    shop.robots.sights = [{"trace": trace, "tasks": [{"id": 0, "state": "FAILED", "trace": trace}]}]
    robbie.refresh()
    assert (robbie["trace"], robbie["tasks"][0]["trace"]) == ("Refused: ***\n\tat Arm.java",) * 2


def test_a_trace_that_comes_with_a_change_is_stored_without_secrets_too(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"code": "hunter22"}, wait_for_running=False))
    planned = robbie.plan(config=MODEL | {"legs": "4"})
    shop.robots.sights = [{"trace": "Refused: hunter22"}] * 9
    assert planned.apply()["trace"] == "Refused: ***"


def test_a_trace_is_withheld_where_a_secret_is_not_known(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"password": "hunter22"}))
    trace = "Refused: hunter22"
    shop.robots.sights = [{"trace": trace, "tasks": [{"id": 0, "state": "FAILED", "trace": trace}, {"id": 1}]}]
    robbie.refresh()
    withheld = "withheld, because it may quote a secret that is not known here; the server itself shows it"
    assert (robbie["trace"], [task["trace"] for task in robbie["tasks"]]) == (withheld, [withheld, None])


def test_a_trace_is_stored_without_what_the_server_shows_of_a_secret(shop: Shop) -> None:
    shop.robots.masks = False
    robbie = made(shop, shop.robot(secret_config={"code": "hunter22"}, config=MODEL | {"api.key": "letmein"}))
    shop.robots.sights = [{"trace": "hunter22 letmein toys.Walker"}]
    assert robbie.refresh()["trace"] == "*** *** toys.Walker"


def test_a_trace_of_what_has_no_secrets_is_stored_as_it_is(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.robots.sights = [FAILED]
    assert robbie.refresh()["tasks"] == [{"id": "0", "state": "FAILED", "trace": "Rust\n\tat Arm.java"}]


def test_no_secret_is_in_what_is_stored(shop: Shop) -> None:
    robbie = made(shop, shop.robot(secret_config={"password": "hunter22"}, secret_env={"password.two": "PASSWORD"}))
    stored = json.dumps(robbie.state, default=str) + robbie.private.decode()
    assert ("hunter22" in stored, "correct-horse" in stored) == (False, False)


# What the server made of a configuration


def test_what_a_server_made_of_a_value_when_it_was_written_is_no_drift_until_it_changes(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        shop.robots.create(request)
        shop.robots.objects["robbie"]["config"] |= {"legs": "two", "arms": None}
        return answer(status=201)

    shop.on("POST /robots", create)
    robbie = made(shop, shop.robot(config=MODEL | {"arms": "4"}))
    assert robbie["config"] == MODEL | {"arms": "4"}
    assert robbie.plan().is_empty
    shop.robots.objects["robbie"]["config"]["legs"] = "three"
    assert robbie.plan().difference["config"] == (MODEL | {"legs": "three", "arms": "4"}, MODEL | {"arms": "4"})
    shop.robots.objects["robbie"]["config"]["legs"] = "two"
    assert robbie.plan().difference["config"] == (MODEL | {"legs": "two", "arms": "4"}, MODEL | {"arms": "4"})


def test_what_a_server_makes_of_a_change_is_remembered_as_well(shop: Shop) -> None:
    def configure(request: Request) -> Reply:
        shop.robots.configure(request)
        shop.robots.objects["robbie"]["config"]["legs"] = "four"
        return answer(status=200)

    robbie = made(shop, shop.robot())
    shop.on("PUT /robots/*/config", configure)
    robbie.apply(config=MODEL | {"legs": "4"})
    assert robbie.plan().is_empty
    robbie.apply(desired_state="paused")
    assert robbie.plan().is_empty


def test_what_a_server_shows_after_half_a_change_is_no_form_of_what_that_wrote(shop: Shop) -> None:
    def written(request: Request) -> Reply:
        shop.robots.configure(request)
        shop.robots.objects["robbie"]["config"]["legs"] = "two"
        return answer(status=204)

    robbie = made(shop, shop.robot())
    shop.on("PUT /robots/*/config", written)
    robbie.apply(config=MODEL | {"arms": "4"})
    assert robbie["config"] == MODEL | {"arms": "4"}
    shop.on("PUT /robots/*/pause", answer({"message": "no"}, 403))
    refusal(robbie.apply, config=MODEL | {"legs": "4"}, desired_state="paused")
    assert robbie["config"] == MODEL | {"legs": "two"}


def test_a_value_that_is_no_number_is_none(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    for load, shown in (("many", None), ("12", 12), ("1.50", Decimal("1.50")), (True, None), ([], None)):
        shop.widgets.objects["bolt"]["status"] = {"load": load}
        assert bolt.refresh()["load"] == shown


def test_an_answer_without_a_configuration_says_nothing_about_what_becomes_of_it(shop: Shop) -> None:
    shop.robots.masks = False
    shop.robots.sights = [{"config": None}] * 9
    robbie = made(shop, shop.robot())
    shop.robots.sights = []
    del shop.robots.objects["robbie"]["config"]["legs"]
    assert robbie.plan().difference["config"] == ({"model": "toys.Walker"}, MODEL)


def test_an_answer_that_says_that_there_is_no_object_means_that_it_is_gone(shop: Shop) -> None:
    gift = made(shop, shop.parcel())
    shop.on("GET /parcels/*", answer({"parcel": None}))
    assert gift.refresh().state is None


def test_a_server_that_is_busy_is_asked_again_for_what_it_has(make_core: MakeCore, shop: Shop) -> None:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "1"})
    busy = Life(core, "sluice_toys_parcel", name="gift")
    busy.apply()
    shop.on("GET /parcels/*", in_turn(answer({"message": "it is BEING painted"}, 400), shop.parcels.read))
    assert busy.refresh()["name"] == "gift"


def test_an_object_that_tells_of_being_busy_is_read_once(make_core: MakeCore, shop: Shop) -> None:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "1"})
    gift = Life(core, "sluice_toys_parcel", name="gift", note="being painted")
    gift.apply()
    shop.forget()
    gift.refresh()
    assert shop.lines() == ["GET /parcels/1"]


def test_an_imported_object_whose_answers_have_its_id_is_not_taken_from_one_without(desk: Desk) -> None:
    desk.things.objects["7"] = {"id": 7, "name": "Ada"}
    ada = desk.thing({"name": "Ada"}).import_object("default/%2Fthings/7")
    desk.on("GET /things/7", answer({"name": "under repair"}))
    before = ada.state
    assert refusal(ada.refresh).detail.startswith("Its answers have had its id so far, and this one has not")
    assert ada.state == before
