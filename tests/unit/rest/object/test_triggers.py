"""Calls that are made because a value comes, changes or goes."""

from __future__ import annotations

import pytest

from provider_lib.spec.types import UNKNOWN
from tests.scripted import answer
from tests.unit.rest.core import refusal
from tests.unit.rest.shop import Shop


def test_a_value_that_comes_changes_and_goes_makes_a_call_each_time(shop: Shop) -> None:
    chess = shop.club()
    chess.apply()
    shop.forget()
    for sign in ("open", "closed", None):
        chess.apply(sign=sign)
    assert shop.lines("PUT", "DELETE") == ["PUT /clubs/chess/sign", "PUT /clubs/chess/sign", "DELETE /clubs/chess/sign"]
    assert shop.bodies("PUT") == [{"text": "open"}, {"text": "closed"}]
    assert chess.plan().is_empty


def test_triggers_of_one_call_make_it_once(shop: Shop) -> None:
    chess = shop.club(motto="win")
    chess.apply()
    shop.forget()
    planned = chess.plan(motto="draw", rotation="1")
    assert planned.difference == {"motto": ("win", "draw"), "rotation": (None, "1"), "badge": ("badge-1", UNKNOWN)}
    assert planned.apply()["badge"] == "badge-2"
    assert shop.bodies("POST") == [{"motto": "draw"}]
    # The answer has no motto, so it is looked whether the server has it.
    assert shop.lines() == ["GET /clubs/chess", "POST /clubs/chess/renew", "GET /clubs/chess"]
    assert chess.plan().is_empty


def test_a_value_that_is_taken_out_is_not_part_of_the_call_that_it_makes(shop: Shop) -> None:
    chess = shop.club(motto="win")
    chess.apply()
    assert shop.bodies("POST") == [{"name": "chess", "motto": "win"}]
    shop.forget()
    assert chess.apply(motto=None)["badge"] == "badge-2"
    assert shop.bodies("POST") == [{}]
    assert shop.clubs.objects["chess"]["motto"] is None
    assert chess.plan().is_empty


def test_a_trigger_that_is_taken_out_and_asks_for_no_call_changes_nothing(shop: Shop) -> None:
    chess = shop.club(rotation="1")
    chess.apply()
    shop.forget()
    planned = chess.plan(rotation=None)
    assert planned.difference == {"rotation": ("1", None)}
    assert planned.apply()["badge"] == "badge-1"
    assert shop.lines("POST", "PUT", "PATCH", "DELETE") == []
    assert chess.plan().is_empty


@pytest.mark.parametrize("known", ["1", None])
def test_a_trigger_that_turns_out_not_to_have_changed_keeps_what_it_would_renew(shop: Shop, known: str | None) -> None:
    chess = shop.club(rotation=known)
    chess.apply()
    shop.forget()
    planned = chess.plan(rotation=UNKNOWN)
    assert planned.difference["badge"] == ("badge-1", UNKNOWN)
    assert planned.apply(rotation=known)["badge"] == "badge-1"
    assert shop.lines("POST") == []


def test_a_value_that_the_server_shows_otherwise_makes_the_call_again(shop: Shop) -> None:
    chess = shop.club(motto="win")
    chess.apply()
    shop.clubs.objects["chess"]["motto"] = "lose"
    planned = chess.plan()
    assert planned.difference == {"motto": ("lose", "win"), "badge": ("badge-1", UNKNOWN)}
    assert planned.apply()["badge"] == "badge-2"


def test_a_call_on_removal_that_fails_is_made_again_by_the_next_apply(shop: Shop) -> None:
    chess = shop.club(sign="open")
    chess.apply()
    shop.on("DELETE /clubs/*/sign", answer({"message": "it is stuck"}, 409))
    found = refusal(chess.apply, sign=None)
    assert found.summary == "the toy shop refused to unhang of toys club chess: it is stuck (409)"
    assert chess["sign"] == "open"
    shop.on("DELETE /clubs/*/sign", answer(status=204))
    assert chess.apply()["sign"] is None


def test_an_object_that_is_taken_over_as_it_is_declared_keeps_what_a_trigger_would_renew(shop: Shop) -> None:
    shop.clubs.objects["chess"] = {"name": "chess", "guests": [], "members": [], "doors": [], "motto": "win"}
    shop.club(on_exists="adopt", motto="win").apply()
    assert shop.lines("POST") == []
