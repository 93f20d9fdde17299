"""Waiting for something that runs: what counts as reached, what as failed, and from when on."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import Declarations, Nested, Resource, min_tasks, volatile
from tests.scripted import answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life, Planned
from tests.unit.rest.shop import FAILED, MODEL, RUNNING, STARTING, Shop
from tests.unit.rest.toys import LIFECYCLE, Robot, Runs
from tests.unit.rest.widgets import TOYS

FOREVER = 60.0
"""Seconds that no test waits for."""


class Laggard(Runs, Resource, system=TOYS, name="laggard"):
    """A robot whose server is late to tell that it was changed."""

    api = Robot.api
    lifecycle = replace(LIFECYCLE, lag=FOREVER)


class Slowpoke(Runs, Resource, system=TOYS, name="slowpoke"):
    """A robot whose server is late for a moment."""

    api = Robot.api
    lifecycle = replace(LIFECYCLE, lag=0.4)


class Novice(Runs, Resource, system=TOYS, name="novice"):
    """A robot that may fail at first."""

    api = Robot.api
    lifecycle = replace(LIFECYCLE, grace=FOREVER)


class Loner(Runs, Resource, system=TOYS, name="loner"):
    """A robot that runs without tasks, and whose tasks have words of their own."""

    api = Robot.api
    lifecycle = replace(
        LIFECYCLE,
        tasks_within=0.0,
        task_states={"running": "BUSY"},
        failed=("BROKEN", "LOST"),
        task_failed=("DEAD",),
    )


class Idler(Runs, Resource, system=TOYS, name="idler"):
    """A robot that may have no tasks for now, which its server has a word for."""

    min_tasks: int | None = min_tasks()

    api = Robot.api
    lifecycle = replace(LIFECYCLE, tasks_within=0.2, idle=("BORED",), failed=("FAILED", "BORED"))


class Complaint(Nested):
    """What a robot says is wrong."""

    title: str = volatile("What.")
    content: str = volatile("More about it.")


class Grumbler(Runs, Resource, system=TOYS, name="grumbler"):
    """A robot that may have no tasks for now, and says why."""

    complaints: list[Complaint] = volatile("What is wrong.")

    api = Robot.api
    lifecycle = replace(LIFECYCLE, tasks_within=0.2, findings="complaints")


DECLARED = Declarations.of(sys.modules[__name__])
BROKEN = {"state": "FAILED", "tasks": []}
BROKEN_WITH_TRACE = BROKEN | {"trace": "Rust everywhere"}
ADVICE = "Mend what the trace names and apply again; `wait_for_running = false` applies without waiting."


def life(make_core: MakeCore, shop: Shop, kind: str, **config: Any) -> Life:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, f"sluice_toys_{kind}", **{"name": "robbie", "config": MODEL} | config)


def seen(shop: Shop) -> int:
    """How often anybody looked at the robot."""
    return len([line for line in shop.lines("GET") if line == "GET /robots/robbie"])


def made(shop: Shop, *sights: dict[str, Any], **config: Any) -> Life:
    """A robot that shows itself so while it is made."""
    shop.robots.sights = [{}, *sights]
    robbie = shop.robot(**config)
    robbie.apply()
    return robbie


# What counts as reached


def test_every_task_must_run(shop: Shop) -> None:
    half = {"state": "RUNNING", "tasks": [{"id": 0, "state": "RUNNING"}, {"id": 1, "state": "UNASSIGNED"}]}
    whole = {"state": "RUNNING", "tasks": [{"id": 0, "state": "RUNNING"}, {"id": 1, "state": "RUNNING"}]}
    assert [task["state"] for task in made(shop, half, half, whole)["tasks"]] == ["RUNNING", "RUNNING"]


def test_there_must_be_a_task(shop: Shop) -> None:
    made(shop, {"state": "RUNNING", "tasks": []}, {"state": "RUNNING", "tasks": None}, RUNNING)
    assert (seen(shop), shop.robots.sights) == (4, [])


def test_the_whole_must_be_in_its_state_too(shop: Shop) -> None:
    made(shop, RUNNING | {"state": "UNASSIGNED"}, RUNNING)
    assert shop.robots.sights == []


def test_what_is_stopped_needs_no_task(shop: Shop) -> None:
    made(shop, {"state": "RUNNING", "tasks": []}, {"state": "STOPPED", "tasks": []}, desired_state="stopped")
    assert shop.robots.sights == []


def test_what_is_paused_has_all_its_tasks_paused(shop: Shop) -> None:
    busy = {"state": "PAUSED", "tasks": [{"id": 0, "state": "RUNNING"}]}
    idle = {"state": "PAUSED", "tasks": [{"id": 0, "state": "PAUSED"}]}
    made(shop, busy, idle, desired_state="paused")
    assert shop.robots.sights == []


def test_what_runs_without_tasks_needs_none_and_tasks_may_have_words_of_their_own(
    make_core: MakeCore, shop: Shop
) -> None:
    shop.robots.sights = [{}, {"state": "RUNNING", "tasks": []}]
    life(make_core, shop, "loner").apply()
    assert shop.robots.sights == []
    running = {"state": "RUNNING", "tasks": [{"id": 0, "state": "RUNNING"}]}
    busy = {"state": "RUNNING", "tasks": [{"id": 0, "state": "BUSY"}]}
    shop.robots.objects.clear()
    shop.robots.sights = [{}, running, busy]
    life(make_core, shop, "loner").apply()
    assert shop.robots.sights == []


# What runs without a task

IDLE = {"state": "RUNNING", "tasks": []}
BORED = {"state": "BORED", "tasks": []}


@pytest.mark.parametrize("sight", [IDLE, BORED, {"state": "RUNNING", "tasks": None}])
def test_what_runs_without_a_task_for_a_while_has_nothing_to_do(
    make_core: MakeCore, shop: Shop, sight: dict[str, Any]
) -> None:
    shop.robots.sights = [{}, *[sight] * 100]
    robbie = life(make_core, shop, "idler")
    robbie.apply()
    assert robbie.warnings == [
        Diagnostic(
            "warning",
            "toys idler robbie runs, but has no task",
            "It may have nothing to do yet. If it should have, look at its log; `min_tasks` waits for tasks.",
        )
    ]
    assert 1 < seen(shop) < 20
    shop.robots.sights = [{}]
    assert robbie.plan().is_empty


def test_what_runs_without_a_task_is_told_with_what_it_says_is_wrong(make_core: MakeCore, shop: Shop) -> None:
    complaints = [{"title": "Battery", "content": "is low"}, {"title": "Bored", "content": None}]
    shop.robots.sights = [{}, *[IDLE | {"complaints": complaints}] * 100]
    robbie = life(make_core, shop, "grumbler")
    robbie.apply()
    assert [item.detail for item in robbie.warnings] == [
        "Battery: is low\nBored\n"
        "It may have nothing to do yet. If it should have, look at its log; `min_tasks` waits for tasks."
    ]


def test_a_task_that_comes_within_the_while_is_no_cause_for_a_warning(make_core: MakeCore, shop: Shop) -> None:
    shop.robots.sights = [{}, IDLE, BORED, STARTING, RUNNING]
    robbie = life(make_core, shop, "idler")
    robbie.apply()
    assert (robbie.warnings, shop.robots.sights) == ([], [])


def test_a_change_after_which_it_has_no_task_is_told_too(make_core: MakeCore, shop: Shop) -> None:
    robbie = life(make_core, shop, "idler")
    robbie.apply()
    planned = robbie.plan(config=MODEL | {"legs": "4"})
    shop.robots.sights = [{}, *[IDLE] * 100]
    planned.apply()
    assert [item.summary for item in robbie.warnings] == ["toys idler robbie runs, but has no task"]


@pytest.mark.parametrize("last", [RUNNING, IDLE])
def test_a_number_of_tasks_is_waited_for_until_time_is_up(make_core: MakeCore, shop: Shop, last: Any) -> None:
    two = {"state": "RUNNING", "tasks": [{"id": 0, "state": "RUNNING"}, {"id": 1, "state": "RUNNING"}]}
    shop.robots.sights = [{}, IDLE, RUNNING, two]
    life(make_core, shop, "idler", min_tasks=2).apply()
    assert shop.robots.sights == []
    shop.robots.objects.clear()
    shop.robots.sights = [{}, *[last] * 100]
    robbie = life(make_core, shop, "idler", min_tasks=2, timeouts={"create": "400ms"})
    assert refusal(robbie.apply).summary == "toys idler robbie was not running in time"


def test_another_number_of_tasks_is_waited_for_although_nothing_is_written(make_core: MakeCore, shop: Shop) -> None:
    robbie = life(make_core, shop, "idler")
    robbie.apply()
    shop.forget()
    planned = robbie.plan(min_tasks=2, timeouts={"update": "400ms"})
    assert planned.action == "update"
    shop.robots.sights = [{}, *[RUNNING] * 100]
    said = refusal(planned.apply)
    assert said.summary == "toys idler robbie was not running in time"
    assert "RUNNING, task 0 RUNNING, 1 of 2 tasks" in said.detail
    assert {line.partition(" ")[0] for line in shop.lines()} == {"GET"}


def test_a_short_time_for_the_create_is_not_eaten_up(shop: Shop) -> None:
    shop.robots.sights = [{}, *[IDLE] * 100]
    robbie = shop.robot(timeouts={"create": "1s"})
    robbie.apply()
    assert [item.summary for item in robbie.warnings] == ["toys robot robbie runs, but has no task"]


# What counts as failed


def failure(shop: Shop, *sights: dict[str, Any], **config: Any) -> Diagnostic:
    shop.robots.sights = [{}, *sights, sights[-1]]
    return refusal(shop.robot(**config).apply)


def test_a_failed_task_is_named_with_its_trace(shop: Shop) -> None:
    tasks = [
        {"id": 0, "state": "RUNNING", "trace": "all is well"},
        {"id": 1, "state": "FAILED"},
        {"id": 2, "state": "FAILED", "trace": "  Out of oil  \n"},
    ]
    assert failure(shop, {"state": "RUNNING", "tasks": tasks}) == Diagnostic(
        "error", "toys robot robbie failed: task 1, 2 is FAILED", f"Out of oil\n\n{ADVICE}"
    )


def test_a_failure_without_a_trace_says_where_to_look(shop: Shop) -> None:
    look = "Look into its eyes; `wait_for_running = false` applies without waiting."
    assert failure(shop, BROKEN) == Diagnostic("error", "toys robot robbie failed", f"It is FAILED.\n\n{look}")


def test_a_failure_of_the_whole_is_told_with_its_own_trace(shop: Shop) -> None:
    sight = BROKEN_WITH_TRACE | {"tasks": [{"id": 0, "state": "FAILED", "trace": "no"}]}
    assert failure(shop, sight) == Diagnostic(
        "error", "toys robot robbie failed: task 0 is FAILED", f"Rust everywhere\n\n{ADVICE}"
    )


def test_of_a_long_trace_the_head_and_its_causes_are_told(shop: Shop) -> None:
    head = ["Rust"] + [f"\tat line {number}" for number in range(11)]
    tail = ["\tat the end", "Caused by: water", "\t... 3 more", "Caused by: rain"]
    trace = "\n".join([*head, *tail])
    sight = {"state": "RUNNING", "tasks": [{"id": 0, "state": "FAILED", "trace": trace}]}
    shown = "\n".join([*head, "Caused by: water", "Caused by: rain"])
    assert failure(shop, sight).detail == f"{shown}\n\n{ADVICE}"


def test_a_secret_in_a_trace_is_masked(shop: Shop) -> None:
    trace = {"state": "RUNNING", "tasks": [{"id": 0, "state": "FAILED", "trace": "Refused: hunter22"}]}
    shop.robots.sights = [{}, trace, trace]
    robbie = shop.robot(secret_config={"password": "hunter22"})
    assert refusal(robbie.apply).detail == f"Refused: ***\n\n{ADVICE}"
    assert "hunter22" not in str(robbie.state)


def test_words_for_a_failure_are_those_of_the_server(make_core: MakeCore, shop: Shop) -> None:
    for sight in ({"state": "LOST", "tasks": []}, {"state": "RUNNING", "tasks": [{"id": 0, "state": "DEAD"}]}):
        shop.robots.objects.clear()
        shop.robots.sights = [{}, BROKEN, {"state": "RUNNING", "tasks": [{"id": 0, "state": "FAILED"}]}, sight]
        assert refusal(life(make_core, shop, "loner").apply).summary.startswith("toys loner robbie failed")
        assert shop.robots.sights == []


def test_a_failure_just_after_a_write_does_not_count_without_a_trace(make_core: MakeCore, shop: Shop) -> None:
    shop.robots.sights = [{}, BROKEN, BROKEN, RUNNING]
    life(make_core, shop, "novice").apply()
    assert shop.robots.sights == []
    for sight in (BROKEN_WITH_TRACE, FAILED):
        shop.robots.objects.clear()
        shop.robots.sights = [{}, BROKEN, sight, sight]
        assert refusal(life(make_core, shop, "novice").apply).summary.startswith("toys novice robbie failed")


# From when on


def changing(make_core: MakeCore, shop: Shop, kind: str = "laggard", **changed: Any) -> Planned:
    """A change of something that runs, as it is planned."""
    robbie = life(make_core, shop, kind)
    robbie.apply()
    shop.forget()
    return robbie.plan(**changed or {"config": MODEL | {"legs": "4"}})


def test_what_a_server_told_before_a_change_is_no_news(make_core: MakeCore, shop: Shop) -> None:
    planned = changing(make_core, shop)
    shop.robots.sights = [{}, RUNNING, RUNNING, STARTING, FAILED, FAILED]
    assert refusal(planned.apply).summary == "toys laggard robbie failed: task 0 is FAILED"


def test_a_failure_from_before_a_change_is_no_news_either(make_core: MakeCore, shop: Shop) -> None:
    planned = changing(make_core, shop)
    shop.robots.sights = [{}, FAILED, FAILED, STARTING, RUNNING]
    planned.apply()
    assert shop.robots.sights == []


@pytest.mark.parametrize("state", ["RUNNING", "FAILED"])
def test_tasks_from_before_a_change_are_not_taken_for_its_start(make_core: MakeCore, shop: Shop, state: str) -> None:
    half = {"state": "UNASSIGNED", "tasks": [{"id": 0, "state": state}, {"id": 1, "state": "UNASSIGNED"}]}
    planned = changing(make_core, shop)
    shop.robots.sights = [{}, half, RUNNING, STARTING, RUNNING]
    planned.apply()
    assert shop.robots.sights == []


def test_a_change_that_shows_no_start_is_believed_after_a_while(make_core: MakeCore, shop: Shop) -> None:
    planned = changing(make_core, shop, "slowpoke")
    shop.forget()
    planned.apply()
    assert seen(shop) >= 3


def test_a_change_that_does_not_touch_the_configuration_is_believed_at_once(make_core: MakeCore, shop: Shop) -> None:
    robbie = life(make_core, shop, "laggard", desired_state="paused", timeouts={"update": "5s"})
    robbie.apply()
    planned = robbie.plan(desired_state="running")
    shop.forget()
    planned.apply()
    assert seen(shop) == 1


def test_a_change_of_what_is_paused_is_believed_at_once(make_core: MakeCore, shop: Shop) -> None:
    planned = changing(make_core, shop, desired_state="paused", config=MODEL | {"legs": "4"})
    shop.forget()
    planned.apply()
    assert seen(shop) == 2


# Restarts


def restarting(attempts: int, backoff: str | None = "10ms") -> dict[str, Any]:
    return {"auto_restart": {"attempts": attempts, "backoff": backoff}}


def test_what_fails_is_restarted_as_often_as_that_is_allowed(shop: Shop) -> None:
    made(shop, FAILED, FAILED, RUNNING, **restarting(2))
    assert shop.lines("POST")[-2:] == ["POST /robots/robbie/restart"] * 2


def test_what_fails_once_more_has_failed(shop: Shop) -> None:
    assert failure(shop, FAILED, FAILED, **restarting(1)).summary == "toys robot robbie failed: task 0 is FAILED"
    assert shop.lines("POST").count("POST /robots/robbie/restart") == 1


@pytest.mark.parametrize("backoff", [None, "20s"])
def test_what_was_just_restarted_has_time_to_recover(shop: Shop, backoff: str | None) -> None:
    made(shop, FAILED, FAILED, FAILED, RUNNING, **restarting(1, backoff))
    assert shop.lines("POST").count("POST /robots/robbie/restart") == 1


def test_a_restart_that_is_refused_ends_the_wait(shop: Shop) -> None:
    shop.on("POST /robots/*/restart", answer({"message": "it is welded"}, 400))
    assert failure(shop, FAILED, **restarting(1)).summary == (
        "the toy shop refused to restart toys robot robbie: it is welded (400)"
    )
