"""Lists whose pages do not end, lead elsewhere, or hold what was not asked for: no stranger is taken for ours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile.deeds import done_with
from tests.hostile.scene import TAG, THING, Scene, scene_of
from tests.hostile.server import Deed, Exchange, Response, answer
from tests.unit.rest.core import refusal

BY = {
    "cursor": {"kind": "cursor", "next": "next", "parameter": "cursor"},
    "offset": {"kind": "offset", "parameter": "offset", "size_parameter": "limit", "per_page": 2},
    "link": {"kind": "link"},
    "link in the body": {"kind": "link", "next": "next"},
}


def _search(by: str) -> dict[str, Any]:
    return {"path": "/things", "items": "items", "key": "name", "value": "ada", "paging": BY[by]}


def _linked(link: str) -> Deed:
    page = {"items": [{"id": 90, "name": "eve"}], "next": link}
    return lambda exchange: exchange.send(answer(page, link=f'<{link}>; rel="next"'))


def _fresh(exchange: Exchange) -> None:
    """Always the same items, behind a link that is always new."""
    link = f"/things?cursor={exchange.request.query.get('cursor', '')}x"
    exchange.send(answer({"items": [{"id": 90, "name": "eve"}], "next": link}, link=f'<{link}>; rel="next"'))


PAGES: dict[str, tuple[str, Deed]] = {
    "a token that repeats": ("cursor", _linked("again")),
    "an offset that is not heeded": ("offset", lambda it: it.send(answer({"items": [{"id": 90}, {"id": 91}]}))),
    "a link to itself": ("link", _linked("/things")),
    "a link in the body to itself": ("link in the body", _linked("/things")),
    "new links to the same": ("link", _fresh),
    "new tokens for the same": ("cursor", _fresh),
    "no list but null": ("cursor", lambda it: it.send(answer({"items": None, "next": None}))),
    "no list but a text": ("cursor", lambda it: it.send(answer({"items": "all"}))),
    "an answer of null": ("cursor", lambda it: it.send(Response(200, b"null"))),
    "a link to another server": ("link", _linked("http://127.0.0.2:1/things")),
    "a link to another kind of server": ("link", _linked("ftp://127.0.0.1/things")),
    "a link to javascript:": ("link", _linked("javascript:alert(1)")),
    "a broken link": ("link in the body", _linked("http://[::1")),
    "a link to a port that is none": ("link in the body", _linked("http://127.0.0.1:99999999/")),
    "a link to a long label": ("link in the body", _linked(f"http://{'a' * 70}.example/")),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_list_without_end_or_elsewhere_is_an_error_and_nothing_is_made(page: str) -> None:
    by, deed = PAGES[page]
    with scene_of(THING) as scene:
        scene.life.config |= {"search": _search(by)}
        scene.server.misbehave("GET /things", deed)
        [_] = scene.suffer("apply", limit=5)
        assert scene.life.state is None
        assert scene.server.count("GET /things") < 5
        scene.recover()


@pytest.mark.parametrize("page", PAGES)
def test_a_refresh_from_such_a_list_leaves_the_state_as_it_was(page: str) -> None:
    by, deed = PAGES[page]
    with scene_of(THING) as scene:
        scene.life.apply(search=_search(by))
        before = scene.life.state
        scene.server.misbehave("GET /things(/.*)?", deed)
        [_] = scene.suffer("refresh", limit=5)
        assert scene.life.state == before
        scene.recover()


@pytest.mark.parametrize("by", ["cursor", "offset", "link"])
def test_an_object_on_a_later_page_is_found_whatever_leads_there(by: str) -> None:
    with scene_of(THING) as scene:
        scene.world.objects |= {str(number): {"id": number, "name": f"n{number}"} for number in range(50, 55)}
        scene.life.apply(search=_search(by))
        assert scene.life.plan().is_empty


STRANGER = {"id": "tag-0", "name": "silver", "type": ["sources"]}


def _with_stranger(scene: Scene) -> None:
    """The server ignores what it is asked for, and has somebody else's tag first."""
    scene.world.objects = {"tag-0": dict(STRANGER), **scene.world.objects}
    scene.world.ignores_filters = True


def test_a_filter_that_is_not_heeded_makes_no_stranger_ours() -> None:
    with scene_of(TAG) as scene:
        scene.life.apply()
        before = scene.life.state
        _with_stranger(scene)
        assert "answered with another object" in refusal(scene.life.refresh).summary
        assert scene.life.state == before
        assert scene.world.objects["tag-0"] == STRANGER
        scene.world.ignores_filters = False
        assert scene.life.plan().is_empty


def test_a_stranger_in_an_unfiltered_list_is_not_taken_for_what_is_to_be_made() -> None:
    with scene_of(TAG) as scene:
        _with_stranger(scene)
        scene.life.apply()
        assert scene.life["id"] == "tag-1"
        assert scene.world.objects["tag-0"] == STRANGER


def test_an_item_without_a_name_is_nobody() -> None:
    with scene_of(THING) as scene:
        nameless = done_with(lambda it: {**it, "items": [None, 7, {"id": 70}, *it["items"]]})
        scene.server.misbehave("GET /things", nameless)
        scene.life.apply(search=_search("cursor"))
        assert scene.life.plan().is_empty
