"""What the provider warns of, and the plan does not show, is judged: an update that deletes and makes again."""

from __future__ import annotations

import pytest

from provider_lib.review import Effect, Remark, Report, digest, document, review, text, unlike
from provider_lib.review.plan import resource_of
from provider_lib.systems import CATALOGUE
from tests.review.plans import changed, connector, plan

KIND = "sluice_lenses_connector"
WILL = "lenses connector dev/connect/orders will be deleted and made again to be changed"
MAY = "lenses connector dev/connect/orders may be deleted and made again to be changed"


def reviewed(*said: str, actions: str = "update", address: str = f"{KIND}.it", of: str = f"{KIND}.it") -> Report:
    before, after = connector(cluster="connect"), connector({"topics": "orders,payments"}, cluster="connect")
    change = changed(KIND, [actions], before, after if actions == "update" else None) | {"address": of}
    return review(plan(change), CATALOGUE, stack="dev", remarks=[Remark("warning", it, "Why.", address) for it in said])


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (WILL, "Is deleted and made again to be changed: it is away until it runs again."),
        (MAY, "May be deleted and made again to be changed, which could not be told."),
    ],
)
def test_an_update_that_deletes_and_makes_again_is_a_gap(said: str, says: str) -> None:
    told = text(reviewed(said)).splitlines()
    assert told[0] == "dev: GAP - 1 connector changes (gap 1)"
    assert told[4] == f"    {says} Reads payments too, from the beginning. Restarts 1 task."


def test_other_remarks_and_remarks_of_others_raise_nothing() -> None:
    assert reviewed("It is deprecated").tier == reviewed(WILL, address=f"{KIND}.other").tier == "restarts"


@pytest.mark.parametrize("of", [f"{KIND}.it[0]", f'{KIND}.it["a[\\"b"]', f'module.m["x"].{KIND}.it[1]'])
def test_what_is_said_of_an_instance_is_said_of_that_one_only(of: str) -> None:
    assert reviewed(WILL, of=of, address=of).tier == "gap"
    assert reviewed(WILL, of=of, address=resource_of(of)).tier == "gap"
    assert reviewed(WILL, of=of, address=f"{resource_of(of)}[7]").tier == "restarts"


def test_what_is_destroyed_anyway_is_not_said_to_come_again() -> None:
    assert reviewed(WILL, actions="delete").changes[0].effects == (
        Effect("loss", "is deleted: what it has not read yet stays unread"),
    )


def test_that_it_is_made_anew_is_part_of_what_was_reviewed() -> None:
    assert digest(reviewed(WILL)) != digest(reviewed())
    assert digest(reviewed(MAY)) == digest(reviewed())


def test_what_is_made_anew_otherwise_than_reviewed_is_named() -> None:
    before, after = reviewed(WILL), reviewed()
    [stack] = document([before])["stacks"]
    in_place, anew = "is changed in place", "will be deleted and made again to be changed"
    assert unlike(stack, after) == [f"connector connect/orders: that it {anew} was reviewed, that it {in_place} now"]
    [stack] = document([after])["stacks"]
    assert unlike(stack, before) == [f"connector connect/orders: that it {in_place} was reviewed, that it {anew} now"]
