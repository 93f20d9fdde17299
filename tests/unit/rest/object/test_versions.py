"""What a server can do by its version: asked once, believed when told, and taken for granted when not."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.errors import Unreachable
from provider_lib.rest.api.client import Client
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.object.versions import Version, Versions, parse
from provider_lib.spec import Declarations, Resource, ServerVersion, get, patch
from tests.scripted import NOT_THERE, Reply, answer, in_turn
from tests.unit.rest.api.conftest import settings_of
from tests.unit.rest.api.server import DROP, Seen, Server
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.toys import LIFECYCLE, Robot, Runs
from tests.unit.rest.widgets import TOYS

WORKS = replace(
    TOYS,
    name="works",
    title="The Works",
    version=ServerVersion(call=get("/about"), path="build.number", renumbered={r"7\.(\d+).*-w": r"1.\1"}),
)


class Machine(Runs, Resource, system=WORKS, name="machine"):
    """A robot of a distribution that counts its versions otherwise."""

    api = Robot.api
    lifecycle = LIFECYCLE


class Drone(Runs, Resource, system=TOYS, name="drone"):
    """A robot that newer servers change by what is another alone."""

    api = replace(Robot.api, amend=patch("/robots/{name}/config", body="{config}", merge=True, since="2.0"))
    lifecycle = LIFECYCLE


DECLARED = Declarations.of(sys.modules[__name__])


def too_old(version: str) -> Diagnostic:
    return Diagnostic(
        "error",
        "desired_state needs Toys 1.5 or newer",
        f"It takes PUT /robots/{{name}}/stop, which that version brought; this server is version {version}.",
        ("desired_state",),
    )


def test_what_a_server_is_too_old_for_is_said_by_the_plan(shop: Shop) -> None:
    shop.on("GET /version", answer({"version": "1.4.9"}))
    assert refusal(shop.robot(desired_state="stopped").plan) == too_old("1.4.9")


@pytest.mark.parametrize("version", ["1.5", "1.5.0-rc1", "1.10", "2.0", "10.0"])
def test_a_server_that_is_new_enough_is_asked(shop: Shop, version: str) -> None:
    shop.on("GET /version", answer({"version": version}))
    assert shop.robot(desired_state="stopped").apply()["state"] == "STOPPED"


def test_the_version_is_asked_once_in_a_walk(shop: Shop) -> None:
    robbie, twin = shop.robot(desired_state="stopped"), shop.robot(name="twin", desired_state="stopped")
    with shop.core.walk():
        robbie.plan()
        twin.plan()
    assert shop.lines().count("GET /version") == 1


@pytest.mark.parametrize(
    "silent",
    [
        NOT_THERE,
        answer({"message": "go away"}, 403),
        answer({"message": "none of your business"}, 401),
        answer({}),
        answer({"version": 2}),
        answer({"version": "unknown"}),
        Reply(200, "<html>", {"content-type": "text/html"}),
    ],
)
def test_a_server_that_does_not_tell_is_taken_for_new_enough(shop: Shop, silent: Reply) -> None:
    shop.on("GET /version", silent)
    robbie = shop.robot(desired_state="stopped")
    assert robbie.apply()["state"] == "STOPPED"
    assert shop.bodies("POST")[-1]["begins"] == "STOPPED"


def test_a_server_in_trouble_is_no_reason_to_refuse_a_plan_but_to_fail_an_apply(shop: Shop) -> None:
    shop.on("GET /version", answer({"message": "the disk is full"}, 500))
    planned = shop.robot(desired_state="stopped").plan()
    assert refusal(planned.apply).summary == "the toy shop could not tell its version: the disk is full (500)"


def test_a_call_that_an_apply_needs_is_refused_with_the_version(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    planned = robbie.plan(desired_state="stopped")
    shop.on("GET /version", answer({"version": "1.0"}))
    # A plan of now would say so: the server may have been changed since.
    config = robbie.kind.config(robbie.config | {"desired_state": "stopped"})
    with shop.core.walk():
        assert refusal(robbie.carry_out, robbie.state, planned.after, config, planned.private) == Diagnostic(
            "error",
            "Toys cannot set to stopped: toys robot robbie: it is version 1.0",
            "That needs version 1.5 or newer.",
        )
    assert shop.lines("PUT") == []


def test_versions_of_a_distribution_are_counted_as_those_it_is_built_on(make_core: MakeCore, shop: Shop) -> None:
    core = make_core(DECLARED, {"SLUICE_WORKS_URL": shop.url, "SLUICE_WORKS_MAX_RETRIES": "0"})
    machine = Life(core, "sluice_works_machine", name="robbie", config=MODEL, desired_state="stopped")
    shop.on("GET /about", answer({"build": {"number": "7.4.2-w"}}))
    assert refusal(machine.plan).detail.endswith("this server is version 1.4 (7.4.2-w).")
    shop.on("GET /about", answer({"build": {"number": "7.5.0-w"}}))
    machine.plan()
    shop.on("GET /about", answer({"build": {"number": "7.4.2"}}))
    machine.plan()


@pytest.mark.parametrize(
    ("told", "since", "is_at_least", "is_surely"),
    [
        ("1.5", "1.5", True, True),
        ("1.4", "1.5", False, False),
        ("1.4", None, True, True),
        ("", "1.5", True, False),
        ("", None, True, False),
    ],
)
def test_a_server_that_does_not_tell_is_new_enough_but_not_surely(
    told: str, since: str | None, is_at_least: bool, is_surely: bool
) -> None:
    version = Version(told, TOYS.version)
    assert (version.is_at_least(since), version.is_surely(since)) == (is_at_least, is_surely)


@pytest.mark.parametrize(("told", "method"), [({"version": "2.0"}, "PATCH"), ({"version": "1.9"}, "PUT"), ({}, "PUT")])
def test_only_a_server_that_surely_takes_what_is_another_alone_is_sent_that(
    make_core: MakeCore, shop: Shop, told: dict[str, str], method: str
) -> None:
    shop.on("GET /version", answer(told))
    shop.on("PATCH /robots/*/config", answer({"name": "robbie"}))
    drone = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_drone", name="robbie", config=MODEL)
    drone.apply()
    planned = drone.plan(config=MODEL | {"legs": "4"})
    shop.forget()
    shop.robots.objects["robbie"]["config"] |= {"legs": "4"}
    planned.apply()
    assert shop.lines("PUT", "PATCH") == [f"{method} /robots/robbie/config"]


def test_a_plan_refuses_a_change_that_would_lose_what_is_hidden_only_when_the_version_is_known(
    make_core: MakeCore, shop: Shop
) -> None:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    shop.robot().apply(config=MODEL | {"password": "hunter22"})
    drone = Life(core, "sluice_toys_drone", name="robbie", config=MODEL).import_object("robbie")
    shop.on("GET /version", answer({"version": "1.9"}))
    told = refusal(drone.plan, config=MODEL | {"legs": "4"})
    assert told.summary == "a change of toys drone robbie would lose password: the server hides what is there"
    for silent in (answer({"version": "2.0"}), answer({"message": "the disk is full"}, 500)):
        shop.on("GET /version", silent)
        assert drone.plan(config=MODEL | {"legs": "4"}).action == "update"


def test_a_server_without_versions_can_all_that_needs_none() -> None:
    version = Versions().of(cast("Any", None), replace(TOYS, version=None), None)
    assert version == Version("")
    assert (version.is_at_least("1.5"), version.is_surely("1.5"), version.is_surely(None)) == (True, False, True)


def test_the_question_for_a_version_is_asked_again_while_the_server_is_in_trouble(
    make_core: MakeCore, shop: Shop
) -> None:
    core = make_core(DECLARED, {"SLUICE_WORKS_URL": shop.url, "SLUICE_WORKS_MAX_RETRIES": "1"})
    in_trouble = answer({"message": "the disk is full"}, 500)
    shop.on("GET /about", in_turn(in_trouble, answer({"build": {"number": "1.4"}})))
    machine = Life(core, "sluice_works_machine", name="robbie", config=MODEL, desired_state="stopped")
    assert refusal(machine.plan).detail.endswith("this server is version 1.4.")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3.7.1-rc2", (3, 7, 1)), ("4", (4,)), ("v4", ()), ("", ()), ("1..2", (1,)), ("10.0.", (10, 0))],
)
def test_a_version_is_the_numbers_at_its_beginning(text: str, numbers: tuple[int, ...]) -> None:
    assert parse(text) == numbers


def test_the_question_for_a_version_ends_when_the_time_of_its_plan_does_and_is_asked_once() -> None:
    over = threading.Event()
    versions = Versions()

    def hang(_: Seen) -> Reply:
        over.wait(10)
        return DROP

    with Server(hang) as server:
        client = Client(settings_of(server.url, WORKS), stop=threading.Event(), redactor=Redactor())
        started = time.monotonic()
        with pytest.raises(Unreachable, match="The Works cannot be reached to tell its version: no answer in time"):
            versions.of(client, WORKS, started + 0.3)
        assert time.monotonic() - started < 5
        over.set()
        client.close()


def test_whoever_waits_for_the_question_of_somebody_else_has_a_time_of_their_own() -> None:
    over, asked, versions = threading.Event(), threading.Event(), Versions()

    def hang(_: Seen) -> Reply:
        asked.set()
        over.wait(10)
        return DROP

    with Server(hang) as server, ThreadPoolExecutor(1) as threads:
        client = Client(settings_of(server.url, WORKS), stop=threading.Event(), redactor=Redactor())
        first = threads.submit(versions.of, client, WORKS, time.monotonic() + 8)
        assert asked.wait(10)
        with pytest.raises(Unreachable) as caught:
            versions.of(client, WORKS, time.monotonic() + 0.2)
        assert (caught.value.summary, caught.value.sent, first.done()) == (
            "The Works cannot be reached to tell its version: its turn did not come in time",
            False,
            False,
        )
        over.set()
        assert isinstance(first.exception(10), Unreachable)
        client.close()


def test_a_version_that_cannot_be_asked_for_is_not_asked_for_by_everybody(shop: Shop) -> None:
    shop.on("GET /version", answer({"message": "the disk is full"}, 500))
    robots = [shop.robot(name=f"r{number}", desired_state="stopped") for number in range(5)]
    with shop.core.walk():
        for robot in robots:
            robot.plan()
    assert shop.lines().count("GET /version") == 1
