from __future__ import annotations

import pytest

from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import compare_with_server, have_changed, remember
from provider_lib.rest.mapping.secrets import Secrets
from tests.unit.rest.widgets import Widget


def test_what_is_remembered_holds_no_secret_and_tells_when_it_changed() -> None:
    secrets = Secrets({"password": "hunter22"}, {})
    private = remember(Private(), secrets)
    assert b"hunter22" not in private.dump()
    assert Private.load(private.dump()) == private
    assert not have_changed(private, secrets)
    assert have_changed(private, Secrets({"password": "hunter23"}, {}))


@pytest.mark.parametrize(
    ("server", "changed"), [("hunter22", ()), ("****", ()), ("other", ("password",)), (None, ("password",))]
)
def test_a_read_tells_which_secrets_are_no_longer_ours(server, changed) -> None:
    private = remember(Private(), Secrets({"password": "hunter22"}, {}))
    answer = {"config": {"password": server}}
    read = compare_with_server(private, Widget, answer, (r"\*{3,}",), importing=False)
    assert read.changed_outside == changed


@pytest.mark.parametrize("server", ["hunter22", "****"])
def test_an_imported_secret_that_is_the_same_or_masked_is_no_change(server: str) -> None:
    answer = {"config": {"db.password": server}}
    private = compare_with_server(Private(origin="importing"), Widget, answer, (r"\*{3,}",), importing=True)
    imported = Private(origin="imported", salt=private.salt, digests=private.digests)
    assert not have_changed(imported, Secrets({"db.password": "hunter22"}, {}))
    assert have_changed(imported, Secrets({"db.password": "hunter22", "more": "x"}, {}))
