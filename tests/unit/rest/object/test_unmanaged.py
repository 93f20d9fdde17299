"""What a change must repeat although nobody here manages it, because its body replaces the whole object."""

from __future__ import annotations

import sys
import threading
from typing import Any, cast

import pytest

from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.unmanaged import settable, with_entries_of_others
from provider_lib.rest.object.versions import Versions
from provider_lib.spec import Api, Declarations, Resource, config_map, delete, get, key, owned_map, post, put, required
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


class Vault(Resource, system=TOYS, name="vault"):
    """A jar with a configuration, of which entries may belong to others."""

    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.")

    api = Api(
        create=post("/vaults"),
        read=get("/vaults/{name}"),
        update=put("/vaults/{name}"),
        delete=delete("/vaults/{name}"),
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


# Configurations

NOWHERE = Target(Vault, cast("Any", None), threading.Event(), Versions(), SharedAnswers())


@pytest.mark.parametrize(
    ("theirs", "ours", "whole"),
    [
        ({"hue": "red", "size": "8", "old": "x", "none": None}, {"size": "9"}, {"hue": "red", "size": "9"}),
        ({"hue": "red", "old": "x"}, None, {"hue": "red"}),
        (None, {"size": "9"}, {"size": "9"}),
        ("no map", {"size": "9"}, {"size": "9"}),
    ],
)
def test_a_configuration_is_written_with_what_others_have_in_it(theirs: Any, ours: Any, whole: Any) -> None:
    vault, before = Remote(NOWHERE, Vault, {}), {"config": {"old": "x"}}
    assert with_entries_of_others(vault, {"config": ours}, {"config": theirs}, before, Private()) == {"config": whole}


def test_only_published_entries_that_are_shown_may_be_sent_as_they_are() -> None:
    types: Any = dict.fromkeys(["size", "hue", "note", "password", "pin"], "string")
    shown = {"size": 9, "hue": None, "note": "****", "password": "clear", "pin": "****", "made": "today"}
    assert settable(Remote(NOWHERE, Vault, {}, types=types), shown) == {"size": 9, "password": "clear"}
