"""What the provider remembers beside the state outlives the version that wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib import __version__
from provider_lib.dataclass import replace
from provider_lib.errors import StateError
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.forms import Forms
from provider_lib.rest.mapping.private import Private, signed, written_by

SALT = "00112233445566778899aabbccddeeff"
ALL = Private(
    origin="imported",
    salt=SALT,
    digests={"password": "0f"},
    forms={"config.topics": digest("a,b", SALT), "config.token": ""},
    names={"labels.Team": "team"},
    changed_outside=("password",),
    shown={"password": ""},
    hidden=("token", "body.pin"),
    unsettled=True,
    in_items=("body.items[0].made",),
    made={"body.made": "1f"},
    tells_id=True,
    written_by="1.2.3",
)


def test_it_is_read_as_it_was_written() -> None:
    assert json.loads(ALL.dump()) == {
        "format": 2,
        "origin": "imported",
        "salt": SALT,
        "digests": {"password": "0f"},
        "forms": {"config.topics": digest("a,b", SALT), "config.token": ""},
        "names": {"labels.Team": "team"},
        "changed_outside": ["password"],
        "shown": {"password": ""},
        "hidden": ["token", "body.pin"],
        "unsettled": True,
        "in_items": ["body.items[0].made"],
        "made": {"body.made": "1f"},
        "tells_id": True,
        "written_by": "1.2.3",
    }
    assert Private.load(ALL.dump()) == ALL


def test_the_same_is_stored_as_the_same_bytes_whatever_the_order() -> None:
    assert Private(salt=SALT, digests={"b": "1", "a": "2"}).dump() == (
        b'{"digests": {"a": "2", "b": "1"}, "format": 2, "origin": "created", '
        b'"salt": "00112233445566778899aabbccddeeff"}'
    )


def test_only_what_is_not_empty_is_stored() -> None:
    assert json.loads(Private(origin="imported").dump()) == {"format": 2, "origin": "imported"}


def test_of_nothing_nothing_is_stored() -> None:
    assert (Private().dump(), Private.load(b"")) == (b"", Private())


def test_the_form_before_there_were_format_numbers_is_read() -> None:
    stored = (
        b'{"changed_outside": ["password"], "digests": {"password": "0f"}, "origin": "imported", '
        b'"rewritten": {"token": null, "topics": "a,b"}, "salt": "00112233445566778899aabbccddeeff"}'
    )
    assert Private.load(stored) == Private(
        origin="imported",
        salt=SALT,
        digests={"password": "0f"},
        forms={"config.topics": digest("a,b", SALT), "config.token": ""},
        changed_outside=("password",),
    )


@pytest.mark.parametrize(
    ("stored", "private"),
    [
        ({}, Private()),
        ({"format": 1}, Private()),
        ({"salt": SALT}, Private(salt=SALT)),
        ({"origin": "imported"}, Private(origin="imported")),
        ({"salt": SALT, "rewritten": {"a.b": "a"}}, Private(salt=SALT, forms={'config["a.b"]': digest("a", SALT)})),
        ({"format": 1, "salt": SALT, "normalized": {"a": None}}, Private(salt=SALT, forms={"config.a": ""})),
        ({"format": 2, "names": {"name": "sink"}}, Private(names={"name": "sink"})),
        ({"format": 1, "digests": {"password": ""}}, Private(digests={"password": ""})),
    ],
)
def test_what_it_lacks_is_as_of_a_new_object(stored: Any, private: Private) -> None:
    assert Private.load(json.dumps(stored).encode()) == private


def test_a_form_without_a_salt_is_given_one_that_is_kept() -> None:
    first, second = (Private.load(b'{"format": 1, "normalized": {"topics": "a,b"}}') for _ in range(2))
    assert len(bytes.fromhex(first.salt)) == 16
    assert first == Private(salt=first.salt, forms={"config.topics": digest("a,b", first.salt)})
    assert first.salt != second.salt


@pytest.mark.parametrize(
    ("origin", "is_unread", "written"),
    [("created", False, {"a"}), ("importing", True, set()), ("moving", True, set()), ("imported", False, set())],
)
def test_secrets_are_ours_once_they_were_written_from_here(origin: Any, is_unread: bool, written: set[str]) -> None:
    private = Private(origin=origin, digests={"a": "0f"})
    assert (private.is_unread, private.written) == (is_unread, written)


OTHER_SALT = SALT[::-1]


@pytest.mark.parametrize(
    ("private", "forms", "after"),
    [
        (Private(), Forms(SALT, {"a": "1"}, {"b": "B"}), Private(salt=SALT, forms={"a": "1"}, names={"b": "B"})),
        (Private(salt=SALT, forms={"a": "1"}, names={"b": "B"}), Forms(OTHER_SALT), Private()),
        (Private(salt=SALT, digests={"a": "1"}), Forms(), Private(salt=SALT, digests={"a": "1"})),
        (Private(salt=SALT, made={"a": "1"}), Forms(), Private(salt=SALT, made={"a": "1"})),
        (Private(salt=SALT, made={"a": "1"}), Forms(OTHER_SALT), Private(salt=OTHER_SALT, made={"a": "1"})),
    ],
)
def test_a_salt_stays_while_something_is_digested_with_it(private: Private, forms: Forms, after: Private) -> None:
    assert private.having_seen(forms) == after
    assert after.seen == Forms(after.salt, after.forms, after.names)


def test_what_is_written_is_signed_with_the_version() -> None:
    assert signed(b"") == Private(written_by=__version__).dump()
    assert Private.load(signed(ALL.dump())) == replace(ALL, written_by=__version__)


@pytest.mark.parametrize(
    ("stored", "version"),
    [
        (ALL.dump(), "1.2.3"),
        (b'{"format": 99, "written_by": "9.9"}', "9.9"),
        (b"", ""),
        (b"{}", ""),
        (b"{", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
        (b'["written_by"]', ""),
    ],
)
def test_any_version_can_tell_which_one_wrote_it(stored: bytes, version: str) -> None:
    assert written_by(stored) == version


def test_what_a_newer_version_added_in_the_same_format_is_let_go() -> None:
    assert Private.load(b'{"format": 2, "salt": "00", "weather": "fine"}') == Private(salt="00")


def test_a_newer_format_asks_for_the_newer_provider() -> None:
    with pytest.raises(StateError) as caught:
        Private.load(b'{"format": 3, "salt": {}}')
    assert (caught.value.summary, caught.value.detail) == (
        "a newer version of the provider wrote what is stored of this object",
        "What the provider remembers beside the state is in format 3, and this version of it reads formats up to 2. "
        "Install the newer provider. Nothing was changed, here or on the server.",
    )


@pytest.mark.parametrize(
    "stored",
    [
        b"\x00\xff",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"format": "one"}',
        b'{"format": null}',
        b'{"digests": 5}',
        b'{"digests": "text"}',
        b'{"rewritten": ["a"]}',
        b'{"changed_outside": 1}',
    ],
)
def test_what_is_broken_is_said_to_be(stored: bytes) -> None:
    with pytest.raises(StateError) as caught:
        Private.load(stored)
    assert (caught.value.summary, caught.value.detail) == (
        "what the provider remembers of this object cannot be read",
        "The private part of its state is broken. Nothing was changed, here or on the server. Restore the state from a "
        "backup; without one, remove the object from the state and import it again.",
    )
    assert Private.readable(stored) == Private()
