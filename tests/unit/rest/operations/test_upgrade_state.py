"""Stored state of an older version, and from before a field was declared."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.errors import StateError
from provider_lib.rest import RestProvider
from provider_lib.spec import (
    Api,
    Declarations,
    Give,
    Move,
    Resource,
    Template,
    Upgrade,
    WhenEquals,
    computed,
    config_map,
    delete,
    derived,
    get,
    key,
    local,
    optional,
    post,
    protection,
    put,
    required,
    secret_map,
    secret_revision,
)
from tests.unit.rest.toys import DECLARED as TOY_SHOP_DECLARED
from tests.unit.rest.widgets import STATE, TOYS


def counted(state: dict[str, Any]) -> dict[str, Any]:
    """Version 2 had the names of the wheels, version 3 has their number."""
    return {**state, "wheels": len(state["wheels"])}


class Train(Resource, system=TOYS, name="train"):
    """A train, whose state has changed its form three times."""

    shop: str = key("Shop.", default="main")
    name: str = key("Name.")
    wheels: int = required("How many wheels it has.")
    gauge: str = optional("Its gauge.", default="H0")
    title: str = optional("Title.", default=Template("{shop} {name}"))
    colour: str | None = optional("Colour.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    secret_revision: int = secret_revision()
    protected: bool = protection("Protected.", default=WhenEquals("gauge", "H0"))
    patience: int = local("Patience.", default=3)
    id: str = derived("Id.", "{shop}/{name}")
    made_at: str = computed("When.")

    version = 3
    upgrades = (Upgrade(1, (Move("label", "name"), Give("gauge", "N"))), Upgrade(2, (counted,)))

    api = Api(
        create=post("/trains"),
        read=get("/trains/{shop}/{name}"),
        update=put("/trains/{shop}/{name}"),
        delete=delete("/trains/{shop}/{name}"),
    )


PROVIDER = RestProvider(Declarations.of(sys.modules[__name__]), {})
TOY_SHOP = RestProvider(TOY_SHOP_DECLARED, {})

WHOLE = {
    "shop": "north",
    "name": "bullet",
    "wheels": 2,
    "gauge": "N",
    "title": "The Bullet",
    "colour": None,
    "config": {"speed": "7"},
    "secret_config": None,
    "secret_revision": 4,
    "protected": True,
    "patience": 9,
    "id": "north/bullet",
    "made_at": "then",
}
"""State of today that lacks nothing."""


def upgraded(version: int, **state: Any) -> dict[str, Any]:
    return PROVIDER.upgrade("sluice_toys_train", version, state)


def test_state_goes_through_every_version_up_to_the_current_one() -> None:
    third = WHOLE
    second = third | {"wheels": ["left", "right"]}
    first = {name: value for name, value in second.items() if name not in ("name", "gauge")} | {"label": "bullet"}
    assert [upgraded(3, **third), upgraded(2, **second), upgraded(1, **first)] == [WHOLE] * 3


def test_fields_that_were_declared_later_have_the_values_that_they_have_when_left_out() -> None:
    assert upgraded(3, name="bullet", wheels=2, made_at="then") == {
        "shop": "main",
        "name": "bullet",
        "wheels": 2,
        "gauge": "H0",
        "title": "main bullet",
        "colour": None,
        "config": None,
        "secret_config": None,
        "secret_revision": 0,
        "protected": True,
        "patience": 3,
        "id": "main/bullet",
        "made_at": "then",
    }


def test_a_resource_whose_state_never_changed_its_form_needs_no_upgrade() -> None:
    stored = {name: value for name, value in STATE.items() if name != "load"}
    assert TOY_SHOP.upgrade("sluice_toys_widget", 0, stored) == STATE | {"load": None}


def test_what_is_null_in_state_stays_null() -> None:
    assert upgraded(3, **WHOLE | {"title": None}) == WHOLE | {"title": None}


def test_state_of_a_newer_version_asks_for_the_newer_provider() -> None:
    with pytest.raises(StateError) as caught:
        upgraded(4, **WHOLE)
    assert (caught.value.summary, caught.value.detail) == (
        "a newer version of the provider wrote this state of sluice_toys_train",
        "It is state of version 4, and this provider knows versions up to 3. Install the newer provider.",
    )


def test_state_that_is_too_old_asks_for_a_step_in_between() -> None:
    with pytest.raises(StateError) as caught:
        upgraded(0, label="bullet")
    assert (caught.value.summary, caught.value.detail) == (
        "this state of sluice_toys_train is too old",
        "It is state of version 0, and this provider reads it from version 1 on. Apply once with an earlier version of "
        "the provider, or remove the object from the state and import it again.",
    )
