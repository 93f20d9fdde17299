"""Actions: something that is done, once, and said."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import Action, Declarations, optional, post, required
from tests.scripted import Api, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.widgets import TOYS


class WindUp(Action, system=TOYS, name="wind_up"):
    """Winds a robot up."""

    name: str = required("Name.")
    turns: int = optional("How often.", default=3)
    key: str | None = optional("Which key.")

    call = post("/robots/{name}/wind", body={"turns": "{turns}", "key": "{key}"})
    says = "Wound up {name}"


DECLARED = Declarations.of(sys.modules[__name__])


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    with api.server:
        yield api
    assert api.failures == []


@pytest.fixture
def core(make_core: MakeCore, api: Api) -> Core:
    return make_core(DECLARED, {"SLUICE_TOYS_URL": api.url, "SLUICE_TOYS_MAX_RETRIES": "0"})


def test_an_action_makes_its_call_and_says_so(core: Core, api: Api) -> None:
    api.on("POST /robots/*/wind", answer(status=204))
    assert core.invoke("sluice_toys_wind_up", name="rob/bie") == ["Wound up rob/bie"]
    assert (api.lines(), api.bodies("POST")) == (["POST /robots/rob%2Fbie/wind"], [{"turns": 3}])


def test_an_action_that_fails_says_what_it_was_about(core: Core, api: Api) -> None:
    api.on("POST /robots/*/wind", answer({"message": "the spring is broken"}, 400))
    assert refusal(core.invoke, "sluice_toys_wind_up", name="robbie", turns=2, key="brass") == Diagnostic(
        "error",
        "the toy shop refused to wind up robbie/2/brass: the spring is broken (400)",
        "POST /robots/robbie/wind was answered with 400.",
    )


def test_the_words_of_an_error_are_cut_to_a_length(core: Core, api: Api) -> None:
    api.on("POST /robots/*/wind", answer({"message": "n" + "o" * 400}))
    assert refusal(core.invoke, "sluice_toys_wind_up", name="robbie").detail == (
        f"It said: n{'o' * 299}... (101 characters more)\nNobody knows whether it was done."
    )


def test_an_action_that_is_answered_with_an_error_and_success_has_failed(core: Core, api: Api) -> None:
    api.on("POST /robots/*/wind", answer({"message": "the spring is broken"}))
    assert refusal(core.invoke, "sluice_toys_wind_up", name="robbie") == Diagnostic(
        "error",
        "Toys was asked to wind up robbie/3 and answered with an error, although with status 200",
        "It said: the spring is broken\nNobody knows whether it was done.",
    )
