"""Sets that are written by calls of their own."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import Api, Declarations, Resource, assigned, delete, get, key, post, put, required
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Choir(Resource, system=TOYS, name="choir"):
    """A choir, of whose voices each call names one, somewhere in it."""

    name: str = key("Name.")
    voices: set[str] | None = assigned("Voices.", add="join", remove="leave")
    seats: set[str] | None = assigned("Seats.", add="take_seat", remove="leave_seat")

    api = Api(
        create=post("/choirs"),
        read=get("/choirs/{name}"),
        delete=delete("/choirs/{name}"),
        calls={
            "join": post("/choirs/{name}/voices", body={"voice": {"of": ["{item}"]}}),
            "leave": delete("/choirs/{name}/voices/{item}"),
            "take_seat": put("/choirs/{name}/seats", body=None, query={"seat": "{item}"}),
            "leave_seat": delete("/choirs/{name}/seats/{item}"),
        },
    )


class Band(Resource, system=TOYS, name="band"):
    """A band: writes are answered with all of it, as it is before anybody joins."""

    name: str = key("Name.")
    style: str = required("Style.")
    players: set[str] | None = assigned("Players.", add="join", remove="leave")

    api = Api(
        create=post("/bands"),
        read=get("/bands/{name}"),
        update=put("/bands/{name}"),
        delete=delete("/bands/{name}"),
        echoes=True,
        calls={
            "join": post("/bands/{name}/players", body={"names": "{items}"}),
            "leave": delete("/bands/{name}/players/{item}"),
        },
    )


DECLARED = Declarations.of(sys.modules[__name__])
REFUSED = answer({"message": "no more"}, 403)


def test_sets_are_written_once_the_object_is_there(shop: Shop) -> None:
    chess = shop.club(guests={"ann", "ben"}, members={"cy", "di"}, doors={"back", "front/left"})
    state = chess.apply()
    assert (state["guests"], state["members"], state["doors"]) == (
        ["ann", "ben"],
        ["cy", "di"],
        ["back", "front/left"],
    )
    assert shop.lines() == [
        "GET /clubs/chess",
        "POST /clubs",
        "PUT /clubs/chess/guests",
        "POST /clubs/chess/admit",
        "PUT /clubs/chess/doors/back",
        "PUT /clubs/chess/doors/front%2Fleft",
        "GET /clubs/chess",
    ]
    assert shop.bodies("POST", "PUT") == [
        {"name": "chess"},
        {"guests": ["ann", "ben"]},
        {"names": ["cy", "di"]},
        None,
        None,
    ]
    assert chess.plan().is_empty


def test_a_change_sends_all_of_a_whole_and_only_what_is_new_or_gone_of_parts(shop: Shop) -> None:
    chess = shop.club(guests={"ann", "ben"}, members={"cy", "di"}, doors={"back", "front"})
    chess.apply()
    shop.forget()
    chess.apply(guests={"ann", "eve"}, members={"di", "eve"}, doors={"front", "side"})
    assert shop.lines("PUT", "POST", "PATCH", "DELETE") == [
        "PUT /clubs/chess/guests",
        "POST /clubs/chess/admit",
        "POST /clubs/chess/expel",
        "PUT /clubs/chess/doors/side",
        "DELETE /clubs/chess/doors/back",
    ]
    assert shop.bodies("PUT", "POST")[:3] == [{"guests": ["ann", "eve"]}, {"names": ["eve"]}, {"names": ["cy"]}]
    assert chess.plan().is_empty


def test_a_change_of_something_else_leaves_the_sets_alone(shop: Shop) -> None:
    chess = shop.club(guests={"ann"}, members={"cy"})
    chess.apply()
    shop.forget()
    chess.apply(title="Chess")
    assert shop.lines() == ["GET /clubs/chess", "PATCH /clubs/chess", "GET /clubs/chess"]
    assert shop.bodies("PATCH") == [{"title": "Chess"}]


def test_what_others_assign_is_taken_away_of_a_whole_and_left_alone_of_parts(shop: Shop) -> None:
    chess = shop.club(guests={"ann"}, members={"cy"}, doors={"front"})
    chess.apply()
    theirs = shop.clubs.objects["chess"]
    theirs["guests"].append("zoe")
    theirs["members"].append({"name": "zoe"})
    theirs["doors"].append("cellar")
    planned = chess.plan()
    assert planned.difference == {"guests": (["ann", "zoe"], ["ann"])}
    planned.apply()
    assert (theirs["guests"], theirs["members"], theirs["doors"]) == (
        ["ann"],
        [{"name": "cy"}, {"name": "zoe"}],
        ["front", "cellar"],
    )
    assert chess.plan().is_empty


def test_what_others_took_away_is_assigned_again(shop: Shop) -> None:
    chess = shop.club(guests={"ann"}, members={"cy", "di"})
    chess.apply()
    shop.clubs.objects["chess"] |= {"guests": [], "members": [{"name": "di"}]}
    planned = chess.plan()
    assert planned.difference == {"guests": ([], ["ann"]), "members": (["di"], ["cy", "di"])}
    shop.forget()
    planned.apply()
    assert shop.bodies("PUT", "POST") == [{"guests": ["ann"]}, {"names": ["cy"]}]


@pytest.mark.parametrize("nothing", [None, set()])
def test_what_was_set_here_is_taken_away_when_it_is_emptied_or_taken_out(shop: Shop, nothing: set[str] | None) -> None:
    chess = shop.club(guests={"ann"}, members={"cy"}, doors={"front"})
    chess.apply()
    theirs = shop.clubs.objects["chess"]
    theirs["members"].append({"name": "zoe"})
    chess.apply(guests=nothing, members=nothing, doors=nothing)
    assert (theirs["guests"], theirs["members"], theirs["doors"]) == ([], [{"name": "zoe"}], [])
    assert chess.plan().is_empty


def test_what_was_never_set_is_never_touched(shop: Shop) -> None:
    chess = shop.club()
    chess.apply()
    shop.clubs.objects["chess"] |= {"guests": ["zoe"], "members": [{"name": "zoe"}], "doors": ["cellar"]}
    assert chess.plan().is_empty
    chess.apply(title="Chess")
    assert shop.lines("PUT", "POST", "DELETE") == ["POST /clubs"]


def test_a_whole_that_is_set_to_nothing_is_kept_empty(shop: Shop) -> None:
    chess = shop.club(guests=set(), members=set())
    chess.apply()
    shop.clubs.objects["chess"] |= {"guests": ["zoe"], "members": [{"name": "zoe"}]}
    assert chess.plan().difference == {"guests": (["zoe"], [])}


def test_a_new_object_whose_set_is_refused_is_kept_and_completed_by_the_next_apply(shop: Shop) -> None:
    shop.on("POST /clubs/*/admit", REFUSED)
    chess = shop.club(guests={"ann"}, members={"cy"}, doors={"front"})
    chess.apply()
    assert chess.warnings == [
        Diagnostic(
            "warning",
            "the toy shop refused to admit of toys club chess: no more (403)",
            "Check the credentials in `toys` in the provider block, and what they may do.\n"
            "POST /clubs/chess/admit was answered with 403.\n"
            "toys club chess itself is in place and kept. The next plan shows what is missing: apply again.",
            ("members",),
        )
    ]
    assert not chess.is_tainted
    assert chess["badge"] == "badge-1"
    shop.on("POST /clubs/*/admit", shop.clubs.admit)
    planned = chess.plan()
    assert (planned.action, planned.difference) == ("update", {"members": ([], ["cy"])})
    planned.apply()
    assert shop.clubs.objects["chess"] == {
        "name": "chess",
        "guests": ["ann"],
        "members": [{"name": "cy"}],
        "doors": ["front"],
    }


def test_a_change_that_fails_half_way_stores_what_was_reached(shop: Shop) -> None:
    chess = shop.club(members={"cy", "di"}, doors={"a", "b"})
    chess.apply()
    shop.on("POST /clubs/*/expel", REFUSED)
    found = refusal(chess.apply, title="Chess", members={"di", "eve"}, doors={"a", "c"})
    assert found.summary == "the toy shop refused to expel of toys club chess: no more (403)"
    assert (chess["title"], chess["members"], chess["doors"]) == ("Chess", ["cy", "di", "eve"], ["a", "b"])
    shop.on("POST /clubs/*/expel", shop.clubs.expel)
    shop.forget()
    chess.apply()
    assert shop.lines("PATCH", "PUT", "POST", "DELETE") == [
        "POST /clubs/chess/expel",
        "PUT /clubs/chess/doors/c",
        "DELETE /clubs/chess/doors/b",
    ]
    assert chess.plan().is_empty


def test_an_item_that_is_gone_already_is_as_good_as_taken_away(shop: Shop) -> None:
    chess = shop.club(doors={"a", "b"})
    chess.apply()
    planned = chess.plan(doors=set())
    shop.clubs.objects["chess"]["doors"] = ["b"]
    planned.apply()
    assert shop.clubs.objects["chess"]["doors"] == []


def test_a_call_that_names_one_item_anywhere_is_made_for_each(make_core: MakeCore, shop: Shop) -> None:
    there = answer({"name": "bach", "voices": ["alto", "bass"], "seats": ["1", "2"]})
    shop.on("GET /choirs/*", in_turn(NOT_THERE, there))
    shop.on("POST /choirs", answer({"name": "bach"}, 201))
    shop.on("POST /choirs/*/voices", answer(status=204))
    shop.on("PUT /choirs/*/seats", answer(status=204))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url})
    Life(core, "sluice_toys_choir", name="bach", voices={"alto", "bass"}, seats={"1", "2"}).apply()
    assert shop.bodies("POST")[1:] == [{"voice": {"of": ["alto"]}}, {"voice": {"of": ["bass"]}}]
    assert shop.lines("PUT") == ["PUT /choirs/bach/seats?seat=1", "PUT /choirs/bach/seats?seat=2"]


def test_a_call_is_named_in_words_when_it_is_refused(shop: Shop) -> None:
    chess = shop.club()
    chess.apply()
    shop.on("PUT /clubs/*/doors/*", REFUSED)
    assert refusal(chess.apply, doors={"front"}).summary == (
        "the toy shop refused to open door of toys club chess: no more (403)"
    )


def test_an_import_takes_all_and_then_manages_what_is_declared(shop: Shop) -> None:
    others = [{"name": "cy"}, {"name": "zoe"}]
    shop.clubs.objects["chess"] = {"name": "chess", "guests": ["ann"], "members": others, "doors": []}
    chess = shop.club(guests={"ann"}, members={"cy"}).import_object("chess")
    assert (chess["guests"], chess["members"], chess["doors"]) == (["ann"], ["cy", "zoe"], None)
    assert chess.plan().is_empty
    chess.apply(title="Chess")
    assert chess["members"] == ["cy"]
    assert shop.lines("PUT", "POST", "PATCH", "DELETE") == ["PATCH /clubs/chess"]
    assert chess.plan().is_empty


def test_an_object_that_is_taken_over_gets_the_items_that_it_lacks(shop: Shop) -> None:
    shop.clubs.objects["chess"] = {"name": "chess", "guests": ["b", "a"], "members": [{"name": "zoe"}], "doors": []}
    chess = shop.club(on_exists="adopt", guests={"a", "b"}, members={"cy"}, doors={"front"})
    chess.apply()
    assert shop.lines("PUT", "POST", "PATCH", "DELETE") == ["POST /clubs/chess/admit", "PUT /clubs/chess/doors/front"]
    assert shop.clubs.objects["chess"]["members"] == [{"name": "zoe"}, {"name": "cy"}]
    assert chess.plan().is_empty


def test_items_that_a_server_spells_in_its_own_way_are_known_also_where_a_write_is_answered_before_them(
    make_core: MakeCore, shop: Shop
) -> None:
    held: dict[str, Any] = {}

    def write(request: Request) -> Reply:
        held.update({"players": [], **held, **request.json})
        return answer(held)

    def join(request: Request) -> Reply:
        held["players"] += [name.lower() for name in request.json["names"]]
        return answer(status=204)

    shop.on("POST /bands", write)
    shop.on("PUT /bands/*", write)
    shop.on("GET /bands/*", lambda _: answer(held) if held else NOT_THERE)
    shop.on("POST /bands/*/players", join)
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    band = Life(core, "sluice_toys_band", name="brass", style="march", players={"Ann"})
    band.apply()
    assert band.plan().is_empty
    band.apply(style="polka", players={"Ann", "Ben"})
    assert (held["players"], band["players"], band.plan().is_empty) == (["ann", "ben"], ["Ann", "Ben"], True)
