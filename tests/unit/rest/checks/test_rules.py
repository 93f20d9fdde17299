"""What a declaration says against a configuration, without any call."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from provider_lib.contract import Path
from provider_lib.rest.checks.rules import broken_rules
from provider_lib.spec import Api, Length, Nested, NotEmpty, Resource, Time, delete, optional, post, required
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.widgets import TOYS


class Step(Nested):
    """A step."""

    word: Annotated[str, Length(max=3)] = required("Word.")
    moves: Annotated[list[str], NotEmpty()] | None = optional("Moves.")


class Dance(Resource, system=TOYS, name="dance"):
    """A dance: has steps in every form."""

    steps: list[Step] | None = optional("Steps.")
    by_name: dict[str, Step] | None = optional("Steps by name.")
    any_order: set[Step] | None = optional("Steps in any order.")  # type: ignore[type-var]
    at: Time | None = optional("When.")

    api = Api(create=post("/dances"), delete=delete("/dances"))


def broken(**given: Any) -> list[tuple[str, Path]]:
    config = dict.fromkeys(Dance.fields()) | given
    return [(found.summary, found.path) for found in broken_rules(Dance, config)]


LONG = "must be at most 3 characters long, this one has 5"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            {"steps": [{"word": "hop", "moves": None}, {"word": "twist", "moves": None}]},
            [(f"steps.1.word {LONG}", ("steps", 1, "word"))],
        ),
        (
            {"by_name": {"a": {"word": "twist", "moves": None}}},
            [(f"by_name.a.word {LONG}", ("by_name", "a", "word"))],
        ),
        ({"any_order": [{"word": "twist", "moves": None}]}, [(f"any_order.word {LONG}", ("any_order", "word"))]),
        (
            {"steps": [{"word": "hop", "moves": []}]},
            [("steps.0.moves must be a list of at least one item", ("steps", 0, "moves"))],
        ),
        ({"steps": UNKNOWN, "by_name": {"a": UNKNOWN}}, []),
        ({"steps": [{"word": UNKNOWN, "moves": [UNKNOWN]}]}, []),
    ],
)
def test_a_rule_holds_wherever_a_group_of_fields_stands(given: dict[str, Any], found: list[tuple[str, Path]]) -> None:
    assert broken(**given) == found


@pytest.mark.parametrize("moment", ["2030-12-31T23:00:00Z", "2030-12-31T23:00:00+02:00"])
def test_a_moment_has_date_time_and_zone(moment: str) -> None:
    assert broken(at=moment) == []


@pytest.mark.parametrize(
    "moment", ["2030-12-31", "2030-12-31T23:00:00", "2030-13-31T23:00:00Z", "2030-12-31T23:00:00.5Z", "tomorrow", ""]
)
def test_what_is_no_moment_is_refused(moment: str) -> None:
    assert broken(at=moment) == [(f"at {moment!r} must be a moment such as 2030-12-31T23:00:00Z", ("at",))]
