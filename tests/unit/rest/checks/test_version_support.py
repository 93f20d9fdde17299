"""What a plan asks of a server that is too old for it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

from provider_lib.contract import Diagnostic
from provider_lib.spec import Api, Declarations, Pattern, Resource, Since, local, post, put
from provider_lib.spec.types import UNKNOWN
from tests.scripted import answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Refused
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.toys import CALLS, LIFECYCLE, Robot, Runs
from tests.unit.rest.widgets import TOYS


class Modern(Runs, Resource, system=TOYS, name="modern"):
    """A robot that only newer servers restart, pause or move, and do not let shout."""

    nickname: Annotated[str, Since("3.1", Pattern("[^!]*", "without shouting"))] | None = local("How it is called.")
    api = Api(
        create=Robot.api.create,
        read=Robot.api.read,
        update=Robot.api.update,
        delete=Robot.api.delete,
        calls=CALLS
        | {
            "pause": put("/robots/{name}/pause", body=None, since="3.0"),
            "restart": post("/robots/{name}/restart", body=None, since="3.1"),
            "move": put("/robots/{name}/place", body={"place": "{place}"}, since="3.2"),
        },
    )
    lifecycle = replace(LIFECYCLE, initial=None)


DECLARED = Declarations.of(sys.modules[__name__])


def modern(make_core: MakeCore, shop: Shop, **config: object) -> Life:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, "sluice_toys_modern", name="robbie", config=MODEL, **config)


def needs(attribute: str, version: str, call: str) -> Diagnostic:
    return Diagnostic(
        "error",
        f"{attribute} needs Toys {version} or newer",
        f"It takes {call}, which that version brought; this server is version 2.1.0.",
        (attribute,),
    )


def errors(life: Life) -> list[Diagnostic]:
    try:
        life.plan()
    except Refused as refused:
        return refused.errors
    return []


def test_every_attribute_that_is_too_new_is_named(make_core: MakeCore, shop: Shop) -> None:
    life = modern(make_core, shop, place="{}", desired_state="paused", auto_restart={"attempts": 1})
    assert errors(life) == [
        needs("place", "3.2", "PUT /robots/{name}/place"),
        needs("desired_state", "3.0", "PUT /robots/{name}/pause"),
        needs("auto_restart", "3.1", "POST /robots/{name}/restart"),
    ]


def test_what_is_not_asked_for_needs_nothing(make_core: MakeCore, shop: Shop) -> None:
    assert errors(modern(make_core, shop)) == []


def test_a_server_that_is_new_enough_is_not_complained_about(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /version", answer({"version": "3.2"}))
    life = modern(make_core, shop, place="{}", desired_state="paused", auto_restart={"attempts": 1})
    assert errors(life) == []


def test_what_older_servers_took_is_refused_before_a_newer_one_would(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /version", answer({"version": "3.1.4"}))
    assert errors(modern(make_core, shop, nickname="rob!")) == [
        Diagnostic(
            "error",
            "nickname 'rob!' must be without shouting",
            "So it is since Toys 3.1; this server is version 3.1.4.",
            ("nickname",),
        )
    ]
    assert errors(modern(make_core, shop, nickname="rob")) == []
    assert errors(modern(make_core, shop, nickname=UNKNOWN)) == []


def test_a_rule_of_newer_servers_is_none_of_an_older_one_nor_of_one_that_tells_no_version(
    make_core: MakeCore, shop: Shop
) -> None:
    assert errors(modern(make_core, shop, nickname="rob!")) == []
    shop.on("GET /version", answer({"version": "unknown"}))
    assert errors(modern(make_core, shop, nickname="rob!")) == []
