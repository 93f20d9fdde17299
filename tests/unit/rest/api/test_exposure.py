"""Whoever sends credentials where others can read them is told so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provider_lib.rest.api.configuration import Configuration
from provider_lib.rest.api.exposure import exposures
from provider_lib.spec import Auth, Setting, System, TokenExchange
from tests.unit.rest.api.conftest import SHOP, settings_of

BANK = System(
    name="bank",
    title="The Bank",
    settings=(
        Setting(name="url", doc="Where.", needed=True),
        Setting(name="token_url", doc="Where tokens come from.", default="https://tokens.example.com"),
        Setting(name="client_id", doc="Who."),
    ),
    auth=TokenExchange(url="{token_url}", send={"id": "{client_id}"}),
)


def told(url: str, system: System = SHOP, **given: Any) -> list[tuple[str, str, str]]:
    return [(item.severity, item.summary, item.detail) for item in exposures(settings_of(url, system, **given))]


def test_plain_http_to_another_machine_is_told_with_where_to_change_it() -> None:
    assert told("http://shop.example.com:8080/api") == [
        (
            "warning",
            "The Shop is reached over plain http at shop.example.com",
            "Whoever is on the way there reads the credentials and all that is sent. "
            "Give an address with https in `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS.",
        )
    ]


def test_a_certificate_that_is_not_checked_is_told() -> None:
    assert told("https://10.0.0.7", insecure=True) == [
        (
            "warning",
            "The certificate of 10.0.0.7, where The Shop is, is not checked",
            "Whoever is on the way there can answer in its place, and reads the credentials and all that is sent. Name "
            "the authority that signed it in `ca_file` of `shop` in the provider block, or SLUICE_SHOP_CA_FILE, and "
            "leave out `insecure`.",
        )
    ]


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "127.9.9.9", "[::1]:80", "LOCALHOST:1", "hq.localhost"])
def test_this_machine_may_be_reached_anyhow(host: str) -> None:
    assert told(f"http://{host}") == told(f"https://{host}", insecure=True) == []


@pytest.mark.parametrize("host", ["shop.example.com", "localhost.example.com", "128.0.0.1", "[::2]", "0.0.0.0"])
def test_another_machine_may_not(host: str) -> None:
    assert len(told(f"http://{host}")) == len(told(f"https://{host}", insecure=True)) == 1
    assert told(f"https://{host}") == []


def test_the_server_that_issues_tokens_counts_too() -> None:
    given = {"client_id": "me", "token_url": "http://tokens.example.com"}
    for url in ("https://bank.example.com", "http://localhost"):
        assert [summary for _, summary, _ in told(url, BANK, **given)] == [
            "The Bank is reached over plain http at tokens.example.com"
        ]


@pytest.mark.parametrize(
    ("token_url", "auth"),
    [("/token", BANK.auth), ("", TokenExchange(url="{url}/token", send={"id": "{client_id}"}))],
)
def test_a_server_that_issues_tokens_itself_is_told_once(token_url: str, auth: Auth) -> None:
    bank = replace(BANK, auth=auth)
    assert [summary for _, summary, _ in told("http://bank.example", bank, client_id="me", token_url=token_url)] == [
        "The Bank is reached over plain http at bank.example"
    ]
    assert len(told("https://bank.example", bank, client_id="me", token_url=token_url, insecure=True)) == 1


def test_every_api_of_the_block_and_of_the_environment_is_looked_at_once() -> None:
    environ = {"SLUICE_YARD_NORTH_URL": "http://north", "SLUICE_YARD_URL": "http://default", "SLUICE_SHOP_TOKEN": "x"}
    yard = System(name="yard", title="Yard", settings=(Setting(name="url", doc="Where.", needed=True),), multiple=True)
    block = {
        "shop": {"url": "http://shop", "timeout": "3s"},
        "yard": {"south": {"url": "http://south"}, "north": {"timeout": "3s"}},
    }
    reached = Configuration([SHOP, yard], block, environ).reachable()
    assert [(settings.name, str(settings.url)) for settings in reached] == [
        ("", "http://shop"),
        ("default", "http://default"),
        ("north", "http://north"),
        ("south", "http://south"),
    ]
