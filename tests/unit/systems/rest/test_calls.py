from __future__ import annotations

from typing import Any

import pytest

from provider_lib.spec import Call, Listing, NextLink, Offset, Outcome, PageNumber, PageToken
from provider_lib.spec.annotations import fields_of
from provider_lib.spec.types import UNKNOWN, DynamicValue
from provider_lib.systems.rest.calls import api_of, read_of
from provider_lib.systems.rest.object import Operation, Paging, RestObject, RestObjectData, Search, Wait, Waits


def values(**given: Any) -> dict[str, Any]:
    """An object of ``/things`` with the id 7."""
    return dict.fromkeys(RestObject.fields()) | {"path": "/things", "object_path": "{path}/{id}", "id": "7"} | given


def nested(kind: type, /, **given: Any) -> dict[str, Any]:
    return dict.fromkeys(fields_of(kind)) | given


def call(method: str, path: str, **options: Any) -> Call:
    return Call(method=method, path=path, with_headers=True, **options)


def test_an_object_that_says_nothing_has_the_usual_calls() -> None:
    api = api_of(values())
    assert (api.create, api.read, api.update, api.delete) == (
        call("POST", "/things", body="{body}"),
        call("GET", "/things/{id}"),
        call("PUT", "/things/{id}", body="{body}"),
        call("DELETE", "/things/{id}"),
    )
    assert (api.find, api.readable_before_id, api.id, api.outcomes) == (None, False, None, {})
    assert api.paths == {"id": ("body.id", "header.location")}


def test_the_query_of_a_collection_holds_for_all_below_it_and_the_closest_word_wins() -> None:
    read = nested(Operation, query={"b": "4", "c": "{id}"})
    api = api_of(values(path="/things?a=1&b=2", query={"b": "3", "x": "{id}"}, read=read))
    assert api.create.query == {"a": ["1"], "b": "3", "x": "{id}"}
    assert isinstance(api.read, Call)
    assert (api.read.path, api.read.query) == ("/things/{id}", {"a": ["1"], "b": "4", "x": "{id}", "c": "7"})


def test_the_id_stays_open_where_it_is_not_known_yet() -> None:
    create = nested(Operation, body=DynamicValue.of({"self": "{id}", "n": 1}))
    assert api_of(values(id=UNKNOWN, create=create)).create.amends == {"self": "{id}", "n": 1}
    assert api_of(values(create=create)).create.amends == {"self": "7", "n": 1}


@pytest.mark.parametrize(
    ("kind", "merge", "operations", "may_repeat"),
    [
        (None, True, False, True),
        ("application/merge-patch+json", True, False, True),
        ("application/json-patch+json", False, True, False),
        ("application/json-patch+json; charset=utf-8", False, True, False),
    ],
)
def test_the_content_type_of_a_patch_says_which_kind_it_is(kind, merge, operations, may_repeat) -> None:
    headers = {"content-type": kind} if kind else None
    update = api_of(values(update=nested(Operation, method="PATCH", headers=headers))).update
    assert isinstance(update, Call)
    assert (update.merge, update.operations, update.may_repeat) == (merge, operations, may_repeat)


@pytest.mark.parametrize(
    ("revision_from", "headers", "adds", "path"),
    [
        ("header:ETag", {"If-Match": "{revision}"}, {}, "header.etag"),
        ("header:Last-Modified", {"If-Unmodified-Since": "{revision}"}, {}, "header.last-modified"),
        ("header:X-Version", {"X-Version": "{revision}"}, {}, "header.x-version"),
        ("body:meta.rev", {}, {"meta.rev": "{revision}"}, "body.meta.rev"),
    ],
)
def test_a_revision_goes_back_the_way_it_came(revision_from, headers, adds, path) -> None:
    api = api_of(values(revision_from=revision_from))
    assert isinstance(api.update, Call)
    assert (api.update.headers, api.update.adds, api.delete.headers) == (headers, adds, headers)
    assert api.paths["revision"] == (path,)


@pytest.mark.parametrize(
    ("given", "named", "number"),
    [
        ({"object_path": "/settings/mail%20box"}, True, "mail box"),
        ({"object_path": "/rpc", "read": nested(Operation, query={"id": "{id}"})}, False, "rpc"),
        ({"search": nested(Search, value="Ada")}, True, None),
        ({"search": nested(Search)}, False, None),
        ({"search": nested(Search, value="Ada"), "read": nested(Operation)}, False, None),
    ],
)
def test_an_object_can_be_looked_for_when_nothing_that_reads_it_needs_its_id(given, named, number) -> None:
    api = api_of(values(**given))
    assert (api.readable_before_id, api.id) == (named, number)


def test_a_search_reads_the_object_unless_it_is_read_otherwise() -> None:
    search = nested(Search, path="/all", items="data", key="meta.name", value="Ada", query={"q": "{x}"})
    api = api_of(values(search=search))
    assert api.read is None
    assert api.find == Listing(
        call=call("GET", "/all", query={"q": "{x}"}), items="data", match={"search[value]": "meta.name"}
    )
    assert api_of(values(search=search, read=nested(Operation))).read == call("GET", "/things/{id}")


@pytest.mark.parametrize(
    ("given", "paging"),
    [
        ({"kind": "page"}, PageNumber(page="page", size=None)),
        (
            {"kind": "page", "parameter": "p", "size_parameter": "n", "per_page": 5, "first": 0, "more": "more"},
            PageNumber(page="p", size="n", per_page=5, first=0, more="more"),
        ),
        ({"kind": "offset", "size_parameter": "limit"}, Offset(offset="offset", limit="limit")),
        ({"kind": "cursor", "next": "meta.next"}, PageToken(token="cursor", next="meta.next", size=None)),
        ({"kind": "link"}, NextLink()),
        ({"kind": "link", "next": "links.next", "size_parameter": "n"}, NextLink(next="links.next", size="n")),
    ],
)
def test_a_list_goes_on_as_it_says(given, paging) -> None:
    listing = read_of(
        dict.fromkeys(RestObjectData.fields())
        | {"path": "/things", "search": nested(Search, paging=nested(Paging, max_pages=3, **given))}
    )
    assert isinstance(listing, Listing)
    assert (listing.paging, listing.max_pages) == (paging, 3)


def test_a_wait_asks_the_object_another_path_or_where_the_answer_leads() -> None:
    waits = nested(
        Waits,
        create=nested(Wait, success=["ok"], timeout="1m30s", interval="500ms"),
        update=nested(Wait, path="{path}/{id}/status", status="code"),
        delete=nested(Wait, path="header:Location", status="body:a.b"),
    )
    assert api_of(values(wait=waits)).outcomes == {
        "create": Outcome(
            call=call("GET", "/things/{id}"), status="body.status", success=("ok",), timeout=90.0, interval=0.5
        ),
        "update": Outcome(call=call("GET", "/things/{id}/status"), status="status"),
        "delete": Outcome(call=call("GET", "/things"), link="header.location", status="body.a.b"),
    }


def test_a_data_source_reads_its_path() -> None:
    given = dict.fromkeys(RestObjectData.fields()) | {"path": "/things/7?full=true"}
    assert read_of(given) == call("GET", "/things/7", query={"full": ["true"]})


@pytest.mark.parametrize(("given", "shows_within"), [(None, 5.0), ("2m", 120.0), ("0s", 0.0), (UNKNOWN, 5.0)])
def test_an_object_is_looked_for_as_long_as_it_may_take_to_show(given: Any, shows_within: float) -> None:
    assert api_of(values(shows_within=given)).shows_within == shows_within
