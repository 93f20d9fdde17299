from __future__ import annotations

from provider_lib.rest.mapping.request import body_of, path_of, query_of, to_wire
from provider_lib.spec import get, post
from tests.unit.rest.widgets import STATE, Widget

FIELDS = Widget.fields()


def test_a_name_of_any_kind_is_one_segment_of_a_path() -> None:
    assert path_of(get("/shops/{shop}"), {"shop": "a/b ?é%"}) == "/shops/a%2Fb%20%3F%C3%A9%25"


def test_a_body_holds_what_is_sent_and_not_what_the_path_says() -> None:
    wire = to_wire(FIELDS, STATE | {"rules": '{"n": 9007199254740993}'}, {"password": "x"})
    assert body_of(Widget.api.create, FIELDS, wire) == {
        "name": "bolt",
        "tier": "silver",
        "title": "bolt",
        "rules": {"n": 9007199254740993},
        "config": {"password": "x", "name": "bolt"},
    }


def test_a_template_stands_for_values_or_for_text() -> None:
    call = post("/x", body={"whole": "{config}", "text": "{shop}-{name}", "kept": 1, "absent": "{rules}"})
    wire = to_wire(FIELDS, STATE | {"config": {"a": "b"}}, {})
    assert body_of(call, FIELDS, wire) == {"whole": {"a": "b", "name": "bolt"}, "text": "north-bolt", "kept": 1}


def test_a_list_is_repeated_in_a_query_and_null_is_left_out() -> None:
    call = get("/x", query={"c": "{clusters}", "n": "{name}", "t": "true", "none": "{nothing}"})
    wire = {"clusters": ["a", "b"], "name": "x y", "nothing": None}
    assert query_of(call, wire) == [("c", "a"), ("c", "b"), ("n", "x y"), ("t", "true")]
