from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.sandbox.lenses import tokens

from .lenses import CONNECT, CONNECTORS, ORDERS, Lenses, problem


@contextmanager
def client(sandbox: Sandbox, token: str | None) -> Iterator[Lenses]:
    with Lenses(sandbox.environment()["SLUICE_LENSES_URL"], token) as lenses:
        yield lenses


@pytest.mark.parametrize(
    ("token", "title"),
    [
        (None, "Authentication is required"),
        ("sa_key_unknown", "Authentication is required"),
        (tokens.EXPIRED_TOKEN, "The token has expired"),
    ],
)
def test_a_token_that_is_no_good_is_unauthorised(sandbox: Sandbox, token: str | None, title: str) -> None:
    with client(sandbox, token) as lenses:
        for path in ("/api/v1/environments", f"{CONNECT}/connectors"):
            assert problem(lenses.get(path)) == {"type": "unauthorised", "title": title, "status": 401}


def test_a_token_without_rights_is_forbidden(sandbox: Sandbox) -> None:
    with client(sandbox, tokens.POWERLESS_TOKEN) as lenses:
        assert problem(lenses.get("/api/v1/environments")) == {
            "title": "The principal is not allowed to do this",
            "status": 403,
        }


def test_a_viewer_may_read_but_not_write(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.make_environment()

    with client(sandbox, tokens.VIEWER_TOKEN) as viewer:
        assert viewer.get("/api/v1/environments/prod").status_code == 200
        assert viewer.delete("/api/v1/environments/prod").status_code == 403


def test_a_viewer_sees_connectors_without_their_configuration(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    lenses.make_connector("orders", ORDERS)
    whole = lenses.connector()

    with client(sandbox, tokens.VIEWER_TOKEN) as viewer:
        seen = viewer.get(f"{CONNECTORS}/orders").json()

    reason = "The principal may not read connector configurations"
    del whole["config"]
    assert seen == {**whole, "__errors": [{"field": "config", "reason": reason}]}
