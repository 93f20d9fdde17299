"""Checking a configuration against the keys that a server publishes."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import (
    Api,
    Condition,
    Declarations,
    KeyCatalog,
    Listing,
    Resource,
    config_map,
    delete,
    get,
    key,
    post,
    put,
    required,
    secret_env,
    secret_map,
    secret_revision,
)
from provider_lib.spec.types import UNKNOWN
from tests.scripted import Reply, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Refused, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Kit(Resource, system=TOYS, name="kit"):
    """A kit: its keys are published."""

    name: str = key("Name.")
    kind: str = required("Kind.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    secret_revision: int = secret_revision()

    api = Api(create=post("/kits"), read=get("/kits/{name}"), update=put("/kits/{name}"), delete=delete("/kits/{name}"))
    validation = KeyCatalog(
        call=get("/keys", query={"kind": "{kind}"}),
        entries="keys",
        name="name",
        settable="open",
        required="needed",
        default="preset.value",
        description="about",
        values="preset.choices",
        value="is",
        conditions="when",
        condition=Condition(gate="key", value="is", operator="how", equal="EQ", unequal="NE", among="IN"),
        secret="hidden",
        title="kit of kind {kind}",
        kind="kind",
        kinds=Listing(call=get("/kinds"), items="kinds"),
        kind_name="code",
    )


DECLARED = Declarations.of(sys.modules[__name__])
SIZES = {"name": "size", "open": True, "preset": {"choices": ["small", {"is": "large"}, 12]}}
PIN = {"name": "pin", "hidden": True}
SERIAL = {"name": "serial", "open": False, "needed": True}


@pytest.fixture
def kit(make_core: MakeCore, shop: Shop) -> Life:
    """A kit whose server is the shop."""
    shop.on("GET /kinds", answer({"kinds": [{"code": "train"}, {"code": "plane"}, {}]}))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0", "PIN": "4711"})
    return Life(core, "sluice_toys_kit", name="set", kind="train", config={})


def published(shop: Shop, *keys: Any) -> None:
    """Let the server publish these keys, somewhere in its answer."""
    shop.on("GET /keys", answer({"result": [{"code": "train", "sections": [{"keys": list(keys)}]}]}))


def told(life: Life, **changed: Any) -> list[Diagnostic]:
    try:
        return list(life.plan(**changed).warnings)
    except Refused as refused:
        return refused.errors


def test_a_configuration_of_published_keys_and_values_is_accepted(shop: Shop, kit: Life) -> None:
    published(shop, SIZES, PIN, SERIAL, {"name": "free"})
    for size in ("small", "large", "12"):
        assert told(kit, config={"size": size, "free": "x"}, secret_config={"pin": "0000"}) == []
    assert shop.lines()[0] == "GET /keys?kind=train"


def test_an_unknown_key_is_named_with_the_one_that_is_meant(shop: Shop, kit: Life) -> None:
    published(shop, SIZES, PIN, SERIAL)
    assert told(kit, config={"sise": "small", "zzz": "1"}, secret_config={"pinn": "0000"}) == [
        Diagnostic("error", "sise is not a key of a kit of kind train", "Did you mean size?", ("config", "sise")),
        Diagnostic("error", "zzz is not a key of a kit of kind train", "Known are: pin, size.", ("config", "zzz")),
        Diagnostic("error", "pinn is not a key of a kit of kind train", "Did you mean pin?", ("secret_config", "pinn")),
    ]


def test_a_part_of_a_key_is_enough_to_guess_it(shop: Shop, kit: Life) -> None:
    published(shop, {"name": "bootstrapServers"}, {"name": "acks"})
    [diagnostic] = told(kit, config={"server": "db:9092"})
    assert diagnostic.detail == "Did you mean bootstrapServers?"


def test_a_definition_without_a_name_is_of_no_key(shop: Shop, kit: Life) -> None:
    nameless = [{"needed": True, "when": []} | name for name in ({}, {"name": None}, {"name": 7}, {"name": ["size"]})]
    published(shop, *nameless, SIZES)
    assert told(kit, config={"zzz": "1"}) == [
        Diagnostic("error", "zzz is not a key of a kit of kind train", "Known are: size.", ("config", "zzz")),
    ]


def test_a_key_that_only_the_server_sets_is_refused(shop: Shop, kit: Life) -> None:
    published(shop, SERIAL)
    assert told(kit, config={"serial": "1"}) == [
        Diagnostic(
            "error",
            "serial of a kit of kind train cannot be set",
            "The server sets it by itself: leave it out.",
            ("config", "serial"),
        )
    ]


def test_a_value_that_is_not_allowed_is_named_with_those_that_are(shop: Shop, kit: Life) -> None:
    published(shop, SIZES)
    assert told(kit, config={"size": "smal"}) == [
        Diagnostic(
            "error",
            "size has a value that is not allowed",
            "Did you mean small? It must be one of small, large, 12.",
            ("config", "size"),
        )
    ]
    assert told(kit, config={"size": "?"})[0].detail == "It must be one of small, large, 12."
    assert told(kit, config={"size": '["small"]'})[0].detail.endswith("It must be one of small, large, 12.")


def test_of_many_values_the_first_are_shown_and_of_very_many_none_is_checked(shop: Shop, kit: Life) -> None:
    published(shop, {"name": "size", "preset": {"choices": list(range(120))}})
    assert told(kit, config={"size": "x"})[0].detail == ("It must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.")
    published(shop, {"name": "size", "preset": {"choices": list(range(121))}})
    assert told(kit, config={"size": "x"}) == []


@pytest.mark.parametrize("choices", [[], None, "small", {}])
def test_a_key_without_a_list_of_values_takes_any(shop: Shop, kit: Life, choices: Any) -> None:
    published(shop, {"name": "size", "preset": {"choices": choices}})
    assert told(kit, config={"size": "x"}) == []


def test_a_secret_key_is_not_taken_in_clear(shop: Shop, kit: Life) -> None:
    published(shop, PIN)
    assert told(kit, config={"pin": "0000"}) == [
        Diagnostic(
            "error",
            "pin is a secret",
            "Give it in `secret_config` or `secret_env`: here it would lie in the state for everybody to read, and the "
            "server hides it, so that it would look changed for ever.",
            ("config", "pin"),
        )
    ]
    assert told(kit, secret_env={"pin": "PIN"}) == []


def test_an_unknown_value_is_taken_for_right(shop: Shop, kit: Life) -> None:
    published(shop, SIZES, {"name": "wheels", "needed": True, "when": []})
    assert told(kit, config={"size": UNKNOWN, "wheels": UNKNOWN}) == []
    assert told(kit, secret_config=UNKNOWN) == []


# Keys that are needed


def test_a_key_that_is_needed_is_named(shop: Shop, kit: Life) -> None:
    published(shop, {"name": "wheels", "needed": True, "about": "How many.", "when": []}, SIZES)
    assert told(kit) == [
        Diagnostic("error", "wheels is missing", "A kit of kind train needs it. How many.", ("config",))
    ]
    assert told(kit, secret_config={"wheels": "4"}) == []


def test_a_secret_that_is_needed_is_named_with_where_it_belongs(shop: Shop, kit: Life) -> None:
    published(shop, {**PIN, "needed": True, "when": []})
    assert told(kit) == [
        Diagnostic(
            "error",
            "pin is missing",
            "A kit of kind train needs it. Give it in `secret_config` or `secret_env` (`secrets=` in Python).",
            ("config",),
        )
    ]


def test_a_key_whose_conditions_are_not_published_is_a_warning(shop: Shop, kit: Life) -> None:
    published(shop, {"name": "wheels", "needed": True, "about": None})
    assert told(kit) == [
        Diagnostic(
            "warning",
            "wheels is missing",
            "A kit of kind train needs it. The server does not say whether that depends on other keys, so the plan "
            "goes on.",
            ("config",),
        )
    ]


@pytest.mark.parametrize(
    "definition",
    [
        {"needed": True, "preset": {"value": "4"}},
        {"needed": True, "preset": {"value": 0}},
        {"needed": True, "open": False},
        {"needed": False},
        {"needed": "true"},
        {},
    ],
)
def test_a_key_that_has_a_value_or_cannot_be_set_is_not_missed(shop: Shop, kit: Life, definition: Any) -> None:
    published(shop, {"name": "wheels", "when": [], **definition})
    assert told(kit) == []


@pytest.mark.parametrize("preset", [{"value": ""}, {"value": None}, {}])
def test_an_empty_default_is_none(shop: Shop, kit: Life, preset: Any) -> None:
    published(shop, {"name": "wheels", "when": [], "needed": True, "preset": preset})
    assert [item.summary for item in told(kit)] == ["wheels is missing"]


@pytest.mark.parametrize(
    ("condition", "size", "is_missed"),
    [
        ({"key": "size", "how": "EQ", "is": "large"}, "large", True),
        ({"key": "size", "how": "EQ", "is": "large"}, "small", False),
        ({"key": "size", "how": "EQ", "is": 12}, "12", True),
        ({"key": "size", "how": "NE", "is": "large"}, "small", True),
        ({"key": "size", "how": "NE", "is": "large"}, "large", False),
        ({"key": "size", "how": "IN", "is": ["large", 12]}, "12", True),
        ({"key": "size", "how": "IN", "is": ["large"]}, "small", False),
        ({"key": "size", "how": "IN", "is": "large"}, "large", False),
        ({"key": "size", "how": "LIKE", "is": "large"}, "large", False),
        ({"key": "size", "how": "EQ", "is": "medium"}, None, True),
        ({"key": "shape", "how": "NE", "is": "round"}, None, False),
        ({"key": "colour", "how": "NE", "is": "red"}, None, False),
        ({"key": "nothing", "how": "NE", "is": "red"}, None, False),
    ],
)
def test_a_key_is_needed_only_under_its_conditions(
    shop: Shop, kit: Life, condition: Any, size: str | None, is_missed: bool
) -> None:
    published(
        shop,
        {"name": "wheels", "needed": True, "when": [condition]},
        {"name": "size", "preset": {"value": "medium"}},
        {"name": "shape", "preset": {"value": None}},
        {"name": "colour"},
    )
    found = told(kit, config={} if size is None else {"size": size})
    assert [item.summary for item in found] == (["wheels is missing"] if is_missed else [])


def test_all_conditions_must_hold(shop: Shop, kit: Life) -> None:
    conditions = [{"key": "size", "how": "EQ", "is": "1"}, {"key": "shape", "how": "EQ", "is": "1"}]
    published(shop, {"name": "wheels", "needed": True, "when": conditions}, {"name": "size"}, {"name": "shape"})
    assert told(kit, config={"size": "1", "shape": "2"}) == []
    assert len(told(kit, config={"size": "1", "shape": "1"})) == 1


def test_a_condition_may_hang_on_a_secret(shop: Shop, kit: Life) -> None:
    condition = {"key": "pin", "how": "EQ", "is": "4711"}
    published(shop, {"name": "wheels", "needed": True, "when": [condition]}, PIN)
    assert len(told(kit, secret_config={"pin": "4711"})) == 1


# Wherever definitions stand, and when there are none


@pytest.mark.parametrize(
    "body",
    [
        {"keys": [{"name": "size"}]},
        [{"x": {"keys": [{"name": "size"}]}}],
        {"a": 1, "b": [{"keys": [{"name": "size"}, "noise", None]}]},
        {"keys": {"keys": [{"name": "size"}]}},
    ],
)
def test_definitions_are_found_wherever_they_stand(shop: Shop, kit: Life, body: Any) -> None:
    shop.on("GET /keys", answer(body))
    assert told(kit, config={"size": "1"}) == []
    assert [item.summary for item in told(kit, config={"x": "1"})] == ["x is not a key of a kit of kind train"]


def test_an_unknown_kind_is_named_with_those_that_there_are(shop: Shop, kit: Life) -> None:
    shop.on("GET /keys", answer({"result": []}))
    assert told(kit, kind="trian") == [
        Diagnostic(
            "error",
            "there is no kit of kind trian",
            "Did you mean train?\nThere are:\n  plane\n  train",
            ("kind",),
        )
    ]


UNCHECKED = "\n\nThe plan goes on; a mistake in `config` will only show at apply."


@pytest.mark.parametrize(
    ("keys", "kinds", "reason"),
    [
        (
            answer({"result": []}),
            answer({"kinds": [{"code": "train"}]}),
            "the answer holds no keys of a kit of kind train\nExpected a list of them at keys.",
        ),
        (
            answer({"result": []}),
            answer({"kinds": []}),
            "the answer holds no keys of a kit of kind train\nExpected a list of them at keys.",
        ),
        (
            answer({"message": "out of order"}, 500),
            answer({"kinds": []}),
            "the toy shop could not read the keys of a kit of kind train: out of order (500)\n"
            "GET /keys was answered with 500.",
        ),
    ],
)
def test_a_server_that_cannot_tell_is_a_warning(shop: Shop, kit: Life, keys: Reply, kinds: Reply, reason: str) -> None:
    shop.on("GET /keys", keys)
    shop.on("GET /kinds", kinds)
    assert told(kit) == [
        Diagnostic("warning", "the configuration was not checked with the server", reason + UNCHECKED, ("config",))
    ]


def test_credentials_that_are_wrong_end_the_plan(shop: Shop, kit: Life) -> None:
    shop.on("GET /keys", answer({"message": "who are you"}, 401))
    assert refusal(kit.plan).summary.endswith("who are you (401)")


@pytest.mark.parametrize("unknown", [{"kind": UNKNOWN}, {"config": UNKNOWN}, {"config": None}])
def test_nothing_is_asked_while_it_is_not_known_what_to_ask(shop: Shop, kit: Life, unknown: Any) -> None:
    assert told(kit, **unknown) == []
    assert shop.lines() == []
