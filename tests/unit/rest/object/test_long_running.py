"""Writes that a server accepts before they are done: it is seen what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life

QUICK = {"interval": "10ms"}
STATE = {"status": "body:state", **QUICK}


def shown(*states: Any) -> list[Reply]:
    """The object in these states, one after the other; ``...`` for none at all."""
    return [answer({"id": 1, "name": "Ada"} | ({} if state is ... else {"state": state})) for state in states]


def ada(desk: Desk, *states: Any, operation: str = "create", **wait: Any) -> Life:
    """An object whose write is waited for, and how it shows itself meanwhile; then it is as it is."""
    desk.on("GET /things/*", in_turn(*shown(*states), desk.things.read))
    return desk.thing({"name": "Ada"}, wait={operation: STATE | wait})


def failed(status: str, operation: str = "create") -> Diagnostic:
    return Diagnostic(
        "error",
        f"the {operation} of rest object default/things/1 failed: its status is {status}",
        "The server accepted the request, and that is what became of it. What it holds now is kept in the state; ask "
        "the API for the reason.",
    )


@pytest.mark.parametrize(
    ("wait", "states"),
    [
        ({"pending": ["creating"]}, ["creating", "Creating", "ready"]),
        ({"success": ["ready"]}, ["creating", "whatever", "READY"]),
        ({"success": ["ready", "fine"], "failure": ["failed"]}, ["creating", "fine"]),
        ({"pending": ["creating"], "success": ["ready"]}, ["creating", "ready"]),
        ({"failure": ["failed"]}, ["anything"]),
        ({"failure": ["failed"]}, [...]),
        ({"pending": ["creating"]}, [..., None, "ready"]),
        ({"success": ["ready"]}, [..., None, "ready"]),
        ({"success": ["7"]}, [6, 7]),
        ({"success": ["true"]}, [False, True]),
        ({}, ["anything"]),
        ({}, [...]),
    ],
)
def test_a_write_is_done_when_its_status_says_so(desk: Desk, wait: dict[str, Any], states: list[Any]) -> None:
    ada(desk, *states, **wait).apply()
    assert desk.lines("GET") == ["GET /things/1"] * (len(states) + 1)


@pytest.mark.parametrize(
    ("wait", "states", "status"),
    [
        ({"failure": ["failed"], "pending": ["creating"]}, ["creating", "Failed"], "Failed"),
        ({"failure": ["failed"], "success": ["ready"]}, ["creating", "FAILED"], "FAILED"),
        ({"pending": ["creating"], "success": ["ready"]}, ["creating", "lost"], "lost"),
        ({"failure": ["7"]}, [7], "7"),
    ],
)
def test_a_write_has_failed_when_its_status_says_so(
    desk: Desk, wait: dict[str, Any], states: list[Any], status: str
) -> None:
    life = ada(desk, *states, **wait)
    assert refusal(life.apply) == failed(status)
    assert (life.is_tainted, life["id"]) == (True, "1")


def test_an_object_that_does_not_show_yet_is_not_done(desk: Desk) -> None:
    desk.on("GET /things/*", in_turn(NOT_THERE, NOT_THERE, *shown("ready"), desk.things.read))
    desk.thing({"name": "Ada"}, wait={"create": STATE | {"success": ["ready"]}}).apply()
    assert len(desk.lines("GET")) == 4


def test_a_wait_has_a_limit_of_its_own(desk: Desk) -> None:
    life = ada(desk, *["creating"] * 999, pending=["creating"], timeout="300ms")
    assert refusal(life.apply) == Diagnostic(
        "error",
        "the create of rest object default/things/1 was not done in time",
        "Ask the API what became of it, or allow more time in `wait.create.timeout`.\n\n"
        "The last look saw: state is creating",
    )
    assert 3 < len(desk.lines("GET")) <= 31


@pytest.mark.parametrize("state", [..., None], ids=["none", "null"])
def test_a_wait_in_vain_says_that_it_saw_no_status(desk: Desk, state: Any) -> None:
    life = ada(desk, *[state] * 99, pending=["creating"], timeout="100ms")
    assert refusal(life.apply).detail.endswith("\n\nThe last look saw: nothing at state")


def test_a_wait_in_vain_says_that_there_was_nothing_to_see(desk: Desk) -> None:
    desk.on("POST /things", answer({"id": 1, "name": "Ada"}, 202, location="/jobs/7"))
    wait = {"path": "header:Location", "status": "body:state", "pending": ["running"], "timeout": "100ms", **QUICK}
    life = desk.thing({"name": "Ada"}, wait={"create": wait})
    assert refusal(life.apply).detail.endswith("\n\nThe last look saw: it is not there")


def test_a_wait_looks_no_more_often_than_its_interval_says(desk: Desk) -> None:
    life = ada(desk, *["creating"] * 999, pending=["creating"], timeout="300ms", interval="1m")
    assert refusal(life.apply).summary == "the create of rest object default/things/1 was not done in time"
    assert desk.lines("GET") == ["GET /things/1"] * 2  # at once and at the end of its time


def test_a_wait_takes_no_longer_than_its_operation_may(desk: Desk) -> None:
    life = ada(desk, *["creating"] * 999, pending=["creating"], timeout="10m")
    assert refusal(life.apply, timeouts={"create": "1s"}).summary.endswith("was not done in time")


def test_what_becomes_of_a_change_is_waited_for_before_it_is_read(desk: Desk) -> None:
    life = ada(desk, operation="update", pending=["changing"])
    life.apply()
    desk.forget()
    before = [desk.things.read, desk.things.read]
    desk.on("GET /things/*", in_turn(*before, *shown("changing", "changing", "done"), desk.things.read))
    life.apply(body={"name": "Eve"})
    assert desk.lines() == ["GET /things/1", "GET /things/1", "PUT /things/1", *["GET /things/1"] * 4]
    assert life["body"].value == {"name": "Eve"}


def test_a_change_that_comes_to_nothing_is_told_and_planned_again(desk: Desk) -> None:
    life = ada(desk, operation="update", failure=["failed"])
    life.apply()
    desk.on("PUT /things/*", answer(status=202))
    desk.on("GET /things/*", in_turn(desk.things.read, desk.things.read, *shown("failed"), desk.things.read))
    assert refusal(life.apply, body={"name": "Eve"}) == failed("failed", "update")
    assert (life["body"].value, life.is_tainted) == ({"name": "Ada"}, False)
    assert life.plan().action == "update"


# Where to ask


@pytest.mark.parametrize("location", ["/jobs/7?full=1", "jobs/7?full=1", "{url}/jobs/7?full=1"])
def test_where_to_ask_may_be_told_by_the_answer(desk: Desk, location: str) -> None:
    created = answer({"id": 1, "name": "Ada"}, 202, **{"operation-location": location.format(url=desk.url)})
    desk.on("POST /things", created)
    desk.on("GET /jobs/7", in_turn(answer({"state": "running"}), answer({"state": "done"})))
    desk.things.objects["1"] = {"id": 1, "name": "Ada"}
    wait = {"path": "header:Operation-Location", "pending": ["running"], "status": "body:state", **QUICK}
    desk.thing({"name": "Ada"}, wait={"create": wait}).apply()
    assert desk.lines() == ["POST /things", "GET /jobs/7?full=1", "GET /jobs/7?full=1", "GET /things/1"]


def test_where_to_ask_what_becomes_of_a_change_may_be_told_by_its_answer(desk: Desk) -> None:
    def change(request: Request) -> Reply:
        desk.things.replace(request)
        return answer(status=202, location="/jobs/7")

    wait = {"path": "header:Location", "pending": ["running"], "status": "body:state", **QUICK}
    life = desk.thing({"name": "Ada"}, wait={"update": wait})
    life.apply()
    desk.forget()
    desk.on("PUT /things/*", change)
    desk.on("GET /jobs/7", in_turn(answer({"state": "running"}), answer({"state": "done"})))
    life.apply(body={"name": "Eve"})
    assert desk.lines()[2:] == ["PUT /things/1", "GET /jobs/7", "GET /jobs/7", "GET /things/1"]


def test_where_to_ask_may_lie_in_the_body(desk: Desk) -> None:
    desk.on("POST /things", answer({"id": 1, "job": {"href": "/jobs/a b"}}, 202))
    desk.on("GET /jobs/*", answer({"phase": "done"}))
    desk.things.objects["1"] = {"id": 1, "name": "Ada"}
    wait = {"path": "body:job.href", "success": ["done"], "status": "body:phase"}
    desk.thing({"name": "Ada"}, wait={"create": wait}).apply()
    assert desk.lines() == ["POST /things", "GET /jobs/a%20b", "GET /things/1"]


@pytest.mark.parametrize("href", [None, "", 7])
def test_an_answer_that_does_not_say_where_to_ask_is_an_error(desk: Desk, href: Any) -> None:
    desk.on("POST /things", answer({"id": 1, "href": href}, 202))
    life = desk.thing({"name": "Ada"}, wait={"create": {"path": "body:href"}})
    assert refusal(life.apply) == Diagnostic(
        "error",
        "the answer about rest object default/things/1 does not say where to see what becomes of it",
        "A URL was expected at `body.href` of the answer.",
    )
    assert life.is_tainted


def test_a_place_to_ask_that_is_no_url_is_an_error(desk: Desk) -> None:
    desk.on("POST /things", answer({"id": 1, "href": "mailto:ada@example.com"}, 202))
    life = desk.thing({"name": "Ada"}, wait={"create": {"path": "body:href"}})
    assert refusal(life.apply) == Diagnostic(
        "error",
        "the answer about rest object default/things/1 names a place to see what becomes of it that leads to no server",
        "At `body.href` of the answer stands 'mailto:ada@example.com'.",
    )
    assert life.is_tainted


def test_another_server_is_not_asked(desk: Desk) -> None:
    desk.on("POST /things", answer({"id": 1, "href": "https://elsewhere.example/jobs/7"}, 202))
    life = desk.thing({"name": "Ada"}, wait={"create": {"path": "body:href"}})
    assert refusal(life.apply).summary == (
        "REST API refers to another server to see whether the create of rest object default/things/1 is done"
    )
    assert desk.lines() == ["POST /things"]


def test_the_status_may_be_the_one_of_the_answer(desk: Desk) -> None:
    desk.on("GET /jobs/1", in_turn(answer({}, 202), answer({}, 200)))
    wait = {"path": "/jobs/{id}", "status": "code", "pending": ["202"], **QUICK}
    desk.thing({"name": "Ada"}, wait={"create": wait}).apply()
    assert desk.lines() == ["POST /things", "GET /jobs/1", "GET /jobs/1", "GET /things/1"]


def test_the_status_may_be_in_a_header(desk: Desk) -> None:
    desk.on("GET /jobs/1", in_turn(answer({}, x_state="busy"), answer({}, x_state="idle")))
    wait = {"path": "/jobs/{id}", "status": "header:X-State", "pending": ["busy"], **QUICK}
    desk.thing({"name": "Ada"}, wait={"create": wait}).apply()
    assert len(desk.lines("GET")) == 3


# What is on its way out

LEAVING = {"id": 9, "name": "Ada"}


def leaving(desk: Desk, state: Any) -> Life:
    """An object to be made, in a collection that has one of its name in a state."""
    there = LEAVING | {"state": state}
    desk.on("GET /things", in_turn(answer([there]), lambda _: answer(list(desk.things.objects.values()))))
    desk.on("GET /things/9", in_turn(answer(there), NOT_THERE))
    wait = {"delete": STATE | {"pending": ["leaving", "lost"]}}
    return desk.thing({"name": "Ada"}, search={"key": "name", "value": "Ada"}, wait=wait)


def test_an_object_of_the_name_that_is_on_its_way_out_is_waited_for(desk: Desk) -> None:
    assert leaving(desk, "Leaving").apply()["id"] == "1"
    assert desk.lines()[:5] == ["GET /things", "GET /things/9", "GET /things/9", "GET /things", "POST /things"]


@pytest.mark.parametrize("state", ["here", None])
def test_an_object_of_the_name_that_stays_is_not_waited_for(desk: Desk, state: Any) -> None:
    assert refusal(leaving(desk, state).apply).summary == "rest object default/things/9 exists already"
    assert desk.lines() == ["GET /things"]
