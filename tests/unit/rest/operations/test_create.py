"""Making an object: once, with all that belongs to it, and never in the place of somebody else's."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec.types import UNKNOWN
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.shop import FAILED, MODEL, STARTING, Shop
from tests.unit.rest.toys import DECLARED


def test_an_object_is_looked_for_made_and_read(shop: Shop) -> None:
    bolt = shop.widget(labels={"team": "a"}, config={"size": "3"}, secret_config={"password": "hunter22"})
    assert bolt.apply() == {
        "shop": "north",
        "name": "bolt",
        "tier": "silver",
        "title": "bolt",
        "rules": None,
        "labels": {"team": "a"},
        "config": {"size": "3"},
        "secret_config": None,
        "secret_env": None,
        "secret_revision": 1,
        "rotation": None,
        "protected": False,
        "on_exists": "fail",
        "id": "north/bolt",
        "made_at": "then",
        "token": "t0ken-1",
        "load": 0,
    }
    assert shop.lines() == [
        "GET /shops/north/widgets/bolt",
        "POST /shops/north/widgets",
        "GET /shops/north/widgets/bolt",
    ]
    assert shop.bodies("POST") == [
        {
            "name": "bolt",
            "tier": "silver",
            "title": "bolt",
            "labels": {"team": "a"},
            "config": {"size": "3", "password": "hunter22", "name": "bolt"},
        }
    ]
    assert bolt.plan().is_empty


def test_what_only_the_server_can_tell_is_unknown_until_then(shop: Shop) -> None:
    planned = shop.widget().plan()
    unknown = {name for name, value in planned.after.items() if value is UNKNOWN}
    assert (planned.action, unknown) == ("create", {"made_at", "token", "load"})
    planned.apply()


def test_an_id_that_the_server_gives_is_learnt_from_its_answer(shop: Shop) -> None:
    gift = shop.parcel(tags={"b", "a"})
    assert gift.apply()["id"] == "1"
    assert shop.lines() == ["GET /parcels?name=gift", "POST /parcels", "GET /parcels/1"]
    assert gift.plan().is_empty


def test_an_id_that_the_answer_does_not_tell_is_found_by_search(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        shop.parcels.create(request)
        return answer(status=202)

    shop.on("POST /parcels", create)
    assert shop.parcel().apply()["id"] == "1"
    assert shop.lines()[1:] == ["POST /parcels", "GET /parcels?name=gift", "GET /parcels/1"]


def test_an_object_whose_id_nothing_tells_is_said_to_be_there(shop: Shop) -> None:
    shop.on("POST /parcels", answer(status=202))
    gift = shop.parcel()
    assert refusal(gift.apply) == Diagnostic(
        "error",
        "toys parcel gift is there, but nothing tells its id",
        "It was expected at `id` of the answer. Correct where its id is looked for, if it lies elsewhere.\n"
        "toys parcel gift is not in the state: look for it in the API, and import or delete it.",
    )
    assert gift.state is None


def test_one_of_several_objects_of_a_name_is_not_guessed(shop: Shop) -> None:
    shop.parcels.objects |= {
        "7": {"id": 7, "name": "gift"},
        "8": {"id": 8, "name": "gift"},
        "9": {"id": 9, "name": "gifts"},
    }
    assert refusal(shop.parcel().apply) == Diagnostic(
        "error",
        "toys parcel gift is ambiguous: 2 objects have name gift",
        "Nobody can tell which of them is meant, so nothing is done. Rename or remove the others.",
    )
    assert shop.lines("POST") == []


# What follows a create


def test_something_that_runs_is_waited_for(shop: Shop) -> None:
    shop.robots.sights = [{}, STARTING, STARTING]
    robbie = shop.robot()
    assert robbie.apply()["tasks"] == [{"id": "0", "state": "RUNNING", "trace": None}]
    assert shop.lines("GET").count("GET /robots/robbie") == 4
    assert robbie.plan().is_empty


def test_something_that_runs_is_not_waited_for_when_its_configuration_says_so(shop: Shop) -> None:
    shop.robots.sights = [{}, STARTING]
    assert shop.robot(wait_for_running=False).apply()["state"] == "UNASSIGNED"


def test_something_that_fails_is_stored_as_tainted_and_made_anew(shop: Shop) -> None:
    shop.robots.sights = [{}, FAILED, FAILED]
    robbie = shop.robot(secret_config={"password": "hunter22"})
    assert refusal(robbie.apply) == Diagnostic(
        "error",
        "toys robot robbie failed: task 0 is FAILED",
        "Rust\n\tat Arm.java\n\nMend what the trace names and apply again; `wait_for_running = false` applies without "
        "waiting.",
    )
    assert (robbie.is_tainted, robbie["config"], robbie["secret_revision"]) == (True, MODEL, 1)
    assert robbie.plan().action == "replace"
    shop.forget()
    robbie.apply()
    assert shop.lines("POST", "DELETE") == [
        "POST /check/toys.Walker",
        "DELETE /robots/robbie",
        "POST /check/toys.Walker",
        "POST /robots",
    ]
    assert not robbie.is_tainted
    assert robbie.plan().is_empty


def test_what_is_known_of_the_secrets_of_something_that_fails_is_kept(shop: Shop) -> None:
    shop.robots.sights = [{}, FAILED, FAILED]
    robbie = shop.robot(secret_config={"password": "hunter22"})
    refusal(robbie.apply)
    robbie.is_tainted = False  # terraform untaint
    shop.forget()
    robbie.apply()
    assert (robbie["secret_revision"], shop.lines("PUT")) == (1, [])
    assert robbie.plan().is_empty


def test_an_object_that_failed_is_not_kept_from_being_made_anew(shop: Shop) -> None:
    shop.on("GET /shops/north/widgets/*", in_turn(NOT_THERE, answer({"message": "go away"}, 403)))
    bolt = shop.widget(protected=True)
    assert refusal(bolt.apply).summary == "the toy shop refused to read toys widget north/bolt: go away (403)"
    assert (bolt.is_tainted, bolt["protected"], bolt["token"]) == (True, False, "t0ken-1")
    shop.on("GET /shops/north/widgets/*", shop.widgets.read)
    assert bolt.apply()["protected"] is True


def test_ctrl_c_during_the_wait_keeps_the_object_as_it_was_made(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        shop.core.stop()
        return shop.robots.create(request)

    shop.robots.sights = [STARTING, STARTING]
    shop.on("POST /robots", create)
    robbie = shop.robot(secret_config={"password": "hunter22"})
    robbie.apply()
    assert robbie.warnings == [
        Diagnostic(
            "warning",
            "stopped waiting: toys robot robbie is not running yet",
            "The wait was interrupted.",
        )
    ]
    assert (robbie.is_tainted, robbie["secret_revision"]) == (False, 1)
    assert robbie.plan().is_empty


def test_ctrl_c_while_a_lost_key_is_made_anew_leaves_a_doubt_about_it(make_core: MakeCore, shop: Shop) -> None:
    shop.core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url})

    def create(request: Request) -> Reply:
        shop.widgets.create(request)
        return answer({"made_at": "then"}, 201)

    def interrupted(_: Request) -> Reply:
        shop.core.stop()
        return answer({"message": "slow down"}, 429)

    shop.on("POST /shops/north/widgets", create)
    shop.on("POST /shops/north/widgets/*/renew", interrupted)
    bolt = shop.widget()
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "stopped while waiting for the server",
        "Ctrl-C ended the wait; nothing more was sent.\nNobody knows the one that works now. The object is kept as "
        "tainted, so that the next apply makes it anew.",
    )
    assert (bolt.is_tainted, bolt["token"]) == (True, None)


def test_a_wait_has_the_time_that_is_left_of_the_create(shop: Shop) -> None:
    shop.robots.sights = [STARTING] * 99
    robbie = shop.robot(timeouts={"create": "400ms"})
    assert refusal(robbie.apply) == Diagnostic(
        "error",
        "toys robot robbie was not running in time",
        "Look into its eyes, or allow more time in `timeouts`.\n\nThe last look saw: UNASSIGNED",
    )
    assert robbie.is_tainted


# The state in which it begins


@pytest.mark.parametrize(("desired", "word"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_something_is_made_in_the_state_it_should_be_in(shop: Shop, desired: str, word: str) -> None:
    robbie = shop.robot(desired_state=desired)
    assert robbie.apply()["state"] == word
    assert shop.bodies("POST")[-1] == {"name": "robbie", "config": {**MODEL, "name": "robbie"}, "begins": word}
    assert shop.lines("PUT") == [f"PUT /robots/robbie/{'pause' if desired == 'paused' else 'stop'}"]
    assert robbie.plan().is_empty


def test_something_that_runs_by_itself_is_not_told_to(shop: Shop) -> None:
    shop.robot().apply()
    assert shop.bodies("POST")[-1] == {"name": "robbie", "config": {**MODEL, "name": "robbie"}}
    assert shop.lines("PUT") == []


def test_a_server_that_is_too_old_to_make_it_so_is_told_afterwards(shop: Shop) -> None:
    shop.on("GET /version", answer({"version": "1.9"}))
    assert shop.robot(desired_state="paused").apply()["state"] == "PAUSED"
    assert "begins" not in shop.bodies("POST")[-1]
    assert shop.lines("PUT") == ["PUT /robots/robbie/pause"]


def test_a_call_that_a_new_object_needs_is_made_in_the_state_that_it_takes(shop: Shop) -> None:
    robbie = shop.robot(place='{"x": 1}')
    assert robbie.apply()["state"] == "RUNNING"
    assert shop.bodies("POST")[-1]["begins"] == "STOPPED"
    assert shop.lines("PUT") == ["PUT /robots/robbie/stop", "PUT /robots/robbie/place", "PUT /robots/robbie/resume"]
    assert shop.robots.objects["robbie"]["place"] == {"x": 1}
    assert robbie.plan().is_empty


def test_something_is_let_go_again_when_the_call_within_fails(shop: Shop) -> None:
    shop.on("PUT /robots/*/place", answer({"message": "no such place"}, 400))
    robbie = shop.robot(place='{"x": 1}')
    assert refusal(robbie.apply).summary == "the toy shop refused to move of toys robot robbie: no such place (400)"
    assert shop.lines("PUT") == ["PUT /robots/robbie/stop", "PUT /robots/robbie/place", "PUT /robots/robbie/resume"]
    assert robbie.is_tainted
