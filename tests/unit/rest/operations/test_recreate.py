"""Changing what an API cannot change: the old object goes only when the new one can come, and comes back if not."""

from __future__ import annotations

import sys
import threading

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import Api as Calls
from provider_lib.spec import Declarations, Recreate, Resource, config_map, delete, get, key, post
from tests.scripted import DROP, NOT_THERE, Api, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import EXISTS, FAILED, MODEL, Shop
from tests.unit.rest.widgets import TOYS


class Doll(Resource, system=TOYS, name="doll"):
    """A doll, which is gone soon after its delete."""

    name: str = key("Name.")
    config: dict[str, str] = config_map("Config.")

    api = Calls(
        create=post("/dolls"),
        read=get("/dolls/{name}"),
        update=Recreate(),
        delete=delete("/dolls/{name}"),
        gone_within=0.3,
    )


DECLARED = Declarations.of(sys.modules[__name__])

FOUR_LEGS = MODEL | {"legs": "4"}
FULL = answer({"message": "the hall is full"}, 403)
CREDENTIALS = "Check the credentials in `toys` in the provider block, and what they may do.\n"
WRITES = ("POST", "PUT", "DELETE")


@pytest.fixture
def robbie(shop: Shop) -> Life:
    """A droid that is there."""
    robbie = shop.droid()
    robbie.apply()
    shop.forget()
    return robbie


def writes(api: Api) -> list[str]:
    """The requests that change something."""
    return [line for line in api.lines(*WRITES) if "/check/" not in line]


def failed(reason: str, outcome: str, detail: str) -> Diagnostic:
    return Diagnostic("error", f"the change of toys droid robbie failed: {reason}", f"{outcome}\n\n{detail}")


def test_a_change_deletes_the_object_and_makes_it_anew(shop: Shop, robbie: Life) -> None:
    assert robbie.apply(config=FOUR_LEGS)["state"] == "RUNNING"
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]
    assert shop.robots.objects["robbie"]["config"] == FOUR_LEGS | {"name": "robbie"}
    assert robbie.plan().is_empty


def test_a_configuration_that_the_server_refuses_leaves_the_old_object_untouched(shop: Shop, robbie: Life) -> None:
    out_of_order = answer({"message": "out of order"}, 500)
    shop.on("POST /check/*", in_turn(out_of_order, out_of_order, shop.robots.check))  # no plan could ask
    shop.robots.refused = {"legs": "too many"}
    assert refusal(robbie.apply, config=FOUR_LEGS) == Diagnostic(
        "error",
        "legs: too many",
        "The workshop refuses this configuration.\ntoys droid robbie was left as it is.",
        ("config", "legs"),
    )
    assert (writes(shop), robbie["config"]) == ([], MODEL)
    assert robbie.plan(config=MODEL).is_empty


def test_a_warning_of_the_check_does_not_keep_it_from_being_changed(shop: Shop, robbie: Life) -> None:
    shop.on("POST /check/*", answer({"message": "out of order"}, 500))
    robbie.apply(config=FOUR_LEGS)
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_an_object_that_is_gone_is_made(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.objects.clear()
    planned.apply()
    assert writes(shop) == ["POST /robots"]


def test_an_object_that_is_gone_and_cannot_be_made_has_no_way_back(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.objects.clear()
    shop.on("POST /robots", FULL)
    assert refusal(planned.apply) == Diagnostic(
        "error",
        "the toy shop refused to create toys droid robbie: the hall is full (403)",
        f"{CREDENTIALS}POST /robots was answered with 403.",
    )


def test_a_delete_that_is_refused_leaves_the_old_object(shop: Shop, robbie: Life) -> None:
    shop.on("DELETE /robots/*", FULL)
    assert refusal(robbie.apply, config=FOUR_LEGS) == Diagnostic(
        "error",
        "the toy shop refused to delete, to make it anew, toys droid robbie: the hall is full (403)",
        f"{CREDENTIALS}DELETE /robots/robbie was answered with 403.",
    )
    assert shop.lines()[-2:] == ["DELETE /robots/robbie", "GET /robots/robbie"]
    assert (writes(shop), robbie["config"]) == (["DELETE /robots/robbie"], MODEL)


def test_a_delete_whose_answer_is_lost_is_followed_by_the_create(shop: Shop, robbie: Life) -> None:
    def remove(_: Request) -> Reply:
        shop.robots.objects.clear()
        return DROP

    shop.on("DELETE /robots/*", remove)
    robbie.apply(config=FOUR_LEGS)
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_a_delete_whose_answer_is_lost_and_that_was_not_done_is_told(shop: Shop, robbie: Life) -> None:
    shop.on("DELETE /robots/*", DROP)
    assert refusal(robbie.apply, config=FOUR_LEGS).summary == (
        "Toys cannot be reached to delete, to make it anew, toys droid robbie: the connection ended before the answer "
        "came"
    )
    assert (writes(shop), robbie["config"]) == (["DELETE /robots/robbie"], MODEL)


def test_a_create_whose_answer_is_lost_is_done_also_when_the_server_made_something_else_of_it(
    shop: Shop, robbie: Life
) -> None:
    def create(request: Request) -> Reply:
        shop.robots.create(request)
        shop.robots.objects["robbie"]["config"]["loud"] = "false"
        return DROP

    shop.on("POST /robots", create)
    robbie.apply(config=MODEL | {"loud": "true"})
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]
    assert robbie["state"] == "RUNNING"


def test_a_delete_that_finds_nothing_is_as_good_as_done(shop: Shop, robbie: Life) -> None:
    def remove(_: Request) -> Reply:
        shop.robots.objects.clear()
        return NOT_THERE

    shop.on("DELETE /robots/*", remove)
    robbie.apply(config=FOUR_LEGS)
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_the_old_object_is_put_back_when_the_new_one_cannot_be_made(shop: Shop, robbie: Life) -> None:
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    assert refusal(robbie.apply, config=FOUR_LEGS) == failed(
        "the toy shop refused to create toys droid robbie: the hall is full (403)",
        "The old configuration was put back and is in force.",
        f"{CREDENTIALS}POST /robots was answered with 403.",
    )
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots", "POST /robots"]
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie"}
    assert (robbie["config"], robbie.is_tainted) == (MODEL, False)
    assert robbie.plan(config=MODEL).is_empty
    assert robbie.plan(config=FOUR_LEGS).action == "update"


def test_an_object_is_put_back_once_its_name_is_free(shop: Shop, robbie: Life) -> None:
    shop.on("POST /robots", in_turn(FULL, EXISTS, EXISTS, shop.robots.create))
    assert refusal(robbie.apply, config=FOUR_LEGS).detail.startswith("The old configuration was put back")
    assert writes(shop) == ["DELETE /robots/robbie", *["POST /robots"] * 4]


def test_an_object_that_was_paused_is_paused_again_when_it_is_put_back(shop: Shop) -> None:
    robbie = shop.droid(desired_state="paused")
    robbie.apply()
    shop.forget()
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    refusal(robbie.apply, config=FOUR_LEGS)
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots", "POST /robots", "PUT /robots/robbie/pause"]
    assert shop.robots.objects["robbie"]["state"] == "PAUSED"


def test_an_object_is_put_back_as_it_was_also_where_others_had_changed_it(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS, desired_state="paused")
    shop.robots.objects["robbie"]["config"] = MODEL | {"legs": "3", "arms": "2"}
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    refusal(planned.apply)
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"legs": "3", "arms": "2", "name": "robbie"}
    assert shop.robots.objects["robbie"]["state"] == "RUNNING"


def test_an_object_that_cannot_be_put_back_either_is_gone_until_the_next_apply(shop: Shop, robbie: Life) -> None:
    shop.on("POST /robots", in_turn(FULL, answer({"message": "we are closed"}, 403), shop.robots.create))
    assert refusal(robbie.apply, config=FOUR_LEGS) == failed(
        "the toy shop refused to create toys droid robbie: the hall is full (403)",
        "The old configuration could not be put back either: the toy shop refused to put back toys droid robbie: we "
        "are closed (403)\n"
        "toys droid robbie is gone until the next apply that succeeds; its memory is kept.",
        f"{CREDENTIALS}POST /robots was answered with 403.",
    )
    assert robbie.plan().action == "create"
    robbie.apply(config=FOUR_LEGS)
    assert shop.robots.objects["robbie"]["config"] == FOUR_LEGS | {"name": "robbie"}


def test_an_object_made_anew_is_paused_again(shop: Shop) -> None:
    robbie = shop.droid(desired_state="paused")
    robbie.apply()
    shop.forget()
    assert robbie.apply(config=FOUR_LEGS)["state"] == "PAUSED"
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots", "PUT /robots/robbie/pause"]


def test_an_object_made_anew_to_run_need_not_be_told(shop: Shop) -> None:
    robbie = shop.droid(desired_state="paused")
    robbie.apply()
    shop.forget()
    assert robbie.apply(config=FOUR_LEGS, desired_state="running")["state"] == "RUNNING"
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_a_new_object_that_fails_is_what_is_in_force(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED, FAILED]
    assert refusal(planned.apply).summary == "toys droid robbie failed: task 0 is FAILED"
    assert (robbie["config"], robbie.is_tainted) == (FOUR_LEGS, False)
    assert robbie.plan().is_empty


# Secrets of what is put back


def hidden(shop: Shop, password: str = "hunter22") -> Life:
    """A droid with a password, which the server masks."""
    robbie = shop.droid(secret_config={"password": password})
    robbie.apply()
    shop.forget()
    return robbie


def test_an_object_is_put_back_with_its_secrets_as_long_as_they_are_the_same(shop: Shop) -> None:
    robbie = hidden(shop)
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    assert "was put back and is in force" in refusal(robbie.apply, config=FOUR_LEGS).detail
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "password": "hunter22"}


def test_an_object_whose_old_secrets_nobody_knows_is_not_put_back_with_masks(shop: Shop) -> None:
    robbie = hidden(shop)
    shop.on("POST /robots", FULL)
    assert refusal(robbie.apply, secret_config={"password": "correct-horse"}) == failed(
        "the toy shop refused to create toys droid robbie: the hall is full (403)",
        "The old configuration could not be put back, because the server masks its secrets. toys droid robbie is gone "
        "until the next apply that succeeds; its memory is kept.",
        f"{CREDENTIALS}POST /robots was answered with 403.",
    )
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_an_object_whose_old_secrets_the_server_shows_is_put_back_with_them(shop: Shop) -> None:
    shop.robots.masks = False
    robbie = hidden(shop)
    shop.on("POST /robots", in_turn(FULL, shop.robots.create))
    refusal(robbie.apply, secret_config={"password": "correct-horse"})
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "password": "hunter22"}
    assert robbie.plan(secret_config={"password": "hunter22"}).is_empty
    assert robbie.plan(secret_config={"password": "correct-horse"}).action == "update"


def test_an_object_whose_old_configuration_was_not_shown_is_not_put_back(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{"config": None}]
    shop.robots.masks = False
    shop.on("POST /robots", FULL)
    assert refusal(planned.apply).detail.startswith("The old configuration could not be put back")
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_ctrl_c_during_the_change_does_not_keep_the_old_object_from_being_put_back(shop: Shop, robbie: Life) -> None:
    painted = answer({"message": "it is being painted"}, 500)

    def interrupted(_: Request) -> Reply:
        shop.core.stop()
        return painted

    shop.on("POST /robots", in_turn(interrupted, painted, shop.robots.create))
    assert "was put back and is in force" in refusal(robbie.apply, config=FOUR_LEGS).detail
    assert set(shop.robots.objects) == {"robbie"}
    assert robbie["name"] == "robbie"


# An old object that goes late


def test_a_delete_that_takes_effect_late_is_waited_for(shop: Shop, robbie: Life) -> None:
    def later(_: Request) -> Reply:
        threading.Timer(0.5, shop.robots.objects.clear).start()
        return answer(status=204)

    shop.on("DELETE /robots/*", later)
    assert robbie.apply(config=FOUR_LEGS)["state"] == "RUNNING"
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]
    assert shop.robots.objects["robbie"]["config"] == FOUR_LEGS | {"name": "robbie"}


def test_a_name_that_is_taken_until_a_delete_is_through_is_waited_for(shop: Shop, robbie: Life) -> None:
    shop.on("POST /robots", in_turn(EXISTS, EXISTS, shop.robots.create))
    robbie.apply(config=FOUR_LEGS)
    assert writes(shop) == ["DELETE /robots/robbie", *["POST /robots"] * 3]


def test_an_object_is_waited_for_no_longer_than_its_api_takes_to_delete_it(make_core: MakeCore, shop: Shop) -> None:
    there = answer({"name": "ida", "config": {"dress": "red"}})
    shop.on("GET /dolls/ida", in_turn(NOT_THERE, there))
    shop.on("POST /dolls", there)
    shop.on("DELETE /dolls/ida", answer(status=204))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url})
    ida = Life(core, "sluice_toys_doll", name="ida", config={"dress": "red"})
    ida.apply()
    planned = ida.plan(config={"dress": "blue"})
    shop.on("GET /dolls/ida", in_turn(*[there] * 9, NOT_THERE))
    assert refusal(planned.apply) == Diagnostic(
        "error",
        "toys doll ida was not gone in time",
        "The server accepted the delete but still shows the object. Apply again in a while.\n\n"
        "The last look saw: it is there",
    )
    assert (shop.lines("POST"), ida["config"]) == (["POST /dolls"], {"dress": "red"})


def test_an_object_that_does_not_go_is_what_is_in_force(shop: Shop) -> None:
    robbie = shop.droid(timeouts={"update": "1s"})
    robbie.apply()
    shop.forget()
    shop.on("DELETE /robots/*", answer(status=202))
    failure = refusal(robbie.apply, config=FOUR_LEGS)
    assert failure.summary == "toys droid robbie was not gone in time"
    assert (writes(shop), robbie["config"]) == (["DELETE /robots/robbie"], MODEL)
