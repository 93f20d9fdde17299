"""A create of a run that ended too soon is gone on with: nothing is made twice, and no key is lost."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.object.journal import Entry
from provider_lib.rest.operations import take_over
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import FORBIDDEN, Runs, crash_unheard, on
from tests.unit.rest.shop import Shop

WIDGETS, WIDGET = "/shops/north/widgets", "/shops/north/widgets/bolt"
WIDGET_CONFIG = {"type_name": "sluice_toys_widget", "shop": "north", "name": "bolt", "tier": "silver"}


def when(entry: Any) -> str:
    return datetime.fromtimestamp(entry["began"], UTC).strftime("%Y-%m-%d at %H:%M:%S UTC")


def taken_over(name: str, entry: Any) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{name} was taken over from a run that ended too soon",
        f"Its create was begun on {when(entry)}, and no state has it. It is there, and it is not made again.",
    )


# What was answered


def test_an_object_that_no_state_has_is_taken_over_with_its_key(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    made = bolt.apply()
    [entry] = runs.left()
    runs.crash(bolt)
    shop.forget()
    assert bolt.apply() == made
    assert bolt.warnings == [taken_over("toys widget north/bolt", entry)]
    assert shop.lines("POST", "PATCH", "DELETE") == []
    runs.next(bolt)
    assert bolt.plan().is_empty
    assert runs.left() == []


def test_what_is_noted_of_a_create_says_which_object_it_is_and_what_only_its_answer_has(shop: Shop, runs: Runs) -> None:
    on(runs, shop.widget()).apply()
    [entry] = runs.left()
    assert entry == {
        "format": 1,
        "id": entry["id"],
        "doing": "create",
        "type_name": "sluice_toys_widget",
        "server": shop.url,
        "name": "toys widget north/bolt",
        "key": entry["key"],
        "sent": entry["sent"],
        "began": entry["began"],
        "import_id": "north/bolt",
        "told": {"made_at": "then"},
        "secrets": {"token": "t0ken-1"},
        "recipients": {},
        "former": "",
        "is_complete": False,
    }


def test_what_only_the_server_names_is_taken_over_by_its_id(shop: Shop, runs: Runs) -> None:
    gift = on(runs, shop.parcel())
    gift.apply()
    runs.crash(gift)
    shop.parcels.objects["1"]["name"] = "renamed by somebody"
    gift.apply()
    assert (gift["id"], shop.lines("POST")) == ("1", ["POST /parcels"])


def test_what_is_declared_otherwise_by_now_is_taken_over_and_changed(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget(rotation="1"))
    token = bolt.apply()["token"]
    runs.crash(bolt)
    shop.forget()
    assert bolt.apply(tier="gold")["token"] == token
    assert (shop.lines("POST", "PATCH", "DELETE"), shop.bodies("PATCH")) == ([f"PATCH {WIDGET}"], [{"tier": "gold"}])
    runs.next(bolt)
    assert bolt.plan().is_empty
    assert runs.left() == []


def test_another_object_of_that_name_is_left_alone(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.crash(bolt)
    shop.widgets.objects["bolt"]["made_at"] = "later"
    found = refusal(bolt.apply)
    assert found.summary == "toys widget north/bolt exists already"
    assert found.detail.startswith("It was not made by this stack.")
    assert runs.left() == []


def test_when_something_was_begun_is_told_in_the_same_time_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry(type_name="sluice_toys_widget", server="", name="", key="", began=1_000_000_000)
    try:
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert take_over.when(entry) == "2001-09-09 at 01:46:40 UTC"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_gone_by_now_is_made_again(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.crash(bolt)
    runs.age()
    shop.widgets.objects.clear()
    shop.forget()
    assert bolt.apply()["token"] == "t0ken-2"
    assert shop.lines("GET", "POST") == [*[f"GET {WIDGET}"] * 2, f"POST {WIDGETS}", f"GET {WIDGET}"]
    runs.next(bolt)
    assert bolt.plan().is_empty
    assert runs.left() == []


def test_what_belongs_to_a_create_is_not_done_again(shop: Shop, runs: Runs) -> None:
    robbie = on(runs, shop.robot(place='{"x": 1}'))
    robbie.apply()
    runs.crash(robbie)
    shop.forget()
    robbie.apply()
    assert [line for line in shop.lines("PUT", "POST") if not line.startswith("POST /check")] == []


# What was not answered


def test_an_object_whose_answer_never_came_is_found_by_its_name(shop: Shop, runs: Runs) -> None:
    gift = on(runs, shop.parcel(note="fragile"))
    crash_unheard(runs, shop, gift, "POST /parcels", shop.parcels.create, "GET /parcels", shop.parcels.find)
    gift.apply()
    assert (gift["id"], shop.lines()) == ("1", ["GET /parcels?name=gift", "GET /parcels/1"])
    runs.next(gift)
    assert gift.plan().is_empty
    assert runs.left() == []


def test_an_object_that_shows_late_is_waited_for(shop: Shop, runs: Runs) -> None:
    gift = on(runs, shop.parcel())
    crash_unheard(runs, shop, gift, "POST /parcels", shop.parcels.create, "GET /parcels", shop.parcels.find)
    shop.on("GET /parcels", in_turn(*[answer({"parcels": []})] * 4, shop.parcels.find))
    gift.apply()
    assert (gift["id"], shop.lines("POST"), len(shop.parcels.objects)) == ("1", [], 1)


def test_a_key_that_nobody_knows_is_not_renewed_behind_its_user(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    read = shop.widgets.read
    crash_unheard(runs, shop, bolt, f"POST {WIDGETS}", shop.widgets.create, f"GET {WIDGET}", in_turn(NOT_THERE, read))
    shop.on(f"GET {WIDGET}", read)
    assert bolt.apply()["token"] is None
    assert [item.summary for item in bolt.warnings] == [
        "toys widget north/bolt was taken over from a run that ended too soon",
        "token of toys widget north/bolt cannot be read back",
    ]
    assert shop.lines("POST", "PATCH", "DELETE") == []


def test_what_may_be_somebody_elses_is_not_taken(shop: Shop, runs: Runs) -> None:
    gift = on(runs, shop.parcel(note="fragile"))
    crash_unheard(runs, shop, gift, "POST /parcels", shop.parcels.create, "GET /parcels", shop.parcels.find)
    [entry] = runs.left()
    shop.parcels.objects["1"]["note"] = "from somebody else"
    assert refusal(gift.apply) == Diagnostic(
        "error",
        "toys parcel gift exists already",
        f"A create of it was begun on {when(entry)}, and nobody knows what came of it; what is there now is not what "
        "is declared here, so somebody else may have made it. To manage it here, import it:\n\n"
        '  import {\n    to = sluice_toys_parcel.NAME\n    id = "1"\n  }\n\n'
        'or in Python: Parcel(...).import_from("1").\n'
        'Or set `on_exists = "adopt"` to take it over as it is declared here.',
    )
    runs.next(gift)
    assert gift.apply(on_exists="adopt")["id"] == "1"


# What ends an entry


def test_a_create_that_was_refused_leaves_nothing(shop: Shop, runs: Runs) -> None:
    shop.on(f"POST {WIDGETS}", FORBIDDEN)
    refusal(on(runs, shop.widget()).apply)
    assert runs.left() == []


def test_an_entry_stays_until_a_later_run_has_seen_the_state(shop: Shop, runs: Runs) -> None:
    bolt, nut = on(runs, shop.widget()), on(runs, shop.widget(name="nut"))
    with runs.core.walk():
        bolt.apply()
        nut.apply()
        bolt.refresh()
    assert len(runs.left()) == 2
    runs.next(bolt, nut)
    bolt.refresh()
    assert [entry["name"] for entry in runs.left()] == ["toys widget north/nut"]
    nut.refresh()
    runs.next()
    assert list(runs.folder.iterdir()) == []


def test_an_entry_is_known_by_the_id_of_what_has_another_name_by_now(shop: Shop, runs: Runs) -> None:
    gift = on(runs, shop.parcel())
    with runs.core.walk():
        gift.apply()
        gift.apply(name="present")
    assert [entry["name"] for entry in runs.left()] == ["toys parcel gift"]
    runs.next(gift)
    gift.refresh()
    assert runs.left() == []


def test_an_object_that_is_deleted_leaves_no_entry(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.next(bolt)
    bolt.destroy(refresh=False)
    assert runs.left() == []


def test_an_imported_object_gets_the_key_that_only_the_journal_knows(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    token = bolt.apply()["token"]
    runs.crash(bolt)
    bolt.import_object("north/bolt")
    assert (bolt["token"], len(runs.left())) == (token, 1)
    runs.next(bolt)
    assert bolt.refresh()["token"] == token
    assert runs.left() == []


def test_an_imported_object_gets_no_key_of_another_one_that_had_its_name(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.crash(bolt)
    shop.widgets.objects["bolt"]["made_at"] = "later"
    bolt.import_object("north/bolt")
    assert (bolt["made_at"], bolt["token"]) == ("later", None)
    runs.next(bolt)
    bolt.refresh()
    assert runs.left() == []


def test_an_imported_object_lacks_nothing_of_a_create_that_was_never_answered(shop: Shop, runs: Runs) -> None:
    gift = on(runs, shop.parcel(note="fragile"))
    crash_unheard(runs, shop, gift, "POST /parcels", shop.parcels.create, "GET /parcels", shop.parcels.find)
    gift.import_object("1")
    runs.next(gift)
    gift.refresh()
    assert (gift.warnings, runs.left()) == ([], [])


def test_a_state_that_went_on_elsewhere_is_left_as_it_is(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.next(bolt)
    assert bolt.state is not None
    bolt.state["token"] = "renewed-elsewhere"
    assert bolt.refresh()["token"] == "renewed-elsewhere"
    assert runs.left() == []
