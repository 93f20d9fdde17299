"""Checking a configuration with the server at plan time."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import (
    Api,
    Declarations,
    Duration,
    Listing,
    Parent,
    Resource,
    Validation,
    config_map,
    delete,
    get,
    key,
    post,
    put,
    wait_parent,
)
from provider_lib.spec.types import UNKNOWN
from tests.scripted import DROP, NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.widgets import TOYS

REFUSES = "The workshop refuses this configuration."
CHECK = "POST /check/toys.Walker"


class Lamp(Resource, system=TOYS, name="lamp"):
    """A lamp: is checked behind a door."""

    house: str = key("House.")
    config: dict[str, str] | None = config_map("Config.", injects={"house": "{house}"})
    wait_for_house: Duration | None = wait_parent("How long to wait.")

    api = Api(
        create=post("/houses/{house}/lamps"),
        read=get("/houses/{house}/lamps"),
        update=put("/houses/{house}/lamps"),
        delete=delete("/houses/{house}/lamps"),
    )
    parent = Parent(
        call=get("/houses/{house}"), title="house {house}", ready="open", not_ready="The door of {house} is shut."
    )
    validation = Validation(
        call=post("/houses/{house}/check"), entries="found", key="of", errors="wrong", refusal="No light."
    )


class Van(Resource, system=TOYS, name="van"):
    """A van: is checked in its yard."""

    yard: str = key("Yard.")
    name: str = key("Name.")
    config: dict[str, str] = config_map("Config.")

    api = Api(
        create=post("/yards/{yard}/vans"),
        read=get("/yards/{yard}/vans/{name}"),
        update=put("/yards/{yard}/vans/{name}"),
        delete=delete("/yards/{yard}/vans/{name}"),
    )
    validation = Validation(
        call=post("/yards/{yard}/check"),
        entries="found",
        key="of",
        errors="wrong",
        refusal="No van.",
        plugins=Listing(call=get("/makes", query={"yard": "{yard}"})),
        plugin_key="make",
        plugin_name="name",
        place="yard",
        plugin_place="yard",
    )


DECLARED = Declarations.of(sys.modules[__name__])


def errors(life: Life, **changed: Any) -> list[Diagnostic]:
    try:
        life.plan(**changed)
    except Refused as refused:
        return refused.errors
    return []


def test_what_the_server_refuses_is_said_at_the_key_it_is_about(shop: Shop) -> None:
    shop.robots.refused = {"legs": "too many", "password": "too short", "password.two": "too long"}
    robbie = shop.robot(secret_config={"password": "x"}, secret_env={"password.two": "PASSWORD"})
    assert errors(robbie) == [
        Diagnostic("error", "legs: too many", REFUSES, ("config", "legs")),
        Diagnostic("error", "password: too short", REFUSES, ("secret_config", "password")),
        Diagnostic("error", "password.two: too long", REFUSES, ("secret_env", "password.two")),
    ]


def test_what_is_missing_is_said_of_the_whole(shop: Shop) -> None:
    entries = [{"key": "arms", "errors": ["is missing", "none is too few"]}, {"key": "legs", "errors": []}]
    shop.on("POST /check/*", answer({"entries": entries}))
    assert errors(shop.robot()) == [
        Diagnostic("error", "arms: is missing", REFUSES, ("config",)),
        Diagnostic("error", "arms: none is too few", REFUSES, ("config",)),
    ]


def test_the_server_is_asked_about_the_whole_configuration(shop: Shop) -> None:
    shop.robot(secret_config={"password": "hunter22"}).plan()
    assert shop.bodies("POST") == [
        {"name": "robbie", "config": MODEL | {"password": "hunter22", "name": "robbie"}},
    ]


def test_a_secret_in_the_servers_words_is_masked(shop: Shop) -> None:
    shop.robots.refused = {"password": "'hunter22' is weak"}
    assert errors(shop.robot(secret_config={"password": "hunter22"}))[0].summary == "password: '***' is weak"


def test_entries_that_say_nothing_are_passed_over(shop: Shop) -> None:
    entries = [
        {"errors": ["no key"]},
        *({"key": odd, "errors": ["no name of a key"]} for odd in (None, 7, ["legs"], {"legs": 1})),
        {"key": "legs", "errors": "no list"},
        {"key": "legs"},
        {},
        "legs",
    ]
    shop.on("POST /check/*", answer({"entries": entries}))
    assert errors(shop.robot()) == []


def test_nothing_is_asked_for_what_does_not_change(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    shop.forget()
    assert errors(robbie) == []
    assert errors(robbie, wait_for_running=False) == []
    assert shop.lines("POST") == []


# What is not known yet


def test_what_is_not_known_yet_is_neither_sent_nor_refused(shop: Shop) -> None:
    shop.robots.refused = {"legs": "too many"}
    entries = [{"key": key, "errors": ["is missing"]} for key in ("arms", "password", "legs")]
    shop.on("POST /check/*", answer({"entries": entries}))
    config = MODEL | {"arms": UNKNOWN, "legs": "9"}
    found = errors(shop.robot(config=config, secret_config={"password": UNKNOWN}))
    assert [item.path for item in found] == [("config", "legs")]
    assert shop.bodies("POST")[0]["config"] == MODEL | {"name": "robbie", "legs": "9"}


def test_a_key_that_is_missed_for_want_of_an_unknown_one_is_not_refused(shop: Shop) -> None:
    entries = [
        {"key": "arms.regex", "errors": ["configure one of arms or arms.regex"]},
        {"key": "legs", "errors": ["too many"]},
    ]
    shop.on("POST /check/*", answer({"entries": entries}))
    assert [item.path for item in errors(shop.robot(config=MODEL | {"arms": UNKNOWN}))] == [("config", "legs")]
    assert [item.path for item in errors(shop.robot(config=MODEL))] == [("config",), ("config", "legs")]


@pytest.mark.parametrize("config", [UNKNOWN, {"model": UNKNOWN, "legs": "2"}, {"legs": "2"}])
def test_nothing_is_asked_while_it_is_not_known_what_to_ask(shop: Shop, config: Any) -> None:
    assert errors(shop.robot(config=config)) == []
    assert shop.lines("POST") == []


def test_nothing_is_asked_while_a_name_in_the_body_is_not_known(shop: Shop) -> None:
    assert errors(shop.robot(name=UNKNOWN)) == []
    assert shop.lines("POST") == []


def test_nothing_is_asked_while_a_name_in_the_path_is_not_known(make_core: MakeCore, shop: Shop) -> None:
    lamp = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_lamp", house=UNKNOWN, config={})
    assert errors(lamp) == []
    assert shop.lines() == []


def test_a_server_that_cannot_parse_what_is_half_known_is_not_believed(shop: Shop) -> None:
    shop.on("POST /check/*", answer({"message": "cannot parse"}, 400))
    assert errors(shop.robot(config=MODEL | {"arms": UNKNOWN})) == []
    assert errors(shop.robot(secret_config={"password": UNKNOWN})) == []


# A server that cannot check


@pytest.mark.parametrize("status", [400, 422])
def test_a_configuration_that_cannot_be_checked_at_all_is_wrong(shop: Shop, status: int) -> None:
    shop.on("POST /check/*", answer({"message": "cannot parse"}, status))
    assert errors(shop.robot()) == [
        Diagnostic(
            "error",
            f"the toy shop refused to validate the configuration of robbie: cannot parse ({status})",
            f"{CHECK} was answered with {status}.",
            ("config",),
        )
    ]


UNCHECKED = "\n\nThe plan goes on; a mistake in `config` will only show at apply."


@pytest.mark.parametrize(
    ("answered", "reason"),
    [
        (
            answer({"message": "out of order"}, 500),
            "the toy shop could not validate the configuration of robbie: out of order (500)\n"
            f"{CHECK} was answered with 500.",
        ),
        (
            answer({"message": "go away"}, 403),
            "the toy shop refused to validate the configuration of robbie: go away (403)\n"
            "Check the credentials in `toys` in the provider block, and what they may do.\n"
            f"{CHECK} was answered with 403.",
        ),
        (
            answer({"message": "what check"}, 404),
            "the toy shop could not validate the configuration of robbie: what check (404)\n"
            f"{CHECK} was answered with 404.",
        ),
        (answer({"entries": {}}), "the answer to the validation holds no entries\nExpected entries."),
        (answer([]), "the answer to the validation holds no entries\nExpected entries."),
    ],
)
def test_a_server_that_cannot_check_is_a_warning(shop: Shop, answered: Reply, reason: str) -> None:
    shop.on("POST /check/*", answered)
    assert shop.robot().plan().warnings == (
        Diagnostic("warning", "the configuration was not checked with the server", reason + UNCHECKED, ("config",)),
    )


def test_a_server_that_cannot_be_reached_is_a_warning(shop: Shop) -> None:
    shop.on("POST /check/*", DROP)
    [warning] = shop.robot().plan().warnings
    assert warning.detail.startswith("Toys cannot be reached to validate the configuration of robbie")


def test_the_configuration_of_what_has_no_name_is_nobodys(make_core: MakeCore, shop: Shop) -> None:
    shop.on("POST /houses/*/check", answer({"message": "out of order"}, 500))
    [warning] = lamp(make_core, shop).plan().warnings
    assert warning.detail.startswith("the toy shop could not validate the configuration: out of order (500)")


def test_credentials_that_are_wrong_end_the_plan(shop: Shop) -> None:
    shop.on("POST /check/*", answer({"message": "who are you"}, 401))
    assert refusal(shop.robot().plan).summary == (
        "the toy shop refused to validate the configuration of robbie: who are you (401)"
    )


# What is not installed


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_plugin_that_is_not_installed_is_named_with_those_that_are(shop: Shop, status: int) -> None:
    shop.on("POST /check/*", answer({"message": "no such class"}, status))
    assert errors(shop.robot(config={"model": "toys.Wallker"})) == [
        Diagnostic(
            "error",
            "model: toys.Wallker is not installed",
            "Did you mean toys.Walker?\nInstalled there:\n  toys.Flyer\n  toys.Walker",
            ("config", "model"),
        )
    ]


def test_a_plugin_that_is_like_no_other_is_not_guessed(shop: Shop) -> None:
    shop.on("POST /check/*", answer({"message": "no such class"}, 500))
    assert errors(shop.robot(config={"model": "x"}))[0].detail == "Installed there:\n  toys.Flyer\n  toys.Walker"


@pytest.mark.parametrize("model", ["toys.Walker", "Walker", "com.toys.Hopper", "Hopper"])
def test_a_plugin_that_is_installed_is_not_the_reason(shop: Shop, model: str) -> None:
    shop.on("GET /models", answer([{"name": "toys.Walker"}, {"name": "com.toys.Hopper"}]))
    shop.on("POST /check/*", answer({"message": "out of order"}, 500))
    [warning] = shop.robot(config={"model": model}).plan().warnings
    assert warning.summary == "the configuration was not checked with the server"


@pytest.mark.parametrize(
    "models", [answer([]), answer({"message": "go away"}, 403), answer([{"title": "x"}, {"name": 1}]), DROP]
)
def test_plugins_of_which_nobody_can_tell_are_not_the_reason(shop: Shop, models: Reply) -> None:
    shop.on("POST /check/*", answer({"message": "out of order"}, 500))
    shop.on("GET /models", models)
    [warning] = shop.robot(config={"model": "x"}).plan().warnings
    assert warning.summary == "the configuration was not checked with the server"


def van(make_core: MakeCore, shop: Shop, **config: Any) -> Life:
    """A van; there are a yard in the north and one in the south."""
    shop.on("GET /makes", answer([{"name": "box", "yard": "north"}, {"name": "box", "yard": "south"}]))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, "sluice_toys_van", **{"yard": "north", "name": "milk", "config": {"make": "box"}} | config)


def no_yard(name: str, guess: str = "") -> Diagnostic:
    return Diagnostic("error", f"there is no yard {name}", f"{guess}There are:\n  north\n  south", ("yard",))


def test_a_place_that_is_not_there_is_named_with_those_that_are(make_core: MakeCore, shop: Shop) -> None:
    shop.on("POST /yards/*/check", answer({"message": "no such thing"}, 500))
    milk = van(make_core, shop)
    assert errors(milk, yard="nroth") == [no_yard("nroth", "Did you mean north?\n")]
    assert errors(milk, yard="?") == [no_yard("?")]
    assert milk.plan(yard="south").warnings[0].summary == "the configuration was not checked with the server"
    assert shop.lines("GET")[-2:] == ["GET /makes", "GET /makes?yard=south"]


def test_an_object_is_not_moved_to_a_place_that_is_not_there(make_core: MakeCore, shop: Shop) -> None:
    there = answer({"name": "milk", "config": {"make": "box"}})
    shop.on("POST /yards/*/check", answer({"found": []}))
    shop.on("POST /yards/*/vans", answer(status=201))
    shop.on("GET /yards/*/vans/*", NOT_THERE)
    shop.on("GET /yards/north/vans/*", in_turn(NOT_THERE, there))
    milk = van(make_core, shop)
    milk.apply()
    assert errors(milk, yard="nroth") == [no_yard("nroth", "Did you mean north?\n")]
    assert milk.plan(yard="south").action == "replace"


# Behind a parent


def lamp(make_core: MakeCore, shop: Shop, **config: Any) -> Life:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, "sluice_toys_lamp", **{"house": "old", "config": {"watts": "60"}} | config)


def test_what_is_made_by_the_same_apply_cannot_be_asked_yet(make_core: MakeCore, shop: Shop) -> None:
    shop.rooms.houses.clear()
    planned = lamp(make_core, shop).plan()
    assert (planned.warnings, shop.lines("POST")) == ((), ["POST /houses/old/check"])


def test_a_parent_that_is_not_ready_is_a_warning_unless_it_is_waited_for(make_core: MakeCore, shop: Shop) -> None:
    shop.rooms.houses["old"]["open"] = False
    shop.on("POST /houses/*/check", NOT_THERE)
    [warning] = lamp(make_core, shop).plan().warnings
    assert warning.detail.startswith("house old is not ready\nThe door of old is shut.")
    assert lamp(make_core, shop, wait_for_house="1m").plan().warnings == ()


def test_what_an_entry_says_of_an_injected_key_is_said_of_the_whole(make_core: MakeCore, shop: Shop) -> None:
    def check(request: Request) -> Reply:
        assert request.json == {"config": {"watts": "60", "house": "old"}}
        return answer({"found": [{"of": "house", "wrong": ["too old"]}, {"of": "watts", "wrong": ["too dim"]}]})

    shop.on("POST /houses/*/check", check)
    assert errors(lamp(make_core, shop)) == [
        Diagnostic("error", "house: too old", "No light.", ("config",)),
        Diagnostic("error", "watts: too dim", "No light.", ("config", "watts")),
    ]


def test_what_the_plugin_calls_a_password_is_told_where_its_name_does_not(vendors: Core) -> None:
    config = {
        "connector.class": "com.mongodb.kafka.connect.MongoSinkConnector",
        "topics": "orders",
        "database": "shop",
        "connection.uri": "mongodb://db/shop",
    }
    sink = Life(vendors, "sluice_kafka_connect_connector", name="sink", config=config)
    assert sink.plan().warnings == (
        Diagnostic(
            "warning",
            "config.connection.uri is a secret by its plugin's definition, in clear",
            "Plans and the state show it. Give it in `secret_config` or `secret_env` (`secrets=` in Python), and "
            "another one: somebody may have read this.",
            ("config", "connection.uri"),
        ),
    )
    for hidden in ({"config": config | {"connection.uri": "${env:MONGO}"}}, {"secret_config": {"connection.uri": "x"}}):
        given = {"config": {key: config[key] for key in config if key != "connection.uri"}} | hidden
        assert sink.plan(**given).warnings == ()
    assert sink.plan(config=config | {"connection.uri": ""}).warnings == ()


def test_what_has_no_configuration_is_not_checked(make_core: MakeCore, shop: Shop) -> None:
    lamp(make_core, shop, config=None).plan()
    assert shop.lines() == []


def test_a_configuration_that_cannot_be_asked_about_at_all_is_wrong(shop: Shop) -> None:
    assert errors(shop.robot(config={"model": ".."})) == [
        Diagnostic("error", "config.model must not be '..'", "It stands in the path of a request.", ("config", "model"))
    ]
    assert shop.lines("POST") == []
