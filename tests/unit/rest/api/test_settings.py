from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from provider_lib.errors import ConfigError
from provider_lib.rest.api.configuration import Configuration
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.urls import BaseUrl
from provider_lib.spec import Basic, FirstOf, NoAuth, Setting, System
from provider_lib.spec.secret import Secret
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.api.conftest import SHOP

DEPOT = System(
    name="depot",
    title="Depot",
    multiple=True,
    settings=(
        Setting(name="url", doc="Address.", needed=True, variables=("DEPOT_HOME",)),
        Setting(name="username", doc="User."),
        Setting(name="password", doc="Password.", secret=True, variables=("DEPOT_PASSWORD",)),
        Setting(name="region", doc="Region.", default="north"),
    ),
    auth=FirstOf((Basic(), NoAuth())),
)
GOOD = {"url": "https://shop.example.com", "token": "t-1"}


def read(block: Mapping[str, Any], environ: Mapping[str, str] | None = None, name: str = "") -> Settings | None:
    system = DEPOT if "depot" in block or name else SHOP
    return Configuration([SHOP, DEPOT], dict(block), environ or {}).settings(system, name)


def refusal(block: Mapping[str, Any], environ: Mapping[str, str] | None = None, name: str = "") -> tuple[str, str]:
    with pytest.raises(ConfigError) as caught:
        read(block, environ, name)
    assert caught.value.path == ()
    return caught.value.summary, caught.value.detail


def test_what_is_left_out_has_a_default() -> None:
    assert read({"shop": GOOD}) == Settings(
        system=SHOP,
        url=BaseUrl("https://shop.example.com"),
        values={"url": "https://shop.example.com", "token": Secret("t-1")},
        timeout=30.0,
        max_in_flight=16,
        max_retries=4,
        headers={},
        ca_file=None,
        client_cert_file=None,
        client_key_file=None,
        insecure=False,
    )


def test_everything_can_be_written_in_the_provider_block() -> None:
    block = GOOD | {
        "ca_file": "/ca.pem",
        "client_cert_file": "/cert.pem",
        "client_key_file": "/key.pem",
        "insecure": True,
        "timeout": "1m30s",
        "max_in_flight": Decimal(3),
        "max_retries": 0,
        "headers": {"X-Team": "streams"},
    }
    assert read({"shop": block}) == Settings(
        system=SHOP,
        url=BaseUrl("https://shop.example.com"),
        values={"url": "https://shop.example.com", "token": Secret("t-1")},
        timeout=90.0,
        max_in_flight=3,
        max_retries=0,
        headers={"X-Team": Secret("streams")},
        ca_file="/ca.pem",
        client_cert_file="/cert.pem",
        client_key_file="/key.pem",
        insecure=True,
    )


def test_everything_can_come_from_the_environment() -> None:
    environ = {
        "SLUICE_SHOP_URL": "https://env.example.com/api/",
        "SLUICE_SHOP_TOKEN": "t-2\n",
        "SLUICE_SHOP_CA_FILE": "/ca.pem",
        "SLUICE_SHOP_INSECURE": "Yes",
        "SLUICE_SHOP_TIMEOUT": "500ms",
        "SLUICE_SHOP_MAX_IN_FLIGHT": "2",
        "SLUICE_SHOP_MAX_RETRIES": "7",
        "SLUICE_SHOP_HEADERS": '{"X-Team": "streams"}',
    }
    assert read({"shop": None}, environ) == Settings(
        system=SHOP,
        url=BaseUrl("https://env.example.com"),
        values={"url": "https://env.example.com/api/", "token": Secret("t-2")},
        timeout=0.5,
        max_in_flight=2,
        max_retries=7,
        headers={"X-Team": Secret("streams")},
        ca_file="/ca.pem",
        client_cert_file=None,
        client_key_file=None,
        insecure=True,
    )


@pytest.mark.parametrize(
    ("attribute", "environ", "token"),
    [
        ("block", {"SLUICE_SHOP_TOKEN": "own", "SHOP_KEY": "vendor"}, "block"),
        (None, {"SLUICE_SHOP_TOKEN": "own", "SHOP_KEY": "vendor"}, "own"),
        ("", {"SLUICE_SHOP_TOKEN": "own"}, "own"),
        (None, {"SHOP_KEY": "vendor"}, "vendor"),
        (None, {"SLUICE_SHOP_TOKEN": "", "SHOP_KEY": "vendor"}, "vendor"),
    ],
)
def test_the_block_wins_over_our_variable_and_that_over_the_vendors(
    attribute: str | None, environ: dict[str, str], token: str
) -> None:
    settings = read({"shop": GOOD | {"token": attribute}}, environ)
    assert settings is not None
    assert settings.get("token") == token


@pytest.mark.parametrize(("written", "token"), [("t-2\n", "t-2"), ("\r\n t-2 \r\n", " t-2 "), ("Xt-2X", "Xt-2X")])
def test_the_line_end_of_a_value_from_a_file_is_no_part_of_it(written: str, token: str) -> None:
    for settings in (
        read({"shop": GOOD | {"token": written}}),
        read({"shop": GOOD | {"token": None}}, {"SHOP_KEY": written}),
    ):
        assert settings is not None
        assert settings.get("token") == token


@pytest.mark.parametrize(
    "block",
    [
        {"shop": UNKNOWN},
        {"shop": GOOD | {"url": UNKNOWN}},
        {"shop": {"url": None, "token": UNKNOWN}},
        {"shop": GOOD | {"timeout": UNKNOWN}},
        {"shop": GOOD | {"headers": {"X-Team": UNKNOWN}}},
    ],
)
def test_what_terraform_does_not_know_yet_is_not_configured_yet(block: dict[str, Any]) -> None:
    assert read(block, {"SLUICE_SHOP_URL": "https://env.example.com", "SLUICE_SHOP_TOKEN": "x"}) is None


def test_every_missing_setting_is_named_with_its_variables() -> None:
    assert refusal({}) == (
        "The Shop is not configured: `url` and `token` are missing",
        "Set `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS.\n"
        "Set `token` of `shop` in the provider block, or SLUICE_SHOP_TOKEN or SHOP_KEY.",
    )
    assert refusal({"shop": {"token": "t", "url": ""}}) == (
        "The Shop is not configured: `url` is missing",
        "Set `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS.",
    )


@pytest.mark.parametrize(
    ("key", "value", "summary"),
    [
        ("url", "shop.example.com", "`url` of `shop` must begin with https:// or http://"),
        ("timeout", "soon", "`timeout` of `shop` must be a duration such as 90s, 5m or 1h30m, longer than none"),
        ("timeout", "0s", "`timeout` of `shop` must be a duration such as 90s, 5m or 1h30m, longer than none"),
        ("max_in_flight", 0, "`max_in_flight` of `shop` must be a whole number, at least 1"),
        ("max_retries", Decimal("1.5"), "`max_retries` of `shop` must be a whole number, at least 0"),
        ("max_retries", -1, "`max_retries` of `shop` must be a whole number, at least 0"),
        ("headers", {"X Team": "a"}, "`headers` of `shop` holds a header that cannot be sent: 'X Team'"),
        ("headers", {"X-Team": "a\r\nHost: b"}, "`headers` of `shop` holds a header that cannot be sent: 'X-Team'"),
        (
            "headers",
            {"X-Team": None},
            '`headers` of `shop` must be an object of texts, in a variable as JSON: {"X-Team": "streams"}',
        ),
    ],
)
def test_a_useless_value_is_refused_where_it_is_used_and_when_the_block_is_checked(
    key: str, value: Any, summary: str
) -> None:
    block = {"shop": GOOD | {key: value}}
    also = " or SHOP_ADDRESS" if key == "url" else ""
    detail = f"Set `{key}` of `shop` in the provider block, or SLUICE_SHOP_{key.upper()}{also}."
    assert refusal(block) == (summary, detail)
    problems = list(Configuration([SHOP, DEPOT], block, {}).problems())
    assert [(problem.summary, problem.detail, problem.path) for problem in problems] == [
        (summary, detail, ("shop", key))
    ]


@pytest.mark.parametrize(
    ("variable", "value", "summary"),
    [
        ("SHOP_ADDRESS", "ftp://x", "SHOP_ADDRESS must begin with https:// or http://"),
        ("SLUICE_SHOP_INSECURE", "maybe", "SLUICE_SHOP_INSECURE must be true or false"),
        ("SLUICE_SHOP_MAX_RETRIES", "many", "SLUICE_SHOP_MAX_RETRIES must be a whole number, at least 0"),
        (
            "SLUICE_SHOP_HEADERS",
            "X-Team: streams",
            'SLUICE_SHOP_HEADERS must be an object of texts, in a variable as JSON: {"X-Team": "streams"}',
        ),
    ],
)
def test_a_useless_variable_is_named_when_it_is_used_but_is_no_problem_of_the_block(
    variable: str, value: str, summary: str
) -> None:
    block = {"shop": {"token": "t"} | ({} if variable == "SHOP_ADDRESS" else {"url": "https://h"})}
    assert refusal(block, {variable: value})[0] == summary
    assert list(Configuration([SHOP], block, {variable: value}).problems()) == []


def test_a_check_of_the_block_does_not_miss_what_is_not_there_and_skips_the_unknown() -> None:
    block = {"shop": {"url": UNKNOWN, "timeout": "soon"}, "depot": {"main": {"url": "x"}, "spare": None, "b": UNKNOWN}}
    problems = Configuration([SHOP, DEPOT], block, {}).problems()
    assert [problem.path for problem in problems] == [("shop", "timeout"), ("depot", "main", "url")]


def test_a_secret_is_not_shown_by_accident() -> None:
    settings = read({"shop": GOOD | {"headers": {"X-Key": "k-123"}}})
    assert settings is not None
    assert "t-1" not in repr(settings)
    assert "k-123" not in repr(settings)
    assert settings.secrets() == ["t-1", "k-123"]


def test_a_useless_value_is_not_repeated_in_the_error() -> None:
    summary, detail = refusal({"shop": GOOD | {"url": "https://me:hunter2@shop.example.com"}})
    assert "hunter2" not in summary + detail


def test_each_named_api_has_its_own_settings() -> None:
    block = {
        "depot": {
            "main": {"url": "http://main", "password": "one"},
            "spare": {"url": "http://spare", "region": "south"},
        }
    }
    main, spare = read(block, name="main"), read(block, name="spare")
    assert main is not None
    assert spare is not None
    assert (main.entry, main.url.root, main.get("password"), main.get("region")) == (
        "depot.main",
        "http://main",
        "one",
        "north",
    )
    assert (spare.entry, spare.url.root, spare.get("password"), spare.get("region")) == (
        "depot.spare",
        "http://spare",
        None,
        "south",
    )


@pytest.mark.parametrize("name", ["eu-west", "EU.West", "EU_WEST"])
def test_variables_of_a_named_api_carry_its_name(name: str) -> None:
    environ = {"SLUICE_DEPOT_EU_WEST_URL": "http://west", "SLUICE_DEPOT_URL": "http://other"}
    west = read({}, environ, name=name)
    assert west is not None
    assert west.url.root == "http://west"


def test_a_single_api_needs_no_name_and_its_variables_neither() -> None:
    configuration = Configuration([DEPOT], {}, {"DEPOT_HOME": "http://home", "SLUICE_DEPOT_PASSWORD": "p"})
    settings = configuration.settings(DEPOT)
    assert settings is not None
    assert (settings.entry, settings.url.root, settings.get("password")) == ("depot.default", "http://home", "p")


def test_the_password_of_one_server_is_not_sent_to_another() -> None:
    environ = {"DEPOT_PASSWORD": "vendor", "SLUICE_DEPOT_PASSWORD": "own"}
    main = read({"depot": {"main": {"url": "http://main"}}}, environ, name="main")
    assert main is not None
    assert main.get("password") is None


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    block = {"depot": {"main": {"url": "http://main"}, "spare": {"url": "http://spare"}}}
    assert refusal(block, name="mian") == (
        "Depot mian is not configured: `url` is missing",
        "Set `url` of `depot.mian` in the provider block, or SLUICE_DEPOT_MIAN_URL.\n"
        "Did you mean `main`? The provider block configures `main`, `spare`.",
    )
    assert refusal(block, name="xyz") == (
        "Depot xyz is not configured: `url` is missing",
        "Set `url` of `depot.xyz` in the provider block, or SLUICE_DEPOT_XYZ_URL.\n"
        "The provider block configures `main`, `spare`.",
    )


def test_an_api_that_needs_no_name_is_called_by_its_title_alone() -> None:
    assert refusal({"depot": {}}) == (
        "Depot is not configured: `url` is missing",
        "Set `url` of `depot.default` in the provider block, or SLUICE_DEPOT_DEFAULT_URL or SLUICE_DEPOT_URL "
        "or DEPOT_HOME.",
    )


@pytest.mark.parametrize("key", ["token", "url", "headers", "timeout"])
def test_a_variable_whose_bytes_are_no_text_is_refused_when_it_is_read(key: str) -> None:
    value = os.fsdecode(b'{"X-A": "\xff\xfe"}' if key == "headers" else b"https://\xff\xfe")
    environ = {f"SLUICE_SHOP_{name.upper()}": text for name, text in GOOD.items()} | {
        f"SLUICE_SHOP_{key.upper()}": value
    }
    summary, _ = refusal({}, environ)
    assert summary.startswith(f"SLUICE_SHOP_{key.upper()} ")
    summary.encode()
    if key in ("token", "url"):
        assert summary == f"SLUICE_SHOP_{key.upper()} holds bytes that are not UTF-8"
