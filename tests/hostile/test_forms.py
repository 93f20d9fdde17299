"""Servers that make something of their own of what they are given: told once, no difference, and drift still shows."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.hostile.deeds import done_in
from tests.hostile.forms import FORMS, PLACES, SHAPES, Form, Normalising, put, with_form, written
from tests.hostile.scene import CONNECTOR, ENVIRONMENT, TAG, THING, Kind, Scene, scene_of
from tests.hostile.server import Deed, Request, Response

SHOWN = "in a form of its own"


def told(scene: Scene) -> list[str]:
    """What the last command warned of."""
    return [item.summary for item in scene.life.warnings]


def live_with(kind: Kind, place: str, form: Form) -> None:
    """Make an object, look at it, let somebody else change it, change it, and destroy it."""
    kind, change = with_form(kind, form, place)
    with scene_of(kind) as scene:
        assert scene.suffer("apply") == []
        assert [SHOWN in line and place in line for line in told(scene)] == [True]
        assert scene.life.plan().is_empty
        drift_shows(scene, form.first[1])
        assert scene.suffer("apply", **change) == []
        assert [SHOWN in line and place in line for line in told(scene)] == [True]
        assert scene.life.plan().is_empty
        drift_shows(scene, form.second[1])
        scene.recover()


def drift_shows(scene: Scene, shown: Any) -> None:
    """What somebody else puts there is a difference until it is as before."""
    world, stored = scene.world.world, (scene.life.state, scene.life.private)
    before = world.objects
    world.objects = put(before, shown, "something else")
    assert world.objects != before
    assert not scene.life.plan().is_empty
    world.objects = before
    scene.life.state, scene.life.private = stored  # a plan stores nothing
    assert scene.life.plan().is_empty


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_a_text_in_the_servers_own_form_is_told_once_and_is_no_difference(where: str, form: str) -> None:
    live_with(*PLACES[where], FORMS[form])


@pytest.mark.parametrize("form", SHAPES)
def test_a_member_in_the_servers_own_form_is_told_once_and_is_no_difference(form: str) -> None:
    live_with(THING, "body.note", SHAPES[form])


# The same text in other bytes

SAME: dict[str, Deed] = {
    "Latin-1": done_in("latin-1", "application/json; charset=iso-8859-1"),
    "Latin-1 and says nothing": done_in("latin-1"),
    "UTF-16": done_in("utf-16", "application/json; charset=utf-16"),
    "decomposed": done_in("utf-8", form="NFD"),
}


@pytest.mark.parametrize("answers", SAME)
def test_the_same_text_in_other_bytes_is_the_same(answers: str) -> None:
    body = {"name": "Amélie", "labels": {"ü": "ö"}}
    with scene_of(replace(THING, config={"path": "/things", "body": body})) as scene:
        scene.server.misbehave(".*", SAME[answers])
        assert scene.suffer("apply") == []
        assert told(scene) == []
        assert scene.life.plan().is_empty
        scene.world.objects["1"]["labels"]["ü"] = "é"
        assert not scene.life.plan().is_empty
        assert scene.suffer("apply", body=body | {"size": 2}) == []
        assert scene.life.plan().is_empty
        scene.life.destroy()
        assert scene.world.objects == {}


def test_a_charset_that_is_not_the_one_of_the_answer_is_a_form() -> None:
    with scene_of(replace(THING, config={"path": "/things", "body": {"name": "Amélie"}})) as scene:
        scene.server.misbehave(".*", done_in("utf-8", "application/json; charset=iso-8859-1"))
        assert scene.suffer("apply") == []
        assert [SHOWN in line for line in told(scene)] == [True]
        assert scene.life.plan().is_empty
        scene.world.objects["1"]["name"] = "Eve"
        assert not scene.life.plan().is_empty


# What is no form


@pytest.mark.parametrize(
    ("kind", "place", "first", "second"),
    [
        (THING, "body.note", "a", "b"),
        (THING, "body.note", 10, 12),
        (THING, "body.note", 10, Decimal("10.5")),
        (THING, "body.note", True, False),
        (THING, "body.note", ["a"], ["a", "b"]),
        (THING, "body.note", "a", None),
        (CONNECTOR, "config.note", "a", "b"),
        (CONNECTOR, "config.note", "true", "false"),
        (ENVIRONMENT, "display_name", "One", "Two"),
        (ENVIRONMENT, "metadata.note", "a", "b"),
        (ENVIRONMENT, "tier", "staging", "development"),
    ],
)
def test_a_change_that_is_accepted_and_not_made_is_told_and_planned_again(
    kind: Kind, place: str, first: Any, second: Any
) -> None:
    form = Form((first, first), (second, first))
    kind, change = with_form(kind, form, place)
    with scene_of(kind) as scene:
        assert scene.suffer("apply") == []
        assert told(scene) == []
        assert scene.suffer("apply", **change) == []
        assert ["still shows the former" in line and place in line for line in told(scene)] == [True]
        assert not scene.life.plan().is_empty
        assert scene.suffer("apply") == []
        assert ["still shows the former" in line for line in told(scene)] == [True]
        scene.life.destroy()


@pytest.mark.parametrize(
    ("kind", "place", "sent", "shown"),
    [
        (THING, "body.note", "a", None),
        (THING, "body.note", "a", ""),
        (THING, "body.note", 5, 0),
        (THING, "body.note", True, False),
        (THING, "body.note", ["a", "b"], ["a"]),
        (THING, "body.note", {"a": 1}, {}),
        (THING, "body.note", {"a": 1}, "a"),
        (CONNECTOR, "config.note", "true", "false"),
        (ENVIRONMENT, "display_name", "One", ""),
        (ENVIRONMENT, "tier", "staging", "production"),
    ],
)
def test_what_is_lost_or_turned_round_at_a_create_is_a_difference(
    kind: Kind, place: str, sent: Any, shown: Any
) -> None:
    kind, _ = with_form(kind, Form((sent, shown), ("x", "x")), place)
    with scene_of(kind) as scene:
        assert scene.suffer("apply") == []
        assert told(scene) == []
        assert not scene.life.plan().is_empty


# Names


def test_a_connector_whose_name_the_server_lower_cases_is_found_and_made_once() -> None:
    sink = replace(CONNECTOR, config=dict(CONNECTOR.config) | {"name": "Sink"})
    made = {written("Sink"): "sink"}
    with scene_of(replace(sink, world=lambda: Normalising(CONNECTOR.world(), made))) as scene:
        scene.life.apply()
        assert ["shows name in a form of its own" in line for line in told(scene)] == [True]
        for changed in ({}, CONNECTOR.changed):
            scene.life.apply(**changed)
            assert (scene.life["name"], set(scene.world.objects)) == ("Sink", {"sink"})
            assert scene.life.plan().is_empty
        scene.life.destroy()
        assert scene.world.objects == {}
        assert scene.server.count("POST /connectors") == 1


def lower_cased(request: Request) -> Request:
    """A request as a server takes it that lower-cases every name, and every key of labels."""
    if not request.body:
        return request
    given = request.json
    body = {name: text.lower() if name == "name" else text for name, text in given.items()}
    for name in ("metadata", "labels"):
        if name in given:
            body[name] = {key.lower(): text for key, text in given[name].items()}
    return replace(request, body=json.dumps(body).encode())


LOWER_CASED: dict[str, tuple[Kind, dict[str, Any], dict[str, Any]]] = {
    "a tag": (TAG, {"name": "Gold"}, {"description": "shiny"}),
    "a thing": (THING, {"body": {"name": "Ada"}}, {"body": {"name": "Ada", "size": 2}}),
    "a thing that is searched": (
        THING,
        {"body": {"name": "Ada"}, "search": {"items": "items", "key": "name", "value": "Ada"}},
        {"body": {"name": "Ada", "size": 2}},
    ),
    "labels": (ENVIRONMENT, {"metadata": {"Team": "A", "Cost": "b"}}, {"metadata": {"Team": "B", "Cost": "b"}}),
    "labels of a thing": (
        THING,
        {"body": {"name": "ada", "labels": {"Team": "A"}}},
        {"body": {"name": "ada", "labels": {"Team": "B", "Cost": "c"}}},
    ),
}


@pytest.mark.parametrize("case", LOWER_CASED)
def test_what_has_a_name_that_the_server_lower_cases_is_found_changed_and_destroyed(case: str) -> None:
    kind, config, change = LOWER_CASED[case]
    world = kind.world()
    lowering = replace(kind, config=dict(kind.config) | config, world=lambda: Lowering(world))
    with scene_of(lowering) as scene:
        for changed in ({}, change, {}):
            assert scene.suffer("apply", **changed) == []
            assert scene.life.plan().is_empty
            assert len(scene.world.objects) == 1
        scene.life.destroy()
        assert scene.world.objects == {}
        assert scene.server.count(kind.create) == 1


class Lowering:
    """A world that lower-cases names and keys of labels."""

    def __init__(self, world: Any) -> None:
        self._world = world

    @property
    def objects(self) -> Any:
        return self._world.objects

    def __call__(self, request: Request) -> Response:
        return self._world(lower_cased(request))  # type: ignore[no-any-return]


def test_secrets_in_the_servers_own_form_reach_nobody() -> None:
    config = {"connector.class": "FileStreamSink", "url": "${env:URL}", "api.token": "Abc", "db": "http://U:Hunter@db"}
    kind = replace(CONNECTOR, config=dict(CONNECTOR.config) | {"config": config})
    made = {
        written("${env:URL}"): "battery-staple",
        written("Abc"): "battery-token",
        written("http://U:Hunter@db"): "http://u:battery@db",
    }
    with scene_of(replace(kind, world=lambda: Normalising(CONNECTOR.world(), made))) as scene:
        assert scene.suffer("apply") == []
        assert scene.life.plan().is_empty
        everything = f"{scene.told}{scene.life.state}{scene.life.private!r}"
        assert "battery" not in everything
        assert not [item for item in scene.told if "Hunter" in item.detail or "Abc" in item.detail]
