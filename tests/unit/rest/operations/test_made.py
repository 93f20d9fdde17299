"""What a new object becomes after the request that made it: waited for, turned, and read once all of that is done."""

from __future__ import annotations

import sys
from typing import Any, Literal

import pytest

from provider_lib.spec import (
    Api,
    Declarations,
    Lifecycle,
    Resource,
    delete,
    desired_state,
    get,
    key,
    post,
    put,
    trigger,
    volatile,
)
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.crash import Runs
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Lamp(Resource, system=TOYS, name="lamp"):
    """A lamp: its create is answered with all of it, as it is before any other call."""

    name: str = key("Name.")
    desired_state: Literal["running", "stopped"] = desired_state()
    shade: str | None = trigger("Shade.", "cover", at_create=True)
    light: str = volatile("Light.")
    state: str = volatile("State.")

    api = Api(
        create=post("/lamps"),
        read=get("/lamps/{name}"),
        delete=delete("/lamps/{name}"),
        echoes=True,
        calls={
            "on": put("/lamps/{name}/on", body=None),
            "off": put("/lamps/{name}/off", body=None),
            "cover": put("/lamps/{name}/shade", body={"shade": "{shade}"}),
        },
    )
    lifecycle = Lifecycle(
        states={"running": "ON", "stopped": "OFF"}, calls={"running": "on", "stopped": "off"}, tasks=None
    )


DECLARED = Declarations.of(sys.modules[__name__])


@pytest.fixture
def lamp(make_core: MakeCore, shop: Shop) -> Life:
    """A lamp that is to be made."""
    held: dict[str, Any] = {}

    def made(request: Request) -> Reply:
        held.update(request.json, light="white", state="ON")
        return answer(held)

    def turned(request: Request) -> Reply:
        held.update({"state": "OFF"} if request.name == "off" else {"light": request.json["shade"]})
        return answer(status=204)

    shop.on("POST /lamps", made)
    shop.on("PUT /lamps/*/*", turned)
    shop.on("GET /lamps/*", lambda _: answer(held) if held else NOT_THERE)
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, "sluice_toys_lamp", name="desk")


@pytest.mark.parametrize(
    ("wanted", "calls", "reached"),
    [
        ({}, [], ("white", "ON")),
        ({"desired_state": "stopped"}, ["PUT /lamps/desk/off", "GET /lamps/desk"], ("white", "OFF")),
        ({"shade": "green"}, ["PUT /lamps/desk/shade", "GET /lamps/desk"], ("green", "ON")),
    ],
)
def test_the_answer_to_a_create_is_all_there_is_to_see_unless_a_call_follows(
    shop: Shop, lamp: Life, wanted: dict[str, str], calls: list[str], reached: tuple[str, str]
) -> None:
    lamp.apply(**wanted)
    assert shop.lines() == ["GET /lamps/desk", "POST /lamps", *calls]
    assert (lamp["light"], lamp["state"]) == reached


# What becomes of a create that a former run has begun

WAIT = {"create": {"path": "body:job", "status": "body:state", "success": ["done"], "interval": "10ms"}}


def cut_short(desk: Desk, runs: Runs, shown: dict[str, Any]) -> Life:
    """An object whose run ended once it was made, and which shows itself so from then on."""
    life = desk.thing({"name": "Ada"}, wait=WAIT)
    life.core = runs.core
    desk.on("POST /things", answer({"id": 1, "name": "Ada", "job": "/jobs/7"}, 202))
    desk.on("GET /jobs/7", answer({"state": "done"}))
    desk.on("GET /things/1", answer({"id": 1, "name": "Ada"} | shown))
    life.apply()
    runs.crash(life)
    desk.forget()
    return life


@pytest.mark.parametrize(
    ("shown", "looks"),
    [({}, ["GET /things/1"]), ({"job": "/jobs/7"}, ["GET /things/1", "GET /jobs/7"])],
)
def test_what_became_of_it_is_asked_only_where_the_object_itself_says_where(
    desk: Desk, desk_runs: Runs, shown: dict[str, str], looks: list[str]
) -> None:
    ada = cut_short(desk, desk_runs, shown)
    ada.apply()
    assert (ada["id"], ada.is_tainted, desk.lines()) == ("1", False, [*looks, "GET /things/1"])
    assert ada.plan().is_empty
