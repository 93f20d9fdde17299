"""What is asked about one object: the calls for it, and what a server that does not heed a filter answers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.remote import Remote
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


def test_its_calls_are_put_together_once_for_the_same_values() -> None:
    asked = []

    class Described:
        """Describes the calls by its values, as an object of any API does."""

        @staticmethod
        def api_for(values: Mapping[str, Any]) -> Api:
            asked.append(values)
            return Api(create=None, read=None, update=None, delete=delete(f"/{values['name']}"))

    remote = Remote(cast(Any, None), cast(Any, Described), {"name": "fragile"})
    renamed = remote.but(name="heavy")

    assert [it.api.delete for it in (remote, renamed, remote.knowing(Private()), renamed)] == [
        delete("/fragile"),
        delete("/heavy"),
        delete("/fragile"),
        delete("/heavy"),
    ]
    assert asked == [{"name": "fragile"}, {"name": "heavy"}]
