"""Changing an object in place: what is sent, what is waited for, and what is true after a change that failed."""

from __future__ import annotations

from decimal import Decimal

from provider_lib.contract import Diagnostic
from provider_lib.sandbox import Sandbox
from provider_lib.spec.types import UNKNOWN
from tests.scripted import DROP, NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import FAILED, MODEL, STARTING, Shop

FULL = answer({"message": "the hall is full"}, 403)
BUSY = answer({"message": "it is being painted"}, 409)
CREDENTIALS = "Check the credentials in `toys` in the provider block, and what they may do.\n"
LOST = "Toys cannot be reached to {}: the connection ended before the answer came"
FOUR_LEGS = MODEL | {"legs": "4"}
WIDGET = "/shops/north/widgets/bolt"


def made(shop: Shop, life: Life) -> Life:
    """The same, once it is there."""
    life.apply()
    shop.forget()
    return life


def loudly(shop: Shop) -> Handler:
    """Changes a widget, and spells its title in its own way."""

    def change(request: Request) -> Reply:
        shop.widgets.change(request)
        shop.widgets.objects["bolt"]["title"] = request.json["title"].upper()
        return shop.widgets.read(request)

    return change


# What is sent


def test_a_change_of_nothing_asks_for_nothing(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    assert bolt.apply() == bolt.state
    assert shop.lines() == [f"GET {WIDGET}"]


def test_a_merge_patch_has_what_changed_and_null_for_what_was_taken_out(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": "a", "old": "x"}, rules='{"a": 1}', config={"size": "3", "hue": "9"}))
    bolt.apply(tier="gold", labels={"team": "b"}, rules=None, config={"size": "4"})
    assert shop.bodies("PATCH") == [
        {
            "tier": "gold",
            "labels": {"team": "b", "old": None},
            "rules": None,
            "config": {"size": "4", "hue": None, "name": "bolt"},
        }
    ]
    assert shop.lines() == [f"GET {WIDGET}", f"PATCH {WIDGET}", f"GET {WIDGET}"]
    assert bolt.plan().is_empty


def test_what_was_set_here_and_is_taken_out_is_not_left_to_others(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": "a", "old": "x"}, config={"size": "3", "hue": "9"}))
    assert bolt.plan(labels={"team": "b"}, config={"size": "4"}).warnings == ()


def test_only_the_labels_that_changed_are_sent(shop: Shop) -> None:
    bolt = made(shop, shop.widget(labels={"team": "a", "zone": "x"}))
    bolt.apply(labels={"team": "b", "zone": "x"})
    assert shop.bodies("PATCH") == [{"labels": {"team": "b"}}]


def test_a_json_text_is_sent_as_what_it_holds(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    bolt.apply(rules='{"a": [1.10, 2]}')
    assert shop.bodies("PATCH")[0]["rules"] == {"a": [Decimal("1.10"), 2]}
    assert bolt.plan().is_empty
    assert bolt.plan(rules='{"a":[1.10,2]}').is_empty


def test_a_whole_body_has_what_the_server_must_not_lose(shop: Shop) -> None:
    gift = made(shop, shop.parcel(note="fragile", tags={"b", "a"}))
    gift.apply(name="present")
    assert shop.bodies("PUT") == [{"name": "present", "note": "fragile", "tags": ["a", "b"], "stamps": ["air mail"]}]
    assert shop.lines() == ["GET /parcels/1", "GET /parcels/1", "PUT /parcels/1", "GET /parcels/1"]


def test_what_is_taken_out_is_sent_as_what_empties_it(shop: Shop) -> None:
    gift = made(shop, shop.parcel(note="fragile", tags={"a"}))
    gift.apply(note=None, tags=None)
    assert shop.bodies("PUT") == [{"name": "gift", "note": "", "tags": [], "stamps": ["air mail"]}]
    assert (gift["note"], gift["tags"]) == (None, None)
    assert gift.plan().is_empty


def test_the_order_of_a_set_is_no_change(shop: Shop) -> None:
    gift = made(shop, shop.parcel(tags={"a", "b"}))
    shop.parcels.objects["1"]["tags"] = ["b", "a"]
    assert gift.plan().is_empty
    shop.parcels.objects["1"]["tags"] = ["b"]
    assert gift.plan().difference == {"tags": (["b"], ["a", "b"])}


def test_a_change_that_only_the_provider_heeds_is_not_sent(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.robots.objects["robbie"]["tasks"] = [{"id": 0, "state": "RUNNING", "trace": "hum"}]
    before = robbie.refresh().state
    assert before is not None
    shop.forget()
    after = robbie.apply(timeouts={"update": "1m"}, wait_for_running=False)
    assert after == before | {
        "timeouts": {"create": None, "update": "1m", "delete": None},
        "wait_for_running": False,
    }
    assert shop.lines() == ["GET /robots/robbie"]


def test_what_a_change_may_change_is_unknown_until_then(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    assert robbie.plan(config=FOUR_LEGS).difference == {
        "config": (MODEL, FOUR_LEGS),
        "state": ("RUNNING", UNKNOWN),
        "tasks": ([{"id": "0", "state": "RUNNING", "trace": None}], UNKNOWN),
        "trace": (None, UNKNOWN),
    }


def test_what_the_server_did_not_tell_before_a_change_may_tell_it_afterwards(shop: Shop) -> None:
    bolt = shop.widget()
    shop.on(f"GET {WIDGET}", in_turn(NOT_THERE, answer({"name": "bolt", "tier": "silver", "title": "bolt"})))
    shop.on("POST /shops/north/widgets", in_turn(answer({"token": "t"}, 201)))
    bolt.apply()
    assert bolt["made_at"] is None
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt", "made_at": "then"}
    planned = bolt.plan(tier="gold")
    shop.on(f"GET {WIDGET}", shop.widgets.read)
    assert (planned.after["made_at"], planned.apply()["made_at"]) == (UNKNOWN, "then")


def test_a_value_that_is_known_only_at_apply_is_sent(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    planned = bolt.plan(tier=UNKNOWN)
    assert planned.action == "update"
    planned.apply(tier="gold")
    assert shop.bodies("PATCH") == [{"tier": "gold"}]
    assert bolt.plan().is_empty


# Calls of their own


def test_a_trigger_makes_its_call_once(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    assert bolt.apply(rotation="1")["token"] == "t0ken-2"
    assert bolt.apply(rotation="2", tier="gold")["token"] == "t0ken-3"
    assert bolt.plan().is_empty
    assert shop.lines("POST", "PATCH") == [f"POST {WIDGET}/renew", f"PATCH {WIDGET}", f"POST {WIDGET}/renew"]


def test_what_the_server_makes_of_a_change_is_noticed_also_when_a_call_follows_it(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"PATCH {WIDGET}", loudly(shop))
    bolt.apply(title="the bolt", rotation="1")
    assert [item.summary for item in bolt.warnings] == ["toys widget north/bolt shows title in a form of its own"]
    assert (bolt["title"], bolt["load"]) == ("the bolt", 0)
    assert bolt.plan().is_empty


def test_all_that_there_is_to_say_of_a_change_is_said(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"PATCH {WIDGET}", loudly(shop))
    shop.on(f"POST {WIDGET}/renew", in_turn(DROP, lambda _: answer(shop.widgets.renewed())))
    bolt.apply(title="the bolt", rotation="1")
    assert [item.summary for item in bolt.warnings] == [
        "token of toys widget north/bolt was renewed twice",
        "toys widget north/bolt shows title in a form of its own",
    ]


def test_a_trigger_that_is_taken_out_makes_no_call(shop: Shop) -> None:
    bolt = made(shop, shop.widget(rotation="1"))
    assert bolt.apply(rotation=None)["token"] == "t0ken-1"
    assert shop.lines("POST", "PATCH") == []


def test_a_call_is_made_in_the_only_state_that_takes_it(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    stopping = [{}, {"state": "RUNNING"}, {"state": "STOPPED"}]
    shop.robots.sights = stopping
    assert robbie.apply(place='{"x": 1}')["state"] == "RUNNING"
    assert shop.lines("PUT", "GET") == [
        "GET /robots/robbie",
        "GET /version",
        "PUT /robots/robbie/stop",
        "GET /robots/robbie",
        "GET /robots/robbie",
        "PUT /robots/robbie/place",
        "PUT /robots/robbie/resume",
        "GET /robots/robbie",
    ]


def test_a_call_leaves_something_in_the_state_it_should_be_in(shop: Shop) -> None:
    robbie = made(shop, shop.robot(desired_state="stopped"))
    assert robbie.apply(place='{"x": 1}')["state"] == "STOPPED"
    assert shop.lines("PUT") == ["PUT /robots/robbie/stop", "PUT /robots/robbie/place"]


def test_a_state_that_is_not_reached_ends_before_the_call(shop: Shop) -> None:
    robbie = made(shop, shop.robot(timeouts={"update": "1s"}))
    shop.on("PUT /robots/*/stop", answer(status=202))
    assert refusal(robbie.apply, place='{"x": 1}') == Diagnostic(
        "error",
        "toys robot robbie was not stopped in time",
        "Nothing was changed yet. Look into its eyes, or allow more time in `timeouts`.\n\n"
        "The last look saw: RUNNING, task 0 RUNNING",
    )
    assert shop.lines("PUT") == ["PUT /robots/robbie/stop", "PUT /robots/robbie/resume"]
    assert (robbie["place"], robbie["desired_state"]) == (None, "running")


def test_a_desired_state_is_brought_about_by_its_call(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    assert robbie.apply(desired_state="paused")["state"] == "PAUSED"
    assert shop.lines("PUT") == ["PUT /robots/robbie/pause"]
    assert robbie.apply(desired_state="running", config=FOUR_LEGS)["state"] == "RUNNING"
    assert shop.lines("PUT")[1:] == ["PUT /robots/robbie/config", "PUT /robots/robbie/resume"]
    assert robbie.plan().is_empty


def test_a_state_that_somebody_else_brought_about_is_drift(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.robots.objects["robbie"] |= {"state": "PAUSED", "tasks": []}
    assert robbie.plan().difference["desired_state"] == ("paused", "running")
    robbie.apply()
    assert shop.lines("PUT") == ["PUT /robots/robbie/resume"]


# What is waited for


def test_a_change_is_waited_for(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, STARTING, STARTING]
    assert planned.apply()["state"] == "RUNNING"


def test_a_change_that_fails_is_in_force_and_said_to_be(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED, FAILED]
    assert refusal(planned.apply).summary == "toys robot robbie failed: task 0 is FAILED"
    assert (robbie["config"], robbie["tasks"][0]["state"], robbie.is_tainted) == (FOUR_LEGS, "FAILED", False)
    assert robbie.plan().is_empty


def test_what_is_waited_for_in_vain_after_a_call_is_an_error(shop: Shop) -> None:
    attic = made(shop, shop.room())
    assert refusal(attic.apply, wait_for_light="200ms", knock="1") == Diagnostic(
        "error",
        "lit of toys room old/attic was not true in time",
        "It was waited for 200ms, as `wait_for_light` says. toys room old/attic itself is in place and kept.\n\n"
        "The last look saw: lit is false",
    )
    assert (attic["knock"], attic.is_tainted) == ("1", False)


def test_a_change_without_a_call_does_not_wait_for_what_a_call_brings_about(shop: Shop) -> None:
    attic = made(shop, shop.room())
    attic.apply(wait_for_light="10s", colour="blue")
    assert shop.lines("PUT", "POST") == ["PUT /houses/old/rooms/attic"]


def test_a_call_that_was_refused_brings_about_nothing_to_wait_for(shop: Shop) -> None:
    attic = made(shop, shop.room(wait_for_light="200ms"))
    shop.on("POST /houses/*/rooms/*/knock", answer({"message": "hush"}, 403))
    refusal(attic.apply, colour="blue", knock="1")
    assert attic["colour"] == "blue"
    assert attic.plan(refresh=False, knock=None).is_empty


def test_a_change_that_shows_late_is_waited_for(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    planned = bolt.plan(tier="gold")
    shop.on(f"GET {WIDGET}", in_turn(NOT_THERE, NOT_THERE, shop.widgets.read))
    assert planned.apply()["tier"] == "gold"


# A change that fails


def test_a_change_that_is_refused_leaves_the_state_as_the_server_has_it(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"PATCH {WIDGET}", FULL)
    shop.widgets.objects["bolt"]["status"] = {"load": 7}
    assert refusal(bolt.apply, tier="bronze") == Diagnostic(
        "error",
        "the toy shop refused to update toys widget north/bolt: the hall is full (403)",
        f"{CREDENTIALS}PATCH {WIDGET} was answered with 403.",
    )
    assert (bolt["tier"], bolt["load"], bolt.is_tainted) == ("silver", 7, False)
    assert bolt.plan(tier="silver").is_empty
    assert bolt.plan(tier="bronze").action == "update"


def test_a_change_whose_answer_is_lost_is_seen_on_the_server(shop: Shop) -> None:
    def change(request: Request) -> Reply:
        shop.widgets.change(request)
        return DROP

    bolt = made(shop, shop.widget())
    shop.on(f"PATCH {WIDGET}", change)
    assert refusal(bolt.apply, tier="gold").summary == LOST.format("update toys widget north/bolt")
    assert bolt["tier"] == "gold"
    assert bolt.plan().is_empty


def test_a_failed_change_of_what_cannot_be_read_now_keeps_what_was_known(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    planned = bolt.plan(tier="bronze", on_exists="adopt")
    shop.on(f"PATCH {WIDGET}", FULL)
    shop.on(f"GET {WIDGET}", FULL)
    before = bolt.state
    assert before is not None
    refusal(planned.apply)
    assert bolt.state == before | {"on_exists": "adopt"}


def test_a_failed_change_of_what_is_gone_keeps_what_was_known(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    planned = bolt.plan(tier="bronze")
    shop.on(f"PATCH {WIDGET}", NOT_THERE)
    shop.widgets.objects.clear()
    before = bolt.state
    assert refusal(planned.apply).summary == "the toy shop could not update toys widget north/bolt: no such thing (404)"
    assert bolt.state == before
    assert bolt.plan().action == "create"


def test_a_change_of_which_the_second_half_fails_is_half_done(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"POST {WIDGET}/renew", FULL)
    assert refusal(bolt.apply, tier="gold", rotation="1").summary == (
        "the toy shop refused to renew of toys widget north/bolt: the hall is full (403)"
    )
    assert (bolt["tier"], bolt["rotation"], bolt["token"]) == ("gold", None, "t0ken-1")
    assert bolt.plan().difference == {
        "rotation": (None, "1"),
        "token": ("t0ken-1", UNKNOWN),
        "load": (0, UNKNOWN),
    }


def test_a_renewal_of_which_nobody_can_tell_says_that_the_old_one_may_be_void(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"POST {WIDGET}/renew", DROP)
    lost = LOST.format("renew of toys widget north/bolt")
    assert refusal(bolt.apply, rotation="1") == Diagnostic(
        "error",
        lost,
        "The server, or a proxy before it, closed it.\nThe request may have been carried out all the same.\n"
        f"{shop.url} was tried.\n"
        f"It was tried twice, and token may have been renewed each time. The first time: {lost}\n"
        "The old one may have stopped working, and nobody knows the one that works now. Apply again: that makes "
        "another and stores it.",
    )
    assert shop.lines("POST") == [f"POST {WIDGET}/renew"] * 2
    assert (bolt["rotation"], bolt["token"]) == (None, "t0ken-1")


def test_a_refused_renewal_leaves_no_doubt_about_the_old_one(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(f"POST {WIDGET}/renew", FULL)
    assert "may have stopped working" not in refusal(bolt.apply, rotation="1").detail


def test_a_new_key_is_kept_also_when_what_follows_fails(vendors: Core, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    prod = Life(vendors, "sluice_lenses_environment", name="prod", tier="production")
    old = prod.apply()["agent_key"]
    failure = refusal(prod.apply, agent_key_rotation="1", wait_for_agent="200ms")
    assert failure.summary == "agent_connected of lenses environment prod was not true in time"
    assert (prod["agent_key_rotation"], prod["agent_key"] != old) == ("1", True)


def test_a_busy_server_is_asked_again_for_a_change(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.on("PUT /robots/*/config", in_turn(answer({"message": "being painted"}, 409), shop.robots.configure))
    assert robbie.apply(config=FOUR_LEGS)["config"] == FOUR_LEGS
    assert shop.lines("PUT") == ["PUT /robots/robbie/config"] * 2


def test_a_conflict_is_told_as_it_is_where_no_version_is_kept(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    shop.on("PUT /robots/*/config", answer({"message": "somebody sits in it"}, 409))
    assert refusal(robbie.apply, config=FOUR_LEGS).summary == (
        "the toy shop refused to update toys robot robbie: somebody sits in it (409)"
    )


# Taking a change back


def test_a_change_after_which_something_fails_is_taken_back(shop: Shop) -> None:
    robbie = made(shop, shop.robot(rollback_on_failure=True, secret_config={"password": "hunter22"}))
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED]
    assert refusal(planned.apply) == Diagnostic(
        "error",
        "toys robot robbie failed: task 0 is FAILED",
        "The former configuration was put back and is in force.\n\nRust\n\tat Arm.java\n\n"
        "Mend what the trace names and apply again; `wait_for_running = false` applies without waiting.",
    )
    old = MODEL | {"name": "robbie", "password": "hunter22"}
    assert shop.bodies("PUT") == [old | {"legs": "4"}, old]
    assert (robbie["config"], robbie["secret_revision"]) == (MODEL, 1)
    assert robbie.plan(config=MODEL).is_empty
    assert robbie.plan(config=FOUR_LEGS).action == "update"


def test_a_change_is_not_taken_back_with_masks_for_secrets(shop: Shop) -> None:
    robbie = made(shop, shop.robot(rollback_on_failure=True, secret_config={"password": "hunter22"}))
    planned = robbie.plan(secret_config={"password": "correct-horse"})
    shop.robots.sights = [{}, {}, FAILED]
    assert refusal(planned.apply).detail.startswith(
        "The former configuration could not be put back, because the server masks its secrets. The new one is in "
        "force.\n\nRust"
    )
    assert len(shop.bodies("PUT")) == 1
    assert robbie["secret_revision"] == 2
    assert robbie.plan().is_empty


def test_what_cannot_be_put_back_is_told_with_what_had_failed(shop: Shop) -> None:
    robbie = made(shop, shop.robot(rollback_on_failure=True, secret_config={"password": "hunter22"}))
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED]
    shop.on("PUT /robots/*/config", in_turn(shop.robots.configure, FULL))
    failure = refusal(planned.apply)
    assert failure.summary == "toys robot robbie failed: task 0 is FAILED"
    assert failure.detail.startswith(
        "The former configuration could not be put back: the toy shop refused to put back toys robot robbie: the hall "
        "is full (403)\n\nRust\n\tat Arm.java"
    )
    assert robbie["config"] == FOUR_LEGS
    assert robbie.plan().is_empty


def test_a_change_is_taken_back_also_when_its_own_time_is_up(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        return BUSY if request.json["config"]["legs"] == "4" else once_busy(request)

    once_busy = in_turn(BUSY, BUSY, shop.robots.create)
    robbie = made(shop, shop.droid(timeouts={"update": "1s"}))
    shop.on("POST /robots", create)
    assert refusal(robbie.apply, config=FOUR_LEGS).detail == (
        "The old configuration was put back and is in force.\n\nPOST /robots was answered with 409.\n"
        "It was tried again until time was up; `timeouts` can allow more."
    )
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie"}


def test_a_change_is_not_taken_back_unless_that_was_asked_for(shop: Shop) -> None:
    robbie = made(shop, shop.robot())
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED]
    refusal(planned.apply)
    assert len(shop.bodies("PUT")) == 1


def test_a_new_state_is_not_taken_back(shop: Shop) -> None:
    robbie = made(shop, shop.robot(rollback_on_failure=True))
    planned = robbie.plan(desired_state="paused")
    shop.robots.sights = [FAILED]
    assert "put back" not in refusal(planned.apply).detail
    assert shop.lines("PUT") == ["PUT /robots/robbie/pause"]


def test_an_object_that_is_changed_by_making_it_anew_is_taken_back_the_same_way(shop: Shop) -> None:
    robbie = made(shop, shop.droid(rollback_on_failure=True))
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, {}, FAILED]
    assert "was put back and is in force" in refusal(planned.apply).detail
    assert shop.lines("POST", "DELETE") == [
        "POST /check/toys.Walker",
        "POST /check/toys.Walker",
        "POST /check/toys.Walker",
        "DELETE /robots/robbie",
        "POST /robots",
        "DELETE /robots/robbie",
        "POST /robots",
    ]
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie"}
    assert robbie["config"] == MODEL


def test_what_is_taken_back_by_making_it_anew_keeps_nothing_of_the_change(shop: Shop) -> None:
    robbie = made(shop, shop.droid(rollback_on_failure=True))
    shop.robots.objects["robbie"]["config"]["theirs"] = "kept"
    planned = robbie.plan(config=MODEL | {"arms": "2"}, secret_config={"password": "hunter22"})
    shop.robots.sights = [{}, {}, {}, FAILED]
    refusal(planned.apply)
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "theirs": "kept"}
