"""Every declared resource lives through the same life: what is declared tomorrow is tested by being declared.

Values come from the examples of the declarations, changes from outside are made by the declared calls.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import pytest

from provider_lib.sandbox.server import Sandbox
from provider_lib.spec import Resource
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example, Values, inputs
from tests.conformance.outside import Outside
from tests.core import Workspace, attached, has_write_only

SHOWS_WITHIN = 20.0
Found = TypeVar("Found")


class Life:
    """One resource in Terraform and, behind its back, at its vendor's.

    Attributes:
        values: what is configured now.
        state: what Terraform stored of it after the last apply.
    """

    state: dict[str, Any]

    def __init__(self, workspace: Workspace, resource: type[Resource], environment: dict[str, str]) -> None:
        self.example = Example(resource)
        self.values = self.example.values
        self.address = self.example.address
        self.resource = resource
        self.workspace = workspace
        self.environment = environment

    def outside(self) -> Outside:
        return Outside(self.resource, self.environment)

    def import_id(self) -> str:
        return "/".join(quote(self.state[name], safe="") for name in self.resource.identity_fields())

    def write(self, **values: Any) -> None:
        self.values |= values
        self.workspace.write(self.example.others() | {self.address: self.values})

    def apply_and_plan_nothing(self) -> None:
        self.workspace.apply()
        self.workspace.run("plan", "-detailed-exitcode", "-input=false", code=0)
        self.state = self.workspace.state()[self.address]

    def planned(self) -> tuple[dict[str, list[str]], dict[str, Any]]:
        """What would be done to what, and which inputs of the resource would change how."""
        plan = self.workspace.plan()
        return plan.changes, inputs(self.resource, plan.difference(self.address))


def pairs(before: Values, after: Values) -> dict[str, Any]:
    """How a plan shows a change: items of a set in order, and what is referred to by its value."""
    return {name: (in_order(before[name]), in_order(resolved(value, before[name]))) for name, value in after.items()}


def in_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def resolved(value: Any, known: Any) -> Any:
    """A configured value with what is known already in the place of every reference."""
    if isinstance(value, dict):
        return {name: resolved(item, (known or {}).get(name)) for name, item in value.items()}
    return known if isinstance(value, str) and value.startswith("${") else value


def eventually(look: Callable[[], Found], wanted: Found) -> Found:
    """What there is to see as soon as it is what is wanted, or else when time is up."""
    end = time.monotonic() + SHOWS_WITHIN
    while (found := look()) != wanted and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.fixture(params=CATALOGUE.resources)
def life(request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox) -> Iterator[Life]:
    resource = CATALOGUE.resources[request.param]
    environment = sandbox.environment() | Example(resource).variables()
    with attached(tmp_path, CATALOGUE, environment) as workspace:
        yield Life(workspace, resource, environment)


def test_a_declared_resource_lives_a_whole_life(life: Life) -> None:
    is_created(life)
    is_changed_in_place(life)
    is_mended_after_a_change_from_outside(life)
    is_replaced(life)
    comes_back_after_vanishing(life)
    is_imported(life)
    is_deleted_though_it_is_gone(life)


def is_created(life: Life) -> None:
    life.write()
    life.apply_and_plan_nothing()
    with life.outside() as outside:
        assert outside.exists(life.state)


def is_changed_in_place(life: Life) -> None:
    before, changed = life.state, life.example.changed()
    assert changed, "give an example for a field that can be changed"
    life.write(**changed)
    assert life.planned() == ({life.address: ["update"]}, pairs(before, changed))
    life.apply_and_plan_nothing()
    assert life.import_id() == "/".join(quote(before[name], safe="") for name in life.resource.identity_fields())


def is_mended_after_a_change_from_outside(life: Life) -> None:
    now = life.state
    theirs = resolved(life.example.unchanged(), now)
    with life.outside() as outside:
        outside.change(now | theirs)
    drift = {life.address: ["update"]}, pairs(theirs, {name: now[name] for name in theirs})
    assert eventually(life.planned, drift) == drift
    life.apply_and_plan_nothing()


def is_replaced(life: Life) -> None:
    other = life.example.replaced()
    if not other:
        return  # nothing of it is immutable
    before = life.state
    life.write(**other)
    assert life.workspace.plan().changes == {life.address: ["delete", "create"]}
    life.apply_and_plan_nothing()
    with life.outside() as outside:
        assert (outside.exists(before), outside.exists(life.state)) == (False, True)


def comes_back_after_vanishing(life: Life) -> None:
    with life.outside() as outside:
        outside.delete(life.state)
    again = {life.address: ["create"]}
    assert eventually(lambda: life.workspace.plan().changes, again) == again
    life.apply_and_plan_nothing()


def is_imported(life: Life) -> None:
    """The name of a variable cannot be read back: secrets are given by their values, where a core takes those."""
    names = life.values.get("secret_env") or {}
    if names and has_write_only():
        life.write(secret_env=None, secret_config={key: life.environment[name] for key, name in names.items()})
        life.apply_and_plan_nothing()
        names = {}
    import_id = life.import_id()
    life.workspace.run("state", "rm", life.address)
    life.workspace.run("import", "-no-color", life.address, import_id)
    given_again = {life.address: ["update"]}, {"secret_env": (None, names)}
    assert life.planned() == (given_again if names else ({}, {}))


def is_deleted_though_it_is_gone(life: Life) -> None:
    with life.outside() as outside:
        outside.delete(life.state)
        assert eventually(lambda: outside.exists(life.state), False) is False
        life.workspace.run("destroy", "-auto-approve", "-refresh=false")
        assert life.workspace.state() == {}
        assert not outside.exists(life.state)
