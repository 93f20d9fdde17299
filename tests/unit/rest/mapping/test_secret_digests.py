from __future__ import annotations

from typing import Any

import pytest

from provider_lib.dataclass import replace
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import (
    NOBODY_KNOWS,
    are_all_known,
    are_hidden,
    as_shown,
    compare_with_server,
    doubt,
    have_changed,
    remember,
    unchanged,
)
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.club import Club
from tests.unit.rest.mapping.test_secrets import Letter
from tests.unit.rest.widgets import Widget


def test_what_is_remembered_holds_no_secret_and_tells_when_it_changed() -> None:
    secrets = Secrets({"password": "hunter22"}, {})
    private = remember(Private(), secrets)
    assert b"hunter22" not in private.dump()
    assert Private.load(private.dump()) == private
    assert not have_changed(private, secrets)
    assert have_changed(private, Secrets({"password": "hunter23"}, {}))


SALT = "00112233445566778899aabbccddeeff"


def test_the_salt_is_sixteen_bytes_and_stays() -> None:
    private = remember(Private(), OURS)
    assert len(bytes.fromhex(private.salt)) == 16
    assert remember(private, Secrets({"password": "other"}, {})).salt == private.salt


def test_of_no_secrets_nothing_is_remembered() -> None:
    nothing = Secrets({"password": UNKNOWN}, {})
    assert remember(Private(), nothing) == Private()
    assert doubt(Private(), nothing) == Private()


def test_after_a_write_that_nobody_saw_end_only_what_it_did_not_touch_is_certain() -> None:
    before = Private(salt=SALT, digests={"kept": digest("1", SALT), "changed": digest("1", SALT), "gone": "0f"})
    doubted = doubt(before, Secrets({"kept": "1", "changed": "2", "new": "3"}, {}))
    assert doubted == Private(
        salt=SALT,
        digests={"changed": NOBODY_KNOWS, "gone": NOBODY_KNOWS, "kept": digest("1", SALT), "new": NOBODY_KNOWS},
    )
    assert unchanged(doubted, Secrets({"kept": "1", "changed": "2"}, {})) == {"kept": "1"}
    assert have_changed(doubted, Secrets({"kept": "1", "changed": "2", "new": "3", "gone": "4"}, {}))


def test_a_first_write_that_nobody_saw_end_has_a_salt_for_the_next() -> None:
    doubted = doubt(Private(), OURS)
    assert (len(bytes.fromhex(doubted.salt)), doubted.digests) == (16, {"password": NOBODY_KNOWS})


MASKS = (r"\*{3,}",)
OURS = Secrets({"password": "hunter22"}, {})
CHANGED = ("password",)


@pytest.mark.parametrize(
    ("after_the_write", "now", "changed"),
    [
        ("hunter22", "hunter22", ()),
        ("hunter22", "****", ()),
        ("hunter22", "other", CHANGED),
        ("hunter22", None, CHANGED),
        ("hunter22", "", CHANGED),
        ("****", "****", ()),
        ("****", "hunter22", ()),
        ("****", "other", CHANGED),
        ("****", None, CHANGED),
        ("<secret>", "<secret>", ()),
        ("<secret>", "other", CHANGED),
        ("hunter22", "{cipher}a1b2", CHANGED),
        ("{cipher}a1b2", "{cipher}c3d4", ()),
        ("{cipher}a1b2", "other", CHANGED),
        (None, "{cipher}a1b2", ()),
        ("", "", ()),
        (None, None, ()),
        (None, "", ()),
        (None, "hunter22", ()),
        (None, "other", CHANGED),
    ],
)
def test_a_secret_differs_only_from_what_the_server_showed_after_it_was_written(after_the_write, now, changed) -> None:
    private = as_shown(remember(Private(), OURS), OURS, Widget, {"config": {"password": after_the_write}}, MASKS)
    read = compare_with_server(private, Widget, {"config": {"password": now}}, {"config": {}}, MASKS)
    assert read.changed_outside == changed
    assert b"hunter22" not in read.dump()


@pytest.mark.parametrize("answer", [{}, {"config": None}, {"config": "none of your business"}])
def test_a_configuration_that_is_not_shown_says_nothing(answer) -> None:
    private = as_shown(remember(Private(), OURS), OURS, Widget, {"config": {"password": "hunter22"}}, MASKS)
    assert compare_with_server(private, Widget, answer, {"config": {}}, MASKS) == private


def test_what_is_hidden_and_not_ours_is_known_by_name() -> None:
    theirs = {"config": {"password": "****", "theirs": "****", "plain": "x", "ours": "****"}}
    read = compare_with_server(remember(Private(), OURS), Widget, theirs, {"config": {"ours": "y"}}, MASKS)
    assert (read.hidden, read.changed_outside) == (("theirs",), ())


@pytest.mark.parametrize("server", ["hunter22", "****"])
def test_an_imported_secret_that_is_the_same_or_masked_is_no_change(server: str) -> None:
    answer = {"config": {"db.password": server}}
    private = compare_with_server(Private(origin="importing"), Widget, answer, {"config": None}, MASKS)
    imported = Private(origin="imported", salt=private.salt, digests=private.digests)
    assert not have_changed(imported, Secrets({"db.password": "hunter22"}, {}))
    assert have_changed(imported, Secrets({"db.password": "hunter22", "more": "x"}, {}))


@pytest.mark.parametrize("now", ["hunter22", "other"])
def test_an_imported_secret_that_was_masked_says_nothing_when_it_is_shown(now: str) -> None:
    imported = Private(origin="imported", salt=SALT, digests={"password": ""})
    assert compare_with_server(imported, Widget, {"config": {"password": now}}, {"config": {}}, MASKS) == imported


def test_the_secrets_of_an_import_that_are_never_shown_are_taken_for_the_ones_given() -> None:
    imported, created = Private(origin="imported"), Private()
    assert [have_changed(private, OURS, hidden=True) for private in (imported, created)] == [False, True]
    assert have_changed(imported, OURS)
    assert have_changed(replace(imported, changed_outside=CHANGED), OURS, hidden=True)


def test_an_entry_that_is_not_given_any_more_has_changed_unless_nobody_knows_what_is_given() -> None:
    private = remember(Private(), OURS)
    assert have_changed(private, Secrets({}, {}))
    assert not have_changed(private, Secrets({"": UNKNOWN}, {}))
    assert not have_changed(private, Secrets({"password": UNKNOWN}, {}))


@pytest.mark.parametrize(
    ("values", "are_known"),
    [
        ({"password": "x"}, True),
        ({"password": "x", "more": "y"}, True),
        ({"password": UNKNOWN}, False),
        ({"more": "y"}, False),
    ],
)
def test_all_are_known_that_were_written_or_some_are_not(values: dict[str, Any], are_known: bool) -> None:
    assert are_all_known(Private(salt=SALT, digests={"password": "0f"}), Secrets(values, {})) is are_known


def test_what_the_server_made_is_remembered_beside_the_secrets() -> None:
    before = Private(origin="imported", salt=SALT, forms={"a": "1"}, names={"b": "B"}, made={"body.at": "1f"})
    assert remember(before, OURS) == replace(before, origin="created", digests={"password": digest("hunter22", SALT)})


def test_an_import_remembers_what_sounds_secret_and_what_is_masked() -> None:
    theirs = {
        "db.password": "hunter22",
        "db.user": "****",
        "db.port": 5432,
        "db.token": None,
        "db.secret": "${vault:db}",
    }
    read = compare_with_server(Private(origin="importing"), Widget, {"config": theirs}, {"config": None}, MASKS)
    assert read == Private(
        origin="importing",
        salt=read.salt,
        digests={"db.password": digest("hunter22", read.salt), "db.user": "", "db.token": ""},
        hidden=("db.token", "db.user"),
    )
    assert len(bytes.fromhex(read.salt)) == 16


def test_an_import_takes_for_secret_what_its_id_says_is() -> None:
    theirs, told = {"db.address": "db:5432", "db.port": 5432}, {"config": None, "secret_env": {"db.address": "ADDRESS"}}
    read = compare_with_server(Private(origin="importing"), Widget, {"config": theirs}, told, MASKS)
    assert read.digests == {"db.address": digest("db:5432", read.salt)}


def test_an_import_that_finds_no_secret_has_no_salt() -> None:
    answer = {"config": {"db.port": 5432}}
    importing = Private(origin="importing")
    assert compare_with_server(importing, Widget, answer, {"config": None}, MASKS) == importing


def test_what_the_server_shows_of_a_secret_is_remembered_as_what_was_written_where_it_is_that() -> None:
    sealed = "{cipher}a1b2"
    secrets = Secrets(
        {"same": 1, "other": "b", "masked": "c", "sealed": "c", "sealed here": sealed, "empty": "d", "absent": "e"}, {}
    )
    private = remember(Private(), secrets)
    theirs = {"same": "1", "other": "B", "masked": "****", "sealed": sealed, "sealed here": sealed, "empty": ""}
    assert as_shown(private, secrets, Widget, {"config": theirs}, MASKS).shown == {
        "same": private.digests["same"],
        "other": digest("B", private.salt),
        "masked": "",
        "sealed": "",
        "sealed here": private.digests["sealed here"],
    }


def test_a_resource_without_secrets_has_none_to_compare_or_to_hide() -> None:
    private = Private(salt=SALT, digests={"password": "0f"})
    answer = {"config": {"password": "hunter22"}}
    assert compare_with_server(private, Club, answer, {}, MASKS) == private
    assert as_shown(private, OURS, Club, answer, MASKS) == private
    assert (are_hidden(Club), are_hidden(Widget)) == (False, False)


def test_the_secrets_of_a_document_are_never_shown() -> None:
    assert are_hidden(Letter)
