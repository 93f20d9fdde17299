"""How an object gets its id, and where the id goes from there."""

from __future__ import annotations

from tests.conformance.rest_object import Scene
from tests.conformance.scripted import Things, answer

BIG = 9007199254740993
"""The smallest number that a float cannot hold."""


def test_the_id_is_read_where_the_object_says_and_used_in_every_later_path(scene: Scene) -> None:
    scene.api.on("POST /things", answer({"attributes": {"id": 1234}}, 201))
    scene.api.on("GET /things/1234", answer({"attributes": {"id": 1234}, "name": "Ada"}))
    scene.apply({"name": "Ada"}, id_from="body:attributes.id")
    assert scene.state["id"] == "1234"
    assert scene.api.lines() == ["POST /things", "GET /things/1234"]
    assert scene.is_settled()


def test_a_number_beyond_the_reach_of_floats_keeps_every_digit(scene: Scene) -> None:
    things = Things(scene.api, ids=[BIG])
    scene.apply({"size": BIG, "name": "Ada"})
    assert (scene.state["id"], scene.state["body"]) == (str(BIG), {"size": BIG, "name": "Ada"})
    assert scene.is_settled()
    scene.apply({"size": BIG, "name": "Bea"})
    assert scene.api.bodies("PUT") == [{"size": BIG, "name": "Bea"}]
    assert things.objects == {str(BIG): {"id": BIG, "size": BIG, "name": "Bea"}}
