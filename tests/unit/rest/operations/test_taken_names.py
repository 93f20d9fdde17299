"""One list of the names that are taken serves the creates of a whole apply, and costs nothing of what a look tells."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.object import taken_names
from provider_lib.spec import (
    Api,
    Declarations,
    Listing,
    OnExists,
    Resource,
    delete,
    get,
    key,
    on_exists,
    post,
    put,
    required,
)
from provider_lib.state.journal import JournalFolder
from tests.scripted import DROP, NOT_THERE, Reply, Request, answer, in_turn
from tests.scripted import Api as Script
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.widgets import TOYS


class Pin(Resource, system=TOYS, name="pin"):
    """A pin. To make one whose name is taken is refused."""

    name: str = key("Name.")
    colour: str = required("Colour.")
    on_exists: OnExists = on_exists()

    api = Api(
        create=post("/pins"),
        read=get("/pins/{name}"),
        taken=Listing(call=get("/pins"), match={"name": ""}),
        update=put("/pins/{name}"),
        delete=delete("/pins/{name}"),
    )


DECLARED = Declarations.of(sys.modules[__name__])


class Board(Script):
    """The API of the pins."""

    core: Core

    def __init__(self) -> None:
        super().__init__()
        self.pins: dict[str, str] = {}
        self.on("GET /pins", lambda _: answer([*self.pins]))
        self.on("POST /pins", self.make)
        self.on("GET /pins/*", self.show)
        self.on("PUT /pins/*", self.paint)
        self.on("DELETE /pins/*", self.remove)

    def make(self, request: Request) -> Reply:
        name = request.json["name"]
        if name in self.pins:
            return answer({"message": "it exists"}, 409)
        self.pins[name] = request.json["colour"]
        return answer(request.json)

    def show(self, request: Request) -> Reply:
        found = self.pins.get(request.name)
        return NOT_THERE if found is None else answer({"name": request.name, "colour": found})

    def paint(self, request: Request) -> Reply:
        self.pins[request.name] = request.json["colour"]
        return self.show(request)

    def remove(self, request: Request) -> Reply:
        return NOT_THERE if self.pins.pop(request.name, None) is None else answer()

    def pin(self, name: str, **values: str) -> Life:
        """A pin in a stack of its own."""
        return Life(self.core, "sluice_toys_pin", **{"name": name, "colour": "red"} | values)


@pytest.fixture
def board(make_core: MakeCore) -> Iterator[Board]:
    board = Board()
    with board.serving():
        board.core = make_core(DECLARED, {"SLUICE_TOYS_URL": board.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
        yield board


def listed(board: Board) -> None:
    """Let the names be read: what is made now is made by others since."""
    board.pin("first").apply()


def test_one_list_serves_the_looks_of_a_whole_apply(board: Board) -> None:
    with board.core.walk():
        for name in "abc":
            board.pin(name).apply()
    assert board.lines() == ["GET /pins", *(f"{line}" for x in "abc" for line in ("POST /pins", f"GET /pins/{x}"))]


def test_a_list_that_is_older_than_it_may_be_is_read_again(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken_names, "LASTS", 0.0)
    with board.core.walk():
        board.pin("a").apply()
        board.pin("b").apply()
    assert board.lines().count("GET /pins") == 2


def test_what_is_listed_is_looked_at_by_itself_and_not_touched(board: Board) -> None:
    board.pins["a"] = "blue"
    assert refusal(board.pin("a").apply).summary == "toys pin a exists already"
    assert board.lines() == ["GET /pins", "GET /pins/a"]


def test_what_went_since_the_list_was_read_can_be_made(board: Board) -> None:
    board.pins["a"] = "blue"
    with board.core.walk():
        listed(board)
        del board.pins["a"]
        board.pin("a").apply()
    assert board.pins == {"first": "red", "a": "red"}


def test_what_others_made_since_the_list_was_read_is_not_touched(board: Board) -> None:
    with board.core.walk():
        listed(board)
        board.pins["a"] = "red"
        pin = board.pin("a")
        assert refusal(pin.apply).summary == "toys pin a exists already"
    assert (pin.state, board.pins["a"], board.lines("PUT", "DELETE")) == (None, "red", [])


def test_what_others_made_since_the_list_was_read_is_taken_over_where_that_is_wanted(board: Board) -> None:
    with board.core.walk():
        listed(board)
        board.pins["a"] = "blue"
        assert board.pin("a", on_exists="adopt").apply()["colour"] == "red"
    assert board.pins["a"] == "red"


def lose_the_answer(board: Board, colour: str) -> None:
    """Let the answer to the next create be lost, and the pin that is there then have this colour."""

    def make(request: Request) -> Reply:
        board.pins[request.json["name"]] = colour
        return DROP

    board.on("POST /pins", make)


def test_what_is_there_after_a_lost_answer_is_ours_when_it_is_what_was_sent(board: Board) -> None:
    with board.core.walk():
        listed(board)
        lose_the_answer(board, "red")
        assert board.pin("a").apply()["colour"] == "red"


def test_what_is_there_after_a_lost_answer_is_not_ours_when_it_is_something_else(board: Board) -> None:
    with board.core.walk():
        listed(board)
        lose_the_answer(board, "blue")
        pin = board.pin("a")
        assert refusal(pin.apply).summary == "toys pin a exists already"
    assert (pin.state, pin.is_tainted, board.pins["a"], board.lines("PUT", "DELETE")) == (None, False, "blue", [])


def test_what_was_there_after_a_lost_answer_and_is_gone_may_still_be_ours(
    board: Board, make_core: MakeCore, tmp_path: Path
) -> None:
    journal = JournalFolder(tmp_path / "journal")
    environment = {"SLUICE_TOYS_URL": board.url, "SLUICE_TOYS_MAX_RETRIES": "0"}
    board.core = make_core(DECLARED, environment, journal)
    with board.core.walk():
        listed(board)
        lose_the_answer(board, "blue")
        board.on("GET /pins/*", in_turn(board.show, NOT_THERE))
        assert refusal(board.pin("a").apply) == Diagnostic(
            "error",
            "Toys cannot be reached to create toys pin a: the connection ended before the answer came",
            "The server, or a proxy before it, closed it.\nThe request may have been carried out all the same.\n"
            f"{board.url} was tried.",
        )
    assert "toys pin a" in [entry["name"] for entry, _ in journal.all()]


@pytest.mark.parametrize("reply", [answer({"message": "not for you"}, 403), NOT_THERE, answer({"names": []})])
def test_where_no_list_tells_each_is_looked_for_by_itself(board: Board, reply: Reply) -> None:
    board.on("GET /pins", reply)
    board.pins["a"] = "blue"
    assert refusal(board.pin("a").apply).summary == "toys pin a exists already"
    board.pin("b").apply()
    assert board.lines("POST") == ["POST /pins"]
