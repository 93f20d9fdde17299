"""Asking an API for something cheap, to see whether it can be used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer, Unreachable
from provider_lib.rest import configured, exposed, probe
from provider_lib.rest.api.setting_names import SettingNames
from provider_lib.spec import Basic, Bearer, FirstOf, NoAuth, ServerVersion, Setting, System, get
from tests.scripted import Reply, answer
from tests.unit.rest.shop import Shop

SETTINGS = (
    Setting(name="url", doc="Where.", needed=True),
    Setting(name="site", doc="Site.", default="main"),
    Setting(name="token", doc="Token.", secret=True, variables=("YARD_KEY",)),
)
YARD = System(
    name="yard",
    title="The Yard",
    settings=SETTINGS,
    auth=Bearer("token"),
    probe=get("/sites/{site}", query={"brief": "true"}),
)
OPEN = replace(YARD, auth=NoAuth(), version=ServerVersion(call=get("/sites/{site}", query={"brief": "true"})))
BLIND = replace(YARD, probe=None, auth=FirstOf((Basic("url", "token"), NoAuth())))


def environ(shop: Shop, **more: str) -> dict[str, str]:
    return {"SLUICE_YARD_URL": shop.url, "SLUICE_YARD_TOKEN": "letmein", **more}


def test_an_api_that_answers_takes_the_credentials(shop: Shop) -> None:
    shop.on("GET /sites/main", answer({}))
    assert probe(SettingNames(YARD), environ(shop)) == f"{shop.url} answers and takes the credentials"
    assert shop.lines() == ["GET /sites/main?brief=true"]
    assert shop.requests[0].headers["authorization"] == "Bearer letmein"


def test_an_api_that_tells_its_version_is_quoted(shop: Shop) -> None:
    shop.on("GET /sites/other", answer({"version": "3.4"}))
    assert probe(SettingNames(OPEN), environ(shop, SLUICE_YARD_SITE="other")) == f"{shop.url} answers, version 3.4"
    shop.on("GET /sites/main", answer({"version": 3}))
    assert probe(SettingNames(OPEN), environ(shop)) == f"{shop.url} answers"


def test_a_version_that_only_another_call_tells_is_not_asked_for(shop: Shop) -> None:
    shop.on("GET /sites/main", answer({"version": "3.4"}))
    elsewhere = replace(OPEN, version=ServerVersion(call=get("/version")))
    assert probe(SettingNames(elsewhere), environ(shop)) == f"{shop.url} answers"
    assert len(shop.lines()) == 1


def test_of_several_apis_the_one_that_is_named_is_asked(shop: Shop) -> None:
    shop.on("GET /sites/main", answer({}))
    variables = {"SLUICE_YARD_NORTH_URL": shop.url, "SLUICE_YARD_NORTH_TOKEN": "letmein"}
    many = SettingNames(replace(YARD, multiple=True), "north")
    assert probe(many, variables) == f"{shop.url} answers and takes the credentials"


CREDENTIALS = "Check the credentials in `yard` in the provider block, and what they may do.\n"


@pytest.mark.parametrize(
    ("status", "verb", "advice"),
    [
        (401, "refused to", CREDENTIALS),
        (403, "refused to", CREDENTIALS),
        (404, "could not", ""),
        (429, "refused to", ""),
        (500, "could not", ""),
    ],
)
def test_a_refusal_is_told_after_one_attempt(shop: Shop, status: int, verb: str, advice: str) -> None:
    shop.on("GET /sites/main", answer({"message": "no"}, status))
    with pytest.raises(ApiError) as caught:
        probe(SettingNames(YARD), environ(shop))
    assert (caught.value.summary, caught.value.detail) == (
        f"The Yard {verb} check the connection: no ({status})",
        f"{advice}GET /sites/main was answered with {status}.",
    )
    assert len(shop.lines()) == 1


def test_what_is_not_configured_is_told(shop: Shop) -> None:
    with pytest.raises(ConfigError) as caught:
        probe(SettingNames(YARD), {"SLUICE_YARD_TOKEN": "letmein"})
    assert (caught.value.summary, caught.value.detail) == (
        "The Yard is not configured: `url` is missing",
        "Set `url` of `yard` in the provider block, or SLUICE_YARD_URL.",
    )
    assert shop.lines() == []


def test_what_does_not_answer_is_told() -> None:
    with pytest.raises(Unreachable) as caught:
        probe(SettingNames(YARD), {"SLUICE_YARD_URL": "http://127.0.0.1:1", "SLUICE_YARD_TOKEN": "x"})
    assert (caught.value.summary, caught.value.detail) == (
        "The Yard cannot be reached to check the connection: nothing listens at 127.0.0.1:1",
        "Check `url` of `yard` in the provider block, or SLUICE_YARD_URL.\nhttp://127.0.0.1:1 was tried.",
    )


@pytest.mark.parametrize(
    "answered",
    [
        answer({}),
        answer({"message": "nothing here"}, 404),
        answer({"message": "not you"}, 403),
        Reply(200, "<html>", {"content-type": "text/html"}),
        answer(status=302, location="/login"),
    ],
)
def test_an_api_of_which_nothing_is_known_only_has_to_answer(shop: Shop, answered: Reply) -> None:
    shop.on("GET /", answered)
    assert probe(SettingNames(BLIND), environ(shop)) == (
        f"{shop.url} answers (whether it takes the credentials will show at the first object)"
    )
    assert shop.lines() == ["GET /"]


@pytest.mark.parametrize("status", [401, 500, 503])
def test_an_api_of_which_nothing_is_known_may_still_say_what_is_wrong(shop: Shop, status: int) -> None:
    shop.on("GET /", answer({"message": "no"}, status))
    with pytest.raises(ApiError) as caught:
        probe(SettingNames(BLIND), environ(shop))
    verb = "refused to" if status == 401 else "could not"
    assert caught.value.summary == f"The Yard {verb} check the connection: no ({status})"
    assert caught.value.detail.splitlines()[-1] == f"GET / was answered with {status}."
    assert len(shop.lines()) == 1


def test_an_answer_that_is_not_the_apis_is_told(shop: Shop) -> None:
    shop.on("GET /sites/main", Reply(200, "<html>", {"content-type": "text/html"}))
    with pytest.raises(UnexpectedAnswer) as caught:
        probe(SettingNames(YARD), environ(shop))
    assert (caught.value.summary, caught.value.detail) == (
        "The Yard was asked to check the connection and answered with a web page instead of JSON",
        "The url probably leads to a user interface or a proxy instead of the API.\n"
        f"Check `url` of `yard` in the provider block, or SLUICE_YARD_URL; it is now {shop.url}.\n"
        "GET /sites/main was answered with 200.",
    )


# What the environment configures


def names(system: System, **variables: str) -> list[str]:
    return [found.entry for found in configured(system, variables)]


def test_an_api_is_configured_by_any_of_its_variables() -> None:
    assert names(YARD) == []
    assert names(YARD, SLUICE_YARD_URL="") == []
    assert names(YARD, SLUICE_YARD_SITE="other") == ["yard"]
    assert names(YARD, YARD_KEY="x") == ["yard"]
    assert names(YARD, SLUICE_YARD_TIMEOUT="5s", SLUICE_OTHER_URL="x") == []


def test_several_of_one_kind_are_told_by_their_addresses() -> None:
    many = replace(YARD, multiple=True)
    assert names(many) == []
    assert names(many, SLUICE_YARD_NORTH_URL="x", SLUICE_YARD_SOUTH_WEST_URL="y", SLUICE_YARD_EAST_TOKEN="z") == [
        "yard.north",
        "yard.south_west",
    ]
    assert names(many, SLUICE_YARD_URL="x", SLUICE_YARD_NORTH_URL="y") == ["yard.default", "yard.north"]
    assert names(many, SLUICE_YARD_TOKEN="x") == ["yard.default"]
    assert names(many, SLUICE_YARD_NORTH_URL="") == []


def test_what_others_on_the_way_may_read_is_told_without_a_call(shop: Shop) -> None:
    [warning] = exposed(SettingNames(YARD), environ(shop, SLUICE_YARD_URL="http://yard.example.org"))
    assert (warning.severity, warning.summary) == (
        "warning",
        "The Yard is reached over plain http at yard.example.org",
    )
    assert exposed(SettingNames(YARD), environ(shop)) == ()  # this machine
    assert shop.lines() == []
