"""What the journal has of an object without a name is known again by its id, and never made twice."""

from __future__ import annotations

from provider_lib.contract import Diagnostic
from provider_lib.rest.json.exact_json import encode
from provider_lib.rest.mapping.digest import digest
from provider_lib.state.journal import Entry
from tests.scripted import answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import FORBIDDEN, Runs, lost, on
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_resume import when


def unheard(desk: Desk, runs: Runs) -> tuple[Life, Entry]:
    """A thing whose create was never answered, in the run after it, and what is noted of it."""
    desk.on("POST /things", lost(desk.things.create))
    thing = on(runs, desk.thing({"colour": "red"}))
    refusal(thing.apply)
    [entry] = runs.left()
    desk.on("POST /things", desk.things.create)
    runs.next(thing)
    return thing, entry


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
    thing, entry = unheard(desk, desk_runs)
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
    thing, entry = unheard(desk, desk_runs)
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
