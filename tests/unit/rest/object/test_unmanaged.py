"""What a change must repeat although nobody here manages it, because its body replaces the whole object."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.spec import Api, Declarations, Resource, delete, get, key, owned_map, post, put, required
from tests.scripted import Reply, Request, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Jar(Resource, system=TOYS, name="jar"):
    """A jar: of its labels some belong to others."""

    name: str = key("Name.")
    content: str = required("Content.")
    labels: dict[str, str] | None = owned_map("Labels.", wire="meta.labels")

    api = Api(
        create=post("/jars"),
        read=get("/jars/{name}"),
        update=put("/jars/{name}", keeps=("lid", "meta.seal")),
        delete=delete("/jars/{name}"),
    )


DECLARED = Declarations.of(sys.modules[__name__])


class Jars:
    """What the server has."""

    def __init__(self, shop: Shop) -> None:
        self.jar: dict[str, Any] = {}
        shop.on("POST /jars", self.write)
        shop.on("GET /jars/*", lambda _: answer(self.jar) if self.jar else answer({"message": "no such thing"}, 404))
        shop.on("PUT /jars/*", self.write)

    def write(self, request: Request) -> Reply:
        self.jar = {"name": "jam", **request.json}
        return answer(status=204)


@pytest.fixture
def jars(shop: Shop) -> Jars:
    return Jars(shop)


@pytest.fixture
def jam(make_core: MakeCore, shop: Shop, jars: Jars) -> Life:
    """A jar that is there, and that others have written on."""
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url})
    jam = Life(core, "sluice_toys_jar", name="jam", content="plum", labels={"year": "24", "shelf": "2"})
    jam.apply()
    jars.jar["meta"]["labels"] |= {"theirs": "x", "shared": "y"}
    jars.jar |= {"lid": "red", "price": 3}
    shop.forget()
    return jam


def test_entries_of_others_and_what_the_declaration_keeps_are_repeated(jam: Life, jars: Jars, shop: Shop) -> None:
    jam.apply(content="fig")
    assert shop.bodies("PUT") == [
        {
            "content": "fig",
            "meta": {"labels": {"theirs": "x", "shared": "y", "year": "24", "shelf": "2"}},
            "lid": "red",
        }
    ]
    assert jam.plan().is_empty
    assert jars.jar["lid"] == "red"


def test_entries_of_ours_are_changed_taken_out_and_taken_over(jam: Life, shop: Shop) -> None:
    jam.apply(labels={"year": "25", "shared": "z"})
    assert shop.bodies("PUT")[0]["meta"] == {"labels": {"theirs": "x", "year": "25", "shared": "z"}}
    jam.apply(labels=None)
    assert shop.bodies("PUT")[1]["meta"] == {"labels": {"theirs": "x"}}
    assert jam.plan().is_empty


def test_nothing_is_repeated_of_what_nobody_else_has(jam: Life, jars: Jars, shop: Shop) -> None:
    jars.jar |= {"meta": {"labels": None}}
    del jars.jar["lid"]
    jam.apply()
    assert shop.bodies("PUT") == [{"content": "plum", "meta": {"labels": {"year": "24", "shelf": "2"}}}]


def test_what_lies_deeper_is_kept_where_it_lies(jam: Life, jars: Jars, shop: Shop) -> None:
    jars.jar["meta"]["seal"] = {"by": "ada", "at": None}
    jam.apply(content="fig")
    assert shop.bodies("PUT")[0]["meta"] == {
        "labels": {"theirs": "x", "shared": "y", "year": "24", "shelf": "2"},
        "seal": {"by": "ada", "at": None},
    }
