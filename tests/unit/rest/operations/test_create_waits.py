"""What a create waits for: what it lives behind, and what its configuration names."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.object import remote
from provider_lib.spec.types import UNKNOWN
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop


def test_an_object_is_made_once_its_parent_is_ready(shop: Shop) -> None:
    shut, opened = answer({"open": False}), answer({"open": True})
    shop.on("GET /houses/*", in_turn(NOT_THERE, shut, shut, opened))
    attic = shop.room(wait_for_house="20s")
    assert attic.apply()["id"] == "r1"
    assert shop.lines()[:5] == ["GET /houses/old"] * 4 + ["GET /houses/old/rooms/attic"]


def test_a_parent_that_does_not_get_ready_says_what_to_do(shop: Shop) -> None:
    shop.rooms.houses["old"]["open"] = False
    attic = shop.room(wait_for_house="200ms")
    assert refusal(attic.apply) == Diagnostic(
        "error",
        "house old was not ready in time",
        "The door of house old is shut.\n\nThe last look saw: open is false",
    )
    assert (attic.state, shop.lines("POST")) == (None, [])


def test_an_object_behind_a_parent_that_is_not_ready_says_so(shop: Shop) -> None:
    shop.rooms.houses["old"]["open"] = False
    assert refusal(shop.room().apply) == Diagnostic(
        "error",
        "house old is not ready",
        "The door of house old is shut.\n\n"
        "The server's own words: the toy shop could not read toys room old/attic: nobody answers the door (503)\n"
        "GET /houses/old/rooms/attic was answered with 503.",
    )


def test_what_is_waited_for_in_vain_after_a_create_is_a_warning(shop: Shop) -> None:
    attic = shop.room(wait_for_light="200ms")
    attic.apply()
    assert attic.warnings == [
        Diagnostic(
            "warning",
            "lit of toys room old/attic was not true in time",
            "It was waited for 200ms, as `wait_for_light` says. toys room old/attic itself is in place and kept.\n\n"
            "The last look saw: lit is false",
        )
    ]
    assert not attic.is_tainted
    assert attic.plan().is_empty


def test_what_is_waited_for_after_a_create_shows_in_the_state(shop: Shop) -> None:
    def read(_: Request) -> Reply:
        if len(shop.lines("GET")) > 6:
            shop.rooms.objects["attic"]["lit"] = True
        return answer(shop.rooms.objects["attic"]) if shop.rooms.objects else NOT_THERE

    shop.on("GET /houses/*/rooms/*", read)
    attic = shop.room(wait_for_light="20s")
    assert attic.apply()["lit"] is True
    assert attic.warnings == []


def test_an_object_that_shows_a_little_late_is_waited_for(shop: Shop) -> None:
    shop.on("GET /shops/north/widgets/*", in_turn(NOT_THERE, NOT_THERE, NOT_THERE, shop.widgets.read))
    bolt = shop.widget()
    assert bolt.apply()["load"] == 0
    assert len(shop.lines("GET")) == 4


def test_an_object_that_never_shows_is_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SETTLES_WITHIN", 0.2)
    shop.on("GET /shops/north/widgets/*", NOT_THERE)
    bolt = shop.widget()
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "toys widget north/bolt, which was written, was not shown in time",
        "The server took the write but does not show the object there. Apply again in a while; if it has another id "
        "than the server said, look for it in the API, and import or delete it.\n\nThe last look saw: it is not there",
    )
    assert bolt.is_tainted


def test_what_runs_may_be_gone_for_a_moment_while_it_is_waited_for(shop: Shop) -> None:
    shop.on("GET /robots/*", in_turn(NOT_THERE, NOT_THERE, shop.robots.read))
    assert shop.robot().apply()["state"] == "RUNNING"


def test_a_place_that_is_not_there_is_told_with_those_there_are(vendors: Core) -> None:
    config = {"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector", "file": "/a", "topic": "t"}
    lines = Life(
        vendors,
        "sluice_lenses_connector",
        environment=UNKNOWN,
        cluster="cnnect",
        name="lines",
        config=config,
        wait_for_agent="10s",
    )
    planned = lines.plan()  # while the environment is not there yet
    Life(vendors, "sluice_lenses_environment", name="prod", tier="staging").apply()
    told = refusal(lambda: planned.apply(environment="prod"))
    assert told.summary == (
        "the Lenses agent could not create lenses connector prod/cnnect/lines: Connect cluster 'cnnect' was not found "
        "(404)"
    )
    assert told.detail.partition("\n\n")[2] == "Did you mean connect?\nThere are:\n  connect\n  main"
    assert told.path == ("cluster",)


def test_what_an_apply_adopts_it_does_not_delete_at_another_address(shop: Shop) -> None:
    former, now = shop.robot(), shop.robot(on_exists="adopt")
    former.apply()
    with shop.core.walk():
        now.apply()
        assert refusal(former.destroy) == Diagnostic(
            "error",
            "toys robot robbie is managed at another address now, so it is not deleted",
            "The same apply took it over there. Take it out of the state at this address (`state rm`); a `moved` block "
            "is how to rename without that.",
        )
    assert list(shop.robots.objects) == ["robbie"]


def test_what_an_apply_deletes_it_does_not_adopt_at_another_address(shop: Shop) -> None:
    former, now = shop.robot(), shop.robot(on_exists="adopt")
    former.apply()
    with shop.core.walk():
        shop.on("DELETE /robots/robbie", answer({"message": "go away"}, 403))
        refusal(former.destroy)
        assert refusal(now.apply) == Diagnostic(
            "error",
            "toys robot robbie is deleted by the same apply, so it is not taken over",
            "Apply again: once it is gone, it is made. A `moved` block is how to rename without that.",
        )
    now.apply()
    assert now["name"] == "robbie"
