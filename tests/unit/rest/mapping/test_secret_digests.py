from __future__ import annotations

import pytest

from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import as_shown, compare_with_server, have_changed, remember
from provider_lib.rest.mapping.secrets import Secrets
from tests.unit.rest.widgets import Widget


def test_what_is_remembered_holds_no_secret_and_tells_when_it_changed() -> None:
    secrets = Secrets({"password": "hunter22"}, {})
    private = remember(Private(), secrets)
    assert b"hunter22" not in private.dump()
    assert Private.load(private.dump()) == private
    assert not have_changed(private, secrets)
    assert have_changed(private, Secrets({"password": "hunter23"}, {}))


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
