"""A system that nobody has heard of needs one class, and has all that the others have."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest

from provider_lib.generator.reference import reference_pages
from provider_lib.generator.source import module_source
from provider_lib.spec import (
    Api,
    Bearer,
    Declarations,
    ErrorShape,
    Length,
    Resource,
    Setting,
    System,
    Tracked,
    computed,
    delete,
    get,
    key,
    post,
    put,
    required,
)
from provider_lib.state import Connector, State
from provider_lib.state.reading import resources
from tests.core import Workspace, attached
from tests.diagnostics import Said, error
from tests.unit.rest.api.server import Reply, Seen, Server, reply

FERRY = System(
    name="ferry",
    title="Ferry",
    settings=(
        Setting(name="url", doc="Address of the harbour.", needed=True),
        Setting(name="token", doc="Token of the captain.", secret=True, needed=True),
    ),
    auth=Bearer("token"),
    errors=(ErrorShape(speaker="Ferry", message="problem"),),
)


class Crossing(Resource, system=FERRY, name="crossing"):
    """A crossing: where a ferry goes."""

    name: Annotated[str, Length(1, 8)] = key("Name of the crossing.", example="north")
    stops: list[str] = required("Where it stops.", example=["mole", "isle"])
    id: str = computed("Number of the crossing.")

    api = Api(
        create=post("/crossings"),
        read=get("/crossings/{name}"),
        update=put("/crossings/{name}"),
        delete=delete("/crossings/{name}"),
    )
    tracked = Tracked(kind="connector", system="ferry", labels={"name": "name", "id": "id"})


CATALOGUE = Declarations.of(sys.modules[__name__])
NORTH = "sluice_ferry_crossing.north"


class Harbour:
    """The whole API: one route over a dict."""

    def __init__(self) -> None:
        self.crossings: dict[str, dict[str, Any]] = {}

    def __call__(self, seen: Seen) -> Reply:
        if seen.headers.get("authorization") != "Bearer aye":
            return reply({"problem": "You are not the captain"}, 401)
        sent = json.loads(seen.body or "{}")
        name = sent.get("name") or seen.target.removeprefix("/crossings/")
        if seen.method in ("POST", "PUT"):
            self.crossings[name] = {"id": "7", "name": name, "flag": "added by the harbour", **sent}
        found = self.crossings.get(name)
        if seen.method == "DELETE":
            self.crossings.pop(name, None)
        return reply(found) if found else reply({"problem": "No such crossing"}, 404)


@pytest.fixture
def harbour() -> Harbour:
    return Harbour()


@pytest.fixture
def workspace(tmp_path: Path, harbour: Harbour) -> Iterator[Workspace]:
    with Server(harbour) as server:
        environment = {"SLUICE_FERRY_URL": server.url, "SLUICE_FERRY_TOKEN": "aye"}
        with attached(tmp_path, CATALOGUE, environment) as workspace:
            yield workspace


def test_it_is_created_changed_mended_and_deleted(workspace: Workspace, harbour: Harbour) -> None:
    workspace.write({NORTH: {"name": "north", "stops": ["mole"]}})
    workspace.apply()
    assert workspace.state() == {NORTH: {"name": "north", "stops": ["mole"], "id": "7"}}
    assert workspace.plan().changes == {}
    workspace.write({NORTH: {"name": "north", "stops": ["mole", "isle"]}})
    workspace.apply()
    assert harbour.crossings["north"]["stops"] == ["mole", "isle"]
    harbour.crossings["north"]["stops"] = ["wreck"]
    assert workspace.plan().difference(NORTH) == {"stops": (["wreck"], ["mole", "isle"])}
    harbour.crossings.clear()
    assert workspace.plan().changes == {NORTH: ["create"]}
    workspace.apply()
    workspace.destroy()
    assert (workspace.state(), harbour.crossings) == ({}, {})


def test_it_is_imported(workspace: Workspace, harbour: Harbour) -> None:
    harbour.crossings["north"] = {"id": "3", "name": "north", "stops": ["mole"]}
    workspace.write({NORTH: {"name": "north", "stops": ["mole"]}})
    workspace.run("import", "-no-color", NORTH, "north")
    assert workspace.plan().changes == {}


def test_what_is_declared_is_checked_before_any_call(workspace: Workspace) -> None:
    workspace.write({NORTH: {"name": "north-by-northwest", "stops": []}})
    assert error(workspace) == Said("name must be 1 to 8 characters long, this one has 18", "", NORTH)


def test_its_connectors_are_listed(workspace: Workspace) -> None:
    workspace.write({NORTH: {"name": "north", "stops": ["mole"]}})
    workspace.apply()
    shown = json.loads(workspace.run("show", "-json").text)
    state = State(tuple(resources("dev", shown, {})), lambda name: CATALOGUE.resources[name].tracked)
    assert state.connectors() == (Connector(stack="dev", address=NORTH, system="ferry", name="north", id="7"),)


def test_it_has_a_construct() -> None:
    tree = ast.parse(module_source(FERRY, CATALOGUE))
    [construct] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    made = next(node for node in construct.body if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    assert construct.name == "Crossing"
    assert [(item.arg, ast.unparse(item.annotation)) for item in made.args.kwonlyargs if item.annotation] == [
        ("name", "str"),
        ("stops", "Sequence[str]"),
    ]


def test_it_has_a_page_in_the_reference() -> None:
    pages = reference_pages(CATALOGUE)
    assert sorted(map(str, pages)) == ["README.md", "ferry/crossing.md", "provider.md"]
    page = pages[Path("ferry/crossing.md")]
    assert 'north = Crossing(self, "north", name="north", stops=["mole", "isle"])' in page
    assert page.endswith(
        "| Create | `POST /crossings` |\n"
        "| Read | `GET /crossings/{name}` |\n"
        "| Update | `PUT /crossings/{name}` |\n"
        "| Delete | `DELETE /crossings/{name}` |\n"
    )
    assert (
        "| `token` | string | `SLUICE_FERRY_TOKEN` | Token of the captain. Needed. Sensitive. |"
        in pages[Path("provider.md")]
    )
