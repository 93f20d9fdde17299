from __future__ import annotations

import pytest

from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import (
    NOBODY_KNOWS,
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


def test_an_import_remembers_what_sounds_secret_and_what_is_masked() -> None:
    theirs = {"db.password": "hunter22", "db.user": "****", "db.port": 5432, "db.token": None}
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
    secrets = Secrets({"same": 1, "other": "b", "masked": "c", "empty": "d", "absent": "e"}, {})
    private = remember(Private(), secrets)
    theirs = {"same": "1", "other": "B", "masked": "****", "empty": ""}
    assert as_shown(private, secrets, Widget, {"config": theirs}, MASKS).shown == {
        "same": private.digests["same"],
        "other": digest("B", private.salt),
        "masked": "",
    }


def test_a_resource_without_secrets_has_none_to_compare_or_to_hide() -> None:
    private = Private(salt=SALT, digests={"password": "0f"})
    answer = {"config": {"password": "hunter22"}}
    assert compare_with_server(private, Club, answer, {}, MASKS) == private
    assert as_shown(private, OURS, Club, answer, MASKS) == private
    assert (are_hidden(Club), are_hidden(Widget)) == (False, False)
