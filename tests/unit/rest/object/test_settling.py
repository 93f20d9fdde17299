"""A change that was waited for in vain is waited for again, until a wait or a refresh finds it done."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sandbox import Sandbox
from provider_lib.spec.types import UNKNOWN
from tests.scripted import Request, answer, in_turn
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import FAILED, MODEL, STARTING, Shop

FOUR_LEGS = MODEL | {"legs": "4"}
TASK_FAILED = "toys robot robbie failed: task 0 is FAILED"
PAUSED = {"state": "PAUSED", "tasks": [{"id": 0, "state": "PAUSED"}]}
PAUSING = {"state": "PAUSED", "tasks": [{"id": 0, "state": "RUNNING"}]}
LOST = [FAILED] * 9
"""As many looks as a plan and an apply take at the most."""


def told(name: str) -> tuple[Diagnostic, ...]:
    """The warning of a plan that has nothing to do but to wait."""
    return (
        Diagnostic(
            "warning",
            f"the last change of {name} was waited for in vain",
            "The change was made, and nobody has seen since that it did what it should. An apply waits for that again; "
            "it sends nothing merely to wait.",
        ),
    )


def failed(shop: Shop) -> Life:
    """A robot of which a task failed after a change, and fails on."""
    robbie = shop.robot()
    robbie.apply()
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, *LOST]
    assert refusal(planned.apply).summary == TASK_FAILED
    shop.robots.sights = LOST[:]
    shop.forget()
    return robbie


def writes(shop: Shop) -> list[str]:
    return shop.lines("PUT", "POST", "PATCH", "DELETE")


def test_a_plan_shows_that_it_is_waited_for_again(shop: Shop) -> None:
    planned = failed(shop).plan()
    assert (planned.action, planned.warnings) == ("update", told("toys robot robbie"))
    assert planned.difference == {
        "state": ("RUNNING", UNKNOWN),
        "tasks": ([{"id": "0", "state": "FAILED", "trace": "Rust\n\tat Arm.java"}], UNKNOWN),
        "trace": (None, UNKNOWN),
    }


def test_what_still_fails_fails_again_for_the_same_reason_and_nothing_is_sent(shop: Shop) -> None:
    robbie = failed(shop)
    for _ in range(2):
        shop.robots.sights = LOST[:]
        again = refusal(robbie.apply)
        assert (again.summary, again.detail.splitlines()[0]) == (TASK_FAILED, "Rust")
    assert writes(shop) == []
    assert robbie["config"] == FOUR_LEGS


def test_what_was_mended_meanwhile_is_seen_by_a_refresh(shop: Shop) -> None:
    robbie = failed(shop)
    shop.robots.sights = []
    assert robbie.plan().is_empty
    assert robbie.plan(refresh=False).is_empty


def test_what_was_turned_meanwhile_as_the_code_has_it_now_is_seen_by_a_refresh(shop: Shop) -> None:
    robbie = failed(shop)
    shop.robots.sights = [PAUSED]
    assert robbie.plan(desired_state="paused").is_empty


def test_what_gets_well_during_the_wait_is_not_waited_for_again(shop: Shop) -> None:
    robbie = failed(shop)
    shop.robots.sights = [STARTING, STARTING]
    assert robbie.apply()["state"] == "RUNNING"
    assert (writes(shop), robbie.warnings) == ([], [])
    assert robbie.plan(refresh=False).is_empty


def test_a_wait_for_what_was_deleted_meanwhile_says_that_it_is_gone(shop: Shop) -> None:
    robbie = failed(shop)
    planned = robbie.plan(timeouts={"update": "100ms"})
    shop.robots.objects.clear()
    said = refusal(planned.apply)
    assert said.summary == "toys robot robbie was not running in time"
    assert said.detail.endswith("The last look saw: it is not there")


def test_a_change_that_mends_it_ends_it(shop: Shop) -> None:
    robbie = failed(shop)
    planned = robbie.plan(config=MODEL)
    assert planned.warnings == ()
    shop.robots.sights = []
    planned.apply()
    assert writes(shop) == ["POST /check/toys.Walker", "POST /check/toys.Walker", "PUT /robots/robbie/config"]
    assert robbie.plan(refresh=False).is_empty


def test_the_secrets_that_came_with_what_mends_it_are_known(shop: Shop) -> None:
    robbie = failed(shop)
    planned = robbie.plan(secret_config={"password": "hunter22"})
    shop.robots.sights = []
    planned.apply()
    assert robbie.plan(refresh=False).is_empty
    assert robbie.plan(secret_config={"password": "correct-horse"}).difference["secret_revision"] == (1, 2)


def test_who_does_not_want_to_wait_any_more_is_not_kept_waiting(shop: Shop) -> None:
    robbie = failed(shop)
    assert robbie.apply(wait_for_running=False)["tasks"][0]["state"] == "FAILED"
    assert robbie.plan(refresh=False).is_empty
    assert writes(shop) == []


def test_a_new_state_that_is_not_reached_is_waited_for_again(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    planned = robbie.plan(desired_state="paused")
    shop.robots.sights = LOST[:]
    assert refusal(planned.apply).summary == TASK_FAILED
    assert robbie.plan().difference.keys() == {"desired_state", "state", "tasks", "trace"}
    shop.forget()
    shop.robots.sights = [PAUSING] * 9
    assert robbie.plan().difference.keys() == {"state", "tasks", "trace"}
    shop.robots.sights = [PAUSING, PAUSING]
    robbie.apply()
    assert writes(shop) == []


def test_a_wait_that_was_cut_short_is_made_again(shop: Shop) -> None:
    robbie = shop.robot()
    shop.on("POST /robots", lambda request: stop_after(shop, request))
    robbie.apply()
    assert [item.summary for item in robbie.warnings] == ["stopped waiting: toys robot robbie is not running yet"]
    shop.robots.sights = [STARTING, STARTING]
    shop.forget()
    planned = robbie.plan()
    assert (planned.action, planned.apply()["state"], writes(shop)) == ("update", "RUNNING", [])


def stop_after(shop: Shop, request: Request) -> Any:
    """The answer to a create that Ctrl-C follows, of something that starts."""
    created = shop.robots.create(request)
    shop.robots.sights = [STARTING] * 99
    shop.core.stop()
    return created


def test_a_change_that_was_taken_back_is_not_waited_for(shop: Shop) -> None:
    robbie = shop.robot(rollback_on_failure=True)
    robbie.apply()
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED]
    refusal(planned.apply)
    assert robbie.plan(config=MODEL, refresh=False).is_empty


def test_a_change_that_was_refused_is_not_waited_for(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    shop.on("PUT /robots/*/config", answer({"message": "somebody sits in it"}, 400))
    refusal(robbie.apply, config=FOUR_LEGS)
    assert robbie.plan(config=MODEL, refresh=False).is_empty


# A field that is waited for


def test_an_observed_field_is_waited_for_again(shop: Shop) -> None:
    attic = shop.room()
    attic.apply()
    first = refusal(attic.apply, wait_for_light="200ms", knock="1")
    shop.forget()
    assert attic.plan().difference == {"lit": (False, UNKNOWN)}
    assert attic.plan().warnings == told("toys room old/attic")
    assert refusal(attic.apply) == first
    shop.rooms.objects["attic"]["lit"] = True
    assert attic.plan().is_empty
    assert writes(shop) == []


def test_a_field_that_no_call_was_to_change_is_not_waited_for(shop: Shop) -> None:
    attic = shop.room(wait_for_light="200ms")
    attic.apply()
    shop.on("PUT /houses/*/rooms/*", answer({"message": "no paint"}, 400))
    refusal(attic.apply, colour="blue")
    assert attic.plan(refresh=False, colour="red").is_empty


def test_an_agent_that_did_not_come_back_after_its_key_was_renewed_is_waited_for_again(
    vendors: Core, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    prod = Life(vendors, "sluice_lenses_environment", name="prod", tier="production")
    prod.apply()
    first = refusal(prod.apply, agent_key_rotation="1", wait_for_agent="200ms")
    key = prod["agent_key"]
    assert refusal(prod.apply) == first
    assert prod["agent_key"] == key


# What becomes of a write


def ada(desk: Desk, *states: str) -> Life:
    """An object of which a change came to nothing, and that is in these states afterwards."""
    wait = {"status": "body:state", "interval": "10ms", "success": ["ready"], "failure": ["failed"]}
    life = desk.thing({"name": "Ada"}, wait={"update": wait})
    life.apply()
    shown = [answer({"id": 1, "name": "Eve", "state": state}) for state in states]
    desk.on("GET /things/*", in_turn(desk.things.read, *shown, shown[-1]))
    refusal(life.apply, body={"name": "Eve"})
    desk.forget()
    return life


def test_a_write_that_came_to_nothing_is_asked_for_again(desk: Desk) -> None:
    life = ada(desk, "failed")
    assert (life.plan().action, life["body"].value) == ("update", {"name": "Eve"})
    assert refusal(life.apply).summary == "the update of rest object default/things/1 failed: its status is failed"
    assert desk.lines("PUT", "POST") == []


@pytest.mark.parametrize("states", [["failed", "failed", "ready"], ["failed", "failed", "failed", "failed", "ready"]])
def test_a_write_that_did_something_after_all_is_done(desk: Desk, states: list[str]) -> None:
    life = ada(desk, *states)
    life.apply()
    assert life.plan(refresh=False).is_empty
    assert desk.lines("PUT", "POST") == []


def test_a_change_that_sends_nothing_waits_for_no_write(desk: Desk) -> None:
    life = desk.thing({"name": "Ada"}, wait={"update": {"status": "body:state", "success": ["ready"]}})
    life.apply()
    desk.on("GET /things/*", answer({"id": 1, "name": "Ada", "state": "failed"}))
    life.apply(timeouts={"update": "1m"})
    assert life.plan().is_empty


def test_a_write_that_a_refresh_finds_done_is_not_waited_for_again(desk: Desk) -> None:
    life = ada(desk, "failed")
    desk.on("GET /things/*", answer({"id": 1, "name": "Eve", "state": "ready"}))
    assert life.plan().is_empty
    assert life.plan(refresh=False).is_empty


def test_a_write_of_which_only_its_answer_told_where_to_ask_is_not_asked_for(desk: Desk) -> None:
    words = {"success": ["done"], "failure": ["failed"]}
    wait = {"path": "header:Location", "status": "body:state", "interval": "10ms", **words}
    life = desk.thing({"name": "Ada"}, wait={"update": wait})
    life.apply()
    desk.on("PUT /things/*", lambda request: accepted(desk, request))
    desk.on("GET /jobs/7", answer({"state": "failed"}))
    refusal(life.apply, body={"name": "Eve"})
    assert life.plan().is_empty


def accepted(desk: Desk, request: Request) -> Any:
    desk.things.objects["1"] = {"id": 1, **request.json}
    return answer(status=202, location="/jobs/7")
