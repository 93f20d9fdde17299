"""What a declaration says against a configuration, without any call."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from provider_lib.contract import Diagnostic, Path
from provider_lib.rest.checks.rules import broken_rules
from provider_lib.spec import (
    Api,
    Length,
    Nested,
    NotEmpty,
    Resource,
    Time,
    config_map,
    delete,
    key,
    optional,
    post,
    required,
)
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.core import Refused
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
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


class Stage(Resource, system=TOYS, name="stage"):
    """A stage: its configuration has more of its attributes than one."""

    hall: str = key("Hall.")
    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.", injects={"hall": "{hall}", "sign": "{hall}, {name}"})

    api = Api(create=post("/stages"), delete=delete("/stages/{hall}/{name}"))


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


# As Terraform asks


def errors(life: Life, **changed: Any) -> list[Diagnostic]:
    try:
        life.validate(**changed)
    except Refused as refused:
        return refused.errors
    return []


def test_a_value_that_breaks_a_rule_is_named(shop: Shop) -> None:
    assert errors(shop.widget(tier="")) == [
        Diagnostic("error", "tier must be at least 1 character long, this one has 0", "", ("tier",))
    ]
    assert shop.lines() == []


def test_every_broken_rule_is_told_with_its_place(shop: Shop) -> None:
    found = errors(
        shop.robot(),
        desired_state="asleep",
        timeouts={"create": "5 minutes", "update": "1h30m", "delete": "soon"},
        config={"legs": None, "arms": "2"},
    )
    assert [(item.summary, item.path) for item in found] == [
        ("config.legs is null; leave the key out instead", ("config", "legs")),
        ("desired_state 'asleep' must be one of running, paused, stopped", ("desired_state",)),
        (
            "timeouts.create '5 minutes' must be a duration such as 90s, 5m or 1h30m",
            ("timeouts", "create"),
        ),
        ("timeouts.delete 'soon' must be a duration such as 90s, 5m or 1h30m", ("timeouts", "delete")),
    ]


@pytest.mark.parametrize(
    "unknown",
    [
        {"tier": UNKNOWN},
        {"labels": UNKNOWN},
        {"labels": {"team": UNKNOWN}},
        {"config": {"name": UNKNOWN}},
        {"name": UNKNOWN, "config": {"name": "nut"}},
    ],
)
def test_what_is_not_known_yet_breaks_no_rule(shop: Shop, unknown: dict[str, Any]) -> None:
    assert errors(shop.widget(), **unknown) == []


def test_the_known_entries_of_a_map_are_checked(shop: Shop) -> None:
    found = errors(shop.widget(), labels={"a": UNKNOWN, "b": None})
    assert [item.path for item in found] == [("labels", "b")]


def test_an_entry_that_says_otherwise_than_what_it_is_made_from_is_refused(shop: Shop) -> None:
    assert errors(shop.widget(), config={"name": "nut"}) == [
        Diagnostic(
            "error",
            "config.name is 'nut', but name says 'bolt'",
            "Leave `name` out of `config`: it is added by itself.",
            ("config", "name"),
        )
    ]
    assert errors(shop.widget(), config={"name": "bolt"}) == []


def test_an_entry_may_be_made_from_several() -> None:
    assert list(broken_rules(Stage, {"hall": "old", "name": "left", "config": {"sign": "old, right"}})) == [
        Diagnostic(
            "error",
            "config.sign is 'old, right', but hall and name says 'old, left'",
            "Leave `sign` out of `config`: it is added by itself.",
            ("config", "sign"),
        )
    ]


def test_a_secret_in_clear_is_a_warning_that_does_not_show_it(shop: Shop) -> None:
    robbie = shop.robot(config=MODEL | {"db.password": "hunter22", "url": "https://jo:hunter22@db", "tokens": "5"})
    advice = (
        "Plans and the state show it. Give it in `secret_config` or `secret_env` (`secrets=` in Python), and another "
        "one: somebody may have read this."
    )
    assert robbie.validate() == [
        Diagnostic(
            "warning", "config.db.password is a secret by its name, in clear", advice, ("config", "db.password")
        ),
        Diagnostic("warning", "config.url is a text with credentials in it, in clear", advice, ("config", "url")),
    ]


def test_a_configuration_that_obeys_is_accepted(shop: Shop) -> None:
    assert errors(shop.robot(), timeouts={"create": "90s"}, desired_state="paused") == []
