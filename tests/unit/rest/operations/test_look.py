"""A look tells how something is and what others have changed, asks no more than it needs, and keeps nothing."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import ApiError, Cancelled
from provider_lib.rest import Looked
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.private import Private
from provider_lib.spec.types import Object
from tests.scripted import NOT_THERE, Request, answer
from tests.unit.rest.mills import Mills

RUNS: dict[str, Any] = {"name": "old", "state": "RUNNING", "tasks": [{"id": 0, "state": "RUNNING"}]}
PAUSED: dict[str, Any] = {"name": "old", "state": "PAUSED", "tasks": [{"id": 0, "state": "PAUSED"}]}
TASKS = [{"id": "0", "state": "RUNNING", "trace": None}]


def test_a_look_tells_the_state_as_a_refresh_would_store_it(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({**RUNS, "title": "Old Mill"}))
    assert mills.look(title="Old Mill") == Looked(
        mills.stored(title="Old Mill", state="RUNNING", tasks=TASKS), (), "reached", ()
    )
    assert mills.lines() == ["GET /mills/old"]


def test_what_others_have_changed_is_named_down_to_the_entry(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({**PAUSED, "title": "New Mill", "config": {"stones": "3", "sails": "4"}}))
    found = mills.look(title="Old Mill", config={"stones": "2", "sails": "4", "miller": "ada"})
    assert found is not None
    assert (found.drifted, found.verdict) == (
        ("title", 'config["stones"]', 'config["miller"]', "desired_state"),
        "pending",
    )


def test_what_is_as_it_was_hides_nothing_that_is_not(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({**PAUSED, "title": "Old Mill", "config": {"stones": "2"}}))
    found = mills.look(title="Old Mill", config={"stones": "2"})
    assert found is not None
    assert found.drifted == ("desired_state",)


def test_what_nobody_has_declared_is_no_change(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({**RUNS, "title": "New Mill"}))
    found = mills.look()
    assert found is not None
    assert found.drifted == ()


def test_a_secret_that_others_have_changed_is_named(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({**RUNS, "config": {"stones": "2", "pin": "9999"}}))
    salt = "00" * 16
    private = Private(salt=salt, digests={"pin": digest("4711", salt)})
    found = mills.look(private, config={"stones": "2"}, secret_revision=1)
    assert found is not None
    assert found.drifted == ('secret_config["pin"]',)


def test_the_traces_of_failures_are_kept_as_the_server_words_them(mills: Mills) -> None:
    failed = {"id": 0, "state": "FAILED", "trace": "a cog broke"}
    mills.on("GET /mills/*", answer({**RUNS, "state": "FAILED", "trace": "the mill burnt down", "tasks": [failed]}))
    found = mills.look()
    assert found is not None
    assert (found.verdict, found.traces) == ("failed", ("the mill burnt down", "a cog broke"))


def test_what_is_gone_is_told(mills: Mills) -> None:
    mills.on("GET /mills/*", NOT_THERE)
    assert mills.look() is None


# Only whether all is well


def test_a_list_serves_all_of_whom_it_is_only_asked_whether_they_are_well(mills: Mills) -> None:
    mills.on("GET /mills", answer([RUNS, {**RUNS, "name": "new"}]))
    for name in ("old", "new"):
        assert mills.look(only_health=True, name=name) == Looked(
            {"state": "RUNNING", "trace": None, "tasks": TASKS}, None, "reached", ()
        )
    assert mills.lines() == ["GET /mills"]


@pytest.mark.parametrize(
    "listed",
    [
        answer([{**RUNS, "name": "new"}]),
        answer([PAUSED]),
        answer([{"name": "old", "state": "RUNNING"}]),
        answer({"message": "not you"}, 403),
    ],
)
def test_what_a_list_does_not_call_well_is_looked_at_by_itself(mills: Mills, listed: Any) -> None:
    mills.on("GET /mills", listed)
    mills.on("GET /mills/*", answer(RUNS))
    assert mills.look(only_health=True) == Looked(mills.stored(state="RUNNING", tasks=TASKS), (), "reached", ())
    assert mills.lines() == ["GET /mills", "GET /mills/old"]


def test_what_is_in_no_list_is_looked_at_by_itself(mills: Mills) -> None:
    mills.on("GET /pumps/*", answer(RUNS))
    seen = mills.account.look("sluice_toys_pump", mills.stored("pump"), b"", only_health=True)
    assert seen is not None
    assert (seen.verdict, mills.lines()) == ("reached", ["GET /pumps/old"])
    mills.on("GET /vanes/*", answer({"name": "old"}))
    assert mills.account.look("sluice_toys_vane", mills.stored("vane"), b"", only_health=True) == Looked(
        {"name": "old"}
    )


def test_a_list_that_is_broken_off_is_not_made_up_for(mills: Mills) -> None:
    def broken_off(_: Request) -> Any:
        mills.account.stop()
        return answer({"message": "later"}, 503)

    mills.on("GET /mills", broken_off)
    settings = mills.account.schemas().provider.attributes["toys"].type
    assert isinstance(settings, Object)
    mills.account.configure({"toys": {**dict.fromkeys(settings.attributes), "url": mills.url, "max_retries": 1}})
    with pytest.raises(Cancelled):
        mills.look(only_health=True)


def test_a_refusal_says_what_was_looked_at(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({"message": "the miller is out"}, 500))
    with pytest.raises(ApiError) as caught:
        mills.look()
    assert caught.value.summary == "the toy shop could not read toys mill old: the miller is out (500)"


def test_a_secret_of_what_is_looked_at_is_masked(mills: Mills) -> None:
    mills.on("GET /mills/*", answer({"message": "correct-horse is no pin"}, 500))
    with pytest.raises(ApiError) as caught:
        mills.look(Private(digests={"pin": "?"}), secret_env={"pin": "PASSWORD"})
    assert caught.value.summary == "the toy shop could not read toys mill old: *** is no pin (500)"


# What was stored


def test_what_was_stored_is_told_without_asking(mills: Mills) -> None:
    stored = mills.stored(state="FAILED", trace="the mill burnt down", tasks=[])
    assert mills.account.recall("sluice_toys_mill", stored) == Looked(stored, None, "failed", ("the mill burnt down",))
    assert mills.account.recall("sluice_toys_vane", {"name": "old"}) == Looked({"name": "old"}, None, None, ())
    assert mills.lines() == []


def test_what_was_listed_before_is_forgotten_by_who_looks_again(mills: Mills) -> None:
    mills.on("GET /mills", answer([RUNS]))
    assert mills.look(only_health=True) is not None
    mills.account.forget()
    assert mills.look(only_health=True) is not None
    assert mills.lines() == ["GET /mills"] * 2
