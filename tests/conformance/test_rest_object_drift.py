"""What of a document counts as changed: only what was declared, and only as far as two values mean another thing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.conformance.rest_object import Scene

BODY = {"name": "Ada", "meta": {"owner": "x"}, "items": [{"sku": "a", "count": 1}, {"sku": "b", "count": 2}]}


def test_what_the_server_adds_is_never_a_difference(scene: Scene) -> None:
    scene.apply(BODY)
    held = scene.things.only
    held |= {"made": "today"}
    held["meta"]["etag"] = "17"
    held["items"][1]["price"] = Decimal("3.5")
    assert scene.is_settled()
    scene.workspace.apply()
    assert (scene.state["body"], scene.state["output"]) == (BODY, BODY)


def test_a_declared_member_that_changed_is_put_back_and_nothing_else(scene: Scene) -> None:
    scene.apply(BODY)
    held = scene.things.only
    held |= {"made": "today"}
    held["meta"] |= {"owner": "somebody", "etag": "17"}
    before = BODY | {"meta": {"owner": "somebody"}}
    assert scene.difference() == {"body": (before, BODY), "output": (before, ...)}
    scene.workspace.apply()
    assert scene.things.only == {"id": 1, "made": "today"} | BODY | {"meta": {"owner": "x", "etag": "17"}}
    assert scene.is_settled()


def test_ignored_members_never_show_but_their_neighbours_do(scene: Scene) -> None:
    body = {"meta": {"ts": 1, "owner": "x"}, "items": [{"sku": "a", "seen": 1}, {"sku": "b", "seen": 1}]}
    scene.apply(body, ignore=["meta.ts", "items[*].seen"])
    held = scene.things.only
    held["meta"]["ts"], held["items"][1]["seen"] = 2, 2
    assert scene.is_settled()
    held["items"][1]["sku"] = "c"
    changed = body | {"items": [{"sku": "a", "seen": 1}, {"sku": "c", "seen": 1}]}
    assert scene.difference()["body"] == (changed, body)


@pytest.mark.parametrize(
    ("declared", "held", "equivalent"),
    [
        ({"port": 5}, {"port": "5"}, {"port": "text"}),
        ({"on": True}, {"on": "true"}, {"on": "text"}),
        ({"note": None}, {}, {"note": "null"}),
        ({"a": {"b": [{"c": None}]}}, {"a": {"b": [{}]}}, {"**": "null"}),
        ({"tags": ["b", "a"]}, {"tags": ["a", "b"]}, {"tags": "set"}),
        ({"tags": [2, 1]}, {"tags": ["1", "2"]}, {"tags": "set", "tags[*]": "text"}),
        (
            {"users": [{"id": "b", "role": 1}, {"id": "a", "role": 2}]},
            {"users": [{"id": "a", "role": 2, "seen": 9}, {"id": "b", "role": 1}]},
            {"users": "key:id"},
        ),
        ({"policy": '{"a":[1,2.0]}'}, {"policy": '{ "a": [ 1, 2.0 ] }'}, {"policy": "json"}),
    ],
    ids=["number", "boolean", "null", "null anywhere", "set", "set of texts", "keyed list", "embedded JSON"],
)
def test_a_value_that_means_the_same_shows_only_where_that_is_not_declared(
    scene: Scene, declared: dict[str, Any], held: dict[str, Any], equivalent: dict[str, str]
) -> None:
    scene.apply(declared, equivalent=equivalent)
    scene.things.objects["1"] = {"id": 1} | held
    assert scene.is_settled()
    scene.apply(declared)
    assert scene.difference()["body"][1] == declared


def test_a_set_in_the_configuration_has_no_order(scene: Scene) -> None:
    scene.declare('${{ tags = toset(["b", "a"]) }}')
    scene.workspace.apply()
    scene.things.only["tags"] = ["b", "a"]
    assert scene.is_settled()
    scene.things.only["tags"] = ["b", "c"]
    assert not scene.is_settled()


def test_a_null_in_the_body_lets_the_output_show_what_the_server_has(scene: Scene) -> None:
    scene.apply({"name": "Ada"})
    assert scene.state["output"] == {"name": "Ada"}
    scene.apply({"name": "Ada", "size": None}, ignore=["size"])
    scene.things.only["size"] = 1
    scene.workspace.apply()
    assert scene.state["output"] == {"name": "Ada", "size": 1}
