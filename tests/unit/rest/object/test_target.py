"""What is called, and how long that may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from provider_lib.dataclass import replace
from provider_lib.errors import ApiError, UnexpectedAnswer
from provider_lib.rest.api.client import Client
from provider_lib.rest.api.messages import Answer, Flaw, Request
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import LAST_LOOK, Target, document_of, title_of
from provider_lib.rest.object.versions import Version, Versions
from provider_lib.spec import Call, System, get, put
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.api.conftest import settings_of
from tests.unit.rest.widgets import TOYS, Widget

TARGET = Target(Widget, cast("Any", None), threading.Event(), Versions(), SharedAnswers())


def test_a_limit_of_time_begins_when_it_is_set() -> None:
    before = time.monotonic()
    limited = TARGET.within(60.0)
    assert limited.deadline is not None
    assert before + 60.0 <= limited.deadline <= time.monotonic() + 60.0
    assert limited == replace(TARGET, deadline=limited.deadline)


def test_an_object_has_the_limits_of_its_target() -> None:
    remote = Remote(replace(TARGET, deadline=60.0), Widget, {"name": "bolt"})
    assert remote.for_watching() == replace(remote, target=remote.target.for_watching())
    limited = remote.within(60.0)
    assert limited.target.deadline is not None
    assert limited.target.deadline > time.monotonic() + 30.0
    assert limited == replace(remote, target=limited.target)


def test_the_last_look_of_a_wait_goes_beyond_its_end() -> None:
    assert replace(TARGET, deadline=60.0).for_watching() == replace(TARGET, deadline=60.0 + LAST_LOOK)
    assert TARGET.for_watching() is TARGET


# A call as a request


@pytest.fixture
def toys() -> Iterator[Target]:
    """The toy shop, which nobody calls."""
    client = Client(settings_of("http://127.0.0.1:1", TOYS), stop=threading.Event(), redactor=Redactor())
    yield replace(TARGET, client=client, deadline=60.0, is_discreet=True)
    client.close()


def test_a_request_has_all_that_is_known_of_a_call(toys: Target) -> None:
    call = put("/shops/{shop}/widgets", query={"dry": "{dry}"}, headers={"X-Shop": "{shop}"}, repeatable=True)
    made = toys.request(call, {"shop": "north", "dry": True}, "move it", body={"name": "bolt"})
    assert replace(made, retry_on=None) == Request(
        method="PUT",
        path="/shops/north/widgets",
        query=[("dry", "true")],
        headers={"X-Shop": "north"},
        body={"name": "bolt"},
        repeatable=True,
        deadline=60.0,
        what="move it",
        is_discreet=True,
    )


@pytest.mark.parametrize("words", ["It is BEING PAINTED.", "That was left with the order."])
def test_only_a_read_is_sent_again_because_a_server_says_that_it_is_busy(toys: Target, words: str) -> None:
    busy, done = (Answer(status=status, body={"message": words}, headers={}, text=words) for status in (409, 200))
    read, write = (toys.request(call, {}, "do it").retry_on for call in (get("/shops"), put("/shops")))
    assert read is not None
    assert write is not None
    assert (read(busy), read(done), write(busy)) == (True, False, False)


def test_the_question_for_a_version_takes_no_longer_than_the_call_that_needs_it_may(toys: Target) -> None:
    asked = []

    class Asked(Versions):
        def of(self, client: Client, system: System, deadline: float | None) -> Version:
            asked.append((client, system, deadline))
            return Version("1.4")

    told = replace(toys, versions=Asked()).version()
    assert (told, asked) == (Version("1.4"), [(toys.client, TOYS, 60.0)])


@pytest.mark.parametrize(
    ("body", "is_busy", "has_done_nothing"),
    [
        ({"message": "It is BEING PAINTED."}, True, True),
        ("It is being painted.", True, True),
        ({"message": "That was left with the order."}, True, False),
        ({"message": "no"}, False, False),
        (None, False, False),
    ],
)
def test_a_server_is_busy_by_its_own_words_whatever_the_object_is_called(
    toys: Target, body: Any, is_busy: bool, has_done_nothing: bool
) -> None:
    refused = ApiError("the toy shop refused to create toys widget being painted: left with the order", status=409)
    error = refused.but(body=body)
    assert (toys.is_busy(error), toys.has_done_nothing(error)) == (is_busy, has_done_nothing)


# What an answer says


HEADERS = {"with_headers": True}
WRAPPED = HEADERS | {"unwraps": "data"}
SEEN = {"status": 200, "header": {"etag": "one"}}


def told(body: Any, *, text: str = "", flaw: Flaw | None = None) -> Answer:
    return Answer(status=200, body=body, headers={"ETag": "one"}, text=text, flaw=flaw)


@pytest.mark.parametrize(
    ("method", "options", "answer", "seen"),
    [
        ("GET", {}, told({"size": 1}), {"size": 1}),
        ("GET", HEADERS, told({"size": 1}), SEEN | {"body": {"size": 1}}),
        ("GET", HEADERS, told(None, text=" a bolt\n", flaw=Flaw("text", "a text")), SEEN | {"body": "a bolt"}),
        ("GET", HEADERS, told(None, text="<html>", flaw=Flaw("web page", "a web page")), SEEN | {"body": None}),
        ("GET", WRAPPED, told({"data": {"size": 1}}), SEEN | {"body": {"size": 1}}),
        ("GET", WRAPPED, told({"size": 1}), SEEN | {"body": None}),
        ("PUT", WRAPPED, told({"size": 1}), SEEN | {"body": {"size": 1}}),
    ],
)
def test_what_a_call_wants_of_an_answer_is_seen(method: str, options: Any, answer: Answer, seen: Any) -> None:
    assert document_of(Call(method=method, path="/shops", **options), answer) == seen


def answering(toys: Target, body: Any) -> Target:
    """The toy shop, which answers so to whatever it is asked."""
    client = SimpleNamespace(send=lambda _: told(body), settings=toys.client.settings)
    return replace(toys, client=cast("Any", client))


@pytest.mark.parametrize(
    ("options", "body", "found"),
    [
        ({}, {"size": 1}, {"size": 1}),
        ({"item": ("parcel", "")}, {"parcel": {"size": 1}}, {"size": 1}),
        ({"item": ("parcel", "")}, {"size": 1}, {"size": 1}),
        ({"item": ("labels.0",)}, {"labels": []}, None),
        (WRAPPED, {"data": {"size": 1}}, SEEN | {"body": {"size": 1}}),
    ],
)
def test_an_object_is_taken_from_where_a_call_says(toys: Target, options: Any, body: Any, found: Any) -> None:
    assert answering(toys, body).fetch(get("/shops", **options), {}, "read it") == found


@pytest.mark.parametrize(
    ("options", "body", "place"),
    [
        ({}, None, "the top"),
        ({}, ["bolt"], "the top"),
        ({"item": ("parcel", "")}, {"parcel": "none"}, "parcel or the top"),
        ({"item": ("labels.0",)}, {"labels": [None]}, "labels.0"),
        (WRAPPED, {"size": 1}, "data"),
    ],
)
def test_an_answer_without_the_object_is_no_object(toys: Target, options: Any, body: Any, place: str) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        answering(toys, body).fetch(get("/shops", **options), {}, "read it")
    assert (caught.value.summary, caught.value.detail) == (
        "Toys was asked to read it and answered without it",
        f"Expected an object at {place} of the answer to GET /shops.",
    )


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"shop": "north", "name": "bolt"}, "toys widget north/bolt"),
        ({"shop": "/shops/north", "name": "/X/bolt"}, "toys widget /shops/north/X/bolt"),
        ({"shop": UNKNOWN, "name": "bolt"}, "toys widget bolt"),
        ({"shop": None}, "toys widget"),
    ],
)
def test_an_object_is_called_by_what_is_known_of_its_names(values: dict[str, Any], title: str) -> None:
    assert title_of(Widget, values, ("shop", "name")) == title
