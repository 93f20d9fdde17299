"""Objects that are found in a list."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.conformance.rest_object import THING, Scene
from tests.diagnostics import Said, error
from tests.scripted import Api, Reply, Request, answer

BY_NAME = {"key": "name", "value": "Ada", "items": "data"}


def listed(scene: Scene, *items: dict[str, Any]) -> None:
    scene.api.on("GET /things", answer({"data": list(items)}))


def found(scene: Scene) -> None:
    """An object that is read by search, applied."""
    scene.api.on("GET /things", lambda _: answer({"data": list(scene.things.objects.values())}))
    scene.apply({"name": "Ada"}, search=BY_NAME)
    assert scene.api.lines() == ["GET /things", "POST /things", "GET /things"]


def test_an_object_that_is_no_longer_in_the_list_is_gone(scene: Scene) -> None:
    found(scene)
    listed(scene)
    assert scene.workspace.plan().changes == {THING: ["create"]}


def test_a_list_that_cannot_be_read_says_nothing_about_the_object(scene: Scene) -> None:
    found(scene)
    before = scene.stored
    scene.api.on("GET /things", answer({"message": "the disk is full"}, 500))
    assert "the disk is full (500)" in scene.workspace.refuse()
    assert scene.stored == before


def test_two_objects_of_one_name_are_ambiguous(scene: Scene) -> None:
    found(scene)
    before = scene.stored
    listed(scene, {"name": "Ada"}, {"name": "Ada", "size": 2})
    assert "rest object default/things/1 is ambiguous: 2 objects have name Ada" in scene.workspace.refuse()
    assert scene.stored == before


def test_of_two_objects_of_one_name_the_one_with_the_known_id_is_meant(scene: Scene) -> None:
    found(scene)
    listed(scene, {"id": 2, "name": "Ada"}, {"id": 1, "name": "Ada"})
    assert scene.is_settled()


def test_an_item_without_what_names_it_is_another_object(scene: Scene) -> None:
    found(scene)
    listed(scene, {"id": 7}, {"id": 1, "name": "Ada"}, {"id": 8, "name": None})
    assert scene.is_settled()


LAST = [{"id": 6, "name": "Ada"}]
PAGES: list[list[dict[str, Any]]] = [[{"id": 1}, {"id": 2}], [{"id": 3}, {"id": 4}], LAST]


def linked(_: Api) -> Callable[[Request], Reply]:
    def handle(request: Request) -> Reply:
        page = int(request.query.get("page", "1"))
        link = f'</things?page={page + 1}&x=a,b>; rel="next", </things>; rel="first"' if page < 3 else ""
        return answer(PAGES[page - 1], link=link)

    return handle


def linked_in_the_body(api: Api) -> Callable[[Request], Reply]:
    def handle(request: Request) -> Reply:
        page = int(request.query.get("page", "1"))
        following = f"{api.url}/things?page={page + 1}" if page < 3 else None
        return answer({"data": PAGES[page - 1], "links": {"next": following}})

    return handle


def with_cursor(_: Api) -> Callable[[Request], Reply]:
    def handle(request: Request) -> Reply:
        page = {"": 0, "b": 1, "c": 2}[request.query.get("after", "")]
        return answer({"data": PAGES[page], "meta": {"next": ["b", "c", None][page]}})

    return handle


def numbered(_: Api) -> Callable[[Request], Reply]:
    return lambda request: answer(PAGES[int(request.query["p"])])


def offset(_: Api) -> Callable[[Request], Reply]:
    everything = [item for page in PAGES for item in page]
    return lambda request: answer(everything[(at := int(request.query["from"])) : at + int(request.query["max"])])


@pytest.mark.parametrize(
    ("pages", "search", "lines"),
    [
        (
            linked,
            {"paging": {"kind": "link"}},
            ["GET /things", "GET /things?page=2&x=a,b", "GET /things?page=3&x=a,b"],
        ),
        (
            linked_in_the_body,
            {"items": "data", "paging": {"kind": "link", "next": "links.next"}},
            ["GET /things", "GET /things?page=2", "GET /things?page=3"],
        ),
        (
            with_cursor,
            {"items": "data", "paging": {"kind": "cursor", "parameter": "after", "next": "meta.next"}},
            ["GET /things", "GET /things?after=b", "GET /things?after=c"],
        ),
        (
            numbered,
            {"paging": {"kind": "page", "parameter": "p", "size_parameter": "n", "per_page": 2, "first": 0}},
            ["GET /things?p=0&n=2", "GET /things?p=1&n=2", "GET /things?p=2&n=2"],
        ),
        (
            offset,
            {"paging": {"kind": "offset", "parameter": "from", "size_parameter": "max", "per_page": 2}},
            ["GET /things?from=0&max=2", "GET /things?from=2&max=2", "GET /things?from=4&max=2"],
        ),
    ],
    ids=["Link header", "link in the body", "cursor", "page number", "offset"],
)
def test_an_object_on_the_third_page_is_found_with_three_requests(
    scene: Scene, pages: Callable[[Api], Callable[[Request], Reply]], search: dict[str, Any], lines: list[str]
) -> None:
    scene.things.objects["6"] = {"id": 6, "name": "Ada"}
    scene.api.on("GET /things", pages(scene.api))
    search = {"key": "name", "value": "Ada"} | search
    scene.apply({"name": "Ada"}, search=search, on_exists="adopt")
    assert scene.api.lines() == lines
    assert scene.state["id"] == "6"


def test_a_list_with_more_pages_than_allowed_is_an_error(scene: Scene) -> None:
    scene.api.on("GET /things", linked(scene.api))
    paging = {"kind": "link", "max_pages": 2}
    scene.declare({"name": "Ada"}, search={"key": "name", "value": "Ada", "paging": paging})
    assert error(scene.workspace, "apply") == Said(
        "look for rest object default/things: the pages do not end", "Gave up after 2 pages.", THING
    )
    assert scene.api.lines() == ["GET /things", "GET /things?page=2&x=a,b"]


def test_a_data_source_reads_an_object_or_finds_it_in_a_list(scene: Scene) -> None:
    scene.api.on("GET /things/7", answer({"id": 7, "name": "Ada", "tags": [Decimal("1.5"), None, True]}))
    scene.api.on("GET /things", linked(scene.api))
    search = {"key": "name", "value": "Ada", "paging": {"kind": "link"}}
    scene.workspace.write(
        {
            "data.sluice_rest_object.direct": {"path": "/things/7"},
            "data.sluice_rest_object.found": {"path": "/things", "search": search},
        }
    )
    scene.workspace.apply()
    read = {address: values["output"] for address, values in scene.workspace.state().items()}
    assert read == {
        "data.sluice_rest_object.direct": {"id": 7, "name": "Ada", "tags": [1.5, None, True]},
        "data.sluice_rest_object.found": {"id": 6, "name": "Ada"},
    }
