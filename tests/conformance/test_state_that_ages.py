"""State that another version of the provider wrote, through the real core: of a resource that has changed its form."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from provider_lib.spec import (
    Api,
    Declarations,
    Give,
    Move,
    Resource,
    Upgrade,
    computed,
    delete,
    get,
    key,
    local,
    optional,
    post,
    put,
    required,
)
from tests.conformance.test_new_system import FERRY, NORTH, Harbour
from tests.core import Workspace, attached
from tests.diagnostics import error
from tests.unit.rest.api.server import Server

WRITTEN = {"name": "north", "stops": ["mole"], "flag": "blue", "pause": "5m"}
"""The configuration at first."""


class First(Resource, system=FERRY, name="crossing"):
    """A crossing as it was declared at first."""

    name: str = key("Name.")
    stops: list[str] = required("Where it stops.")
    flag: str | None = optional("Colour of its flag.")
    pause: str | None = local("What the provider waits.")
    id: str = computed("Number.")

    api = Api(
        create=post("/crossings"),
        read=get("/crossings/{name}"),
        update=put("/crossings/{name}"),
        delete=delete("/crossings/{name}"),
    )


class Added(Resource, system=FERRY, name="crossing"):
    """The same without a field, and with others that were declared later, in state of the same version."""

    harbour: str = key("Harbour.", default="main")
    name: str = key("Name.")
    stops: list[str] = required("Where it stops.")
    flag: str | None = optional("Colour of its flag.")
    id: str = computed("Number.")
    horn: str | None = optional("Its horn.")
    depth: int = optional("Depth of the water.", default=3)
    patience: str = local("How long to wait.", default="1m")

    identity = ("name",)
    api = First.api


class Renamed(Resource, system=FERRY, name="crossing"):
    """The same with other names, what identifies it among them."""

    title: str = key("Name.", sent_as="name", read_as="name")
    halts: list[str] = required("Where it stops.", wire="stops")
    flag: str = required("Colour of its flag.")
    unit: str | None = local("Unit of the pause.")
    id: str = computed("Number.")

    version = 2
    upgrades = (Upgrade(0, (Move("name", "title"),)), Upgrade(1, (Move("stops", "halts"), Give("unit", "min"))))
    api = Api(
        create=post("/crossings"),
        read=get("/crossings/{title}"),
        update=put("/crossings/{title}"),
        delete=delete("/crossings/{title}"),
    )


@pytest.fixture
def harbour() -> Harbour:
    return Harbour()


@pytest.fixture
def ferry(tmp_path: Path, harbour: Harbour) -> Iterator[Ferry]:
    with Server(harbour) as server:
        yield Ferry(tmp_path, {"SLUICE_FERRY_URL": server.url, "SLUICE_FERRY_TOKEN": "aye"})


class Ferry:
    """A folder in which one version of the provider after the other is used."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = environment

    def provider(self, resource: type[Resource]) -> AbstractContextManager[Workspace]:
        """The folder with a provider that declares this resource."""
        catalogue = Declarations({FERRY.name: FERRY}, {resource.type_name: resource}, {}, {}, {})
        return attached(self._folder, catalogue, self._environment)

    def apply_first(self) -> None:
        with self.provider(First) as workspace:
            workspace.write({NORTH: WRITTEN})
            workspace.apply()

    @property
    def file(self) -> Path:
        return self._folder / "terraform.tfstate"

    def stored(self) -> dict[str, Any]:
        """What the state file has of the crossing."""
        stored: dict[str, Any] = json.loads(self.file.read_text())["resources"][0]["instances"][0]
        return stored

    def store(self, **changed: Any) -> None:
        """Write something else into the state file."""
        state = json.loads(self.file.read_text())
        state["resources"][0]["instances"][0] |= changed
        self.file.write_text(json.dumps(state))


def plans_nothing(workspace: Workspace, *options: str) -> None:
    workspace.run("plan", "-detailed-exitcode", "-input=false", *options, code=0)


def test_state_of_an_older_version_is_no_change_and_is_stored_in_the_current_one(ferry: Ferry) -> None:
    ferry.apply_first()
    private = ferry.stored()["private"]
    with ferry.provider(Renamed) as workspace:
        workspace.write({NORTH: {"title": "north", "halts": ["mole"], "flag": "blue", "unit": "min"}})
        plans_nothing(workspace)
        plans_nothing(workspace, "-refresh=false")
        workspace.run("apply", "-refresh-only", "-auto-approve", "-input=false")
        assert ferry.stored() == {
            "schema_version": 2,
            "attributes": {"title": "north", "halts": ["mole"], "flag": "blue", "unit": "min", "id": "7"},
            "sensitive_attributes": [],
            "private": private,
            "identity_schema_version": 2,
            "identity": {"title": "north"},
        }


def test_an_object_of_an_older_version_is_destroyed(ferry: Ferry, harbour: Harbour) -> None:
    ferry.apply_first()
    with ferry.provider(Renamed) as workspace:
        workspace.write({})
        workspace.apply()
        assert (workspace.state(), harbour.crossings) == ({}, {})


def test_fields_that_were_declared_later_or_no_more_are_no_change(ferry: Ferry, harbour: Harbour) -> None:
    ferry.apply_first()
    harbour.crossings["north"] |= {"depth": 3, "horn": "loud"}  # what the server gave to what says nothing of it
    with ferry.provider(Added) as workspace:
        workspace.write({NORTH: {"name": "north", "stops": ["mole"], "flag": "blue"}})
        plans_nothing(workspace)
        plans_nothing(workspace, "-refresh=false")


def test_a_field_that_was_declared_later_shows_what_the_server_has(ferry: Ferry, harbour: Harbour) -> None:
    ferry.apply_first()
    harbour.crossings["north"] |= {"depth": 5}
    with ferry.provider(Added) as workspace:
        workspace.write({NORTH: {"name": "north", "stops": ["mole"], "flag": "blue", "patience": "9m"}})
        assert workspace.plan().difference(NORTH) == {"depth": (5, 3), "patience": ("1m", "9m")}


def test_a_field_that_was_declared_later_is_written_once_to_a_server_that_does_not_have_it(ferry: Ferry) -> None:
    ferry.apply_first()
    with ferry.provider(Added) as workspace:
        workspace.write({NORTH: {"name": "north", "stops": ["mole"], "flag": "blue"}})
        assert workspace.plan().difference(NORTH) == {"depth": (None, 3)}
        workspace.apply()
        plans_nothing(workspace)


def test_state_of_a_newer_version_is_left_alone(ferry: Ferry) -> None:
    ferry.apply_first()
    ferry.store(schema_version=1)
    before = ferry.file.read_bytes()
    with ferry.provider(First) as workspace:
        for command in ("plan", "apply", "destroy"):
            assert error(workspace, command).summary == "Resource instance managed by newer provider version"
    assert ferry.file.read_bytes() == before


@pytest.mark.parametrize(
    ("private", "summary"),
    [
        (b'{"format": 3}', "a newer version of the provider wrote what is stored of this object"),
        (b"\x80broken", "what the provider remembers of this object cannot be read"),
    ],
)
def test_private_state_that_cannot_be_read_is_not_lost(ferry: Ferry, private: bytes, summary: str) -> None:
    ferry.apply_first()
    ferry.store(private=b64encode(private).decode())
    before = ferry.file.read_bytes()
    with ferry.provider(First) as workspace:
        workspace.write({NORTH: WRITTEN | {"flag": "red"}})
        for command, options in (("plan", ()), ("plan", ("-refresh=false",)), ("apply", ()), ("destroy", ())):
            found = error(workspace, command, *options)
            assert (found.summary, found.address) == (summary, NORTH)
        assert ferry.file.read_bytes() == before
        workspace.run("destroy", "-auto-approve", "-refresh=false")
        assert workspace.state() == {}
