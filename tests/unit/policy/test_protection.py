"""What is protected by default stays so."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.policy import Subject
from provider_lib.policy.pack.protection import Unprotected
from provider_lib.spec.types import UNKNOWN
from provider_lib.systems.lenses.environments import Environment
from tests.unit.policy.connectors import found, sink


def environment(**values: Any) -> Subject:
    return Subject(Environment, "prod", "prod/orders", {"name": "orders", **values})


def test_production_whose_protection_is_off_is_found() -> None:
    assert found(Unprotected(), environment(tier="production", deletion_protection=False)) == [
        "prod/orders: deletion_protection is False, and tier is 'production'"
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"tier": "production"},
        {"tier": "production", "deletion_protection": True},
        {"tier": "production", "deletion_protection": UNKNOWN},
        {"tier": "staging", "deletion_protection": False},
        {"tier": UNKNOWN, "deletion_protection": False},
    ],
)
def test_what_is_protected_or_needs_none_is_not(values: dict[str, Any]) -> None:
    assert found(Unprotected(), environment(**values), sink()) == []
