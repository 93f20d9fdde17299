"""How an object gets its id, and where the id goes from there."""

from __future__ import annotations

import pytest

from tests.conformance.rest_object import Scene, Staged
from tests.scripted import Api, Reply, Things, answer

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


@pytest.mark.parametrize(
    ("created", "id_from"),
    [
        (answer(status=201, location="/things/a%2Fb"), "header:Location"),
        (answer(status=201, location="/things/a%2Fb"), None),
        (answer("a/b", 201), "body"),
        (Reply(201, "a/b\n", {"content-type": "text/plain"}), "body"),
        (answer({"self": "https://api.example.com/v1/things/a%2Fb?full=true"}, 201), "body:self"),
    ],
    ids=["header", "header by itself", "bare value", "text", "whole url"],
)
def test_the_id_is_taken_from_a_header_a_bare_value_or_a_url(scene: Scene, created: Reply, id_from: str | None) -> None:
    scene.api.on("POST /things", created)
    scene.api.on("GET /things/a%2Fb", answer({"name": "Ada"}))
    scene.apply({"name": "Ada"}, id_from=id_from)
    assert scene.state["id"] == "a/b"
    assert scene.is_settled()


def test_an_answer_without_an_id_says_where_it_was_expected(scene: Scene) -> None:
    scene.api.on("POST /things", answer({"name": "Ada"}, 201))
    scene.declare({"name": "Ada"})
    said = scene.workspace.refuse()
    assert "rest object default/things is there, but nothing tells its id" in said
    assert "It was expected at `body.id` or `header.location` of the answer." in said


def test_every_part_of_a_url_ends_up_where_it_belongs(staged: Staged) -> None:
    api = Api()
    api.on("POST /base/v1/things", answer({"id": "a/b ?é"}, 201))
    api.on("GET /base/v1/things/a%2Fb%20%3F%C3%A9", answer({"name": "Ada"}))
    scene = staged(api, SLUICE_REST_URL=f"{api.url}/base/v1/")
    scene.apply({"name": "Ada"}, path="/things?tenant=a%26b", query={"lang": "e n"}, read={"query": {"all": "{id}"}})
    assert api.lines() == [
        "POST /base/v1/things?tenant=a%26b&lang=e%20n",
        "GET /base/v1/things/a%2Fb%20%3F%C3%A9?tenant=a%26b&lang=e%20n&all=a%2Fb%20%3F%C3%A9",
    ]


def test_an_object_that_its_path_names_is_looked_for_before_it_is_made(scene: Scene) -> None:
    held: dict[str, object] = {}
    scene.api.on("GET /settings/mail", lambda _: answer(held) if held else answer({"message": "none"}, 404))
    scene.api.on("PUT /settings/mail", lambda request: answer(held.update(request.json), 201))
    scene.apply(
        {"host": "mail.example.com"},
        path="/settings",
        object_path="/settings/mail",
        create={"method": "PUT", "path": "/settings/mail"},
    )
    assert scene.api.lines() == ["GET /settings/mail", "PUT /settings/mail", "GET /settings/mail"]
    assert scene.state["id"] == "mail"
    assert scene.is_settled()
