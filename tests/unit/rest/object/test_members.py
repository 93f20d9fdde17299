"""Which members of its document a server made by itself: remembered by digests, so that a change of one is seen."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.members import MOST_MADE, id_places, leaving_out, note_made, note_made_in_items
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.spec import Api, Resource, delete, document, get, key, local, post, server_id
from tests.unit.rest.widgets import TOYS, Widget


class Card(Resource, system=TOYS, name="card"):
    """A card, of which the user writes the whole."""

    name: str = key("Name.")
    body: Any | None = document("Body.", wire="body", ignore="ignore", equivalent="same", replace_on="replaces")
    ignore: list[str] | None = local("Ignored.")
    same: dict[str, str] | None = local("Equivalent.")
    replaces: list[str] | None = local("Replaced.")
    id: str = server_id("Id.", read_as="body.meta.id")

    api = Api(create=post("/cards"), read=get("/cards/{name}"), delete=delete("/cards/{name}"))


SALT = "5a17"
BEFORE = Private(salt=SALT, made={"old": "d1gest"})


def remote(kind: type[Resource] = Card) -> Remote:
    target = Target(kind, cast("Any", None), threading.Event(), Versions(), SharedAnswers())
    return Remote(target, kind, {"name": "ada", "body": None})


def digests(**made: Any) -> dict[str, str]:
    return {place.replace("__", "."): digest(as_text(value), SALT) for place, value in made.items()}


SENT = {"name": "Ada", "tags": [{"n": 1}]}
SHOWN = {"name": "Ada", "made": "then", "meta": {"id": 7}, "tags": [{"n": 1, "id": 3}]}


def test_what_a_server_adds_to_what_was_sent_is_its_own_but_for_the_id() -> None:
    known = note_made(BEFORE, remote(), SENT, {"body": SHOWN})
    assert known == Private(salt=SALT, made=digests(made="then") | {"tags[0].id": digest("3", SALT)})


def test_what_it_had_made_before_stays_its_own_as_it_is_now() -> None:
    known = note_made(BEFORE, remote(), SENT | {"made": "then"}, {"body": SHOWN | {"made": "now"}}, [("made",), ("x",)])
    assert known.made == digests(made="now") | {"tags[0].id": digest("3", SALT)}


def test_what_a_patch_shows_in_lists_is_known_beside_the_rest() -> None:
    known = note_made_in_items(BEFORE, remote(), SENT, {"body": SHOWN})
    assert known == Private(salt=SALT, made={"old": "d1gest", "tags[0].id": digest("3", SALT)})


def test_a_server_that_makes_nothing_is_remembered_for_nothing() -> None:
    assert note_made(BEFORE, remote(), SENT, {"body": SENT}) == Private(salt=SALT)
    assert note_made(Private(), remote(), SENT, {"body": SENT}) == Private()


def test_the_first_digest_has_a_salt() -> None:
    known = note_made(Private(), remote(), SENT, {"body": SENT | {"made": "then"}})
    assert known.made == {"made": digest("then", known.salt)}


@pytest.mark.parametrize(("number", "known"), [(MOST_MADE, MOST_MADE), (MOST_MADE + 1, 0)])
def test_of_a_server_that_makes_too_much_nothing_is_remembered(
    number: int, known: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provider_lib.rest.object.members.digest", lambda text, _: text)
    view = {"body": {f"m{index}": index for index in range(number)}}
    assert len(note_made(BEFORE, remote(), {}, view).made) == known


@pytest.mark.parametrize("sent", [None, "text", ["Ada"]])
def test_what_was_sent_without_members_tells_nothing(sent: Any) -> None:
    assert note_made(BEFORE, remote(), sent, {"body": SHOWN}) is BEFORE
    assert note_made_in_items(BEFORE, remote(), sent, {"body": SHOWN}) is BEFORE
    assert note_made(BEFORE, remote(Widget), SENT, {"body": SHOWN}) is BEFORE


def test_members_are_left_out_by_nulls_and_a_list_as_a_whole() -> None:
    assert leaving_out(["meta.made", "tags[0].id"]) == '`update = {"body":{"meta":{"made":null},"tags":null}}`'


@pytest.mark.parametrize(
    ("path", "places"),
    [("body.meta.id", ["meta.id"]), ("meta.id", []), ("other.meta.id", []), ("body", []), ("body[0].id", [])],
)
def test_the_id_lies_where_answers_have_it_in_the_document(path: str, places: list[str]) -> None:
    seen = SimpleNamespace(resource=Card, projection=SimpleNamespace(paths_of=lambda _: [path]))
    assert list(id_places(cast("Any", seen), Card.fields()["body"])) == places
