"""What the journal has of an object whose name the server spells in its own way is found again, and ends."""

from __future__ import annotations

from tests.scripted import NOT_THERE, Handler, Reply, Request, answer
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import Runs, crash_unheard, on
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop

WIDGETS = "/shops/north/widgets"


def small_robots(shop: Shop) -> tuple[Handler, Handler]:
    """The shop spells the names of robots in small letters; how it makes and shows one."""

    def create(request: Request) -> Reply:
        name = request.json["name"].lower()
        shop.robots.objects[name] = {"name": name, "config": request.json["config"], "state": "RUNNING"}
        shop.robots.objects[name]["tasks"] = [{"id": 0, "state": "RUNNING"}]
        return answer(shop.robots.shown(name), 201)

    def read(request: Request) -> Reply:
        name = request.name.lower()
        return answer(shop.robots.shown(name)) if name in shop.robots.objects else NOT_THERE

    shop.on("POST /robots", create)
    shop.on("GET /robots/*", read)
    return create, read


def test_what_is_noted_of_an_object_ends_whatever_the_server_calls_it(shop: Shop, runs: Runs) -> None:
    small_robots(shop)
    robbie = on(runs, shop.robot(name="Robbie"))
    robbie.apply()
    runs.next(robbie)
    assert robbie.plan().is_empty
    assert runs.left() == []
    robbie.apply(config=MODEL | {"legs": "4"})
    robbie.forget()
    again = refusal(robbie.apply, config=MODEL)
    assert again.summary == "toys robot Robbie exists already"


def test_what_was_taken_over_is_not_deleted_by_another_name_of_it(shop: Shop, runs: Runs) -> None:
    small_robots(shop)
    former = on(runs, shop.robot(name="Robbie"))
    former.apply()
    runs.next(former)
    now = on(runs, shop.robot(name="Robbie"))
    with runs.core.walk():
        now.apply()
        assert refusal(former.destroy).summary.endswith("is managed at another address now, so it is not deleted")


def test_what_is_taken_over_is_changed_by_the_name_that_the_server_gave_it(shop: Shop, runs: Runs) -> None:
    small_robots(shop)
    robbie = on(runs, shop.robot(name="Robbie"))
    robbie.apply()
    runs.crash(robbie)
    assert robbie.apply(config=MODEL | {"legs": "4"})["name"] == "Robbie"
    assert (shop.robots.objects["robbie"]["config"]["legs"], shop.lines("PUT")) == ("4", ["PUT /robots/robbie/config"])


def test_an_object_whose_answer_never_came_is_known_by_the_name_that_the_server_gave_it(shop: Shop, runs: Runs) -> None:
    create, read = small_robots(shop)
    robbie = on(runs, shop.robot(name="Robbie"))
    crash_unheard(runs, shop, robbie, "POST /robots", create, "GET /robots/*", read)
    made = shop.robots.objects["robbie"]["config"]
    shop.robots.objects["robbie"]["config"] = made | {"legs": "4"}
    assert 'id = "robbie"' in refusal(robbie.apply).detail
    shop.robots.objects["robbie"]["config"] = made
    runs.next(robbie)
    assert robbie.apply()["name"] == "Robbie"
    assert [line for line in shop.lines("POST", "PUT") if "/check/" not in line] == []
    runs.next(robbie)
    assert robbie.plan().is_empty
    assert runs.left() == []


def small_widgets(shop: Shop) -> None:
    """The shop spells the names of widgets in small letters."""
    widgets = shop.widgets

    def create(request: Request) -> Reply:
        name = request.json["name"].lower()
        widgets.objects[name] = {"made_at": "then", "status": {"load": 0}, **request.json, "name": name}
        return answer(widgets.objects[name] | widgets.renewed(), 201)

    def read(request: Request) -> Reply:
        name = request.name.lower()
        return answer(widgets.objects[name]) if name in widgets.objects else NOT_THERE

    shop.on(f"POST {WIDGETS}", create)
    shop.on(f"GET {WIDGETS}/*", read)


def noted_by_the_servers_name(shop: Shop, runs: Runs) -> Life:
    """A widget whose token was renewed by an older version, of which no state was stored."""
    small_widgets(shop)
    small = on(runs, shop.widget())
    small.apply()
    [twin] = runs.left()
    small.destroy()
    runs.next(on(runs, small))
    bolt = on(runs, shop.widget(name="Bolt", rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    before = bolt.state
    bolt.apply(rotation="2")
    bolt.state = before
    [entry] = [entry for entry in runs.left() if entry["doing"] == "renew"]
    assert entry["key"] != twin["key"]
    runs.journal.forget([left["id"] for left in runs.left()])
    runs.journal.keep({**entry, "key": twin["key"]})
    runs.next(bolt)
    shop.forget()
    return bolt


def test_a_key_that_an_older_version_noted_by_the_servers_name_is_used(shop: Shop, runs: Runs) -> None:
    bolt = noted_by_the_servers_name(shop, runs)
    [entry] = runs.left()
    assert bolt.apply()["token"] == entry["secrets"]["token"]
    assert shop.lines("POST") == []
    runs.next(bolt)
    assert bolt.plan().is_empty
    assert runs.left() == []


def test_what_an_older_version_noted_by_the_servers_name_ends_with_its_object(shop: Shop, runs: Runs) -> None:
    bolt = noted_by_the_servers_name(shop, runs)
    bolt.destroy(refresh=False)
    assert (runs.left(), shop.widgets.objects) == ([], {})


def test_an_object_that_is_imported_by_the_servers_name_gets_the_key_that_only_the_journal_knows(
    shop: Shop, runs: Runs
) -> None:
    small_widgets(shop)
    bolt = on(runs, shop.widget(name="Bolt"))
    token = bolt.apply()["token"]
    [entry] = runs.left()
    runs.crash(bolt)
    assert (bolt.import_object(entry["import_id"])["name"], bolt["token"]) == ("bolt", token)
    runs.next(bolt)
    bolt.refresh()
    assert runs.left() == []


def test_what_was_taken_over_is_not_deleted_by_a_state_that_does_not_know_the_servers_name(
    shop: Shop, runs: Runs
) -> None:
    small_robots(shop)
    former = on(runs, shop.robot(name="Robbie"))
    former.apply()
    former.private = b""
    runs.next(former)
    now = on(runs, shop.robot(name="Robbie"))
    with runs.core.walk():
        now.apply()
        assert refusal(former.destroy).summary.endswith("is managed at another address now, so it is not deleted")
