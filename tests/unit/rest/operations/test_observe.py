"""Looking at what nobody manages: its secrets are told apart from its configuration, by name, by form and by class."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from provider_lib.rest import RestProvider
from provider_lib.rest.operations.observe import Observed
from provider_lib.spec import (
    Api,
    Declarations,
    Listing,
    Resource,
    Validation,
    config_map,
    delete,
    get,
    key,
    post,
    put,
    secret_map,
    secret_revision,
)
from tests.scripted import Api as Script
from tests.scripted import Reply, Request, answer
from tests.unit.rest.widgets import TOYS

TILL = "/towns/{town}/shops/{shop}/tills/{name}"


class Till(Resource, system=TOYS, name="till"):
    """A till: its server says which keys of a class are secrets."""

    town: str = key("Town.")
    shop: str = key("Shop.")
    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    secret_revision: int = secret_revision()

    api = Api(create=post("/tills"), read=get(TILL), update=put(TILL), delete=delete(TILL))
    validation = Validation(
        call=post("/towns/{town}/shops/{shop}/check", body="{config}", repeatable=True),
        entries="keys",
        key="key",
        errors="errors",
        refusal="The shop refuses this configuration.",
        plugins=Listing(call=get("/classes")),
        plugin_key="till.class",
        plugin_name="name",
        type="type",
        secret="PASSWORD",
    )


DECLARED = Declarations.of(sys.modules[__name__])


class Town(Script):
    """The API of the tills: of a strict shop, or class, the pin and the door are secrets."""

    provider: RestProvider

    def __init__(self) -> None:
        super().__init__()
        self.on("POST /towns/*/shops/*/check", self.check)

    def check(self, request: Request) -> Reply:
        is_strict = "strict" in (*request.json.values(), *request.line.split("/"))
        kind = "PASSWORD" if is_strict else "STRING"
        return answer({"keys": [{"key": name, "type": kind} for name in ("pin", "door", "hint", "badge")]})

    def secrets(self, config: dict[str, str], shop: str = "north", name: str = "a") -> dict[str, str | None]:
        """Those of a till with this configuration; the rest of that is what an import would have."""
        self.on(f"GET /towns/old/shops/{shop}/tills/{name}", answer({"config": config}))
        seen = self.provider.observe("sluice_toys_till", {"town": "old", "shop": shop, "name": name})
        assert isinstance(seen, Observed)
        assert seen.values["config"] == {key: value for key, value in config.items() if key not in seen.secrets}
        return dict(seen.secrets)


@pytest.fixture
def town() -> Iterator[Town]:
    town = Town()
    with (
        town.serving(),
        closing(RestProvider(DECLARED, {"SLUICE_TOYS_URL": town.url, "SLUICE_TOYS_MAX_RETRIES": "0"})) as town.provider,
    ):
        town.provider.configure(dict.fromkeys(town.provider.schemas().provider.attributes))
        yield town


def test_secrets_are_told_apart_and_those_in_clear_are_known(town: Town) -> None:
    config = {
        "till.class": "strict",
        "colour": "red",
        "pin": "4711",
        "badge": "****",
        "door": "${vault:door}",
        "hint": "",
        "link": "https://ada:hunter22@db/",
        "password": "hunter22",
    }
    assert town.secrets(config) == {
        "badge": None,
        "link": "https://ada:hunter22@db/",
        "password": "hunter22",
        "pin": "4711",
    }


def test_a_secret_that_is_empty_is_none(town: Town) -> None:
    town.on("GET /towns/old/shops/north/tills/a", answer({"config": {"password": "", "colour": "red"}}))
    seen = town.provider.observe("sluice_toys_till", {"town": "old", "shop": "north", "name": "a"})
    assert seen is not None
    assert (seen.values["config"], seen.secrets) == ({"colour": "red"}, {})


def test_without_a_class_nobody_is_asked_which_keys_are_secrets(town: Town) -> None:
    assert town.secrets({"pin": "4711"}, shop="strict") == {}
    assert town.lines("POST") == []


def test_what_a_class_has_for_secrets_is_asked_once_in_each_place(town: Town) -> None:
    config = {"till.class": "plain", "pin": "4711"}
    found = [town.secrets(config, shop, name) for shop in ("north", "strict") for name in "ab"]
    assert found == [{}, {}, {"pin": "4711"}, {"pin": "4711"}]
    assert town.lines("POST") == [f"POST /towns/old/shops/{shop}/check" for shop in ("north", "strict")]


@pytest.mark.parametrize("part", ["drawer.type", "drawer.class", "drawer.converter"])
def test_a_part_of_another_class_may_have_other_secrets(town: Town, part: str) -> None:
    config = {"till.class": "plain", "pin": "4711"}
    found = [town.secrets({**config, part: kind}, name=kind) for kind in ("plain", "strict")]
    assert found == [{}, {"pin": "4711"}]
