"""A create whose answer never comes, or is that the server is busy: it is found out what became of it."""

from __future__ import annotations

import sys
import threading

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.object import remote
from provider_lib.spec import Api, Declarations, Resource, delete, get, key, post, put, required, server_id
from tests.scripted import DROP, NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS

LOST = "Toys cannot be reached to create toys {}: the connection ended before the answer came"
PERHAPS = "\nIt may have been made all the same: look for it in the API, and import or delete it."
CLOSED = (
    "The server, or a proxy before it, closed it.\nThe request may have been carried out all the same.\n{} was tried."
)
NOBODY_KNOWS = (
    "\nNobody could say whether {} was made. It is kept in the state as tainted, so that the next apply finds out."
)
BUSY = answer({"message": "it is being painted"}, 409)
IN_TROUBLE = answer({"message": "come back later"}, 503)
FORBIDDEN = answer({"message": "go away"}, 403)
WIDGETS, WIDGET = "/shops/north/widgets", "/shops/north/widgets/bolt"


class Kiosk(Resource, system=TOYS, name="kiosk"):
    """A kiosk: is made by a call that may be made again."""

    name: str = key("Name.")

    api = Api(create=put("/kiosks/{name}"), read=get("/kiosks/{name}"), delete=delete("/kiosks/{name}"))


class Stall(Resource, system=TOYS, name="stall"):
    """A stall: the answers about it hold it, but for that to its create."""

    name: str = required("Name.", immutable=True)
    id: str = server_id("Id.")

    api = Api(
        create=post("/stalls", item=("stall",)),
        read=get("/stalls/{id}", item=("stall",)),
        delete=delete("/stalls/{id}"),
    )
    identity = ("id",)
    known_as = ("name",)


DECLARED = Declarations.of(sys.modules[__name__])


def unheard(create: Handler, answered: Reply = DROP) -> Handler:
    """Carries a create out, and answers something else."""

    def handle(request: Request) -> Reply:
        create(request)
        return answered

    return handle


def late(looks: int, then: Handler, before: Reply = NOT_THERE) -> Handler:
    """Shows nothing at the look before a create, nor at so many after it."""
    return in_turn(NOT_THERE, *[before] * looks, then)


@pytest.mark.parametrize(
    "answered",
    [
        DROP,
        answer({"message": "the disk is full"}, 500),
        answer({"message": "who knows"}, 502),
        IN_TROUBLE,
        Reply(200, "<html>", {"content-type": "text/html"}),
        Reply(201, '{"name": "bo', {"content-type": "application/json"}),
    ],
)
def test_an_object_is_found_when_the_answer_to_its_create_is_lost(shop: Shop, answered: Reply) -> None:
    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create, answered))
    bolt = shop.widget()
    assert bolt.apply()["token"] == "t0ken-2"
    assert shop.lines("POST") == [f"POST {WIDGETS}", f"POST {WIDGET}/renew"]
    assert bolt.plan().is_empty


def test_an_object_that_shows_late_after_its_answer_was_lost_is_waited_for(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create))
    shop.on(f"GET {WIDGET}", late(4, shop.widgets.read))
    bolt = shop.widget()
    assert bolt.apply()["made_at"] == "then"
    assert shop.lines("POST") == [f"POST {WIDGETS}", f"POST {WIDGET}/renew"]
    assert bolt.plan().is_empty


def test_an_object_that_shows_late_in_a_list_is_waited_for(shop: Shop) -> None:
    nothing = answer({"parcels": []})
    shop.on("POST /parcels", unheard(shop.parcels.create))
    shop.on("GET /parcels", in_turn(*[nothing] * 5, shop.parcels.find))
    gift = shop.parcel()
    assert gift.apply()["id"] == "1"
    assert (shop.lines("POST"), list(shop.parcels.objects)) == (["POST /parcels"], ["1"])
    assert gift.plan().is_empty


def test_a_server_in_trouble_is_asked_on_for_an_object_whose_answer_was_lost(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create))
    shop.on(f"GET {WIDGET}", late(2, shop.widgets.read, before=IN_TROUBLE))
    assert shop.widget().apply()["made_at"] == "then"


def test_an_object_that_does_not_show_was_not_made(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", DROP)
    bolt = shop.widget()
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        LOST.format("widget north/bolt"),
        CLOSED.format(shop.url) + "\nIt was looked for afterwards, and is not there.",
    )
    assert (bolt.state, shop.lines("POST")) == (None, [f"POST {WIDGETS}"])
    assert len(shop.lines("GET")) > 5


def test_an_object_whose_answer_nobody_foresaw_and_that_does_not_show_was_not_made(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(remote, "document_of", stumble)
    shop.on(f"POST {WIDGETS}", answer(status=202))
    bolt = shop.widget()
    told = refusal(bolt.apply)
    assert told.summary == "what came cannot be understood, when it was tried to create toys widget north/bolt"
    assert told.detail.endswith(
        "\nPlease report these lines. TF_LOG_PROVIDER=DEBUG logs the way there.\n"
        "It was looked for afterwards, and is not there."
    )
    assert (bolt.state, shop.lines("POST")) == (None, [f"POST {WIDGETS}"])


def test_a_server_that_cannot_do_it_is_asked_once_whether_the_object_is_there(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", answer({"message": "not yet"}, 501))
    bolt = shop.widget()
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "the toy shop could not create toys widget north/bolt: not yet (501)",
        f"POST {WIDGETS} was answered with 501.\nIt was looked for afterwards, and is not there.",
    )
    assert (bolt.state, shop.lines()) == (None, [f"GET {WIDGET}", f"POST {WIDGETS}", f"GET {WIDGET}"])


def test_an_object_of_which_nobody_can_tell_is_kept_as_tainted_and_replaced(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create))
    shop.on(f"GET {WIDGET}", in_turn(NOT_THERE, FORBIDDEN))
    bolt = shop.widget(protected=True, secret_config={"password": "hunter22"})
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        LOST.format("widget north/bolt"),
        CLOSED.format(shop.url) + NOBODY_KNOWS.format("toys widget north/bolt"),
    )
    assert (bolt.is_tainted, bolt["tier"], bolt["protected"], bolt["token"]) == (True, "silver", False, None)
    shop.on(f"GET {WIDGET}", shop.widgets.read)
    shop.on(f"POST {WIDGETS}", shop.widgets.create)
    shop.forget()
    assert bolt.apply()["protected"] is True
    assert shop.lines("POST", "DELETE") == [f"DELETE {WIDGET}", f"POST {WIDGETS}"]
    assert bolt.plan().is_empty


def test_an_object_of_which_a_server_in_trouble_cannot_tell_is_kept_as_tainted(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create))
    shop.on(f"GET {WIDGET}", in_turn(NOT_THERE, IN_TROUBLE))
    bolt = shop.widget()
    assert refusal(bolt.apply).detail == CLOSED.format(shop.url) + NOBODY_KNOWS.format("toys widget north/bolt")
    assert bolt.is_tainted


def test_ctrl_c_while_an_object_is_looked_for_keeps_it_as_tainted(shop: Shop) -> None:
    def interrupted(_: Request) -> Reply:
        shop.core.stop()
        return NOT_THERE

    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create))
    shop.on(f"GET {WIDGET}", in_turn(NOT_THERE, interrupted))
    bolt = shop.widget()
    assert refusal(bolt.apply).detail == CLOSED.format(shop.url) + NOBODY_KNOWS.format("toys widget north/bolt")
    assert (bolt.is_tainted, len(shop.lines("GET"))) == (True, 2)


def test_an_object_without_an_id_of_which_nobody_can_tell_is_not_stored(shop: Shop) -> None:
    shop.on("POST /parcels", unheard(shop.parcels.create))
    shop.on("GET /parcels", in_turn(answer({"parcels": []}), FORBIDDEN))
    gift = shop.parcel()
    assert refusal(gift.apply) == Diagnostic("error", LOST.format("parcel gift"), CLOSED.format(shop.url) + PERHAPS)
    assert gift.state is None


def test_an_object_that_cannot_be_looked_up_may_have_been_made(desk: Desk) -> None:
    desk.on("POST /things", unheard(desk.things.create))
    ada = desk.thing({"name": "Ada"})
    assert refusal(ada.apply) == Diagnostic(
        "error",
        "REST API cannot be reached to create rest object default/things: the connection ended before the answer came",
        CLOSED.format(desk.url) + PERHAPS,
    )
    assert (ada.state, desk.lines()) == (None, ["POST /things"])


def test_an_object_is_found_also_when_the_time_for_its_create_is_up(shop: Shop) -> None:
    gave_up = threading.Event()

    def create(request: Request) -> Reply:
        made = shop.robots.create(request)
        gave_up.wait(5)
        return made

    def read(request: Request) -> Reply:
        if shop.robots.objects:
            gave_up.set()
        return shop.robots.read(request)

    shop.on("POST /robots", create)
    shop.on("GET /robots/*", read)
    assert shop.robot(timeouts={"create": "400ms"}, wait_for_running=False).apply()["state"] == "RUNNING"
    assert gave_up.is_set()
    assert shop.lines("POST")[-1] == "POST /robots"


def test_a_key_that_was_lost_twice_leaves_a_tainted_object(shop: Shop) -> None:
    shop.on(f"POST {WIDGETS}", unheard(shop.widgets.create))
    shop.on(f"POST {WIDGET}/renew", FORBIDDEN)
    bolt = shop.widget(protected=True)
    assert refusal(bolt.apply).summary == (
        "the toy shop refused to recover token of toys widget north/bolt: go away (403)"
    )
    assert (bolt.is_tainted, bolt["token"], bolt["protected"]) == (True, None, False)


@pytest.mark.parametrize("again", [answer({"message": "it exists"}, 409), answer({"message": "slow down"}, 429)])
def test_an_object_that_was_made_by_the_first_of_two_attempts_is_found(
    make_core: MakeCore, shop: Shop, again: Reply
) -> None:
    made: list[str] = []

    def create(request: Request) -> Reply:
        made.append(request.name)
        return DROP

    shop.on("PUT /kiosks/*", in_turn(create, again))
    shop.on("GET /kiosks/*", lambda request: answer({"name": request.name}) if made else NOT_THERE)
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "1"})
    kiosk = Life(core, "sluice_toys_kiosk", name="corner")
    kiosk.apply()
    assert shop.lines("PUT") == ["PUT /kiosks/corner"] * 2
    assert kiosk.plan().is_empty


def test_an_answer_without_the_object_may_tell_its_id(make_core: MakeCore, shop: Shop) -> None:
    shop.on("POST /stalls", answer({"id": 7}, 201))
    shop.on("GET /stalls/7", answer({"stall": {"id": 7, "name": "corner"}}))
    stall = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_stall", name="corner")
    stall.apply()
    assert (stall["id"], shop.lines(), stall.plan().is_empty) == ("7", ["POST /stalls", "GET /stalls/7"], True)


# A server that is busy


def test_a_create_that_a_busy_server_refuses_is_sent_again(shop: Shop) -> None:
    shop.on("POST /robots", in_turn(BUSY, BUSY, shop.robots.create))
    assert shop.robot().apply()["state"] == "RUNNING"
    assert shop.lines("POST").count("POST /robots") == 3


def test_a_server_that_stays_busy_is_quoted(shop: Shop) -> None:
    shop.on("POST /robots", BUSY)
    robbie = shop.robot(timeouts={"create": "3s"})
    assert refusal(robbie.apply) == Diagnostic(
        "error",
        "the toy shop refused to create toys robot robbie: it is being painted (409)",
        "POST /robots was answered with 409.\nIt was tried again until time was up; `timeouts` can allow more.",
    )
    assert robbie.state is None


def test_a_failure_by_which_a_busy_server_may_have_made_the_object_is_looked_into_before_the_next_attempt(
    shop: Shop,
) -> None:
    busy = answer({"message": "it is being painted"}, 500)
    shop.on("POST /robots", in_turn(busy, shop.robots.create))
    assert shop.robot().apply()["state"] == "RUNNING"
    looks = [line for line in shop.lines() if line in ("POST /robots", "GET /robots/robbie")]
    assert looks[:4] == ["GET /robots/robbie", "POST /robots", "GET /robots/robbie", "POST /robots"]


PASSED_ON = answer({"message": "the foreman left with the order"}, 500)


def test_what_a_server_lost_is_looked_for_until_it_would_show_and_then_sent_again(shop: Shop) -> None:
    shop.on("POST /robots", in_turn(PASSED_ON, shop.robots.create))
    assert shop.robot().apply()["state"] == "RUNNING"
    looks = [line for line in shop.lines() if line in ("POST /robots", "GET /robots/robbie")]
    assert looks[:3] == ["GET /robots/robbie", "POST /robots", "GET /robots/robbie"]
    assert len(looks[: looks.index("POST /robots", 2)]) > 4
    assert shop.lines("POST").count("POST /robots") == 2


def test_what_a_server_lost_but_somebody_made_is_not_made_twice(shop: Shop) -> None:
    def made(request: Request) -> Reply:
        shop.robots.create(request)
        return PASSED_ON

    shop.on("POST /robots", made)
    assert shop.robot().apply()["state"] == "RUNNING"
    assert shop.lines("POST").count("POST /robots") == 1


def test_a_change_that_a_server_lost_is_sent_again(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    shop.on("PUT /robots/*/config", in_turn(PASSED_ON, shop.robots.configure))
    robbie.apply(config={"color": "blue"})
    assert len(shop.lines("PUT")) == 2


def test_a_delete_that_a_server_lost_is_sent_again(shop: Shop) -> None:
    robbie = shop.robot()
    robbie.apply()
    shop.on("DELETE /robots/*", in_turn(PASSED_ON, answer(status=204)))
    robbie.destroy()
    assert shop.lines("DELETE") == ["DELETE /robots/robbie"] * 2


def test_ctrl_c_ends_the_attempts_at_a_busy_server(shop: Shop) -> None:
    def refused(_: Request) -> Reply:
        shop.core.stop()
        return BUSY

    shop.on("POST /robots", refused)
    robbie = shop.robot()
    assert refusal(robbie.apply) == Diagnostic(
        "error",
        "stopped before the server could create toys robot robbie",
        "It was busy: the toy shop refused to create toys robot robbie: it is being painted (409)",
    )
    assert (robbie.state, shop.lines("POST").count("POST /robots")) == (None, 1)
