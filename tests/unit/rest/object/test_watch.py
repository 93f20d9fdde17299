"""Waits for many objects at once look at one list; few objects, and those of a long list, are asked for one by one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from provider_lib.rest.api.client import Client
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.rest.object.watch import Watch
from provider_lib.spec import Api, Listing, Resource, delete, get, key, post
from tests.scripted import NOT_THERE, Request, answer
from tests.scripted import Api as Script
from tests.unit.rest.api.conftest import settings_of
from tests.unit.rest.widgets import TOYS


class Top(Resource, system=TOYS, name="top"):
    """A top, which spins."""

    name: str = key("Name.")

    api = Api(
        create=post("/tops"),
        read=get("/tops/{name}"),
        read_many=Listing(call=get("/tops"), match={"name": "name"}),
        delete=delete("/tops/{name}"),
    )


class Tops(Script):
    """Tops that are there, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.on("GET /tops", lambda _: answer([{"name": name} for name in self.names]))
        self.on("GET /tops/*", self.show)

    def show(self, request: Request) -> Any:
        return answer({"name": request.name}) if request.name in self.names else NOT_THERE


@pytest.fixture
def tops() -> Iterator[Tops]:
    tops = Tops()
    with tops.server:
        yield tops


@pytest.fixture
def watches(tops: Tops) -> Iterator[Any]:
    """Begins waits for so many tops, which are there, at once."""
    stop = threading.Event()
    client = Client(settings_of(tops.url, TOYS, max_retries=0), stop=stop, redactor=Redactor())
    target = Target(Top, client, stop, Versions(), SharedAnswers())
    with ExitStack() as stack:
        stack.callback(client.close)

        def begin(count: int) -> list[Watch]:
            tops.names = [f"t{number}" for number in range(count)]
            return [stack.enter_context(Watch(Remote(target, Top, {"name": name}))) for name in tops.names]

        yield begin


def look(waiting: list[Watch]) -> list[Any]:
    return [watch.look() for watch in waiting]


def singles(*numbers: int) -> list[str]:
    return [f"GET /tops/t{number}" for number in numbers]


def test_the_first_look_is_at_the_object_and_later_ones_of_many_are_at_their_list(tops: Tops, watches: Any) -> None:
    waiting = watches(5)
    look(waiting)
    assert tops.lines() == singles(*range(5))
    assert look(waiting) == [{"name": f"t{number}"} for number in range(5)]
    assert tops.lines()[5:] == ["GET /tops"]


def test_nobody_is_told_again_what_they_saw_before(tops: Tops, watches: Any) -> None:
    waiting = watches(5)
    for _ in range(3):
        look(waiting)
    assert tops.lines()[5:] == ["GET /tops"] * 2


def test_few_are_asked_for_one_by_one(tops: Tops, watches: Any) -> None:
    waiting = watches(3)
    look(waiting)
    look(waiting)
    assert tops.lines() == singles(0, 1, 2) * 2


def test_when_most_waits_have_ended_the_last_are_asked_for_one_by_one(tops: Tops, watches: Any) -> None:
    waiting = watches(5)
    look(waiting)
    for watch in waiting[2:]:
        watch.__exit__(None, None, None)
    look(waiting[:2])
    for watch in waiting[2:]:
        watch.__enter__()
    assert tops.lines()[5:] == singles(0, 1)


def test_as_long_as_many_wait_the_list_serves_them(tops: Tops, watches: Any) -> None:
    waiting = watches(5)
    look(waiting)
    waiting[4].__exit__(None, None, None)
    look(waiting[:4])
    waiting[4].__enter__()
    assert tops.lines()[5:] == ["GET /tops"]


def test_a_list_of_far_more_than_what_is_waited_for_is_not_asked_for_again(tops: Tops, watches: Any) -> None:
    waiting = watches(5)
    tops.names += [f"other{number}" for number in range(250)]
    for _ in range(3):
        look(waiting)
    assert tops.lines() == [*singles(*range(5)), "GET /tops", *singles(*range(1, 5)), *singles(*range(5))]


def test_what_the_list_lacks_is_asked_for_by_itself(tops: Tops, watches: Any) -> None:
    waiting = watches(5)
    look(waiting)
    tops.names.remove("t3")
    assert look(waiting)[3] is None
    assert tops.lines()[5:] == ["GET /tops", *singles(3)]


def test_where_no_list_can_be_read_each_is_asked_for_by_itself(tops: Tops, watches: Any) -> None:
    tops.on("GET /tops", answer({"message": "not for you"}, 403))
    waiting = watches(5)
    look(waiting)
    look(waiting)
    assert tops.lines()[5:] == ["GET /tops", *singles(*range(5))]
