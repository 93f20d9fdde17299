"""An object that is asked for by a filter: a server that does not heed it answers with another one."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import Api, Declarations, Resource, delete, get, post, required, server_id
from tests.scripted import NOT_THERE, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS

LABELS = replace(TOYS, name="labels", title="The Label Maker", version=None)


class Label(Resource, system=LABELS, name="label"):
    """A label, which is read out of a list by its id."""

    name: str = required("Name.", immutable=True)
    id: str = server_id("Id.")

    api = Api(
        create=post("/labels"),
        read=get("/labels", query={"id": "{id}"}, item=("labels.0",)),
        delete=delete("/labels/{id}"),
    )
    identity = ("id",)


DECLARED = Declarations.of(sys.modules[__name__])


@pytest.fixture
def label(make_core: MakeCore, shop: Shop) -> Life:
    shop.on("POST /labels", answer({"id": 7, "name": "fragile"}, 201))
    shop.on("GET /labels", answer({"labels": [{"id": 7, "name": "fragile"}]}))
    core = make_core(DECLARED, {"SLUICE_LABELS_URL": shop.url, "SLUICE_LABELS_MAX_RETRIES": "0"})
    life = Life(core, "sluice_labels_label", name="fragile")
    life.apply()
    shop.forget()
    return life


def test_the_object_that_was_asked_for_is_taken(shop: Shop, label: Life) -> None:
    assert label.plan().is_empty
    assert shop.lines() == ["GET /labels?id=7"]


def test_another_object_is_refused(shop: Shop, label: Life) -> None:
    shop.on("GET /labels", answer({"labels": [{"id": 8, "name": "this side up"}, {"id": 7, "name": "fragile"}]}))
    assert refusal(label.plan) == Diagnostic(
        "error",
        "labels label 7 was asked for, and the server answered with another object",
        "Asked for the id 7, it answered with 8: it does not heed the filter. Nothing is taken from that answer.",
    )


@pytest.mark.parametrize("gone", [answer({"labels": []}), NOT_THERE])
def test_an_object_that_is_not_among_the_answers_is_gone(shop: Shop, label: Life, gone: Any) -> None:
    shop.on("GET /labels", gone)
    assert label.plan().action == "create"
