"""Which secrets are in force after a change: the next plan is right whatever became of it, and whatever it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provider_lib.spec.types import UNKNOWN
from tests.scripted import DROP, NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life, Planned
from tests.unit.rest.shop import FAILED, MODEL, Shop

OLD, NEW = {"password": "hunter22"}, {"password": "correct-horse"}
CHANGES = [(OLD, NEW), (None, NEW), (OLD, None), (OLD, OLD | {"password.two": "battery"})]
"""A value becomes another, comes, goes, and gets company."""

REFUSED = answer({"message": "the hall is full"}, 403)
CONFIG = "PUT /robots/*/config"


def carried_out_but(handle: Handler, answered: Reply) -> Handler:
    """Does what is asked, and answers something else."""

    def unheard(request: Request) -> Reply:
        handle(request)
        return answered

    return unheard


def refused(shop: Shop, planned: Planned) -> None:
    shop.on(CONFIG, REFUSED)
    refusal(planned.apply)
    shop.on(CONFIG, shop.robots.configure)


def lost(shop: Shop, planned: Planned) -> None:
    shop.on(CONFIG, DROP)
    refusal(planned.apply)
    shop.on(CONFIG, shop.robots.configure)


def unheard(shop: Shop, planned: Planned) -> None:
    shop.on(CONFIG, carried_out_but(shop.robots.configure, DROP))
    refusal(planned.apply)
    shop.on(CONFIG, shop.robots.configure)


def failing_afterwards(shop: Shop, planned: Planned) -> None:
    shop.robots.sights = [{}, {}, FAILED]
    refusal(planned.apply)


def smooth(_: Shop, planned: Planned) -> None:
    planned.apply()


def is_planned(life: Life, secrets: dict[str, str] | None) -> bool:
    """Whether there is anything to do when these are the secrets."""
    return not life.plan(secret_config=secrets).is_empty


@pytest.mark.parametrize(("old", "new"), CHANGES)
@pytest.mark.parametrize(
    ("becomes", "new_is_planned", "old_is_planned"),
    [
        (smooth, False, True),
        (refused, True, False),
        (failing_afterwards, False, True),
        (lost, True, True),
        (unheard, True, True),
    ],
)
def test_a_plan_knows_which_secrets_are_in_force(
    shop: Shop,
    becomes: Callable[[Shop, Planned], None],
    new_is_planned: bool,
    old_is_planned: bool,
    old: dict[str, str] | None,
    new: dict[str, str] | None,
) -> None:
    robbie = shop.robot(secret_config=old)
    robbie.apply()
    becomes(shop, robbie.plan(secret_config=new))
    assert (is_planned(robbie, new), is_planned(robbie, old)) == (new_is_planned, old_is_planned)
    robbie.apply(secret_config=new)
    assert shop.robots.objects["robbie"]["config"] == {**MODEL, "name": "robbie", **(new or {})}
    assert robbie.plan().is_empty


def test_a_secret_that_stays_the_same_is_not_doubted_for_a_change_that_is_lost(shop: Shop) -> None:
    robbie = shop.robot(secret_config=OLD)
    robbie.apply()
    lost(shop, robbie.plan(config=MODEL | {"legs": "4"}))
    assert robbie.plan(config=MODEL).is_empty


def test_a_change_that_is_taken_back_leaves_the_old_secrets_in_force(shop: Shop) -> None:
    shop.robots.masks = False
    robbie = shop.robot(secret_config=OLD, rollback_on_failure=True)
    robbie.apply()
    planned = robbie.plan(secret_config=NEW)
    shop.robots.sights = [{}, {}, FAILED]
    refusal(planned.apply)
    assert (is_planned(robbie, NEW), is_planned(robbie, OLD)) == (True, False)


def test_a_way_back_whose_answer_is_lost_leaves_neither_in_force(shop: Shop) -> None:
    robbie = shop.robot(secret_config=OLD, rollback_on_failure=True)
    robbie.apply()
    shop.robots.masks = False
    planned = robbie.plan(secret_config=NEW)
    shop.robots.sights = [{}, {}, FAILED]
    shop.on(CONFIG, in_turn(shop.robots.configure, DROP))
    refusal(planned.apply)
    shop.robots.masks = True
    assert (is_planned(robbie, NEW), is_planned(robbie, OLD)) == (True, True)


def test_an_object_made_anew_has_the_old_secrets_when_it_was_put_back(shop: Shop) -> None:
    shop.robots.masks = False
    robbie = shop.droid(secret_config=OLD)
    robbie.apply()
    shop.on("POST /robots", in_turn(REFUSED, shop.robots.create))
    refusal(robbie.apply, secret_config=NEW)
    shop.robots.masks = True
    assert (is_planned(robbie, NEW), is_planned(robbie, OLD)) == (True, False)


def test_an_object_made_anew_of_which_nobody_can_tell_has_neither(shop: Shop) -> None:
    shop.robots.masks = False
    robbie = shop.droid(secret_config=OLD)
    robbie.apply()
    planned = robbie.plan(secret_config=NEW)

    def read(request: Request) -> Reply:
        return REFUSED if shop.lines("POST")[-1] == "POST /robots" else shop.robots.read(request)

    shop.forget()
    shop.on("POST /robots", in_turn(carried_out_but(shop.robots.create, DROP), shop.robots.create))
    shop.on("GET /robots/*", read)
    refusal(planned.apply)
    shop.on("GET /robots/*", shop.robots.read)
    shop.robots.masks = True
    assert (is_planned(robbie, NEW), is_planned(robbie, OLD)) == (True, True)


def test_a_secret_that_somebody_else_changed_is_written_again(shop: Shop) -> None:
    shop.robots.masks = False
    robbie = shop.robot(secret_config=OLD)
    robbie.apply()
    shop.robots.objects["robbie"]["config"]["password"] = "theirs"
    planned = robbie.plan()
    assert planned.difference["secret_revision"] == (1, 2)
    planned.apply()
    assert shop.robots.objects["robbie"]["config"]["password"] == "hunter22"
    assert robbie.plan().is_empty


def test_a_secret_that_somebody_else_removed_is_written_again(shop: Shop) -> None:
    robbie = shop.robot(secret_config=OLD)
    robbie.apply()
    del shop.robots.objects["robbie"]["config"]["password"]
    robbie.apply()
    assert shop.robots.objects["robbie"]["config"]["password"] == "hunter22"


def test_a_secret_from_the_environment_is_one_like_any_other(shop: Shop) -> None:
    robbie = shop.robot(secret_env={"password": "PASSWORD"})
    robbie.apply()
    assert shop.robots.objects["robbie"]["config"]["password"] == "correct-horse"
    assert robbie.plan(secret_env=None, secret_config=NEW).difference == {
        "secret_env": ({"password": "PASSWORD"}, None)
    }


# What was imported


def imported(shop: Shop, **config: Any) -> Life:
    """A robot that had been there, with a password that the server masks."""
    shop.robots.objects["robbie"] = {"name": "robbie", "config": MODEL | OLD, "state": "RUNNING", "tasks": []}
    robbie = shop.robot(wait_for_running=False, **config)
    robbie.import_object("robbie")
    return robbie


def test_a_masked_secret_of_an_import_is_taken_for_the_one_that_is_given(shop: Shop) -> None:
    assert imported(shop, secret_config=OLD).plan().difference == {"wait_for_running": (True, False)}


def test_a_secret_that_changes_after_an_import_is_seen_from_the_first_apply_on(shop: Shop) -> None:
    robbie = imported(shop, secret_config=OLD)
    robbie.apply(desired_state="paused")
    assert robbie.plan().is_empty
    assert robbie.plan(secret_config=NEW).action == "update"


def test_a_secret_of_an_import_that_is_not_given_is_left_alone(shop: Shop) -> None:
    robbie = imported(shop)
    robbie.apply(desired_state="paused")
    assert shop.lines("PUT") == ["PUT /robots/robbie/pause"]
    assert robbie.plan().is_empty


# What is not known yet

FOUR_LEGS = MODEL | {"legs": "4"}


@pytest.mark.parametrize("kind", ["robot", "android", "droid"])
@pytest.mark.parametrize(
    ("unknown", "known"),
    [
        ({"config": UNKNOWN}, {"config": FOUR_LEGS}),
        ({"secret_config": UNKNOWN}, {"secret_config": OLD}),
        ({"secret_config": UNKNOWN}, {"secret_config": NEW}),
        ({"secret_config": UNKNOWN}, {"secret_config": None}),
        ({"secret_config": UNKNOWN, "config": FOUR_LEGS}, {"secret_config": OLD}),
        ({"secret_config": UNKNOWN, "config": UNKNOWN}, {"secret_config": NEW, "config": FOUR_LEGS}),
    ],
)
def test_a_map_that_only_the_apply_knows_is_planned_as_one(
    shop: Shop, kind: str, unknown: dict[str, Any], known: dict[str, Any]
) -> None:
    life: Life = getattr(shop, kind)(secret_config=OLD)
    life.apply()
    shop.robots.refused = {"password": "is missing"}
    planned = life.plan(**unknown)
    assert [item.summary for item in planned.warnings if "removed" in item.summary] == []
    shop.robots.refused = {}
    planned.apply(**known)
    assert life.plan().is_empty
    there = shop.robots.objects["robbie"]["config"]
    assert there.get("password") == (life.config["secret_config"] or {}).get("password")
    assert there["legs"] == life.config["config"]["legs"]


@pytest.mark.parametrize(("given", "revision"), [(OLD, 1), ({}, 0)])
def test_secrets_of_which_not_even_the_keys_are_known_may_be_none(shop: Shop, given: Any, revision: int) -> None:
    life = shop.robot(secret_config=UNKNOWN)
    planned = life.plan()
    assert planned.after["secret_revision"] is UNKNOWN
    assert planned.apply(secret_config=given)["secret_revision"] == revision
    assert life.plan().is_empty


# What a server shows in its own form


def backwards(shop: Shop) -> Handler:
    """Shows a password in a form of its own, which is no mask."""
    shop.robots.masks = False

    def read(request: Request) -> Reply:
        if request.name not in shop.robots.objects:
            return NOT_THERE
        found = shop.robots.shown(request.name)
        password = {"password": found["config"]["password"][::-1]} if "password" in found["config"] else {}
        return answer(found | {"config": found["config"] | password})

    return read


@pytest.mark.parametrize(
    ("becomes", "given"),
    [
        (smooth, {"timeouts": {"update": "1m"}}),
        (smooth, {"desired_state": "paused"}),
        (smooth, {"secret_config": NEW}),
        (failing_afterwards, {"config": MODEL | {"legs": "4"}}),
        (failing_afterwards, {"secret_config": NEW}),
    ],
)
def test_a_form_that_was_shown_after_a_write_is_known_after_every_other(
    shop: Shop, becomes: Callable[[Shop, Planned], None], given: dict[str, Any]
) -> None:
    shop.on("GET /robots/*", backwards(shop))
    robbie = shop.robot(secret_config=OLD)
    robbie.apply()
    assert robbie.plan().is_empty
    becomes(shop, robbie.plan(**given))
    shop.robots.sights = []
    assert robbie.plan().difference == {}
