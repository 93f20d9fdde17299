"""A write takes away nothing that is not ours: what others set stays, or the plan refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec.types import UNKNOWN
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop

Make = Callable[[Shop], Life]


def robot(shop: Shop) -> Life:
    """Changed by a call that takes the whole configuration."""
    return shop.robot()


def droid(shop: Shop) -> Life:
    """Changed by a delete and a create."""
    return shop.droid()


def android(shop: Shop) -> Life:
    """Changed by its definition."""
    return shop.android()


KINDS = pytest.mark.parametrize("make", [robot, droid, android])


@KINDS
def test_what_somebody_else_added_stays(shop: Shop, make: Make) -> None:
    one = make(shop)
    one.apply()
    shop.robots.objects["robbie"]["config"]["theirs"] = "kept"
    assert one.plan().is_empty
    one.apply(config=MODEL | {"legs": "4"})
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "legs": "4", "theirs": "kept"}
    assert one.plan().is_empty


@KINDS
def test_what_was_ours_and_is_taken_out_goes(shop: Shop, make: Make) -> None:
    one = make(shop)
    one.apply(config=MODEL | {"hue": "red"}, secret_config={"password": "hunter22"})
    planned = one.plan(config=MODEL, secret_config=None)
    assert planned.difference["config"] == (MODEL | {"hue": "red"}, MODEL)
    assert planned.warnings[0] == Diagnostic(
        "warning",
        f"password will be removed from {one_name(one)}",
        "It was set as a secret of `config` and is not declared any more.",
        ("config",),
    )
    planned.apply()
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie"}
    assert one.plan().is_empty


def one_name(one: Life) -> str:
    return f"{one.kind.name.removeprefix('sluice_').replace('_', ' ')} robbie"


@KINDS
def test_secrets_of_an_imported_object_survive_an_unrelated_change(shop: Shop, make: Make) -> None:
    shop.robots.masks = False
    one = imported(shop, make)
    assert one["config"] == MODEL
    assert one.plan().is_empty
    one.apply(config=MODEL | {"legs": "4"})
    found = shop.robots.objects["robbie"]["config"]
    assert found == MODEL | {"name": "robbie", "legs": "4", "password": "hunter22", "api.key": "letmein"}
    assert one.plan().is_empty


def imported(shop: Shop, make: Make) -> Life:
    """A robot that somebody else made, with two secrets."""
    stranger = make(shop)
    stranger.apply(config=MODEL | {"password": "hunter22", "api.key": "letmein"})
    return make(shop).import_object("robbie")


@KINDS
def test_a_change_that_would_lose_what_is_hidden_is_refused_by_the_plan(shop: Shop, make: Make) -> None:
    one = imported(shop, make)
    assert one["config"] == MODEL
    assert [item.summary for item in one.warnings] == [
        f"secrets of {one_name(one)} were left out of the import: api.key, password"
    ]
    assert refusal(lambda: one.plan(config=MODEL | {"legs": "4"})) == Diagnostic(
        "error",
        f"a change of {one_name(one)} would lose password: the server hides what is there",
        "The change is written as a whole, and a value that is hidden cannot be written back. Give password here, in "
        "`secret_config` or `secret_env` (`secrets=` in Python), or remove what is not needed from the server. Nothing "
        "was changed.",
        ("config",),
    )
    one.apply(config=MODEL | {"legs": "4"}, secret_config={"password": "hunter22"})
    found = shop.robots.objects["robbie"]["config"]
    assert found == MODEL | {"name": "robbie", "legs": "4", "password": "hunter22", "api.key": "letmein"}
    assert one.plan().is_empty


@KINDS
@pytest.mark.parametrize(
    "given",
    [
        {"config": MODEL | {"legs": "4", "password": "hunter22"}},
        {"config": MODEL | {"legs": "4"}, "secret_config": UNKNOWN},
        {"config": UNKNOWN},
    ],
    ids=["in clear", "in secrets that are not known yet", "in a configuration that is not known yet"],
)
def test_what_is_given_wherever_it_is_is_not_lost(shop: Shop, make: Make, given: dict[str, Any]) -> None:
    assert imported(shop, make).plan(**given).action == "update"


def test_all_that_a_change_would_lose_is_named(shop: Shop) -> None:
    shop.robot().apply(config=MODEL | {"password.two": "battery", "password.one": "hunter22"})
    one = shop.robot().import_object("robbie")
    assert refusal(lambda: one.plan(config=MODEL | {"legs": "4"})) == Diagnostic(
        "error",
        "a change of toys robot robbie would lose password.one, password.two: the server hides what is there",
        "The change is written as a whole, and a value that is hidden cannot be written back. Give password.one, "
        "password.two here, in `secret_config` or `secret_env` (`secrets=` in Python), or remove what is not needed "
        "from the server. Nothing was changed.",
        ("config",),
    )


@KINDS
def test_what_was_hidden_between_plan_and_apply_is_not_overwritten(shop: Shop, make: Make) -> None:
    one = make(shop)
    one.apply()
    planned = one.plan(config=MODEL | {"legs": "4"})
    shop.robots.objects["robbie"]["config"]["password.two"] = "battery"
    assert refusal(planned.apply).summary == (
        f"a change of {one_name(one)} would lose password.two: the server hides what is there"
    )
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "password.two": "battery"}


@KINDS
def test_what_an_import_found_and_nobody_names_here_outlives_every_change(shop: Shop, make: Make) -> None:
    make(shop).apply(config=MODEL | {"theirs": "kept"})
    one = make(shop).import_object("robbie")
    shop.forget()
    one.apply(wait_for_running=False)
    assert shop.lines("POST", "PUT", "DELETE") == []
    assert (one["config"], one.plan().is_empty) == (MODEL, True)
    for legs in ("4", "6"):
        one.apply(config=MODEL | {"legs": legs})
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "legs": "6", "theirs": "kept"}
    assert one.plan().is_empty


@pytest.mark.parametrize("mask", ["****", "•••••", "[hidden]", "<hidden>", "[secret hidden by the shop]", "(redacted)"])
@pytest.mark.parametrize("attribute", ["config", "secret_config"])
def test_a_mask_is_no_value(shop: Shop, attribute: str, mask: str) -> None:
    one = shop.robot()
    given = MODEL | {"password": mask} if attribute == "config" else {"password": mask}
    assert refusal(lambda: one.validate(**{attribute: given})) == Diagnostic(
        "error",
        f"{attribute}.password is a mask and not a value",
        "It stands for a secret that a server does not show, and would be written in its place. Give the secret itself "
        "in `secret_config` or `secret_env` (`secrets=` in Python), or leave the key out.",
        (attribute, "password"),
    )


def show(shop: Shop, **entries: str | None) -> None:
    """Let the server show this instead of what it has."""

    def read(request: Request) -> Reply:
        if request.name not in shop.robots.objects:
            return NOT_THERE
        found = shop.robots.shown(request.name)
        return answer(found | {"config": found["config"] | entries})

    shop.robots.masks = False
    shop.on("GET /robots/*", read)


@KINDS
@pytest.mark.parametrize("shown", ["", None, "**", "xxxxxxxx", "REDACTED", "--hidden--", "****22", "hu****", "..."])
def test_what_may_stand_for_a_secret_is_not_written_over_it(shop: Shop, make: Make, shown: str | None) -> None:
    make(shop).apply(config=MODEL | {"password": "hunter22"})
    show(shop, password=shown)
    one = make(shop).import_object("robbie")
    assert [item.summary for item in one.warnings] == [
        f"secrets of {one_name(one)} were left out of the import: password"
    ]
    assert one.plan().is_empty
    assert refusal(lambda: one.plan(config=MODEL | {"legs": "4"})).summary == (
        f"a change of {one_name(one)} would lose password: the server hides what is there"
    )
    one.apply(config=MODEL | {"legs": "4"}, secret_config={"password": "hunter22"})
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "legs": "4", "password": "hunter22"}
    assert one.plan().is_empty


@pytest.mark.parametrize("url", ["db://ada:****@there", "db://there?user=ada&password=***", 'login password="•••••";'])
def test_a_text_of_which_a_part_is_hidden_is_no_value(shop: Shop, url: str) -> None:
    shop.robot().apply(config=MODEL | {"url": "db://ada:hunter22@there"})
    show(shop, url=url)
    assert shop.robot().import_object("robbie")["config"] == MODEL
    assert refusal(lambda: shop.robot().validate(config=MODEL | {"url": url})).summary == (
        "config.url is a mask and not a value"
    )


@pytest.mark.parametrize("shown", [None, {}, [], "hidden"])
def test_a_configuration_that_is_not_shown_is_no_difference(shop: Shop, shown: object) -> None:
    one = shop.robot(secret_config={"password": "hunter22"})
    one.apply()
    shop.robots.masks = False
    shop.on("GET /robots/*", lambda request: answer(shop.robots.shown(request.name) | {"config": shown}))
    assert one.plan().is_empty
    one.refresh()
    shop.robots.masks = True
    shop.on("GET /robots/*", shop.robots.read)
    assert one.plan().is_empty


SEALED = [
    "ENC(G6N718UuyPE5bHy)",
    "{cipher}682bc583f4641835",
    "vault:v1:8SDd3WHDOjf7mq69",
    "$2b$12$EixZaYVK1fsbw1ZfbX3O",
]


@KINDS
@pytest.mark.parametrize("sealed", SEALED)
def test_what_is_shown_encrypted_or_hashed_is_not_taken_for_a_value(shop: Shop, make: Make, sealed: str) -> None:
    make(shop).apply(config=MODEL | {"url": "db://there", "password": "hunter22"})
    show(shop, password=sealed, url=sealed)
    one = make(shop).import_object("robbie")
    assert one["config"] == MODEL
    assert [item.summary for item in one.warnings] == [
        f"secrets of {one_name(one)} were left out of the import: password, url"
    ]
    assert one.plan(secret_config={"password": "hunter22", "url": "db://there"}).is_empty
    assert refusal(lambda: one.plan(config=MODEL | {"legs": "4"})).summary == (
        f"a change of {one_name(one)} would lose password, url: the server hides what is there"
    )
    assert shop.robots.objects["robbie"]["config"]["password"] == "hunter22"


@KINDS
def test_what_is_encrypted_anew_for_every_look_is_no_difference(shop: Shop, make: Make) -> None:
    one = make(shop)
    one.config |= {"config": MODEL | {"url": "db://there"}, "secret_config": {"password": "hunter22"}}
    one.apply()
    for salt in ("a", "b"):
        show(shop, url=f"ENC({salt * 20})", password=f"vault:v1:{salt * 20}")
        assert one.plan().is_empty
    assert one["config"] == MODEL | {"url": "db://there"}
    one.apply(config=MODEL | {"url": "db://there", "legs": "4"})
    assert (one.warnings, one.plan().is_empty) == ([], True)
    show(shop, url="db://elsewhere", password="another")
    assert one.plan().difference["config"][0] == MODEL | {"url": "db://elsewhere", "legs": "4"}
    assert one.plan().difference["secret_revision"] == (1, 2)


def test_what_a_user_gives_encrypted_is_a_value(shop: Shop) -> None:
    shop.robots.masks = False
    one = shop.robot(config=MODEL | {"url": "ENC(a)"}, secret_config={"password": "ENC(b)"})
    one.apply()
    assert (shop.robots.objects["robbie"]["config"]["url"], one.plan().is_empty) == ("ENC(a)", True)
    shop.robots.objects["robbie"]["config"] |= {"url": "ENC(c)"}
    assert one.plan().difference["config"][0]["url"] == "ENC(c)"
    shop.robots.objects["robbie"]["config"] |= {"url": "ENC(a)", "password": "ENC(d)"}
    assert one.plan().difference["secret_revision"] == (1, 2)


# What a server leaves out


def leaving_out(shop: Shop, *keys: str) -> None:
    """Let the server leave these keys out of its answers."""

    def read(request: Request) -> Reply:
        if request.name not in shop.robots.objects:
            return NOT_THERE
        found = shop.robots.shown(request.name)
        return answer(found | {"config": {key: text for key, text in found["config"].items() if key not in keys}})

    shop.robots.masks = False
    shop.on("GET /robots/*", read)


@KINDS
def test_a_secret_of_ours_that_the_server_leaves_out_is_written_again(shop: Shop, make: Make) -> None:
    leaving_out(shop, "password", "pin")
    one = make(shop)
    one.config |= {"secret_config": {"password": "hunter22", "pin": "1234"}}
    one.apply()
    assert one.plan().is_empty
    one.apply(config=MODEL | {"legs": "4"})
    secrets = {"password": "hunter22", "pin": "1234"}
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "legs": "4"} | secrets
    assert one.plan(secret_config={}).warnings[0].summary == f"password, pin will be removed from {one_name(one)}"
    planned = one.plan(secret_config={"pin": "1234"})
    assert planned.warnings[0] == Diagnostic(
        "warning",
        f"password will be removed from {one_name(one)}",
        "It was set as a secret of `config` and is not declared any more.",
        ("config",),
    )
    planned.apply()
    assert shop.robots.objects["robbie"]["config"] == MODEL | {"name": "robbie", "legs": "4", "pin": "1234"}


@KINDS
def test_an_import_names_the_secrets_that_the_server_may_leave_out(shop: Shop, make: Make) -> None:
    entries = [{"key": key, "errors": []} for key in ("model", "legs", "password", "api.key", "key.converter")]
    shop.on("POST /check/*", answer({"entries": entries}))
    make(shop).apply(config=MODEL | {"password": "hunter22"})
    leaving_out(shop, "password")
    one = make(shop).import_object("robbie")
    assert one.warnings == [
        Diagnostic(
            "warning",
            f"{one_name(one)} may have secrets that are not shown: api.key, password",
            "Its class takes them, and a server, or a proxy before it, may leave them out of its answers: nobody can "
            "see whether they are set. A change is written as a whole, and takes away what it does not say. Give those "
            "that are set in `secret_config` or `secret_env` (`secrets=` in Python) before you change anything.",
            ("config",),
        )
    ]
    assert one.plan().is_empty


@pytest.mark.parametrize(("count", "more"), [(8, ""), (9, ", ...")])
def test_of_many_secrets_that_may_be_left_out_the_first_are_named(shop: Shop, count: int, more: str) -> None:
    keys = [f"password.{number}" for number in range(count)]
    shop.on("POST /check/*", answer({"entries": [{}, "x", *({"key": key, "errors": []} for key in reversed(keys))]}))
    shop.robot().apply()
    [told] = shop.robot().import_object("robbie").warnings
    assert told.summary == f"toys robot robbie may have secrets that are not shown: {', '.join(keys[:8])}{more}"


@KINDS
@pytest.mark.parametrize("shown", [{}, {"config": None}, {"config": {}}])
def test_an_import_says_that_no_configuration_is_shown_at_all(shop: Shop, make: Make, shown: dict[str, Any]) -> None:
    make(shop).apply(config=MODEL | {"password": "hunter22"})

    def read(request: Request) -> Reply:
        found = {key: value for key, value in shop.robots.shown(request.name).items() if key != "config"}
        return answer(found | shown)

    shop.on("GET /robots/*", read)
    one = make(shop)
    assert one.import_object("robbie").warnings == [
        Diagnostic(
            "warning",
            f"{one_name(one)} is imported without its configuration: the server shows none of it",
            "A change is written as a whole, and takes away what it does not say. Give all that is set, and its "
            "secrets in `secret_config` or `secret_env` (`secrets=` in Python), before you change anything.",
            ("config",),
        )
    ]
    assert one.plan(config={}).difference["config"] == (None, {})  # no plan may say that what is declared is nothing


@KINDS
def test_an_import_of_nothing_but_secrets_has_no_configuration(shop: Shop, make: Make) -> None:
    make(shop).apply(config=MODEL)
    shop.on("GET /robots/*", lambda request: answer(shop.robots.shown(request.name) | {"config": {"password": "****"}}))
    one = make(shop).import_object("robbie")
    assert [item.summary for item in one.warnings] == [
        f"secrets of {one_name(one)} were left out of the import: password"
    ]
    assert one["config"] is None


@KINDS
@pytest.mark.parametrize("masks", [True, False])
def test_a_server_that_shows_one_secret_leaves_out_none(shop: Shop, make: Make, masks: bool) -> None:
    entries = [{"key": key, "errors": []} for key in ("model", "password", "api.key")]
    shop.on("POST /check/*", answer({"entries": entries}))
    make(shop).apply(config=MODEL | {"password": "hunter22"})
    shop.robots.masks = masks
    one = make(shop).import_object("robbie")
    assert [item.summary for item in one.warnings] == [
        f"secrets of {one_name(one)} were left out of the import: password"
    ]


def test_an_import_is_done_although_nobody_tells_the_keys(shop: Shop) -> None:
    shop.robot().apply()
    shop.on("POST /check/*", answer({"message": "no"}, 500))
    assert shop.robot().import_object("robbie").warnings == []
