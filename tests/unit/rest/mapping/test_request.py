from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.dataclass import replace
from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.request import body_of, fill, headers_of, path_of, query_of, to_wire
from provider_lib.rest.mapping.typed_values import ValueType
from provider_lib.spec import (
    Api,
    Call,
    Nested,
    Resource,
    Verbatim,
    config_map,
    delete,
    get,
    key,
    optional,
    patch,
    post,
    put,
    required,
)
from provider_lib.spec.types import UNKNOWN, DynamicValue
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


@pytest.mark.parametrize("path", ["/a/../b", "/a/.", "/a/%2e%2E/b", "/./a", "/..?x=y"])
def test_a_step_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ConfigError) as caught:
        path_of(Call(method="GET", path=path), {})
    assert (caught.value.summary, caught.value.detail, caught.value.path) == (
        f"the path {path} has a step . or ..",
        "Clients and servers take such steps out, so that something else would be asked for. Write the path without "
        "them.",
        (),
    )


@pytest.mark.parametrize("path", ["/a/...", "/a/.b", "/a.", "/a?x=/../"])
def test_dots_in_a_step_lead_nowhere_else(path: str) -> None:
    assert path_of(Call(method="GET", path=path), {}) == path


def test_braces_in_a_value_are_no_place_holders() -> None:
    wire = {"name": "{shop}-{config[a]}", "shop": "{name}", "config": {"a": "x"}}
    assert fill("{shop}/{name}/{config[a]}", wire) == "{name}/{shop}-{config[a]}/x"
    assert fill(Verbatim("{shop}"), wire) == "{shop}"


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


def test_a_template_is_filled_in_at_any_depth_and_null_is_left_out_of_objects_alone() -> None:
    body = {"deep": {"a": "{name}", "b": "{rules}"}, "items": ["{name}", "{rules}", {"b": "{rules}"}], "tuple": ("x",)}
    wire = {"name": {"n": 1}, "rules": None}
    assert body_of(post("/x", body=body), {}, wire) == {
        "deep": {"a": {"n": 1}},
        "items": [{"n": 1}, None, {}],
        "tuple": ["x"],
    }
    for kept in (Verbatim("{name}"), 5, None, True):
        assert body_of(post("/x", body=kept), {}, wire) is kept


def test_a_list_is_repeated_in_a_query_and_null_is_left_out() -> None:
    call = get(
        "/x", query={"c": "{clusters}", "n": "{name}", "t": "true", "y": "{yes}", "o": "{no}", "none": "{nothing}"}
    )
    wire = {"clusters": ["a", None, 1], "name": "x y", "yes": True, "no": False, "nothing": None}
    assert query_of(call, wire) == [("c", "a"), ("c", "1"), ("n", "x y"), ("t", "true"), ("y", "true"), ("o", "false")]


def test_headers_are_texts_and_null_is_left_out() -> None:
    call = get("/x", headers={"If-Match": "{rev}", "X-Name": "is {name}", "X-None": "{nothing}"})
    assert headers_of(call, {"rev": 7, "name": "bolt", "nothing": None}) == {"If-Match": "7", "X-Name": "is bolt"}


def test_what_is_added_to_a_body_lies_where_an_answer_would_have_it() -> None:
    added = put("/x", body={"name": "{name}"}, adds={r"meta\.rev": "{rev}", "marks[0].at": 3, "none": "{nothing}"})
    wire = {"name": "a", "rev": "7", "nothing": None}
    assert body_of(added, {}, wire) == {"name": "a", "meta.rev": "7", "marks": [{"at": 3}]}
    tested = patch("/x", body=[], operations=True, adds={r"meta\.rev": "{rev}"})
    assert body_of(tested, {}, wire) == [{"op": "test", "path": "/meta.rev", "value": "7"}]


AMENDS = {"name": None, "meta": {"a": 1}}
OPERATIONS = [{"op": "add", "path": "/a", "value": 1}]


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (put("/x", body={"name": "a", "meta": {"b": 2}}, amends=AMENDS), {"meta": {"a": 1, "b": 2}}),
        (put("/x", body=None, amends=AMENDS), AMENDS),
        (put("/x", body=None), None),
        (patch("/x", body=["{op}"], operations=True, amends=OPERATIONS), [*OPERATIONS, "now"]),
        (
            patch("/x", body=["{op}"], operations=True, amends=OPERATIONS, adds={"rev": "{rev}", "no": "{nothing}"}),
            [*OPERATIONS, {"op": "test", "path": "/rev", "value": 7}, "now"],
        ),
    ],
)
def test_a_body_is_amended_as_its_kind_is(call: Call, body: Any) -> None:
    assert body_of(call, {}, {"op": "now", "rev": 7, "nothing": None}) == body


def test_of_the_fields_those_are_sent_that_have_a_value_or_are_asked_for_and_stand_not_in_the_path() -> None:
    wire = to_wire(FIELDS, STATE | {"title": None, "labels": {"a": "b"}}, {})
    sent = {"name": "bolt", "tier": "silver", "labels": {"a": "b"}, "config": {"name": "bolt"}}
    call = Widget.api.create
    assert body_of(call, FIELDS, wire) == sent
    assert body_of(call, FIELDS, wire, ["title", "tier", "shop"]) == {"title": None, "tier": "silver"}
    assert body_of(replace(call, with_key=True), FIELDS, wire) == {"shop": "north", **sent}
    assert body_of(put("/shops/{shop}/widgets/{name}"), FIELDS, wire, ["name", "tier"]) == {"tier": "silver"}


class Lamp(Resource, system=TOYS, name="request_lamp"):
    """A lamp."""

    name: str = key("Name.")
    colour: str | None = optional("Colour.", send={"red": "ROSSO"})
    rules: str | None = optional("Rules.", same="json")
    note: str | None = optional("Note.")
    spot: Any | None = optional("Spot.")
    size: int | None = optional("Size.")

    api = Api(create=post("/lamps"), delete=delete("/lamps/{name}"))


def test_values_go_over_the_wire_in_the_words_and_the_form_of_the_server() -> None:
    fields = Lamp.fields()
    values = {"name": "desk", "colour": "red", "rules": '{"a": 1.0}', "note": '{"a": 1}', "spot": UNKNOWN}
    assert to_wire(fields, values, {}) == {
        "name": "desk",
        "colour": "ROSSO",
        "rules": {"a": Decimal("1.0")},
        "note": '{"a": 1}',
        "spot": None,
        "size": None,
    }
    assert to_wire(fields, {"colour": "green", "spot": DynamicValue.of([1])}, {})["spot"] == [1]
    assert to_wire(fields, {"colour": "green"}, {})["colour"] == "green"


def test_of_a_configuration_what_is_injected_counts_before_secrets_and_these_before_what_is_plain() -> None:
    wire = to_wire(FIELDS, STATE | {"config": {"a": "1", "b": "1", "name": "1"}}, {"b": "2", "name": "2"})
    assert wire["config"] == {"a": "1", "b": "2", "name": "bolt"}
    assert to_wire(FIELDS, STATE, {"b": "2"})["config"] == {"b": "2", "name": "bolt"}


class Robot(Resource, system=TOYS, name="request_robot"):
    """A robot, whose configuration has types."""

    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.", typed=True)

    api = Api(create=post("/robots"), delete=delete("/robots/{name}"))


def test_a_typed_configuration_goes_over_the_wire_in_its_types_and_its_secrets_as_texts() -> None:
    values = {"name": "robbie", "config": {"legs": "4", "tag": "4", "lit": "true"}}
    wire = to_wire(Robot.fields(), values, {"pin": "7"}, {"tag": ValueType("text")})
    assert wire["config"] == {"legs": 4, "tag": "4", "lit": True, "pin": "7"}


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
