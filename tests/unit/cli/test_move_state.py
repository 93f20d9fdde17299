"""The state of what is moved: named anew where nobody has deployed meanwhile, and as before where that fails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provider_lib.adopt import Move
from provider_lib.cli.move_state import MoveState
from provider_lib.engine.app import Stack
from provider_lib.errors import EngineError, StateError
from provider_lib.rest import RestAccount
from provider_lib.systems import CATALOGUE

KIND = CATALOGUE.resources["sluice_kafka_connect_connector"]


@dataclass
class Backend:
    """What keeps a state, and takes only a newer one, as Terraform does."""

    serial: int = 7
    name: str = "orders"
    is_cut: bool = False

    @property
    def text(self) -> str:
        attributes = {"connect": "default", "name": self.name, "id": f"default/{self.name}"}
        instance = {"attributes": attributes, "identity": {"connect": "default", "name": self.name}}
        resource = {"mode": "managed", "type": KIND.type_name, "name": "orders", "instances": [instance]}
        return json.dumps({"version": 4, "serial": self.serial, "lineage": "l", "resources": [resource]})

    def pull(self, directory: Path) -> str:  # noqa: ARG002 - as an engine is asked
        return self.text

    def push(self, directory: Path, state: Path, lock_timeout: str = "") -> None:  # noqa: ARG002
        given = json.loads(state.read_text())
        if given["serial"] <= self.serial:
            raise EngineError("cannot overwrite existing state")
        [instance] = given["resources"][0]["instances"]
        self.serial, self.name = given["serial"], instance["attributes"]["name"]
        if self.is_cut:
            self.is_cut = False
            raise EngineError("the answer was lost")


def state_of(backend: Backend) -> MoveState:
    move = Move(RestAccount(CATALOGUE, {}), KIND, ("default", "orders"), ("default", "orders-2"), {})
    found = MoveState(backend, Stack("dev", Path("dev")), KIND, move, "")
    found.look()
    return found


def test_it_is_named_anew_and_as_before() -> None:
    backend = Backend()
    [step] = state_of(backend).steps()
    assert step.undo is not None
    step.do()
    assert (backend.name, backend.serial) == ("orders-2", 8)
    step.undo()
    assert (backend.name, backend.serial) == ("orders", 9)
    step.undo()
    assert (backend.name, backend.serial) == ("orders", 9)


def test_what_was_written_meanwhile_is_left_as_it_is() -> None:
    backend = Backend()
    [step] = state_of(backend).steps()
    backend.serial = 8
    with pytest.raises(StateError, match="Somebody deployed dev meanwhile"):
        step.do()
    assert (backend.name, backend.serial) == ("orders", 8)


def test_what_was_stored_without_an_answer_is_taken_back() -> None:
    backend = Backend(is_cut=True)
    [step] = state_of(backend).steps()
    assert step.undo is not None
    with pytest.raises(EngineError):
        step.do()
    step.undo()
    assert (backend.name, backend.serial) == ("orders", 9)


def test_nothing_is_done_where_it_has_the_new_name_already() -> None:
    backend = Backend(name="orders-2")
    move = Move(RestAccount(CATALOGUE, {}), KIND, ("default", "orders"), ("default", "orders-2"), {})
    found: Any = MoveState(backend, Stack("dev", Path("dev")), KIND, move, "")
    assert found.steps() == []
