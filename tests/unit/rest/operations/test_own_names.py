"""An object whose name its server spells in its own way is found, changed and deleted by that."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_own_forms import OWN, summaries
from tests.unit.rest.shop import MODEL, Shop


def test_an_object_whose_name_the_server_spells_in_its_own_way_is_found_by_that(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        name = request.json["name"].lower()
        if name in shop.robots.objects:
            return answer({"message": "it exists"}, 409)
        shop.robots.objects[name] = {"name": name, "config": request.json["config"], "state": "RUNNING"}
        shop.robots.objects[name]["tasks"] = [{"id": 0, "state": "RUNNING"}]
        return answer(shop.robots.shown(name), 201)

    shop.on("POST /robots", create)
    robbie = shop.robot(name="Robbie")
    robbie.apply()
    assert summaries(robbie) == [f"toys robot Robbie shows name {OWN}"]
    assert (robbie["name"], set(shop.robots.objects)) == ("Robbie", {"robbie"})
    assert robbie.plan().is_empty
    robbie.apply(config=MODEL | {"legs": "4"})
    assert shop.robots.objects["robbie"]["config"]["legs"] == "4"
    assert robbie.plan().is_empty
    robbie.destroy()
    assert (robbie.state, shop.robots.objects) == (None, {})


def test_an_object_is_taken_over_by_the_name_that_the_server_gives_it(shop: Shop) -> None:
    def read(request: Request) -> Reply:
        return answer(shop.robots.shown(request.name.lower()))

    shop.robots.objects["robbie"] = {"name": "robbie", "config": MODEL, "state": "RUNNING", "tasks": [{"id": 0}]}
    shop.on("GET /robots/*", read)
    robbie = shop.robot(name="Robbie", config=MODEL | {"legs": "4"}, on_exists="adopt", wait_for_running=False)
    robbie.apply()
    assert (robbie["name"], shop.lines("PUT", "POST")[-1]) == ("Robbie", "PUT /robots/robbie/config")
    assert robbie.plan().is_empty


def test_an_object_that_is_searched_by_a_name_in_the_servers_spelling_is_found_by_its_id(desk: Desk) -> None:
    def create(request: Request) -> Reply:
        desk.things.objects["1"] = {"id": 1, "name": request.json["name"].lower()}
        return answer(desk.things.only, 201)

    desk.on("POST /things", create)
    desk.on("GET /things", lambda _: answer(list(desk.things.objects.values())))
    ada = desk.thing({"name": "Ada"}, search={"key": "name", "value": "Ada"})
    ada.apply()
    assert ada.plan().is_empty
    del desk.things.objects["1"]
    assert ada.plan().action == "create"


def test_an_object_that_is_in_the_way_under_the_servers_spelling_is_named_and_taken_over(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        taken = [item for item in shop.parcels.objects.values() if item["name"] == request.json["name"].lower()]
        return answer({"message": "it exists"}, 409) if taken else shop.parcels.create(request)

    def replace(request: Request) -> Reply:
        shop.parcels.objects["7"] = {"id": 7, **request.json, "name": request.json["name"].lower()}
        return shop.parcels.read(request)

    shop.parcels.objects["7"] = {"id": 7, "name": "gift"}
    shop.on("POST /parcels", create)
    shop.on("PUT /parcels/*", replace)
    shop.on("GET /parcels", lambda _: answer({"parcels": list(shop.parcels.objects.values())}))
    gift = shop.parcel(name="Gift")
    with pytest.raises(Exception, match=r"(?s)exists already.*id = \"7\""):
        gift.apply()
    gift.apply(on_exists="adopt")
    assert (gift["id"], gift["name"]) == ("7", "Gift")
    assert gift.plan().is_empty


def test_a_create_whose_answer_is_lost_does_not_pass_over_what_may_be_its_work(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        shop.parcels.create(request)
        shop.parcels.objects["1"]["name"] = "gift"
        return Reply(500, "", {})

    shop.on("POST /parcels", create)
    shop.on("GET /parcels", lambda _: answer({"parcels": list(shop.parcels.objects.values())}))
    gift = shop.parcel(name="Gift")
    assert refusal(gift.apply) == Diagnostic(
        "error",
        "Toys could not create toys parcel Gift: Internal Server Error (500)",
        "POST /parcels was answered with 500.\n"
        "The server has gift, which may be what was made: look for it in the API, and import or delete it.\n"
        "It may have been made all the same: look for it in the API, and import or delete it.",
    )
    assert gift.state is None


def test_a_name_that_is_another_one_is_not_taken_for_a_spelling(shop: Shop) -> None:
    shop.on("GET /robots/robbie", NOT_THERE)

    def create(request: Request) -> Reply:
        shop.robots.create(request)
        return answer(shop.robots.shown("robbie") | {"name": "projects/x/robbie"}, 201)

    shop.on("POST /robots", create)
    shop.on("GET /robots/robbie", shop.robots.read)
    robbie = shop.robot()
    robbie.apply()
    assert robbie.warnings == []
    assert robbie.plan().is_empty


@pytest.mark.parametrize("type_name", ["sluice_lenses_connector", "sluice_kafka_connect_connector"])
@pytest.mark.parametrize("name", [" sink", "sink ", "sink\n", "."])
def test_a_name_that_a_worker_would_trim_is_refused(vendors: Core, type_name: str, name: str) -> None:
    where = {"environment": "prod", "cluster": "connect"} if "lenses" in type_name else {}
    life = Life(vendors, type_name, name=name, config={"connector.class": "X"}, **where)
    assert "white space at its ends" in refusal(life.validate).summary
