"""A server is asked once of a configuration that is planned and then applied as it was planned."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from provider_lib.spec.types import UNKNOWN
from provider_lib.state.marks import LASTS, Marks
from tests.scripted import NOT_THERE, answer
from tests.unit.rest.checks.test_server_validation import DECLARED as BEHIND
from tests.unit.rest.conftest import SECRETS, MakeCore
from tests.unit.rest.core import Refused
from tests.unit.rest.life import Life, Planned
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.toys import DECLARED

ASKED = "POST /check/toys.Walker"


@pytest.fixture
def shop(shop: Shop, make_core: MakeCore, tmp_path: Path) -> Shop:
    """The shop, with a provider that keeps marks."""
    environment = {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"} | SECRETS
    shop.core = make_core(DECLARED, environment, None, Marks(tmp_path / "marks"))
    return shop


def asked(shop: Shop) -> int:
    """How often the server was asked since the last time."""
    count = shop.lines("POST").count(ASKED)
    shop.forget()
    return count


def others(shop: Shop) -> None:
    """Let something else be applied, so that this walk is known for an apply."""
    shop.widget().apply()


def apply(shop: Shop, planned: Planned, **known: Any) -> None:
    with shop.core.walk():
        others(shop)
        planned.apply(**known)


def test_what_was_validated_by_the_plan_is_not_by_its_apply(shop: Shop) -> None:
    planned = shop.robot().plan()
    assert asked(shop) == 1
    apply(shop, planned)
    assert asked(shop) == 0


def test_who_follows_a_plan_validates_in_no_walk_what_that_has_validated(
    shop: Shop, make_core: MakeCore, tmp_path: Path
) -> None:
    shop.robot().plan()
    environment = {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"} | SECRETS
    shop.core = make_core(DECLARED, environment, None, Marks(tmp_path / "marks"), follows_plan=True)
    asked(shop)
    for _ in range(2):
        with shop.core.walk():
            shop.robot().plan()
    assert asked(shop) == 0
    shop.robot(config=MODEL | {"arms": "2"}).plan()
    assert asked(shop) == 1


def test_a_plan_asks_each_time(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.plan()
    robbie.plan()
    assert asked(shop) == 2


def test_what_is_known_only_during_the_apply_is_validated_then(shop: Shop) -> None:
    planned = shop.robot().plan()
    asked(shop)
    with pytest.raises(AssertionError, match="inconsistent final plan"):
        apply(shop, planned, config=MODEL | {"arms": "2"})
    assert asked(shop) == 1


def test_what_was_not_all_known_is_validated_again_when_it_is(shop: Shop) -> None:
    planned = shop.robot(config=MODEL | {"arms": UNKNOWN}).plan()
    assert asked(shop) == 1
    apply(shop, planned, config=MODEL | {"arms": "2"})
    assert asked(shop) == 1


@pytest.mark.parametrize("house", [None, {"open": False}])
def test_what_could_not_be_asked_yet_is_validated_by_the_apply(
    shop: Shop, make_core: MakeCore, tmp_path: Path, house: dict[str, Any] | None
) -> None:
    check = "POST /houses/old/check"
    shop.on(check, NOT_THERE)
    there = shop.rooms.houses.pop("old")
    shop.rooms.houses |= {"old": there | house} if house else {}

    def lamp(*, follows_plan: bool) -> Life:
        environment = {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"}
        core = make_core(BEHIND, environment, None, Marks(tmp_path / "marks"), follows_plan=follows_plan)
        return Life(core, "sluice_toys_lamp", house="old", config={"watts": "60"}, wait_for_house="1m")

    assert lamp(follows_plan=False).plan().warnings == ()
    assert shop.lines("POST") == [check]
    shop.rooms.houses["old"] = there
    shop.on(check, answer({"found": [{"of": "watts", "wrong": ["too dim"]}]}))
    with pytest.raises(Refused, match="too dim"):
        lamp(follows_plan=True).plan()


def test_what_the_server_found_something_wrong_with_is_asked_for_again(shop: Shop) -> None:
    shop.on(ASKED, answer({"message": "down"}, 503))
    planned = shop.robot().plan()
    asked(shop)
    apply(shop, planned)
    assert asked(shop) == 1


def test_a_replacement_is_validated_before_what_it_replaces_is_deleted(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    planned = robbie.plan(name="rosie")
    asked(shop)
    apply(shop, planned)
    assert asked(shop) == 1


def test_what_is_changed_by_making_it_anew_is_validated_right_before(shop: Shop) -> None:
    droid: Life = shop.droid()
    droid.apply()
    planned = droid.plan(config=MODEL | {"arms": "2"})
    asked(shop)
    apply(shop, planned)
    assert asked(shop) == 1


def test_a_folder_that_cannot_be_used_costs_a_request_and_nothing_else(
    shop: Shop, make_core: MakeCore, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    environment = {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"} | SECRETS
    shop.core = make_core(DECLARED, environment, None, Marks(tmp_path / "file"))
    planned = shop.robot().plan()
    apply(shop, planned)
    assert asked(shop) == 2


def test_marks_are_for_later_processes_of_this_user_and_for_an_hour(tmp_path: Path) -> None:
    folder = tmp_path / "marks"
    Marks(folder).note("one")
    Marks(folder).note("two")
    assert [Marks(folder).has(mark) for mark in ("one", "two", "three")] == [True, True, False]
    files = {path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert (folder.stat().st_mode & 0o777, files) == (0o700, {0o600})
    for path in folder.iterdir():
        os.utime(path, (time.time(), time.time() - LASTS - 1))
    assert not Marks(folder).has("one")
    Marks(folder).note("three")
    assert len([*folder.iterdir()]) == 1


def test_a_refused_configuration_is_no_mark(shop: Shop, tmp_path: Path) -> None:
    shop.on(ASKED, answer({"entries": [{"key": "legs", "errors": ["too many"]}]}))
    with pytest.raises(Refused, match="too many"):
        shop.robot().plan()
    assert not (tmp_path / "marks").exists()
