"""Lists of many pages: how they go on, and when they end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scripted import Handler, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk

PAGES: list[list[dict[str, Any]]] = [[{"id": 1}, {"id": 2}], [{"id": 3}, {"id": 4}], [{"id": 5, "name": "Ada"}]]


def found(desk: Desk, pages: Handler | Reply, **search: Any) -> list[str]:
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


@pytest.mark.parametrize("behind", [[], None, PAGES[2], 400, 404, 410, 416, 422])
def test_a_page_that_is_not_full_is_the_last_when_no_other_items_come_behind_it(desk: Desk, behind: Any) -> None:
    paging = {"kind": "page", "size_parameter": "n", "per_page": 2, "max_pages": 2}
    refused = isinstance(behind, int)
    second = answer({"message": "no such page"}, behind) if refused else answer({"data": behind})
    pages = in_turn(answer({"data": PAGES[2]}), second)
    assert found(desk, pages, items="data", paging=paging) == ["?page=1&n=2", "?page=2&n=2"]


def test_the_only_page_that_is_allowed_may_be_the_whole_list(desk: Desk) -> None:
    paging = {"kind": "page", "size_parameter": "n", "per_page": 2, "max_pages": 1}
    assert found(desk, answer(PAGES[2]), paging=paging) == ["?page=1&n=2"]


@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        ("page", ["?page=1&n=100", "?page=2&n=100", "?page=3&n=100"]),
        ("offset", ["?offset=0&n=100", "?offset=2&n=100", "?offset=4&n=100"]),
    ],
)
def test_pages_that_the_server_makes_shorter_than_asked_for_are_all_read(
    desk: Desk, kind: str, queries: list[str]
) -> None:
    def handle(request: Request) -> Any:
        at = int(request.query["page"]) - 1 if kind == "page" else int(request.query["offset"]) // 2
        return answer(PAGES[at])

    assert found(desk, handle, paging={"kind": kind, "size_parameter": "n"}) == queries


def test_a_refusal_behind_full_pages_is_an_error(desk: Desk) -> None:
    desk.on("GET /things", in_turn(answer(PAGES[0]), answer({"message": "no"}, 400)))
    paging = {"kind": "page", "size_parameter": "n", "per_page": 2}
    ada = desk.thing({"name": "Ada"}, search={"key": "name", "value": "Ada", "paging": paging})
    assert "refused to look for rest object default/things: no (400)" in refusal(ada.apply).summary


@pytest.mark.parametrize(
    "more",
    [
        lambda at: at < 2,
        lambda at: "true" if at < 2 else "false",
        lambda at: "1" if at < 2 else "",
        lambda at: int(at < 2),
        lambda at: at < 2 or None,
    ],
)
def test_pages_are_counted_as_long_as_an_answer_says_that_there_are_more(desk: Desk, more: Any) -> None:
    paging = {"kind": "page", "more": "more", "size_parameter": "n"}
    pages = numbered("page", 1, extra=more)
    assert found(desk, pages, items="data", paging=paging) == ["?page=1&n=100", "?page=2&n=100", "?page=3&n=100"]


def test_an_answer_that_does_not_say_whether_there_are_more_is_judged_by_its_length(desk: Desk) -> None:
    paging = {"kind": "page", "more": "has.more", "size_parameter": "n"}
    pages = numbered("page", 1, extra=lambda at: at < 2)
    assert found(desk, pages, items="data", paging=paging) == ["?page=1&n=100", "?page=2&n=100", "?page=3&n=100"]


@pytest.mark.parametrize("told", [True, {"href": "/things"}, ["x"]])
@pytest.mark.parametrize(
    ("kind", "expected"),
    [("page", "true or false"), ("cursor", "a text, or nothing,"), ("link", "a text, or nothing,")],
)
def test_an_answer_that_tells_of_more_in_no_way_that_is_known_is_an_error(
    desk: Desk, kind: str, expected: str, told: Any
) -> None:
    told = "perhaps" if kind == "page" and told is True else told
    desk.on("GET /things", answer({"data": PAGES[0], "goes": told}))
    paging = {"kind": kind, ("more" if kind == "page" else "next"): "goes"}
    ada = desk.thing({"name": "Ada"}, search={"items": "data", "key": "name", "value": "Ada", "paging": paging})
    failure = refusal(ada.apply)
    assert (failure.summary, failure.detail) == (
        "look for rest object default/things: nobody knows whether there are more pages",
        f"Expected {expected} at goes. So nobody knows what the list holds, and nothing is made of it. Look at how the "
        "API pages its lists.",
    )


@pytest.mark.parametrize("last", [None, "", False, ...])
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
