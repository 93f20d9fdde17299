"""Making an object: once, with all that belongs to it, and never in the place of somebody else's."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.object import remote
from provider_lib.spec.types import UNKNOWN
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import EXISTS, FAILED, MODEL, STARTING, Shop
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


# What exists already


def exists(thing: str, type_name: str, construct: str, import_id: str, *, may_adopt: bool = True) -> Diagnostic:
    adopt = '\nOr set `on_exists = "adopt"` to take it over as it is declared here.' if may_adopt else ""
    return Diagnostic(
        "error",
        f"{thing} exists already",
        "It was not made by this stack. To manage it here, import it:\n\n"
        f'  import {{\n    to = {type_name}.NAME\n    id = "{import_id}"\n  }}\n\n'
        f'or in Python: {construct}(...).import_from("{import_id}").{adopt}',
    )


def test_an_object_that_exists_is_not_touched(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold"}
    bolt = shop.widget()
    assert refusal(bolt.apply) == exists("toys widget north/bolt", "sluice_toys_widget", "Widget", "north/bolt")
    assert (bolt.state, shop.lines("POST", "PATCH", "DELETE")) == (None, [])


def test_an_object_is_named_by_the_id_that_its_import_needs(shop: Shop) -> None:
    shop.parcels.objects["7"] = {"id": 7, "name": "gift"}
    assert refusal(shop.parcel().apply) == exists("toys parcel gift", "sluice_toys_parcel", "Parcel", "7")


def test_an_import_id_with_a_slash_in_a_part_is_encoded(shop: Shop) -> None:
    shop.rooms.objects["a/b c"] = {"id": "r1", "name": "a/b c", "colour": "red"}
    nook = shop.room()
    assert refusal(nook.apply, name="a/b c") == exists(
        "toys room old/a/b c", "sluice_toys_room", "Room", "old/a%2Fb c", may_adopt=False
    )


@pytest.mark.parametrize("status", [400, 409, 422])
def test_an_object_that_appears_in_the_same_moment_is_recognised(shop: Shop, status: int) -> None:
    def create(_: Request) -> Reply:
        shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold"}
        return answer({"message": "taken"}, status)

    shop.on("POST /shops/north/widgets", create)
    found = refusal(shop.widget().apply)
    assert found == exists("toys widget north/bolt", "sluice_toys_widget", "Widget", "north/bolt")


@pytest.mark.parametrize(("status", "looks"), [(400, 2), (409, 2), (422, 2), (403, 1), (402, 1), (404, 1)])
def test_a_refusal_is_told_as_it_is_when_nothing_exists(shop: Shop, status: int, looks: int) -> None:
    shop.on("POST /shops/north/widgets", answer({"message": "not like this"}, status))
    bolt = shop.widget()
    verb = "could not" if status == 404 else "refused to"
    assert refusal(bolt.apply).summary == (
        f"the toy shop {verb} create toys widget north/bolt: not like this ({status})"
    )
    assert (bolt.state, shop.lines("GET")) == (None, ["GET /shops/north/widgets/bolt"] * looks)


def test_an_object_that_exists_is_taken_over_as_it_is_declared(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold", "title": "bolt", "labels": {"theirs": "x"}}
    bolt = shop.widget(on_exists="adopt", labels={"team": "a"}, secret_config={"password": "hunter22"})
    adopted = bolt.apply()
    assert (adopted["tier"], adopted["labels"], adopted["secret_revision"]) == ("silver", {"team": "a"}, 1)
    assert shop.lines("POST", "PATCH") == ["PATCH /shops/north/widgets/bolt"]
    assert shop.bodies("PATCH") == [
        {
            "tier": "silver",
            "labels": {"team": "a"},
            "config": {"name": "bolt", "password": "hunter22"},
        }
    ]
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "token of toys widget north/bolt cannot be read back",
            "The server shows it only when it is made, so `token` stays empty; whoever has it may keep using it. To "
            "have it here, set `rotation` to any value: a new one is made and the old one stops working.",
            ("token",),
        )
    ]
    assert bolt.plan().is_empty


def test_an_object_that_is_as_it_is_declared_is_taken_over_without_a_change(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt", "made_at": "then"}
    shop.widgets.objects["bolt"]["status"] = {"load": 7}
    bolt = shop.widget(on_exists="adopt")
    adopted = bolt.apply()
    assert (adopted["made_at"], adopted["load"], adopted["token"]) == ("then", 7, None)
    assert shop.lines() == ["GET /shops/north/widgets/bolt"]
    assert bolt.plan().is_empty


def test_an_object_that_is_taken_over_gets_the_calls_of_its_triggers(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt"}
    bolt = shop.widget(on_exists="adopt", rotation="1")
    assert bolt.apply()["token"] == "t0ken-1"
    assert shop.lines("POST", "PATCH") == ["POST /shops/north/widgets/bolt/renew"]
    assert bolt.plan().is_empty


def test_an_object_that_could_not_be_taken_over_is_never_deleted(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "bronze", "title": "bolt"}
    shop.on("PATCH /shops/north/widgets/*", answer({"message": "not now"}, 400))
    bolt = shop.widget(on_exists="adopt")
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "the toy shop refused to update toys widget north/bolt: not now (400)",
        "PATCH /shops/north/widgets/bolt was answered with 400.\n"
        "It was there before, so it is kept, and not in the state. Apply again to go on taking it over.",
    )
    assert (bolt.state, bolt.is_tainted) == (None, False)
    assert bolt.warnings == []
    shop.on("PATCH /shops/north/widgets/*", shop.widgets.change)
    assert bolt.apply()["tier"] == "silver"
    assert shop.lines("DELETE") == []


def test_an_object_is_taken_over_also_when_the_server_told_that_it_exists(shop: Shop) -> None:
    def create(_: Request) -> Reply:
        shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold", "title": "bolt"}
        return EXISTS

    shop.on("POST /shops/north/widgets", create)
    assert shop.widget(on_exists="adopt").apply()["tier"] == "silver"
    assert shop.lines("POST", "PATCH") == ["POST /shops/north/widgets", "PATCH /shops/north/widgets/bolt"]
    assert shop.bodies("PATCH") == [{"tier": "silver"}]


# What is on its way out

SEARCH = {"path": "/things", "key": "name", "value": "Ada"}


def going(**more: Any) -> dict[str, Any]:
    """How to see that an object is on its way out."""
    return {"delete": {"status": "body:phase", "pending": ["LEAVING"], "interval": "10ms", **more}}


def test_an_object_that_is_on_its_way_out_is_waited_for_and_made_again(desk: Desk) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", "phase": "leaving"}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going())
    desk.on("GET /things/77", in_turn(desk.things.read, lambda request: gone(desk, request)))
    assert ada.apply()["id"] == "1"
    assert desk.lines() == [
        "GET /things",
        "GET /things/77",
        "GET /things/77",
        "GET /things",
        "POST /things",
        "GET /things",
    ]


def gone(desk: Desk, request: Request) -> Reply:
    desk.things.delete(request)
    return NOT_THERE


@pytest.mark.parametrize("shown", [{"phase": "READY"}, {}])
def test_an_object_that_stays_is_in_the_way(desk: Desk, shown: dict[str, str]) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", **shown}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going())
    assert refusal(ada.apply).summary == "rest object default/things/77 exists already"
    assert desk.lines() == ["GET /things"]


def test_an_object_of_which_only_the_answer_to_its_delete_says_where_to_ask_is_in_the_way(desk: Desk) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", "phase": "LEAVING"}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going(path="body:href"))
    assert refusal(ada.apply).summary == "rest object default/things/77 exists already"
    assert desk.lines() == ["GET /things"]


def test_an_object_that_does_not_go_in_time_is_told(desk: Desk) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", "phase": "LEAVING"}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going(timeout="50ms"))
    assert refusal(ada.apply) == Diagnostic(
        "error",
        "the delete of rest object default/things/77 was not done in time",
        "Ask the API what became of it, or allow more time in `wait.delete.timeout`.\n\n"
        "The last look saw: phase is LEAVING",
    )
    assert (ada.state, desk.lines("POST")) == (None, [])


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


# What it lives behind, and what it waits for


def test_an_object_is_made_once_its_parent_is_ready(shop: Shop) -> None:
    shut, opened = answer({"open": False}), answer({"open": True})
    shop.on("GET /houses/*", in_turn(NOT_THERE, shut, shut, opened))
    attic = shop.room(wait_for_house="20s")
    assert attic.apply()["id"] == "r1"
    assert shop.lines()[:5] == ["GET /houses/old"] * 4 + ["GET /houses/old/rooms/attic"]


def test_a_parent_that_does_not_get_ready_says_what_to_do(shop: Shop) -> None:
    shop.rooms.houses["old"]["open"] = False
    attic = shop.room(wait_for_house="200ms")
    assert refusal(attic.apply) == Diagnostic(
        "error",
        "house old was not ready in time",
        "The door of house old is shut.\n\nThe last look saw: open is false",
    )
    assert (attic.state, shop.lines("POST")) == (None, [])


def test_an_object_behind_a_parent_that_is_not_ready_says_so(shop: Shop) -> None:
    shop.rooms.houses["old"]["open"] = False
    assert refusal(shop.room().apply) == Diagnostic(
        "error",
        "house old is not ready",
        "The door of house old is shut.\n\n"
        "The server's own words: the toy shop could not read toys room old/attic: nobody answers the door (503)\n"
        "GET /houses/old/rooms/attic was answered with 503.",
    )


def test_what_is_waited_for_in_vain_after_a_create_is_a_warning(shop: Shop) -> None:
    attic = shop.room(wait_for_light="200ms")
    attic.apply()
    assert attic.warnings == [
        Diagnostic(
            "warning",
            "lit of toys room old/attic was not true in time",
            "It was waited for 200ms, as `wait_for_light` says. toys room old/attic itself is in place and kept.\n\n"
            "The last look saw: lit is false",
        )
    ]
    assert not attic.is_tainted
    assert attic.plan().is_empty


def test_what_is_waited_for_after_a_create_shows_in_the_state(shop: Shop) -> None:
    def read(_: Request) -> Reply:
        if len(shop.lines("GET")) > 6:
            shop.rooms.objects["attic"]["lit"] = True
        return answer(shop.rooms.objects["attic"]) if shop.rooms.objects else NOT_THERE

    shop.on("GET /houses/*/rooms/*", read)
    attic = shop.room(wait_for_light="20s")
    assert attic.apply()["lit"] is True
    assert attic.warnings == []


def test_an_object_that_shows_a_little_late_is_waited_for(shop: Shop) -> None:
    shop.on("GET /shops/north/widgets/*", in_turn(NOT_THERE, NOT_THERE, NOT_THERE, shop.widgets.read))
    bolt = shop.widget()
    assert bolt.apply()["load"] == 0
    assert len(shop.lines("GET")) == 4


def test_an_object_that_never_shows_is_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SETTLES_WITHIN", 0.2)
    shop.on("GET /shops/north/widgets/*", NOT_THERE)
    bolt = shop.widget()
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "toys widget north/bolt, which was written, was not shown in time",
        "The server took the write but does not show the object there. Apply again in a while; if it has another id "
        "than the server said, look for it in the API, and import or delete it.\n\nThe last look saw: it is not there",
    )
    assert bolt.is_tainted


def test_what_runs_may_be_gone_for_a_moment_while_it_is_waited_for(shop: Shop) -> None:
    shop.on("GET /robots/*", in_turn(NOT_THERE, NOT_THERE, shop.robots.read))
    assert shop.robot().apply()["state"] == "RUNNING"


def test_a_place_that_is_not_there_is_told_with_those_there_are(vendors: Core) -> None:
    config = {"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector", "file": "/a", "topic": "t"}
    lines = Life(
        vendors,
        "sluice_lenses_connector",
        environment=UNKNOWN,
        cluster="cnnect",
        name="lines",
        config=config,
        wait_for_agent="10s",
    )
    planned = lines.plan()  # while the environment is not there yet
    Life(vendors, "sluice_lenses_environment", name="prod", tier="staging").apply()
    told = refusal(lambda: planned.apply(environment="prod"))
    assert told.summary == (
        "the Lenses agent could not create lenses connector prod/cnnect/lines: Connect cluster 'cnnect' was not found "
        "(404)"
    )
    assert told.detail.partition("\n\n")[2] == "Did you mean connect?\nThere are:\n  connect\n  main"
    assert told.path == ("cluster",)


def test_what_an_apply_adopts_it_does_not_delete_at_another_address(shop: Shop) -> None:
    former, now = shop.robot(), shop.robot(on_exists="adopt")
    former.apply()
    with shop.core.walk():
        now.apply()
        assert refusal(former.destroy) == Diagnostic(
            "error",
            "toys robot robbie is managed at another address now, so it is not deleted",
            "The same apply took it over there. Take it out of the state at this address (`state rm`); a `moved` block "
            "is how to rename without that.",
        )
    assert list(shop.robots.objects) == ["robbie"]


def test_what_an_apply_deletes_it_does_not_adopt_at_another_address(shop: Shop) -> None:
    former, now = shop.robot(), shop.robot(on_exists="adopt")
    former.apply()
    with shop.core.walk():
        shop.on("DELETE /robots/robbie", answer({"message": "go away"}, 403))
        refusal(former.destroy)
        assert refusal(now.apply) == Diagnostic(
            "error",
            "toys robot robbie is deleted by the same apply, so it is not taken over",
            "Apply again: once it is gone, it is made. A `moved` block is how to rename without that.",
        )
    now.apply()
    assert now["name"] == "robbie"
