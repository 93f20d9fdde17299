"""Keys that nobody knows of an object that is taken over: each is renewed, or told, by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import (
    Api,
    Declarations,
    OnExists,
    OnLostKey,
    Resource,
    delete,
    get,
    key,
    on_exists,
    on_lost_key,
    once,
    optional,
    post,
    put,
    volatile,
)
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import Runs
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Chest(Resource, system=TOYS, name="chest"):
    """A chest with two keys, of which each is cut by a call of its own."""

    name: str = key("Name.")
    colour: str | None = optional("Colour.")
    on_exists: OnExists = on_exists()
    on_lost_key: OnLostKey | None = on_lost_key("key", "while it is shut")
    left: str = once("Left key.", recover="cut_left", in_use="is_open")
    right: str = once("Right key.", recover="cut_right", in_use="is_open")
    is_open: bool = volatile("Whether it is open.")

    api = Api(
        create=post("/chests"),
        read=get("/chests/{name}"),
        update=put("/chests/{name}"),
        delete=delete("/chests/{name}"),
        calls={
            "cut_left": post("/chests/{name}/left", body=None),
            "cut_right": post("/chests/{name}/right", body=None),
        },
    )


DECLARED = Declarations.of(sys.modules[__name__])
SHUT = {"name": "oak", "colour": "red", "is_open": False}
FORBIDDEN = answer({"message": "go away"}, 403)


@pytest.fixture
def runs(make_core: MakeCore, shop: Shop, tmp_path: Path) -> Runs:
    """Of a shop that has a chest."""
    shop.on("GET /chests/*", answer(SHUT))
    shop.on("PUT /chests/*", answer(SHUT))
    shop.on("POST /chests/*/left", answer({"left": "l2"}))
    shop.on("POST /chests/*/right", answer({"right": "r2"}))
    environment = {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"}
    return Runs(tmp_path / "journal", lambda journal: make_core(DECLARED, environment, journal))


def oak(runs: Runs, **values: Any) -> Life:
    return Life(runs.core, "sluice_toys_chest", **{"name": "oak", "colour": "red", "on_exists": "adopt"} | values)


def unreadable(name: str) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{name} of toys chest oak cannot be read back",
        f"The server shows it only when it is made, so `{name}` stays empty; whoever has it may keep using it.",
        (name,),
    )


def renewed(name: str) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{name} of toys chest oak was renewed when it was taken over",
        f"Nobody here knew the former {name}, which does not work any more. The one in the state is new.",
        (name,),
    )


def refused(name: str) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"the toy shop refused to cut {name} of toys chest oak: go away (403)",
        "Check the credentials in `toys` in the provider block, and what they may do.\n"
        f"POST /chests/oak/{name} was answered with 403.",
    )


def test_each_key_that_is_kept_is_told_once(runs: Runs) -> None:
    chest = oak(runs)
    chest.apply()
    assert (chest["left"], chest["right"], chest.warnings) == (None, None, [unreadable("left"), unreadable("right")])


def test_each_key_is_renewed_and_told(runs: Runs) -> None:
    chest = oak(runs, on_lost_key="renew")
    chest.apply()
    assert (chest["left"], chest["right"], chest.warnings) == ("l2", "r2", [renewed("left"), renewed("right")])


def test_a_key_that_is_not_renewed_leaves_the_other_one(runs: Runs, shop: Shop) -> None:
    shop.on("POST /chests/*/right", FORBIDDEN)
    chest = oak(runs, on_lost_key="renew")
    chest.apply()
    assert (chest["left"], chest["right"], chest.warnings) == ("l2", None, [renewed("left"), refused("right")])


def made_without_the_right_key(runs: Runs, shop: Shop) -> Life:
    """A chest whose create told one key, of a run that ended before there was a state."""
    shop.on("GET /chests/*", in_turn(NOT_THERE, answer(SHUT)))
    shop.on("POST /chests", answer(SHUT | {"left": "l1"}, 201))
    shop.on("POST /chests/*/right", in_turn(FORBIDDEN, answer({"right": "r2"})))
    chest = oak(runs)
    refusal(chest.apply)
    runs.crash(chest)
    return chest


@pytest.mark.parametrize("colour", ["red", "blue"])
def test_only_the_key_that_the_journal_lacks_is_renewed_of_what_is_ours_and_not_in_use(
    runs: Runs, shop: Shop, colour: str
) -> None:
    chest = made_without_the_right_key(runs, shop)
    shop.on("GET /chests/*", in_turn(answer(SHUT), answer(SHUT | {"colour": colour})))
    chest.apply(colour=colour)
    assert (chest["left"], chest["right"], chest.warnings[1:]) == ("l1", "r2", [renewed("right")])


def test_only_the_key_that_the_journal_lacks_is_told_of_what_is_in_use(runs: Runs, shop: Shop) -> None:
    chest = made_without_the_right_key(runs, shop)
    shop.on("GET /chests/*", answer(SHUT | {"is_open": True}))
    chest.apply()
    assert (chest["left"], chest["right"], chest.warnings[1:]) == ("l1", None, [unreadable("right")])


def test_each_key_that_the_journal_lacks_is_told_of_what_is_in_use(runs: Runs, shop: Shop) -> None:
    shop.on("GET /chests/*", in_turn(NOT_THERE, answer(SHUT)))
    shop.on("POST /chests", answer(SHUT, 201))
    shop.on("POST /chests/*/left", FORBIDDEN)
    chest = oak(runs)
    refusal(chest.apply)
    runs.crash(chest)
    shop.on("GET /chests/*", answer(SHUT | {"is_open": True}))
    chest.apply()
    assert (chest["left"], chest["right"], chest.warnings[1:]) == (
        None,
        None,
        [unreadable("left"), unreadable("right")],
    )
