"""Passwords in addresses, and other secrets in clear."""

from __future__ import annotations

from provider_lib.policy.pack.clear_secrets import ClearSecret
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import found, sink

PASSWORD = "hunter2-planted"


def test_a_password_in_clear_is_found_and_not_repeated() -> None:
    config = {"connection.url": f"jdbc:postgresql://sink:{PASSWORD}@db/orders", "connection.password": PASSWORD}
    assert found(ClearSecret(), sink(config)) == [
        'dev/orders: config["connection.url"] is a text with credentials in it',
        'dev/orders: config["connection.password"] is a secret by its name',
    ]


def test_what_only_names_a_secret_is_none() -> None:
    config = {
        "connection.url": "jdbc:postgresql://db/orders",
        "connection.password": "${file:/etc/pw:db}",
        "a.secret": UNKNOWN,
    }
    assert found(ClearSecret(), sink(config, secret_config={"b.password": PASSWORD})) == []
