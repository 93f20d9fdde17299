"""What is named in any of the ways in which people name it is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provider_lib.fleet import Owned, is_meant
from provider_lib.state import StoredObject
from provider_lib.systems import CATALOGUE

STORED = StoredObject(
    stack="dev",
    address='sluice_lenses_connector.sink["eu"]',
    type="sluice_lenses_connector",
    construct_path="dev/orders/sink",
    attributes={"environment": "orders", "cluster": "connect", "name": "orders-sink"},
)
SINK = Owned(CATALOGUE.resources["sluice_lenses_connector"], STORED)


@pytest.mark.parametrize(
    "pattern",
    [
        "orders-sink",
        "*-sink",
        "orders/connect/orders-sink",
        "orders/*",
        "dev/orders/sink",
        "dev/*",
        'sluice_lenses_connector.sink["eu"]',
    ],
)
def test_it_is_meant(pattern: str) -> None:
    assert is_meant(SINK, ["nothing", pattern])


@pytest.mark.parametrize("pattern", ["sink", "Orders-sink", "prod/*", "connect"])
def test_it_is_not_meant(pattern: str) -> None:
    assert not is_meant(SINK, [pattern])


def test_everything_is_meant_where_nothing_is_named() -> None:
    assert is_meant(SINK, [])


def test_one_that_no_construct_made_is_meant_by_its_name() -> None:
    assert is_meant(replace(SINK, stored=replace(STORED, construct_path=None)), ["orders-sink"])
