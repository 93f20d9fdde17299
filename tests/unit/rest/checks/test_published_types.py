"""What goes to the server, and what is checked, has the types that the server publishes."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import (
    Api,
    Declarations,
    Resource,
    ValueTypes,
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
from tests.scripted import NOT_THERE, Request, answer, in_turn
from tests.unit.rest.checks.test_key_catalog import Kit
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class TypedKit(Resource, system=TOYS, name="typed_kit"):
    """A kit whose keys are published with their types."""

    name: str = key("Name.")
    kind: str = required("Kind.")
    config: dict[str, str] | None = config_map("Config.", null_removed=True, typed=True)
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    secret_revision: int = secret_revision()

    api = Api(create=post("/kits"), read=get("/kits/{name}"), update=put("/kits/{name}"), delete=delete("/kits/{name}"))
    validation = replace(
        Kit.validation,  # type: ignore[type-var]
        types=ValueTypes(
            control="form",
            booleans=("switch",),
            numbers=("digits",),
            lists=("choices",),
            documents=("tree",),
            texts=("map",),
        ),
    )


DECLARED = Declarations.of(sys.modules[__name__])
FORMS = {"lit": "switch", "size": "digits", "tags": "choices", "plan": "tree", "map": "tree", "label": "line"}
PUBLISHED = [*({"name": name, "form": form} for name, form in FORMS.items()), {"name": "pin", "form": "digits"}]
CONFIG = {"label": "007", "lit": "true", "map": '{"a":1}', "plan": '{"a":1}', "size": "5.50", "tags": "a,b"}
SENT = '{"label":"007","lit":true,"map":"{\\"a\\":1}","plan":{"a":1},"size":5.50,"tags":["a","b"],"pin":"0000"}'


@pytest.fixture
def kit(make_core: MakeCore, shop: Shop) -> Life:
    """A kit whose server is the shop."""
    shop.on("GET /keys", answer({"keys": PUBLISHED}))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, "sluice_toys_typed_kit", name="set", kind="train", config={}, secret_config={"pin": "0000"})


def sent(shop: Shop, method: str) -> str:
    """The configuration that was sent last, byte for byte."""
    body = [item.seen.body for item in shop.requests if item.seen.method == method][-1]
    return body[body.index('"config":') + 9 :]


def keeping(shop: Shop) -> dict[str, Any]:
    """What the shop keeps of a set as it was written, and shows."""
    held: dict[str, Any] = {}

    def write(asked: Request) -> Any:
        held.update(asked.json)
        return answer(held)

    shop.on("POST /kits", write)
    shop.on("PUT /kits/set", write)
    shop.on("GET /kits/set", lambda _: answer(held) if held else NOT_THERE)
    return held


def test_a_create_and_an_update_send_typed_values_and_secrets_as_texts(shop: Shop, kit: Life) -> None:
    keeping(shop)
    kit.apply(config=CONFIG)
    assert sent(shop, "POST").startswith(SENT)
    assert kit.plan().action == "nothing"
    kit.apply(config={**CONFIG, "lit": "false"})
    assert sent(shop, "PUT").startswith(SENT.replace("true", "false"))


def test_what_others_set_is_sent_along_as_far_as_it_is_shown_and_may_be_set(shop: Shop, kit: Life) -> None:
    keys = [*PUBLISHED, {"name": "serial", "form": "line", "open": False}, {"name": "token", "form": "line"}]
    shop.on("GET /keys", answer({"keys": keys}))
    held = keeping(shop)
    kit.apply(config={"label": "a", "tags": "a,b"})
    theirs = {"lit": True, "map": None, "plan": {"a": 1}, "serial": "7", "token": "****", "unheard": "of"}
    held["config"] = held["config"] | theirs
    kit.apply(config={"label": "b"})
    assert json.loads(sent(shop, "PUT")[:-1]) == {
        "label": "b",
        "lit": True,
        "pin": "0000",
        "plan": {"a": 1},
        "tags": None,
    }


@pytest.mark.parametrize(
    "config",
    [{"tags": '["a","b"]'}, {"tags": "a,b", "size": '"5"'}, {"lit": '"true"'}, {"tags": '["a","b"]', "label": "x"}],
)
def test_an_imported_one_may_be_written_in_another_spelling(shop: Shop, kit: Life, config: dict[str, str]) -> None:
    held = {"name": "set", "kind": "train", "config": {"label": "x", "lit": True, "size": 5, "tags": ["a", "b"]}}
    shop.on("GET /kits/set", answer(held))
    shop.on("PUT /kits/set", answer(held))
    kit.config["config"] = config
    kit.import_object("set")
    assert kit.apply()["config"] == config
    assert kit.plan().action == "nothing"
    assert json.loads(sent(shop, "PUT")[:-1]) == held["config"] | {"pin": "0000"}


@pytest.mark.parametrize(
    ("shown", "imported"),
    [
        ({"label": "x", "note": "", "size": 5}, {"label": "x", "note": ""}),  # an empty default is none
        ({"label": "x", "size": 6}, {"label": "x", "size": "6"}),
        ({"size": 5}, None),  # of which no plan may leave out what is declared
    ],
)
def test_what_is_declared_of_an_imported_one_is_a_change_unless_it_is_a_default_that_was_left_out(
    shop: Shop, kit: Life, shown: dict[str, Any], imported: dict[str, str] | None
) -> None:
    sized = {"name": "size", "form": "digits", "preset": {"value": 5}}
    noted = {"name": "note", "form": "line", "preset": {"value": ""}}
    shop.on("GET /keys", answer({"keys": [sized, noted, {"name": "label", "form": "line"}, PUBLISHED[-1]]}))
    shop.on("GET /kits/set", answer({"name": "set", "kind": "train", "config": shown | {"pin": "****"}}))
    kit.config.pop("secret_config")
    kit.import_object("set")
    assert kit["config"] == imported
    there = imported or {}
    assert kit.plan(config={**there, "size": "5"}).is_empty == (imported is not None and "size" not in imported)
    for more in ({"size": "7"}, {"size": there.get("size", "5"), "label": "y"}):
        assert kit.plan(config=there | more).difference["config"] == (imported, there | more)


def test_what_is_put_back_has_what_others_set(shop: Shop, kit: Life) -> None:
    held = keeping(shop)
    refused = answer({"message": "the hall is full"}, 403)

    def create(asked: Request) -> Any:
        held.update(asked.json)
        return answer(held)

    def remove(_: Request) -> Any:
        held.clear()
        return answer({})

    kit.apply(config={"label": "a"})
    shop.on("POST /kits", in_turn(refused, create))
    shop.on("GET /kits/other", NOT_THERE)
    shop.on("DELETE /kits/set", remove)
    held["config"] = held["config"] | {"lit": True, "map": None, "pin": "****", "plan": {"a": 1}, "unheard": "of"}
    refusal(kit.apply, name="other")
    assert held["config"] == {"label": "a", "lit": True, "pin": "0000", "plan": {"a": 1}}


@pytest.mark.parametrize(
    ("config", "summary", "detail"),
    [
        ({"lit": "yes"}, "lit is no boolean", "It must be true or false."),
        ({"size": "large"}, "size is no number", "It must be a number."),
    ],
)
def test_a_value_of_another_type_is_refused(kit: Life, config: dict[str, str], summary: str, detail: str) -> None:
    [at] = config
    assert refusal(lambda: kit.plan(config=config)) == Diagnostic("error", summary, detail, ("config", at))


def test_every_item_of_a_list_must_be_allowed(shop: Shop, kit: Life) -> None:
    shop.on(
        "GET /keys",
        answer({"keys": [*PUBLISHED[-1:], {"name": "tags", "form": "choices", "preset": {"choices": [1, 2]}}]}),
    )
    assert kit.plan(config={"tags": "[2,1]"}).warnings == ()
    assert refusal(lambda: kit.plan(config={"tags": "1,3"})).summary == "tags has a value that is not allowed"


def test_a_value_that_is_one_of_a_choice_is_sent_as_that(shop: Shop, kit: Life) -> None:
    chosen = {"label": [1, "2"], "map": ["x", 5], "tags": [1, 2]}
    keys = [{"name": name, "form": FORMS[name], "preset": {"choices": items}} for name, items in chosen.items()]
    shop.on("GET /keys", answer({"keys": [*keys, PUBLISHED[-1]]}))
    shop.on("POST /kits", answer({"name": "set"}, 201))
    shop.on("GET /kits/set", in_turn(NOT_THERE, answer({"name": "set"})))
    kit.apply(config={"label": "1", "map": "5", "tags": "2,1"})
    assert sent(shop, "POST").startswith('{"label":1,"map":5,"tags":[2,1],')


def test_a_condition_compares_with_a_boolean(shop: Shop, kit: Life) -> None:
    gate = {"key": "lit", "how": "EQ", "is": True}
    shop.on("GET /keys", answer({"keys": [*PUBLISHED, {"name": "lamp", "needed": True, "when": [gate]}]}))
    assert kit.plan(config={"lit": "false"}).warnings == ()
    assert refusal(lambda: kit.plan(config={"lit": "true"})).summary == "lamp is missing"
