"""State is stored as its schema allows, at any depth, and with every digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from provider_lib.protocol.stored_state import dump_state, load_state, stored_attributes
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import List, Map, Number, Object, Set, String, Type

OWNER = Object(
    {
        "team": Attribute(String(), required=True),
        "pin": Attribute(String(), optional=True, write_only=True),
    }
)
WHOLE = {"team": "a", "pin": "1234", "gone": 1}


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (OWNER, WHOLE, {"team": "a"}),
        (List(OWNER), [WHOLE], [{"team": "a"}]),
        (Set(OWNER), [WHOLE], [{"team": "a"}]),
        (Map(OWNER), {"gone": WHOLE}, {"gone": {"team": "a"}}),
        (Map(List(OWNER)), {"gone": [WHOLE], "none": None}, {"gone": [{"team": "a"}], "none": None}),
        (OWNER, None, None),
    ],
)
def test_what_may_not_be_stored_is_left_out_at_any_depth(kind: Type, value: Any, stored: Any) -> None:
    schema = Schema({"value": Attribute(kind, optional=True)})
    assert json.loads(dump_state({"value": value, "gone": 1}, schema)) == {"value": stored}


@pytest.mark.parametrize("number", ["0.10000000000000000000000000001", "9" * 1000])
def test_a_number_is_read_and_stored_with_every_digit(number: str) -> None:
    state = load_state(b'{"value": %s}' % number.encode())
    stored = json.loads(dump_state(state, Schema({"value": Attribute(Number(), optional=True)})), parse_int=str)
    assert (Decimal(state["value"]), stored) == (Decimal(number), {"value": number})


def test_what_is_no_json_is_not_stored() -> None:
    with pytest.raises(TypeError, match=r"^bytes is not JSON$"):
        dump_state({"value": b"a"}, Schema({"value": Attribute(String(), optional=True)}))


def test_the_names_of_attributes_are_found_beside_any_number() -> None:
    assert stored_attributes(b'{"count": %s, "share": 1e999, "name": {"first": 1}}' % (b"9" * 5000)) == {
        "count",
        "share",
        "name",
    }
