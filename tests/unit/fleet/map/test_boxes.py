"""The picture shows each thing while a person can read it, and beyond that places with how many are how."""

from __future__ import annotations

from collections import Counter

import pytest

from provider_lib.fleet.map.boxes import MOST, WHOLE, picture
from tests.unit.fleet.map.estates import estate, joined, owned


def test_thirty_connectors_are_drawn_each() -> None:
    found = estate(30)
    drawn = picture(found)
    assert drawn.is_whole
    assert len(drawn.boxes) <= WHOLE
    assert {number for box in drawn.boxes for number in box.things} == set(range(len(found.things)))
    assert [box.about for box in drawn.boxes if box.title == "orders-sink-0003"] == ["connector, failed"]


@pytest.mark.parametrize("connectors", [120, 2_000])
def test_many_connectors_are_drawn_by_their_places(connectors: int) -> None:
    found = estate(connectors)
    drawn = picture(found)
    assert not drawn.is_whole
    assert len(drawn.boxes) <= MOST
    assert {number for box in drawn.boxes for number in box.things} == set(range(len(found.things)))
    in_boxes: Counter[str] = Counter()
    for box in drawn.boxes:
        in_boxes.update(dict(box.counts))
    assert in_boxes == Counter(thing.health for thing in found.owned)


def test_a_box_of_many_says_in_words_how_they_are() -> None:
    drawn = picture(estate(2_000))
    [plain] = [box for box in drawn.boxes if box.title == "main"]
    assert (plain.about, plain.health) == ("67 of 668 not well", "failed")
    assert plain.told == "27 failed, 13 gone, 14 down, 13 unread of 668 connectors"


def test_environments_without_end_are_drawn_together() -> None:
    items = [owned("lenses_environment", f"e{number}") for number in range(500)]
    inside = [
        owned("lenses_connector", f"c{number}", environment=f"e{number}", cluster="k", config={})
        for number in range(500)
    ]
    [box] = picture(joined(items + inside)).boxes
    assert (box.title, box.told) == ("Lenses HQ", "500 environments, 500 connectors, all well")


def test_a_system_that_is_read_and_written_is_drawn_on_both_sides() -> None:
    config = {"connector.class": "x", "database.hostname": "db.example", "topic": "a"}
    back = {"connector.class": "x", "connection.url": "jdbc:x://db.example/x", "topics": "a"}
    items = [
        owned("kafka_connect_connector", name, connect="main", config=it)
        for name, it in (("in", config), ("out", back))
    ]
    drawn = picture(joined(items))
    assert [box.title for box in drawn.boxes].count("db.example") == 2
    assert all(not arrow.is_mutual for arrow in drawn.arrows)


def test_nothing_is_a_picture_too() -> None:
    assert picture(joined([])).boxes == ()
