from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from provider_lib.errors import ApiError
from provider_lib.rest.api.client import Client
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.object.listing import SharedLists
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.spec import Listing, get
from tests.unit.rest.api.conftest import settings_of
from tests.unit.rest.api.server import Server, replies, reply
from tests.unit.rest.widgets import TOYS, Widget

WIDGETS = Listing(call=get("/shops/{shop}/widgets"), match={"name": "name"})


@pytest.fixture
def down() -> Iterator[Server]:
    with Server(replies(reply({"message": "down"}, 500))) as server:
        yield server


def test_a_list_that_fails_is_asked_for_once_and_fails_each_reader_with_an_error_of_its_own(down: Server) -> None:
    stop, lists = threading.Event(), SharedLists()
    client = Client(settings_of(down.url, TOYS, max_retries=0), stop=stop, redactor=Redactor())
    target = Target(Widget, client, stop, Versions(), SharedAnswers())

    def read(number: int) -> ApiError:
        with pytest.raises(ApiError) as caught:
            lists.get(target, WIDGETS, {"shop": "north", "name": str(number)}, "read the widgets")
        return caught.value

    with ThreadPoolExecutor(8) as threads:
        failures = list(threads.map(read, range(40)))
    client.close()
    assert down.lines == ["GET /shops/north/widgets"]
    assert {str(failure) for failure in failures} == {str(failures[0])}
    assert len({id(failure) for failure in failures}) == 40
    lengths = sorted(len(traceback.extract_tb(failure.__traceback__)) for failure in failures)
    assert lengths[:-1] == [lengths[0]] * 39
