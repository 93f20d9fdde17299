"""A renewal of a run that ended too soon is gone on with: a key that works is used, one that nobody knows is told."""

from __future__ import annotations

from provider_lib.contract import Diagnostic
from tests.scripted import DROP, answer
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import Runs, lost, on
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_resume import WIDGET
from tests.unit.rest.shop import Shop


def rotated(shop: Shop, runs: Runs) -> Life:
    """A widget whose token was renewed by a run of which no state was stored."""
    bolt = on(runs, shop.widget(rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    before = bolt.state
    assert bolt.apply(rotation="2")["token"] == "t0ken-2"
    bolt.state = before
    runs.next(bolt)
    shop.forget()
    return bolt


def test_a_renewed_key_that_no_state_has_is_used_and_not_renewed_again(shop: Shop, runs: Runs) -> None:
    bolt = rotated(shop, runs)
    assert bolt.apply()["token"] == "t0ken-2"
    assert (bolt["rotation"], shop.lines("POST")) == ("2", [])
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "token of toys widget north/bolt had been renewed by a run that ended too soon",
            "The journal of the provider has the token that works, and it is in the state now. It was not renewed "
            "again.",
        )
    ]
    runs.next(bolt)
    assert bolt.plan().is_empty
    assert runs.left() == []


def test_a_renewal_that_is_asked_for_by_another_value_is_made_although_no_state_has_the_former(
    shop: Shop, runs: Runs
) -> None:
    bolt = rotated(shop, runs)
    assert bolt.apply(rotation="3")["token"] == "t0ken-3"
    assert (bolt.warnings, len(shop.lines("POST"))) == ([], 1)


def test_a_renewal_that_no_state_has_makes_nobodys_object_ours(shop: Shop, runs: Runs) -> None:
    bolt = rotated(shop, runs)
    runs.crash(bolt)
    assert refusal(bolt.apply).summary == "toys widget north/bolt exists already"
    assert runs.left() == []


def test_a_renewed_key_is_in_the_state_although_its_trigger_was_taken_back(shop: Shop, runs: Runs) -> None:
    bolt = rotated(shop, runs)
    bolt.config["rotation"] = "1"
    assert bolt.refresh()["token"] == "t0ken-2"
    assert bolt.plan().is_empty


def test_a_renewal_whose_answer_never_came_is_told_until_there_is_another(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget(rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    shop.on(f"POST {WIDGET}/renew", lost(lambda _: answer(shop.widgets.renewed())))
    refusal(bolt.apply, rotation="2")
    shop.on(f"POST {WIDGET}/renew", lambda _: answer(shop.widgets.renewed()))
    runs.next(bolt)
    [entry] = runs.left()
    bolt.refresh()
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "nobody knows whether the token of toys widget north/bolt still works",
            "A renewal was begun and its answer never came. If it was carried out, the token in the state is the "
            "former one. Apply when the plan makes a new one; else change what asks for one. If the one in the state "
            f"works: `sluice state journal --forget {entry['id']}`.",
        )
    ]
    runs.next(bolt)
    assert bolt.apply()["token"] == f"t0ken-{shop.widgets.tokens}"
    runs.next(bolt)
    assert (bolt.plan().is_empty, bolt.warnings, runs.left()) == (True, [], [])


def test_a_renewal_that_was_never_answered_does_not_matter_to_a_state_that_went_on_elsewhere(
    shop: Shop, runs: Runs
) -> None:
    bolt = on(runs, shop.widget(rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    shop.on(f"POST {WIDGET}/renew", DROP)
    refusal(bolt.apply, rotation="2")
    runs.next(bolt)
    assert bolt.state is not None
    bolt.state["token"] = "renewed-elsewhere"
    bolt.refresh()
    assert (bolt.warnings, runs.left()) == ([], [])
