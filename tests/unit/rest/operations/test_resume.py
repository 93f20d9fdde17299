"""A create of a run that ended too soon is gone on with: nothing is made twice, and no key is lost."""

from __future__ import annotations

import errno
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.json.exact_json import encode
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.object.journal import Entry
from provider_lib.rest.operations import take_over
from provider_lib.state.journal import Disk, JournalFolder
from tests.scripted import DROP, NOT_THERE, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import FORBIDDEN, Runs, crash_unheard, lost, on
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.toys import DECLARED

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


# What has no name


def test_an_object_without_a_name_is_taken_over_by_its_id(desk: Desk, desk_runs: Runs) -> None:
    thing = on(desk_runs, desk.thing({"colour": "red"}))
    thing.apply()
    desk_runs.crash(thing)
    desk.forget()
    assert (thing.apply()["id"], desk.lines("POST"), len(desk.things.objects)) == ("1", [], 1)
    desk_runs.next(thing)
    assert thing.plan().is_empty
    assert desk_runs.left() == []


def test_the_order_of_members_does_not_make_it_another_object(desk: Desk, desk_runs: Runs) -> None:
    thing = on(desk_runs, desk.thing({"colour": "red", "sizes": [{"wide": 1, "high": 2}]}))
    thing.apply()
    desk_runs.crash(thing)
    assert thing.apply(body={"sizes": [{"high": 2, "wide": 1}], "colour": "red"})["id"] == "1"
    desk_runs.crash(thing)
    assert thing.apply(body={"sizes": [{"high": 2, "wide": 3}], "colour": "red"})["id"] == "2"


def test_an_entry_of_an_older_version_is_known_again(desk: Desk, desk_runs: Runs) -> None:
    thing = on(desk_runs, desk.thing({"colour": "red"}))
    thing.apply()
    [entry] = desk_runs.left()
    sent = digest(encode(["/things", [], {"colour": "red"}]), entry["id"])
    assert entry["sent"] != sent
    desk_runs.journal.keep({**entry, "sent": sent})
    desk_runs.crash(thing)
    assert (thing.apply()["id"], len(desk.things.objects)) == ("1", 1)


def test_what_holds_a_secret_is_not_quickly_guessed_from_its_entry(desk: Desk, desk_runs: Runs) -> None:
    thing = on(desk_runs, desk.thing({"colour": "red"}, secret_body={"pin": "1234"}))
    thing.apply()
    [entry] = desk_runs.left()
    assert entry["sent"] == digest(encode(["/things", [], {"colour": "red", "pin": "1234"}]), entry["id"])


def test_objects_that_are_alike_are_each_taken_over_once_the_newest_first(desk: Desk, desk_runs: Runs) -> None:
    first, second, third = (on(desk_runs, desk.thing({"colour": "red"})) for _ in range(3))
    with desk_runs.core.walk():
        first.apply()
        second.apply()
    desk_runs.crash(first, second, third)
    desk.forget()
    with desk_runs.core.walk():
        found = [life.apply()["id"] for life in (first, second, third)]
    assert (found, desk.lines("POST")) == (["2", "1", "3"], ["POST /things"])


def test_what_was_answered_is_taken_over_before_what_was_not(desk: Desk, desk_runs: Runs) -> None:
    first, second = (on(desk_runs, desk.thing({"colour": "red"})) for _ in range(2))
    with desk_runs.core.walk():
        first.apply()
        desk.on("POST /things", lost(desk.things.create))
        refusal(second.apply)
    desk.on("POST /things", desk.things.create)
    desk_runs.crash(first, second)
    with desk_runs.core.walk():
        assert first.apply()["id"] == "1"
        assert refusal(second.apply).summary == "nobody knows whether rest object default/things was made"


def test_the_state_of_one_object_does_not_end_what_is_left_of_another(desk: Desk, desk_runs: Runs) -> None:
    first, second = (on(desk_runs, desk.thing({"colour": "red"})) for _ in range(2))
    with desk_runs.core.walk():
        first.apply()
        second.apply()
    first.forget()
    desk_runs.next(first, second)
    second.refresh()
    assert (first.apply()["id"], len(desk.things.objects)) == ("1", 2)


def test_an_object_without_a_name_of_which_nobody_knows_is_not_made_again(desk: Desk, desk_runs: Runs) -> None:
    desk.on("POST /things", lost(desk.things.create))
    thing = on(desk_runs, desk.thing({"colour": "red"}))
    refusal(thing.apply)
    [entry] = desk_runs.left()
    desk.on("POST /things", desk.things.create)
    desk_runs.next(thing)
    assert refusal(thing.apply) == Diagnostic(
        "error",
        "nobody knows whether rest object default/things was made",
        f"Its create was begun on {when(entry)}, and its answer never came. Nothing tells one such object from "
        f"another, so it is not made again. Look at {desk.url} for one with exactly what is declared here. If it is "
        "there, import it, with its own id for ID:\n\n"
        '  import {\n    to = sluice_rest_object.NAME\n    id = "default/%2Fthings/ID"\n  }\n\n'
        'or in Python: RestObject(...).import_from("default/%2Fthings/ID").\n'
        f"Then, or if it is not there: `sluice state journal --forget {entry['id']}`, and apply again.",
    )
    assert len(desk.things.objects) == 1
    desk_runs.journal.forget([entry["id"]])
    desk_runs.next(thing)
    assert thing.apply()["id"] == "2"


def test_another_object_of_the_collection_is_made_and_what_is_left_is_told(desk: Desk, desk_runs: Runs) -> None:
    thing = on(desk_runs, desk.thing({"colour": "red"}))
    thing.apply()
    [entry] = desk_runs.left()
    desk_runs.crash(thing)
    assert thing.apply(body={"colour": "blue"})["id"] == "2"
    assert thing.warnings == [
        Diagnostic(
            "warning",
            "a former run may have left a rest object default/things in no state",
            f"A create was begun on {when(entry)} of which no state is known, and what is made now is another object. "
            "It can be imported as default/%2Fthings/1. When this apply is over, `sluice state journal` shows what is "
            f"left, and `sluice state journal --forget {entry['id']}` ends it.",
        )
    ]


def test_what_is_left_and_was_never_answered_is_told_without_an_id(desk: Desk, desk_runs: Runs) -> None:
    desk.on("POST /things", lost(desk.things.create))
    thing = on(desk_runs, desk.thing({"colour": "red"}))
    refusal(thing.apply)
    [entry] = desk_runs.left()
    desk.on("POST /things", desk.things.create)
    desk_runs.next(thing)
    thing.apply(body={"colour": "blue"})
    [told] = thing.warnings
    assert told.detail == (
        f"A create was begun on {when(entry)} of which no state is known, and what is made now is another object. When "
        f"this apply is over, `sluice state journal` shows what is left, and `sluice state journal --forget "
        f"{entry['id']}` ends it."
    )


def test_what_is_found_by_its_name_does_not_end_what_is_left_of_an_object_without_one(
    desk: Desk, desk_runs: Runs
) -> None:
    desk.on("POST /things", lost(desk.things.create))
    nameless = on(desk_runs, desk.thing({"colour": "red"}))
    refusal(nameless.apply)
    [left] = desk_runs.left()
    desk.on("POST /things", desk.things.create)
    named = desk.thing({"name": "ada"}, search={"key": "name", "value": "ada"})
    desk_runs.next(nameless, named)
    with desk_runs.core.walk():
        assert named.apply()["id"] == "2"
        assert refusal(nameless.apply).summary == "nobody knows whether rest object default/things was made"
    assert left in desk_runs.left()
    assert len(desk.things.objects) == 2


def test_what_a_list_tells_by_its_name_is_not_taken_for_what_is_left_of_another(desk: Desk, desk_runs: Runs) -> None:
    ada, eve = (
        on(desk_runs, desk.thing({"name": name}, search={"key": "name", "value": name})) for name in ("ada", "eve")
    )
    desk.on("POST /things", lost(desk.things.create))
    desk.on("GET /things", in_turn(answer([]), FORBIDDEN))
    refusal(ada.apply)
    desk.on("POST /things", desk.things.create)
    desk.on("GET /things", lambda _: answer(list(desk.things.objects.values())))
    desk_runs.next(ada, eve)
    with desk_runs.core.walk():
        assert (eve.apply()["id"], ada.apply()["id"]) == ("2", "1")
    assert desk.lines("POST") == ["POST /things", "POST /things"]


def test_an_object_that_a_list_tells_by_its_id_only_has_no_name(desk: Desk, desk_runs: Runs) -> None:
    desk.on("POST /things", lost(desk.things.create))
    thing = on(desk_runs, desk.thing({"colour": "red"}, search={"key": "id"}))
    assert "It may have been made all the same" in refusal(thing.apply).detail
    assert desk.lines() == ["POST /things"]
    desk.on("POST /things", desk.things.create)
    desk_runs.next(thing)
    assert refusal(thing.apply).summary == "nobody knows whether rest object default/things was made"
    assert len(desk.things.objects) == 1


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


# Renewals


def rotated(shop: Shop, runs: Runs) -> Life:
    """A widget whose token was renewed by a run of which no state was stored."""
    bolt = on(runs, shop.widget(rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    before = bolt.state
    assert bolt.apply(rotation="2")["token"] == "t0ken-2"
    bolt.state = before
    runs.next(bolt)
    shop.forget()
    return bolt


def test_a_renewed_key_that_no_state_has_is_used_and_not_renewed_again(shop: Shop, runs: Runs) -> None:
    bolt = rotated(shop, runs)
    assert bolt.apply()["token"] == "t0ken-2"
    assert (bolt["rotation"], shop.lines("POST")) == ("2", [])
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "token of toys widget north/bolt had been renewed by a run that ended too soon",
            "The journal of the provider has the token that works, and it is in the state now. It was not renewed "
            "again.",
        )
    ]
    runs.next(bolt)
    assert bolt.plan().is_empty
    assert runs.left() == []


def test_a_renewal_that_is_asked_for_by_another_value_is_made_although_no_state_has_the_former(
    shop: Shop, runs: Runs
) -> None:
    bolt = rotated(shop, runs)
    assert bolt.apply(rotation="3")["token"] == "t0ken-3"
    assert (bolt.warnings, len(shop.lines("POST"))) == ([], 1)


def test_a_renewal_that_no_state_has_makes_nobodys_object_ours(shop: Shop, runs: Runs) -> None:
    bolt = rotated(shop, runs)
    runs.crash(bolt)
    assert refusal(bolt.apply).summary == "toys widget north/bolt exists already"
    assert runs.left() == []


def test_a_renewed_key_is_in_the_state_although_its_trigger_was_taken_back(shop: Shop, runs: Runs) -> None:
    bolt = rotated(shop, runs)
    bolt.config["rotation"] = "1"
    assert bolt.refresh()["token"] == "t0ken-2"
    assert bolt.plan().is_empty


def test_a_renewal_whose_answer_never_came_is_told_until_there_is_another(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget(rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    shop.on(f"POST {WIDGET}/renew", lost(lambda _: answer(shop.widgets.renewed())))
    refusal(bolt.apply, rotation="2")
    shop.on(f"POST {WIDGET}/renew", lambda _: answer(shop.widgets.renewed()))
    runs.next(bolt)
    [entry] = runs.left()
    bolt.refresh()
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "nobody knows whether the token of toys widget north/bolt still works",
            "A renewal was begun and its answer never came. If it was carried out, the token in the state is the "
            "former one. Apply when the plan makes a new one; else change what asks for one. If the one in the state "
            f"works: `sluice state journal --forget {entry['id']}`.",
        )
    ]
    runs.next(bolt)
    assert bolt.apply()["token"] == f"t0ken-{shop.widgets.tokens}"
    runs.next(bolt)
    assert (bolt.plan().is_empty, bolt.warnings, runs.left()) == (True, [], [])


def test_a_renewal_that_was_never_answered_does_not_matter_to_a_state_that_went_on_elsewhere(
    shop: Shop, runs: Runs
) -> None:
    bolt = on(runs, shop.widget(rotation="1"))
    bolt.apply()
    runs.next(bolt)
    bolt.refresh()
    shop.on(f"POST {WIDGET}/renew", DROP)
    refusal(bolt.apply, rotation="2")
    runs.next(bolt)
    assert bolt.state is not None
    bolt.state["token"] = "renewed-elsewhere"
    bolt.refresh()
    assert (bolt.warnings, runs.left()) == ([], [])


# What goes wrong with the journal itself


def test_a_journal_that_cannot_be_written_is_told_once_and_stops_nothing(
    shop: Shop, make_core: MakeCore, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "journal"
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(place))
    bolt, nut = Life(core, **WIDGET_CONFIG), Life(core, **WIDGET_CONFIG | {"name": "nut"})
    with core.walk():
        bolt.apply()
        told = bolt.warnings
        nut.apply()
    assert (told, nut.warnings) == (
        [
            Diagnostic(
                "warning",
                "the journal of the provider cannot be written: Not a directory",
                "It is what remembers an object, and a key that is shown once, when this process or the machine ends "
                f"before Terraform's state has them. Everything else works without it. Let {place} be written to, "
                "name another folder in SLUICE_JOURNAL, or switch the journal off with SLUICE_JOURNAL=off.",
            )
        ],
        [],
    )


def test_on_a_disk_that_is_full_nothing_is_made(shop: Shop, make_core: MakeCore, tmp_path: Path) -> None:
    class FullDisk(Disk):
        def append(self, *_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(tmp_path / "journal", FullDisk()))
    bolt = Life(core, **WIDGET_CONFIG)
    with core.walk():
        assert refusal(bolt.apply) == Diagnostic(
            "error",
            "the disk has no room for what is noted before toys widget north/bolt is changed: No space left on device",
            "Nothing was sent. What is made on a disk that is full may be in no state afterwards, nor its key. Make "
            "room and apply again; or name a folder on another disk in SLUICE_JOURNAL, or switch the journal off with "
            "SLUICE_JOURNAL=off.",
        )
    assert shop.lines("POST") == []


def test_a_disk_that_fails_without_saying_where_is_told(shop: Shop, make_core: MakeCore, tmp_path: Path) -> None:
    class BrokenDisk(Disk):
        def append(self, *_: object) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}, JournalFolder(tmp_path / "journal", BrokenDisk()))
    bolt = Life(core, **WIDGET_CONFIG)
    bolt.apply()
    [told] = bolt.warnings
    assert told.summary == f"the journal of the provider cannot be written: {os.strerror(errno.EIO)}"
    assert " Let its folder be written to, name another folder in SLUICE_JOURNAL, " in told.detail


def test_what_another_version_wrote_is_left_alone_and_told(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.next(bolt)
    [entry] = runs.left()
    runs.journal.forget([entry["id"]])
    others = [{**entry, "format": 2}, {**entry, "format": 2, "id": f"{entry['id']}0"}]
    for other in others:
        runs.journal.keep(other)
    bolt.refresh()
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            f"what the journal has under {entry['id']}, {entry['id']}0 cannot be read",
            "Another version of the provider wrote it, or it was damaged. It is left alone, and what it tells of may "
            "be on a server and in no state: `sluice state journal` shows what is known of it, and `sluice state "
            "journal --forget ID` ends it.",
        )
    ]
    assert runs.left() == others


def test_a_key_of_the_journal_is_masked_in_what_a_server_says(shop: Shop, runs: Runs) -> None:
    bolt = on(runs, shop.widget())
    bolt.apply()
    runs.crash(bolt)
    shop.on(f"GET {WIDGET}", answer({"message": "t0ken-1 is not welcome"}, 403))
    assert refusal(bolt.apply).summary.endswith(": *** is not welcome (403)")
