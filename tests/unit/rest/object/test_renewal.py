"""Renewing what only one answer tells: an answer that is lost, or tells nothing, makes it renewed once more."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sandbox import Sandbox
from provider_lib.spec import Api, Declarations, Resource, delete, get, key, once, post, trigger
from tests.scripted import DROP, NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.crash import Runs
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Pair(Resource, system=TOYS, name="pair"):
    """A pair of keys, which one call makes anew."""

    name: str = key("Name.")
    left: str = once("Left key.", recover="cut_anew")
    right: str = once("Right key.", recover="cut_anew", wire="keys.right")
    rotation: str | None = trigger("Makes both anew.", "cut_anew", renews=("left", "right"))

    api = Api(
        create=post("/pairs"),
        read=get("/pairs/{name}"),
        delete=delete("/pairs/{name}"),
        calls={"cut_anew": post("/pairs/{name}/cut", body=None)},
    )


DECLARED = Declarations.of(sys.modules[__name__])
RENEW = "POST /shops/north/widgets/bolt/renew"
FORBIDDEN = answer({"message": "go away"}, 403)
JSON = {"content-type": "application/json"}

LOST: dict[str, Reply] = {
    "a connection that is closed": DROP,
    "a failure": answer({"message": "the disk is full"}, 500),
    "a gateway's failure": Reply(502, "<html>Bad Gateway</html>", {"content-type": "text/html"}),
    "a web page": Reply(200, "<html>Welcome</html>", {"content-type": "text/html"}),
    "a web page that says it is JSON": Reply(200, "<html>Welcome</html>", JSON),
    "half of it": Reply(200, '{"token": "t0k', JSON),
    "nothing": Reply(204, "", {}),
    "no token": answer({}),
    "null": answer({"token": None}),
    "an empty text": answer({"token": ""}),
    "white space": answer({"token": " \n\t"}),
    "a number": answer({"token": 7}),
    "a flag": answer({"token": True}),
    "a list": answer({"token": ["t0ken-2"]}),
    "an object": answer({"token": {"value": "t0ken-2"}}),
    "a mask": answer({"token": "****"}),
    "words for a mask": answer({"token": "[hidden]"}),
}


def carried_out(handle: Handler, reply: Reply) -> Handler:
    """Does what is asked, and answers otherwise."""

    def handled(request: Request) -> Reply:
        handle(request)
        return reply

    return handled


def renewing(shop: Shop, *replies: Reply) -> None:
    """The next renewals are carried out, and answered so; those after them are answered well."""

    def well(_: Request) -> Reply:
        return answer(shop.widgets.renewed())

    shop.on(RENEW, in_turn(*(carried_out(well, reply) for reply in replies), well))


def made(shop: Shop, life: Life) -> Life:
    life.apply()
    shop.forget()
    return life


@pytest.mark.parametrize("reply", LOST)
def test_a_renewal_whose_answer_is_lost_is_made_again_at_once_and_told(shop: Shop, reply: str) -> None:
    bolt = made(shop, shop.widget())
    renewing(shop, LOST[reply])
    assert bolt.apply(rotation="1")["token"] == "t0ken-3"
    (told,) = bolt.warnings
    assert told.summary == "token of toys widget north/bolt was renewed twice"
    assert told.detail.startswith(
        "The first answer was lost, and with it a token that nobody knows, so it was renewed again at once. The one in "
        "the state works; any other does not.\nThe first time: "
    )
    assert shop.lines("POST") == [RENEW] * 2
    assert bolt.plan().is_empty


@pytest.mark.parametrize("reply", LOST)
def test_a_renewal_that_is_lost_twice_says_what_is_known_of_the_token(shop: Shop, reply: str) -> None:
    bolt = made(shop, shop.widget())
    renewing(shop, LOST[reply], LOST[reply])
    failure = refusal(bolt.apply, rotation="1")
    assert (
        "The old one may have stopped working, and nobody knows the one that works now. Apply again" in failure.detail
    )
    assert (bolt["token"], bolt["rotation"], bolt.is_tainted) == ("t0ken-1", None, False)
    assert bolt.apply(rotation="1")["token"] == "t0ken-4"
    assert bolt.plan().is_empty


def test_a_renewal_that_is_refused_the_second_time_says_so_and_what_came_before(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(RENEW, in_turn(DROP, FORBIDDEN))
    failure = refusal(bolt.apply, rotation="1")
    assert failure.summary == "the toy shop refused to renew of toys widget north/bolt: go away (403)"
    assert "It was tried twice, and token may have been renewed each time. The first time: Toys" in failure.detail
    assert "nobody knows the one that works now" in failure.detail


@pytest.fixture
def pair(make_core: MakeCore, shop: Shop) -> Life:
    """A pair that is there."""
    both = answer({"name": "one", "left": "l1", "keys": {"right": "r1"}}, 201)
    shop.on("POST /pairs", both)
    shop.on("GET /pairs/*", in_turn(NOT_THERE, answer({"name": "one"})))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return made(shop, Life(core, "sluice_toys_pair", name="one"))


def test_two_keys_of_which_an_answer_lacks_one_are_renewed_again_and_told(shop: Shop, pair: Life) -> None:
    whole = answer({"left": "l3", "keys": {"right": "r3"}})
    shop.on("POST /pairs/*/cut", in_turn(answer({"left": "l2", "right": "r2"}), whole))
    pair.apply(rotation="1")
    assert (pair["left"], pair["right"]) == ("l3", "r3")
    assert pair.warnings == [
        Diagnostic(
            "warning",
            "left and right of toys pair one was renewed twice",
            "The first answer was lost, and with it a left and right that nobody knows, so it was renewed again at "
            "once. The one in the state works; any other does not.\n"
            "The first time: Toys answered without the right of toys pair one\n"
            "It was expected at `keys.right` of the answer, as text.",
        )
    ]


def test_two_keys_that_are_lost_twice_are_named_with_both_failures(shop: Shop, pair: Life) -> None:
    shop.on("POST /pairs/*/cut", in_turn(answer({"keys": {"right": "r2"}}), FORBIDDEN))
    assert refusal(pair.apply, rotation="1") == Diagnostic(
        "error",
        "the toy shop refused to cut anew of toys pair one: go away (403)",
        "Check the credentials in `toys` in the provider block, and what they may do.\n"
        "POST /pairs/one/cut was answered with 403.\n"
        "It was tried twice, and left and right may have been renewed each time. The first time: Toys answered without "
        "the left of toys pair one\n"
        "The old one may have stopped working, and nobody knows the one that works now. Apply again: that makes "
        "another and stores it.",
    )


def test_two_keys_that_were_renewed_for_no_state_are_told_together(
    make_core: MakeCore, shop: Shop, pair: Life, tmp_path: Path
) -> None:
    runs = Runs(tmp_path / "journal", lambda journal: make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, journal))
    shop.on("POST /pairs/*/cut", answer({"left": "l2", "keys": {"right": "r2"}}))
    before, pair.core = pair.state, runs.core
    pair.apply(rotation="1")
    pair.state = before
    runs.next(pair)
    shop.forget()
    pair.apply(rotation="1")
    assert (pair["left"], pair["right"], shop.lines("POST")) == ("l2", "r2", [])
    assert pair.warnings == [
        Diagnostic(
            "warning",
            "left and right of toys pair one had been renewed by a run that ended too soon",
            "The journal of the provider has the left and right that works, and it is in the state now. It was not "
            "renewed again.",
        )
    ]


@pytest.mark.parametrize("lost", [[], [answer({})]])
def test_an_object_is_looked_at_after_its_renewal_whose_answer_tells_nothing_else(
    shop: Shop, lost: list[Reply]
) -> None:
    bolt = made(shop, shop.widget())
    renewing(shop, *lost)
    bolt.apply(rotation="1")
    look = "GET /shops/north/widgets/bolt"
    assert shop.lines() == [look, RENEW, *[RENEW] * len(lost), look]
    assert (bolt["load"], bolt["made_at"]) == (0, "then")


def test_a_renewal_that_is_refused_is_not_made_again(shop: Shop) -> None:
    bolt = made(shop, shop.widget())
    shop.on(RENEW, FORBIDDEN)
    refusal(bolt.apply, rotation="1")
    assert shop.lines("POST") == [RENEW]


def test_a_call_that_renews_nothing_is_not_made_again(shop: Shop) -> None:
    chess = made(shop, shop.club())
    shop.on("PUT /clubs/*/sign", answer({"message": "the disk is full"}, 500))
    refusal(chess.apply, sign="open")
    assert shop.lines("PUT") == ["PUT /clubs/chess/sign"]


def test_a_renewal_that_was_made_twice_is_told_also_when_another_call_follows(shop: Shop) -> None:
    chess = made(shop, shop.club())
    shop.on("POST /clubs/*/renew", in_turn(carried_out(shop.clubs.renew, DROP), shop.clubs.renew))
    chess.apply(rotation="1", sign="open")
    assert shop.lines("POST", "PUT") == ["POST /clubs/chess/renew"] * 2 + ["PUT /clubs/chess/sign"]
    assert [item.summary for item in chess.warnings] == ["badge of toys club chess was renewed twice"]


def test_a_renewal_that_was_made_twice_is_told_also_when_what_follows_fails(shop: Shop) -> None:
    chess = made(shop, shop.club())
    shop.on("POST /clubs/*/renew", in_turn(carried_out(shop.clubs.renew, DROP), shop.clubs.renew))
    shop.on("PUT /clubs/*/sign", FORBIDDEN)
    refusal(chess.apply, rotation="1", sign="open")
    assert (chess["badge"], chess["rotation"]) == ("badge-3", "1")


@pytest.mark.parametrize("reply", LOST)
def test_a_create_whose_answer_with_the_token_is_lost_has_another_one_and_tells(shop: Shop, reply: str) -> None:
    shop.on("POST /shops/north/widgets", carried_out(shop.widgets.create, LOST[reply]))
    bolt = shop.widget()
    assert bolt.apply()["token"] == "t0ken-2"
    assert [item.summary for item in bolt.warnings] == [
        "token of toys widget north/bolt was renewed right after the create"
    ]
    assert shop.lines("POST") == ["POST /shops/north/widgets", RENEW]
    assert bolt.plan().is_empty


@pytest.mark.parametrize("reply", LOST)
def test_a_token_that_is_lost_with_the_create_and_with_its_renewal_is_renewed_once_more(shop: Shop, reply: str) -> None:
    shop.on("POST /shops/north/widgets", carried_out(shop.widgets.create, LOST[reply]))
    renewing(shop, LOST[reply])
    bolt = shop.widget()
    assert bolt.apply()["token"] == "t0ken-3"
    assert bolt.plan().is_empty


def test_a_token_that_nobody_knows_makes_a_tainted_object(shop: Shop) -> None:
    shop.on("POST /shops/north/widgets", carried_out(shop.widgets.create, DROP))
    renewing(shop, DROP, DROP)
    bolt = shop.widget()
    failure = refusal(bolt.apply)
    assert "Nobody knows the one that works now. The object is kept as tainted" in failure.detail
    assert (bolt["name"], bolt["token"], bolt.is_tainted) == ("bolt", None, True)
    assert bolt.apply()["token"]
    assert bolt.plan().is_empty


@pytest.mark.parametrize("shown", [None, "", "  ", "****", "[secret hidden]", 7, ["x"], {}])
def test_a_read_that_shows_something_in_the_place_of_a_token_keeps_the_token(shop: Shop, shown: Any) -> None:
    bolt = made(shop, shop.widget())
    shop.widgets.objects["bolt"]["token"] = shown
    assert bolt.plan().is_empty
    assert bolt.apply(title="Bolt")["token"] == "t0ken-1"


# The vendors' own

FAULTS = [
    {"kind": "drop", "carried_out": True},
    {"kind": "status", "status": 500, "carried_out": True},
    {"kind": "html", "status": 200, "carried_out": True},
    {"kind": "broken_json"},
]


@pytest.mark.parametrize(
    ("type_name", "config", "rotation", "key", "path"),
    [
        ("sluice_lenses_environment", {"tier": "staging"}, {"agent_key_rotation": "1"}, "agent_key", "/renew-key$"),
        ("sluice_lenses_service_account", {}, {"token_rotation": "1"}, "token", "/renew-token$"),
        ("sluice_lenses_service_account", {}, {"token_expires_at": "2036-01-01T00:00:00Z"}, "token", "/renew-token$"),
    ],
)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_renewal_of_a_vendor_is_made_again(
    vendors: Core,
    sandbox: Sandbox,
    type_name: str,
    config: dict[str, Any],
    rotation: dict[str, Any],
    key: str,
    path: str,
    fault: dict[str, Any],
) -> None:
    it = Life(vendors, type_name, name="test", **config)
    first = it.apply()[key]
    sandbox.admin.fault(method="POST", path=path, **fault)
    assert it.apply(**rotation)[key] != first
    thing = type_name.removeprefix("sluice_").replace("_", " ")
    assert [item.summary for item in it.warnings] == [f"{key} of {thing} test was renewed twice"]
    assert it.plan().is_empty


@pytest.mark.parametrize(
    ("type_name", "config", "key", "collection"),
    [
        ("sluice_lenses_environment", {"tier": "staging"}, "agent_key", "/environments$"),
        ("sluice_lenses_service_account", {"token_expires_at": "2036-01-01T00:00:00Z"}, "token", "/service-accounts$"),
    ],
)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_create_of_a_vendor_whose_answer_with_the_key_is_lost_has_another_key(
    vendors: Core,
    sandbox: Sandbox,
    type_name: str,
    config: dict[str, Any],
    key: str,
    collection: str,
    fault: dict[str, Any],
) -> None:
    sandbox.admin.fault(method="POST", path=collection, **fault)
    it = Life(vendors, type_name, name="test", **config)
    assert it.apply()[key]
    thing = type_name.removeprefix("sluice_").replace("_", " ")
    assert [item.summary for item in it.warnings] == [f"{key} of {thing} test was renewed right after the create"]
    assert it.plan().is_empty
