"""Lists of many pages: how they go on, and when they end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scripted import Handler, Request, answer
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk

PAGES: list[list[dict[str, Any]]] = [[{"id": 1}, {"id": 2}], [{"id": 3}, {"id": 4}], [{"id": 5, "name": "Ada"}]]


def found(desk: Desk, pages: Handler, **search: Any) -> list[str]:
    """The requests until the object on the last page was found."""
    desk.on("GET /things", pages)
    desk.things.objects["5"] = {"id": 5, "name": "Ada"}
    ada = desk.thing({"name": "Ada"}, search={"key": "name", "value": "Ada"} | search, on_exists="adopt")
    assert ada.apply()["id"] == "5"
    return [line.removeprefix("GET /things") for line in desk.lines("GET")]


def numbered(parameter: str, first: int, extra: Any = None) -> Handler:
    def handle(request: Request) -> Any:
        at = int(request.query[parameter]) - first
        items = PAGES[at] if at < 3 else []
        return answer(items if extra is None else {"data": items, "more": extra(at)})

    return handle


@pytest.mark.parametrize(
    ("paging", "first", "queries"),
    [
        ({"size_parameter": "n", "per_page": 2}, 1, ["?page=1&n=2", "?page=2&n=2", "?page=3&n=2"]),
        ({"parameter": "p", "size_parameter": "n", "per_page": 2, "first": 0}, 0, ["?p=0&n=2", "?p=1&n=2", "?p=2&n=2"]),
        ({"per_page": 2}, 1, ["?page=1", "?page=2", "?page=3", "?page=4"]),
    ],
)
def test_pages_are_counted_until_one_is_short(
    desk: Desk, paging: dict[str, Any], first: int, queries: list[str]
) -> None:
    handler = numbered(paging.get("parameter", "page"), first)
    assert found(desk, handler, paging={"kind": "page"} | paging) == queries


def test_a_page_that_is_not_full_is_the_last(desk: Desk) -> None:
    paging = {"kind": "page", "size_parameter": "n", "per_page": 2}
    assert found(desk, lambda _: answer(PAGES[2]), paging=paging) == ["?page=1&n=2"]


def test_pages_are_counted_as_long_as_an_answer_says_that_there_are_more(desk: Desk) -> None:
    pages = numbered("page", 1, extra=lambda at: at < 2)
    paging = {"kind": "page", "more": "more", "size_parameter": "n"}
    assert found(desk, pages, items="data", paging=paging) == ["?page=1&n=100", "?page=2&n=100", "?page=3&n=100"]


@pytest.mark.parametrize("last", [None, "", ...])
def test_a_cursor_is_handed_on_until_there_is_none(desk: Desk, last: Any) -> None:
    def handle(request: Request) -> Any:
        at = int(request.query.get("cursor", "0"))
        following = last if at == 2 else at + 1
        return answer({"data": PAGES[at]} | ({} if following is ... else {"next": following}))

    paging = {"kind": "cursor", "size_parameter": "n", "per_page": 2}
    assert found(desk, handle, items="data", paging=paging) == ["?n=2", "?n=2&cursor=1", "?n=2&cursor=2"]


@pytest.mark.parametrize(
    ("paging", "queries"),
    [
        (
            {"size_parameter": "limit", "per_page": 2},
            ["?offset=0&limit=2", "?offset=2&limit=2", "?offset=4&limit=2"],
        ),
        ({"parameter": "from"}, ["?from=0", "?from=2", "?from=4", "?from=5"]),
    ],
)
def test_items_are_counted(desk: Desk, paging: dict[str, Any], queries: list[str]) -> None:
    everything = [item for page in PAGES for item in page]

    def handle(request: Request) -> Any:
        at = int(request.query.get("offset") or request.query.get("from") or 0)
        return answer(everything[at : at + 2])

    assert found(desk, handle, paging={"kind": "offset"} | paging) == queries


@pytest.mark.parametrize("link", ['</things?at={}>; rel="next"', '</things>; rel="first", <?at={}>; rel=next', "{url}"])
def test_links_in_a_header_are_followed(desk: Desk, link: str) -> None:
    def handle(request: Request) -> Any:
        at = int(request.query.get("at", "0"))
        whole = f'<{desk.url}/things?at={at + 1}>; rel="next"' if link == "{url}" else link.format(at + 1)
        return answer(PAGES[at], link=whole if at < 2 else '</things>; rel="prev"')

    assert found(desk, handle, paging={"kind": "link"}) == ["", "?at=1", "?at=2"]


@pytest.mark.parametrize("last", [None, "", ...])
def test_links_in_a_body_are_followed(desk: Desk, last: Any) -> None:
    def handle(request: Request) -> Any:
        at = int(request.query.get("at", "0"))
        following = last if at == 2 else f"/things?at={at + 1}"
        return answer({"data": PAGES[at], "links": {} if following is ... else {"next": following}})

    paging = {"kind": "link", "next": "links.next", "size_parameter": "n", "per_page": 2}
    assert found(desk, handle, items="data", paging=paging) == ["?n=2", "?at=1", "?at=2"]


def test_a_link_to_another_server_is_not_followed(desk: Desk) -> None:
    desk.on("GET /things", answer([], link='<https://elsewhere.example/things>; rel="next"'))
    ada = desk.thing({"name": "Ada"}, search={"key": "name", "value": "Ada", "paging": {"kind": "link"}})
    failure = refusal(ada.apply)
    assert (failure.summary, failure.detail) == (
        "REST API refers to another server to look for rest object default/things",
        f"Only the server of {desk.url} gets requests: they carry credentials.",
    )
    assert desk.lines() == ["GET /things"]


@pytest.mark.parametrize("kind", ["page", "link", "cursor", "offset"])
def test_pages_that_do_not_end_are_an_error(desk: Desk, kind: str) -> None:
    numbers = iter(range(1, 99))

    def endless(_: Request) -> Any:
        number = next(numbers)
        return answer({"data": [{"id": number}], "next": f"x{number}"}, link=f'</things?x={number}>; rel="next"')

    desk.on("GET /things", endless)
    paging = {"kind": kind, "max_pages": 3}
    ada = desk.thing({"name": "Ada"}, search={"items": "data", "key": "name", "value": "Ada", "paging": paging})
    failure = refusal(ada.apply)
    assert (failure.summary, failure.detail) == (
        "look for rest object default/things: the pages do not end",
        "Gave up after 3 pages.",
    )
    assert len(desk.lines()) == 3


NO_END = (
    "So nobody knows what the list holds, and nothing is made of it. Look at how the API pages its lists: it may not "
    "heed the parameter that asks for the next page."
)


@pytest.mark.parametrize(
    ("paging", "body", "link", "summary", "detail"),
    [
        ({"kind": "page"}, [{"id": 1}], "", "the server answers with the same page again", NO_END),
        ({"kind": "link"}, [], '</things>; rel="next"', "the pages lead back to one before", NO_END),
        (
            {"kind": "link"},
            [],
            '<mailto:ada@example.com>; rel="next"',
            "the link to the next page leads to no server",
            "It reads 'mailto:ada@example.com'.",
        ),
    ],
)
def test_pages_that_lead_nowhere_are_an_error(
    desk: Desk, paging: dict[str, Any], body: Any, link: str, summary: str, detail: str
) -> None:
    desk.on("GET /things", answer(body, **({"link": link} if link else {})))
    ada = desk.thing({"name": "Ada"}, search={"key": "name", "value": "Ada", "paging": paging})
    failure = refusal(ada.apply)
    assert (failure.summary, failure.detail) == (f"look for rest object default/things: {summary}", detail)


def test_a_list_of_as_many_pages_as_allowed_is_none_too_long(desk: Desk) -> None:
    paging = {"kind": "page", "size_parameter": "n", "per_page": 2, "max_pages": 3}
    assert len(found(desk, numbered("page", 1), paging=paging)) == 3
