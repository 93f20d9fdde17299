from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.request import body_of, path_of, query_of, to_wire
from provider_lib.spec import Api, Nested, Resource, delete, get, optional, patch, post, put, required
from tests.unit.rest.widgets import STATE, TOYS, Widget

FIELDS = Widget.fields()


def test_a_name_of_any_kind_is_one_segment_of_a_path() -> None:
    assert path_of(get("/shops/{shop}"), {"shop": "a/b ?é%"}) == "/shops/a%2Fb%20%3F%C3%A9%25"


@pytest.mark.parametrize("step", ["", ".", ".."])
@pytest.mark.parametrize(
    ("place", "wire", "name", "path"),
    [
        ("{shop}", lambda step: {"shop": step}, "shop", ("shop",)),
        ("{config[a[0]]}", lambda step: {"config": {"a[0]": step}}, "config.a[0]", ("config", "a[0]")),
    ],
)
def test_a_name_that_no_encoding_makes_a_segment_is_refused(
    step: str, place: str, wire: Any, name: str, path: Any
) -> None:
    with pytest.raises(ConfigError) as caught:
        path_of(get("/shops/" + place), wire(step))
    assert (caught.value.summary, caught.value.detail, caught.value.path) == (
        f"{name} must not be {step!r}",
        "It stands in the path of a request.",
        path,
    )


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


def test_what_is_added_to_a_body_lies_where_an_answer_would_have_it() -> None:
    added = put("/x", body={"name": "{name}"}, adds={r"meta\.rev": "{rev}", "marks[0].at": 3, "none": "{nothing}"})
    wire = {"name": "a", "rev": "7", "nothing": None}
    assert body_of(added, {}, wire) == {"name": "a", "meta.rev": "7", "marks": [{"at": 3}]}
    tested = patch("/x", body=[], operations=True, adds={r"meta\.rev": "{rev}"})
    assert body_of(tested, {}, wire) == [{"op": "test", "path": "/meta.rev", "value": "7"}]


class Size(Nested):
    """How large."""

    width: int = required("Width.", wire="w")
    unit: str | None = optional("Unit.")


class Shelf(Resource, system=TOYS, name="shelf"):
    """A shelf."""

    one: Size | None = optional("One.")
    many: list[Size] | None = optional("Many.")
    named: dict[str, Size] | None = optional("Named.")

    api = Api(create=post("/shelves"), delete=delete("/shelves"))


def test_nested_fields_are_named_as_the_server_names_them_wherever_they_stand() -> None:
    small, large = {"width": 1, "unit": None}, {"width": 9, "unit": "cm"}
    values = {"one": small, "many": [small, large], "named": {"a": large}}
    assert body_of(Shelf.api.create, Shelf.fields(), to_wire(Shelf.fields(), values, {})) == {
        "one": {"w": 1},
        "many": [{"w": 1}, {"w": 9, "unit": "cm"}],
        "named": {"a": {"w": 9, "unit": "cm"}},
    }
