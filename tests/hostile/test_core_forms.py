"""Servers with forms of their own, through the real Terraform core: one warning, no difference, drift, no remains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached
from tests.hostile.deeds import done_in
from tests.hostile.forms import FORMS, PLACES, SHAPES, Form, Normalising, put, with_form, written
from tests.hostile.scene import CONNECTOR, THING, Kind, environment
from tests.hostile.server import serving

SOME = ("rounds", "writes numbers as text", "sorts", "lower-cases in items", "lower-cases labels", "fills null in")
CASES: dict[str, tuple[Kind, str, Form]] = {
    **{f"{name} ({kind})": (*PLACES[kind], FORMS[name]) for name, kind in zip(FORMS, PLACES, strict=False)},
    **{name: (THING, "body.note", SHAPES[name]) for name in SOME},
}


def apply(workspace: Workspace) -> int:
    """Apply what is written; how often a form of its own is told."""
    run = workspace.run("apply", "-auto-approve", "-input=false", "-no-color")
    assert "met a bug" not in run.text
    return run.problem().count("in a form of its own")


def plain(config: Any) -> Any:
    """A configuration as a JSON file can hold it."""
    return json.loads(json.dumps(config, default=float))


@pytest.mark.parametrize("case", CASES)
def test_a_form_of_its_own(tmp_path: Path, case: str) -> None:
    first, place, form = CASES[case]
    kind, change = with_form(first, form, place)
    config = plain({name: item for name, item in kind.config.items() if name != "secret_body"})
    world: Any = kind.world()
    with serving(world) as server, attached(tmp_path, CATALOGUE, environment(kind, server.url)) as workspace:
        workspace.write({f"{kind.type_name}.it": config})
        assert apply(workspace) == 1
        assert workspace.plan().changes == {}
        before, world.world.objects = world.objects, put(world.objects, form.first[1], "something else")
        assert workspace.plan().changes != {}
        world.world.objects = before
        assert workspace.plan().changes == {}
        workspace.write({f"{kind.type_name}.it": config | plain(change)})
        assert apply(workspace) == 1
        assert workspace.plan().changes == {}
        workspace.run("destroy", "-auto-approve", "-input=false", "-no-color")
        assert world.objects == {}


@pytest.mark.parametrize("unicode", ["NFC", "NFD"])
def test_text_is_the_same_however_it_is_composed(tmp_path: Path, unicode: Any) -> None:
    world: Any = THING.world()
    config = {"path": "/things", "body": {"name": "Ame\u0301lie", "labels": {"u\u0308": "\u00f6"}}}
    with serving(world) as server, attached(tmp_path, CATALOGUE, environment(THING, server.url)) as workspace:
        server.misbehave(".*", done_in("utf-8", form=unicode))
        workspace.write({"sluice_rest_object.it": config})
        assert apply(workspace) == 0
        assert workspace.plan().changes == {}


def test_a_connector_whose_name_the_server_lower_cases_is_made_once(tmp_path: Path) -> None:
    world: Any = Normalising(CONNECTOR.world(), {written("Sink"): "sink"})
    it = f"{CONNECTOR.type_name}.it"
    with serving(world) as server, attached(tmp_path, CATALOGUE, environment(CONNECTOR, server.url)) as workspace:
        workspace.write({it: dict(CONNECTOR.config) | {"name": "Sink"}})
        assert apply(workspace) == 1
        workspace.write({it: dict(CONNECTOR.config) | {"name": "Sink"} | dict(CONNECTOR.changed)})
        assert apply(workspace) == 0
        assert workspace.plan().changes == {}
        assert (workspace.state()[it]["name"], set(world.objects)) == ("Sink", {"sink"})
        workspace.run("destroy", "-auto-approve", "-input=false", "-no-color")
        assert (world.objects, server.count("POST /connectors")) == ({}, 1)


def test_a_change_that_the_server_accepts_and_does_not_make_is_told_and_planned_again(tmp_path: Path) -> None:
    kind, change = with_form(CONNECTOR, Form(("a", "a"), ("b", "a")), "config.note")
    it = f"{kind.type_name}.it"
    with serving(kind.world()) as server, attached(tmp_path, CATALOGUE, environment(kind, server.url)) as workspace:
        workspace.write({it: kind.config})
        assert apply(workspace) == 0
        workspace.write({it: dict(kind.config) | change})
        run = workspace.run("apply", "-auto-approve", "-input=false", "-no-color")
        assert "still shows the former config.note" in run.problem()
        assert workspace.plan().changes == {it: ["update"]}
