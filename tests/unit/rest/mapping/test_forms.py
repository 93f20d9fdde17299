"""What stands for a value that a server shows in a form of its own, and for how long."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.rest.json.paths import MISSING
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.forms import NO_FORMS, NOT_SHOWN, Forms, value_at
from provider_lib.spec.paths import Steps
from provider_lib.spec.types import DynamicValue

SALT = "00112233445566778899aabbccddeeff"
BODY = DynamicValue.of({"name": "Ada", "address": {"town": "Bern"}})
STATE = {"tier": "gold", "none": None, "labels": {"a.b": "x"}, "tags": ["a"], "body": BODY}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((), STATE),
        (("tier",), "gold"),
        (("none",), None),
        (("labels", "a.b"), "x"),
        (("tags",), ["a"]),
        (("body",), BODY.value),
        (("body", "address"), {"town": "Bern"}),
        (("body", "address", "town"), "Bern"),
        (("stranger",), MISSING),
        (("none", "deeper"), MISSING),
        (("tier", "gold"), MISSING),
        (("labels", "a"), MISSING),
        (("tags", 0), "a"),
        (("tags", 1), MISSING),
        (("tags", "0"), MISSING),
        (("body", "address", "street"), MISSING),
    ],
)
def test_a_place_leads_to_what_a_state_has_there(place: Steps, value: Any) -> None:
    found = value_at(STATE, place)
    assert found is MISSING if value is MISSING else found == value
    assert repr(MISSING) == "MISSING"


def test_a_form_stands_only_for_the_value_that_it_was_seen_of() -> None:
    forms = Forms(SALT, {"tier": "1", "labels.a": "2", "body.name": "3", "gone": NOT_SHOWN}, {"name": "bolt"})
    before = {"tier": "gold", "labels": {"a": "x"}, "body": DynamicValue.of({"name": "Ada"})}
    after = {"tier": "silver", "labels": {"a": "x"}, "body": DynamicValue.of({"name": "Ada"})}
    assert forms.where_equal(before, before) is forms
    assert forms.where_equal(before, after) == Forms(
        SALT, {"labels.a": "2", "body.name": "3", "gone": NOT_SHOWN}, {"name": "bolt"}
    )


def test_ours_is_seen_wherever_the_server_shows_the_form_that_stands_for_it() -> None:
    forms = Forms(SALT, {"labels.a": digest("x", SALT), "labels.hidden": NOT_SHOWN})
    ours = {"a": "X", "b": "Y", "hidden": "Z", "gone": "G"}
    assert forms.in_our_words(("labels",), ours, {"a": "x", "b": "y", "new": "n"}) == {
        "a": "X",
        "b": "y",
        "hidden": "Z",
    }
    assert forms.in_our_words(("labels",), ours, {"hidden": None}) == {"hidden": "Z"}
    assert NO_FORMS.in_our_words(("labels",), ours, {"a": "x"}) == {"a": "x"}


def test_a_document_in_the_servers_form_is_ours_with_its_type() -> None:
    forms = Forms(SALT, {"body.name": digest("ada", SALT)})
    ours = DynamicValue(["object", {"name": "string", "ids": ["list", "number"]}], {"name": "Ada", "ids": [1]})
    other = DynamicValue.of({"name": "Eve", "ids": [1]})
    assert forms.in_our_words(("body",), ours, DynamicValue.of({"name": "ada", "ids": [1]})) == ours
    assert forms.in_our_words(("body",), ours, other) == other
    assert forms.in_our_words(("body",), ours, None) is None


def test_names_are_ours_in_the_items_of_a_list_too() -> None:
    forms = Forms(names={"body.items[0].id": "Id", "body.items[1].tags.a": "A", "body.tags.x": "X"})
    theirs = {"items": [{"Id": 1}, {"Id": 2, "tags": {"A": 5}}], "tags": ["X", "y"]}
    assert forms.in_our_spelling(("body",), theirs) == {
        "items": [{"id": 1}, {"Id": 2, "tags": {"a": 5}}],
        "tags": ["x", "y"],
    }
