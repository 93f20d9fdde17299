"""What the server fills in when it is left out."""

from __future__ import annotations

from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.shop import Shop


def test_what_the_server_fills_in_is_known_once_it_is_there(shop: Shop) -> None:
    attic = shop.room()
    assert attic.plan().after["lock"] is UNKNOWN
    assert attic.apply()["lock"] == "brass"
    assert "lock" not in shop.bodies("POST")[0]
    assert attic.plan().is_empty


def test_what_the_server_filled_in_is_kept_by_a_change(shop: Shop) -> None:
    attic = shop.room()
    attic.apply()
    attic.apply(colour="blue")
    assert shop.bodies("PUT") == [{"colour": "blue", "lock": "brass"}]


def test_what_the_server_fills_in_otherwise_is_no_drift_to_mend(shop: Shop) -> None:
    attic = shop.room()
    attic.apply()
    shop.rooms.objects["attic"]["lock"] = "steel"
    assert attic.plan().is_empty
    assert attic["lock"] == "steel"


def test_what_is_given_is_sent_and_kept_when_it_is_taken_out(shop: Shop) -> None:
    attic = shop.room(lock="gold")
    assert attic.apply()["lock"] == "gold"
    assert shop.bodies("POST")[0]["lock"] == "gold"
    shop.rooms.objects["attic"]["lock"] = "steel"
    assert attic.plan().difference["lock"] == ("steel", "gold")
    assert attic.plan(lock=None).is_empty


def test_what_the_server_fills_in_is_imported(shop: Shop) -> None:
    shop.rooms.objects["attic"] = {"id": "r1", "colour": "red", "lock": "steel"}
    attic = shop.room().import_object("old/attic")
    assert attic["lock"] == "steel"
    assert attic.plan().is_empty
