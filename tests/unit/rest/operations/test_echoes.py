"""APIs that answer a write with the whole object: nothing need be read, and its version is kept."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.spec import Api, Declarations, Resource, computed, delete, get, key, post, put, required, revision
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Letter(Resource, system=TOYS, name="letter"):
    """A letter."""

    name: str = key("Name.")
    text: str = required("Text.")
    stamp: str = required("Stamp.")
    id: str = computed("Id.")
    edition: int = revision("Edition.", wire="version")

    api = Api(
        create=post("/letters", item=("letter", "")),
        read=get("/letters/{name}", item=("letter", "")),
        update=put("/letters/{name}", item=("letter", "")),
        delete=delete("/letters/{name}"),
        echoes=True,
    )


DECLARED = Declarations.of(sys.modules[__name__])


class Letters:
    """The one letter that there is."""

    def __init__(self, shop: Shop) -> None:
        self.held: dict[str, Any] = {}
        shop.on("POST /letters", self.create)
        shop.on("GET /letters/*", lambda _: answer({"letter": self.held}) if self.held else NOT_THERE)
        shop.on("PUT /letters/*", self.change)

    def create(self, request: Request) -> Reply:
        self.held = {"id": "l1", "version": 1, **request.json}
        return answer({"letter": self.held}, 201)

    def change(self, request: Request) -> Reply:
        if request.json["version"] != self.held["version"]:
            return answer({"message": "it is a newer version"}, 409)
        self.held |= request.json | {"version": self.held["version"] + 1}
        return answer({"letter": self.held})


@pytest.fixture
def letters(shop: Shop) -> Letters:
    return Letters(shop)


@pytest.fixture
def letter(make_core: MakeCore, shop: Shop, letters: Letters) -> Life:  # noqa: ARG001
    """A letter that is there."""
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    letter = Life(core, "sluice_toys_letter", name="a", text="Dear", stamp="red")
    letter.apply()
    return letter


def test_an_object_that_the_answer_holds_is_not_read_after_its_create(shop: Shop, letter: Life) -> None:
    assert shop.lines() == ["GET /letters/a", "POST /letters"]
    assert (letter["id"], letter["edition"]) == ("l1", 1)
    assert letter.plan().is_empty


def test_an_object_that_the_answer_holds_is_not_read_after_its_change(shop: Shop, letter: Life) -> None:
    planned = letter.plan(text="Dearest")
    shop.forget()
    assert planned.apply()["edition"] == 2
    assert shop.lines() == ["PUT /letters/a"]
    assert shop.bodies("PUT") == [{"text": "Dearest", "stamp": "red", "version": 1}]
    assert letter.plan().is_empty


def test_an_object_is_read_when_the_answer_to_its_change_does_not_hold_it(
    shop: Shop, letter: Life, letters: Letters
) -> None:
    def change(request: Request) -> Reply:
        letters.change(request)
        return answer(status=204)

    shop.on("PUT /letters/*", change)
    planned = letter.plan(text="Dearest")
    shop.forget()
    assert planned.apply()["edition"] == 2
    assert shop.lines() == ["PUT /letters/a", "GET /letters/a"]


def test_a_change_that_is_in_force_already_is_done(letter: Life, letters: Letters) -> None:
    planned = letter.plan(text="Dearest", stamp="blue")
    letters.held |= {"text": "Dearest", "stamp": "blue", "version": 2}
    assert planned.apply()["edition"] == 2


def test_a_change_is_in_force_whatever_others_changed_beside_it(letter: Life, letters: Letters) -> None:
    planned = letter.plan(text="Dearest")
    letters.held |= {"text": "Dearest", "stamp": "blue", "version": 2}
    assert planned.apply()["edition"] == 2


def test_a_change_of_which_only_a_part_is_in_force_is_somebody_elses(letter: Life, letters: Letters) -> None:
    planned = letter.plan(text="Dearest", stamp="blue")
    letters.held |= {"text": "Dearest", "version": 2}
    assert refusal(planned.apply).summary == "toys letter a was changed by somebody else"
    assert (letters.held["stamp"], letter["edition"], letter["text"]) == ("red", 2, "Dearest")


def test_what_a_call_changes_after_the_answer_to_a_write_is_read(vendors: Core, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None, "renew_key_session": "drops"})
    prod = Life(vendors, "sluice_lenses_environment", name="prod", tier="production")
    sandbox.admin.connect_agent(prod.apply()["agent_key"])
    assert prod.refresh()["agent_connected"] is True
    assert prod.apply(metadata={"team": "a"}, agent_key_rotation="1")["agent_connected"] is False
