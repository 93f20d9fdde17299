"""Changing an object by its own definition, and by delete and create where it has none: the plan says which."""

from __future__ import annotations

import pytest
import yaml

from provider_lib.contract import Diagnostic
from tests.scripted import DROP, NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import FAILED, MODEL, STARTING, Shop

FOUR_LEGS = MODEL | {"legs": "4"}
ASKED = "GET /blueprints/robbie"
WRITTEN = "PUT /blueprints"
WRITES = ("POST", "PUT", "DELETE")


@pytest.fixture
def robbie(shop: Shop) -> Life:
    """An android that is there."""
    robbie = shop.android()
    robbie.apply()
    shop.forget()
    return robbie


def writes(shop: Shop) -> list[str]:
    """The requests that change something."""
    return [line for line in shop.lines(*WRITES) if "/check/" not in line]


def anew(reason: str) -> Diagnostic:
    return Diagnostic(
        "warning",
        "toys android robbie will be deleted and made again to be changed",
        f"{reason}\nIt is away until it runs again; its memory is kept.",
        ("config",),
    )


def page(text: str, status: int = 200, kind: str = "application/yaml") -> Reply:
    return Reply(status, text, {"content-type": kind})


def without(shop: Shop, key: str) -> Handler:
    """Writes a blueprint, and drops an entry of it."""

    def write(request: Request) -> Reply:
        written = shop.blueprints.write(request)
        del shop.robots.objects["robbie"]["config"][key]
        return written

    return write


# In place


def test_a_change_is_put_into_the_definition_and_leaves_the_rest_of_it(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    assert (planned.action, planned.warnings) == ("update", ())
    planned.apply()
    assert writes(shop) == [WRITTEN]
    [body] = [request.seen.body for request in shop.requests if request.line == WRITTEN]
    assert yaml.safe_load(body) == {
        "version": 1.5,
        "robot": {"name": "robbie", "parts": FOUR_LEGS | {"name": "robbie"}},
        "approved": True,
    }
    assert shop.robots.objects["robbie"]["config"] == FOUR_LEGS | {"name": "robbie"}
    assert robbie.plan().is_empty


def test_the_definition_is_asked_for_in_yaml_or_else_in_whatever_there_is(shop: Shop, robbie: Life) -> None:
    robbie.plan(config=FOUR_LEGS)
    asked = [request.headers["accept"] for request in shop.requests if request.line == "GET /blueprints/robbie"]
    assert asked == ["application/yaml, */*;q=0.1"]


def test_the_definition_is_asked_for_only_when_something_changes_in_it(shop: Shop, robbie: Life) -> None:
    assert robbie.plan().is_empty
    assert robbie.plan(desired_state="paused").action == "update"
    assert ASKED not in shop.lines()
    robbie.plan(config=FOUR_LEGS)
    assert shop.lines().count(ASKED) == 1


def test_texts_that_are_something_else_in_yaml_stay_texts(shop: Shop, robbie: Life) -> None:
    odd = MODEL | {
        "a": "yes",
        "b": "0o17",
        "c": "1_000",
        "d": "",
        "e": "- x: '\"#\n",
        "f": "~",
        "g": "é\u2028",
        "h: ": "i",
    }
    robbie.apply(config=odd)
    assert shop.robots.objects["robbie"]["config"] == odd | {"name": "robbie"}
    assert robbie.plan().is_empty


def test_secrets_are_written_again_and_no_mask_in_their_place(shop: Shop) -> None:
    robbie = shop.android(secret_config={"password": "hunter22"})
    robbie.apply()
    robbie.apply(config=FOUR_LEGS)
    assert shop.robots.objects["robbie"]["config"] == FOUR_LEGS | {"name": "robbie", "password": "hunter22"}
    planned = robbie.plan(secret_config={"password": "correct-horse"})
    assert (planned.difference["secret_revision"], planned.warnings) == ((1, 2), ())
    planned.apply()
    assert shop.robots.objects["robbie"]["config"]["password"] == "correct-horse"
    assert writes(shop).count(WRITTEN) == 2


def test_an_entry_that_the_definition_alone_hides_is_written_as_the_object_shows_it(shop: Shop, robbie: Life) -> None:
    shop.robots.masks = False
    shop.robots.objects["robbie"]["config"]["password"] = "theirs"
    text = shop.blueprints.text("robbie").replace("theirs", "'****'")
    shop.on("GET /blueprints/*", page(text))
    robbie.apply(config=FOUR_LEGS)
    assert shop.robots.objects["robbie"]["config"]["password"] == "theirs"


def test_entries_of_others_that_are_no_texts_stay_what_they_are(shop: Shop, robbie: Life) -> None:
    others = {"speed": 4, "loud": True, "doors": [1], "more": {"a": None}, "none": None}
    shop.robots.objects["robbie"]["config"] |= others
    robbie.apply(config=FOUR_LEGS)
    assert shop.robots.objects["robbie"]["config"] == FOUR_LEGS | {"name": "robbie"} | others


def test_a_change_that_shows_late_is_waited_for(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {"config": MODEL | {"name": "robbie"}}]
    planned.apply()
    assert robbie.plan().is_empty


def test_a_change_that_is_shown_in_another_form_is_made(shop: Shop, robbie: Life) -> None:
    shop.blueprints.kept = {"legs": "4.0"}
    robbie.apply(config=FOUR_LEGS)
    assert robbie["config"] == FOUR_LEGS
    assert robbie.plan().is_empty


def test_an_empty_text_that_is_not_shown_is_made(shop: Shop, robbie: Life) -> None:
    shop.on(WRITTEN, without(shop, "hue"))
    robbie.apply(config=MODEL | {"hue": ""})
    assert writes(shop) == [WRITTEN]
    assert robbie["config"] == MODEL | {"hue": ""}


def test_a_paused_object_stays_paused(shop: Shop) -> None:
    robbie = shop.android(desired_state="paused")
    robbie.apply()
    shop.forget()
    assert robbie.apply(config=FOUR_LEGS)["state"] == "PAUSED"
    assert writes(shop) == [WRITTEN]


def test_what_takes_its_time_after_a_change_is_waited_for(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, STARTING]
    assert planned.apply()["state"] == "RUNNING"


# In vain


def test_a_change_that_is_taken_and_not_made_is_an_error_that_names_what_differs(shop: Shop) -> None:
    robbie = shop.android(timeouts={"update": "1s"})
    robbie.apply(config=MODEL | {"hue": "red"})
    shop.forget()
    shop.blueprints.kept = {"legs": "2", "hue": "red"}
    failure = refusal(robbie.apply, config=FOUR_LEGS | {"arms": "2"})
    assert failure == Diagnostic(
        "error",
        "the changed configuration of toys android robbie was not shown in time",
        "Toys took its definition with the change, and the configuration is not what was sent. Nothing was deleted. "
        "Apply again; if that ends so, too, replace it (`-replace` with its address): it is deleted then, and made "
        "again as it is declared.\n\nThe last look saw: not as sent: legs, hue",
    )
    assert writes(shop) == [WRITTEN]
    assert robbie["config"] == MODEL | {"hue": "red"}
    assert robbie.plan(config=FOUR_LEGS).difference["config"] == (MODEL | {"hue": "red"}, FOUR_LEGS)


def test_a_change_that_is_shown_as_its_opposite_is_not_made(shop: Shop) -> None:
    robbie = shop.android(timeouts={"update": "1s"})
    robbie.apply()
    shop.blueprints.kept = {"loud": "false"}
    failure = refusal(robbie.apply, config=MODEL | {"loud": "true", "hue": "red"})
    assert failure.detail.endswith("\n\nThe last look saw: not as sent: loud")


def test_a_change_that_is_not_shown_at_all_is_not_made(shop: Shop) -> None:
    robbie = shop.android(timeouts={"update": "1s"})
    robbie.apply()
    shop.on(WRITTEN, without(shop, "loud"))
    failure = refusal(robbie.apply, config=MODEL | {"loud": "true", "hue": "red"})
    assert failure.detail.endswith("\n\nThe last look saw: not as sent: loud")


def revision(life: Life, password: str) -> object:
    """What a plan makes of the revision of the secrets when this is the password."""
    return life.plan(config=MODEL, secret_config={"password": password}).difference.get("secret_revision")


def test_nobody_can_tell_which_secret_is_in_force_after_a_change_that_does_not_show(shop: Shop) -> None:
    robbie = shop.android(timeouts={"update": "1s"}, secret_config={"password": "hunter22"})
    robbie.apply()
    shop.blueprints.kept = {"legs": "2"}
    refusal(robbie.apply, config=FOUR_LEGS, secret_config={"password": "correct-horse"})
    assert (revision(robbie, "hunter22"), revision(robbie, "correct-horse")) == ((1, 2), (1, 2))


def test_a_secret_is_in_force_after_a_change_that_shows_also_when_something_fails_then(shop: Shop) -> None:
    robbie = shop.android(secret_config={"password": "hunter22"})
    robbie.apply()
    planned = robbie.plan(secret_config={"password": "correct-horse"})
    shop.robots.sights = [{}, {}, FAILED]
    assert refusal(planned.apply).summary == "toys android robbie failed: task 0 is FAILED"
    assert (revision(robbie, "hunter22"), revision(robbie, "correct-horse")) == ((2, 3), None)


def test_an_object_that_is_gone_after_its_change_is_said_to_be(shop: Shop) -> None:
    robbie = shop.android(timeouts={"update": "1s"})
    robbie.apply()
    shop.on(WRITTEN, lambda _: (shop.robots.objects.clear(), answer(status=201))[1])
    failure = refusal(robbie.apply, config=FOUR_LEGS)
    assert failure.summary == "the changed configuration of toys android robbie was not shown in time"
    assert failure.detail.endswith("The last look saw: it is not there")


def test_a_change_that_is_refused_leaves_all_as_it_was(shop: Shop, robbie: Life) -> None:
    shop.on(WRITTEN, answer({"message": "not like this"}, 400))
    assert refusal(robbie.apply, config=FOUR_LEGS).summary == (
        "the toy shop refused to update toys android robbie: not like this (400)"
    )
    assert (writes(shop), robbie["config"]) == ([WRITTEN], MODEL)
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie"}


def test_a_change_whose_answer_is_lost_is_seen_on_the_server(shop: Shop) -> None:
    robbie = shop.android(secret_config={"password": "hunter22"})
    robbie.apply()

    def lost(request: object) -> Reply:
        shop.blueprints.write(request)  # type: ignore[arg-type]
        return DROP

    shop.on(WRITTEN, lost)
    refusal(robbie.apply, config=FOUR_LEGS, secret_config={"password": "correct-horse"})
    assert robbie["config"] == FOUR_LEGS
    assert robbie.plan(secret_config={"password": "correct-horse"}).difference["secret_revision"] == (1, 2)


def test_a_change_after_which_something_fails_is_taken_back_by_the_definition(shop: Shop) -> None:
    robbie = shop.android(rollback_on_failure=True, secret_config={"password": "hunter22"})
    robbie.apply()
    shop.forget()
    planned = robbie.plan(config=FOUR_LEGS | {"arms": "2"})
    shop.robots.sights = [{}, {}, FAILED]
    failure = refusal(planned.apply)
    assert failure.detail.startswith("The former configuration was put back and is in force.")
    assert writes(shop) == [WRITTEN, WRITTEN]
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "password": "hunter22"}
    assert robbie["config"] == MODEL


def test_a_definition_that_cannot_be_put_back_is_told(shop: Shop) -> None:
    robbie = shop.android(rollback_on_failure=True)
    robbie.apply()
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED]
    shop.on(WRITTEN, in_turn(shop.blueprints.write, answer({"message": "the hall is full"}, 403)))
    assert refusal(planned.apply).detail.startswith(
        "The former configuration could not be put back: the toy shop refused to put back toys android robbie: the "
        "hall is full (403)"
    )


def test_a_definition_that_is_gone_meanwhile_cannot_be_put_back(shop: Shop) -> None:
    robbie = shop.android(rollback_on_failure=True)
    robbie.apply()
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.sights = [{}, {}, FAILED]
    shop.on(ASKED, in_turn(shop.blueprints.read, shop.blueprints.read, NOT_THERE))
    assert refusal(planned.apply).detail.startswith(
        "The former configuration could not be put back: toys android robbie has no definition that can be changed\n\n"
    )
    assert robbie["config"] == FOUR_LEGS


# Where there is no definition


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (NOT_THERE, "the toy shop could not read the definition of toys android robbie: no such thing (404)"),
        (
            page("The requested resource could not be found.", 404, "text/plain"),
            "Toys was asked to read the definition of toys android robbie and answered with 404 in words that are "
            "not the API's own",
        ),
        (
            page("HTTP method not allowed", 405, "text/plain"),
            "Toys refused to read the definition of toys android robbie: HTTP method not allowed (405)",
        ),
        (
            answer({"message": "no"}, 403),
            "the toy shop refused to read the definition of toys android robbie: no (403)",
        ),
        (
            page("<!doctype html>", kind="text/html"),
            "Toys was asked to read the definition of toys android robbie and answered with a web page instead of JSON",
        ),
    ],
)
def test_without_a_definition_the_plan_says_that_it_is_made_anew_and_why(
    shop: Shop, robbie: Life, found: Reply, reason: str
) -> None:
    shop.on("GET /blueprints/*", found)
    planned = robbie.plan(config=FOUR_LEGS)
    assert planned.warnings == (anew(f"Toys tells no definition of it that could be changed: {reason}"),)
    planned.apply()
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]
    assert robbie.plan().is_empty


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just text",
        "- model\n- legs",
        "robot: {model: toys.Walker}",
        "robot: {model: toys.Walker, legs: [2]}",
        "old: &it {model: toys.Walker, legs: 2}\nnew: {model: toys.Walker, legs: 2}",
        "robot: {model: toys.Walker, legs: 2}\n---\nrobot: {}",
        "{",
        "a: b\n" * 100_000,
    ],
    ids=lambda text: text[:20] or "nothing",
)
def test_a_definition_without_the_configuration_is_none(shop: Shop, robbie: Life, text: str) -> None:
    shop.on("GET /blueprints/*", page(text))
    planned = robbie.plan(config=FOUR_LEGS)
    assert planned.warnings == (anew("Its configuration is not found in the definition that Toys has of it."),)
    planned.apply()
    assert writes(shop) == ["DELETE /robots/robbie", "POST /robots"]


def test_a_reference_in_place_of_a_secret_is_looked_for_in_the_definition(shop: Shop) -> None:
    reference = {"password": "${vault:robots}"}
    robbie = shop.android(config=MODEL | reference)
    robbie.apply()
    shop.on("GET /blueprints/*", page("robot: {model: toys.Walker, legs: 2}"))
    planned = robbie.plan(config=FOUR_LEGS | reference)
    assert planned.warnings == (anew("Its configuration is not found in the definition that Toys has of it."),)


def test_a_definition_that_is_referred_to_twice_is_one(shop: Shop, robbie: Life) -> None:
    shop.on("GET /blueprints/*", page("parts: &it {model: toys.Walker, legs: 2}\nsame: *it\n"))
    assert robbie.plan(config=FOUR_LEGS).warnings == ()


def test_where_nobody_can_tell_the_plan_says_so_and_the_apply_changes_nothing(shop: Shop, robbie: Life) -> None:
    shop.on("GET /blueprints/*", answer({"message": "on fire"}, 500))
    planned = robbie.plan(config=FOUR_LEGS)
    assert planned.warnings == (
        Diagnostic(
            "warning",
            "toys android robbie may be deleted and made again to be changed",
            "Whether it can be changed in place could not be told: the toy shop could not read the definition of toys "
            "android robbie: on fire (500)\nGET /blueprints/robbie was answered with 500.",
            ("config",),
        ),
    )
    assert refusal(planned.apply).summary == (
        "the toy shop could not read the definition of toys android robbie: on fire (500)"
    )
    assert (writes(shop), robbie["config"]) == ([], MODEL)


def test_an_object_that_is_gone_is_made(shop: Shop, robbie: Life) -> None:
    planned = robbie.plan(config=FOUR_LEGS)
    shop.robots.objects.clear()
    planned.apply()
    assert writes(shop) == ["POST /robots"]


def test_a_secret_that_is_taken_out_goes_from_the_definition(shop: Shop) -> None:
    robbie = shop.android(secret_config={"password": "hunter22"})
    robbie.apply()
    robbie.apply(secret_config=None)
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie"}
    assert WRITTEN in writes(shop)


def test_a_replacement_asks_for_no_definition(shop: Shop, robbie: Life) -> None:
    shop.on("GET /blueprints/*", in_turn(answer(status=500)))
    assert robbie.plan(name="marvin").action == "replace"
    assert ASKED not in shop.lines()
