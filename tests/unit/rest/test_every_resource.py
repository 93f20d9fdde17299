"""Every declared resource against its stand-in: made, left alone, changed, replaced, imported and deleted."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example, Values
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life

REFERENCE = re.compile(r"\$\{(\w+\.example)\.(\w+)\}")


class Stack:
    """A resource, and the others that its example refers to."""

    def __init__(self, core: Core, example: Example) -> None:
        self._core = core
        self._lives: dict[str, Life] = {}
        for address, values in example.others().items():
            self._lives[address] = self._life(address.partition(".")[0], values)
            self._lives[address].apply()
        self.life = self._life(example.resource.type_name, example.values)

    def _life(self, type_name: str, values: Values) -> Life:
        return Life(self._core, type_name, **self.resolved(values))

    def resolved(self, values: Any) -> Any:
        """Values in which the attributes of the others stand in the place of references."""
        match values:
            case str() if match := REFERENCE.fullmatch(values):
                return self._lives[match[1]][match[2]]
            case dict():
                return {name: self.resolved(item) for name, item in values.items()}
            case list():
                return [self.resolved(item) for item in values]
            case _:
                return values


@pytest.fixture(params=CATALOGUE.resources)
def example(request: pytest.FixtureRequest) -> Example:
    return Example(CATALOGUE.resources[request.param])


@pytest.fixture
def stack(example: Example, make_core: MakeCore, sandbox: Sandbox) -> Stack:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    return Stack(make_core(CATALOGUE, sandbox.environment() | example.variables()), example)


def import_id(life: Life) -> str:
    """The id by which its object can be imported."""
    names = CATALOGUE.resources[life.kind.name].identity_fields()
    return "/".join(quote(str(life[name]), safe="") for name in names)


def test_a_declared_resource_lives_a_whole_life(example: Example, stack: Stack, sandbox: Sandbox) -> None:
    life = stack.life
    assert life.plan().action == "create"
    life.apply()
    assert life.plan().is_empty

    before = import_id(life)
    changed = stack.resolved(example.changed())
    planned = life.plan(**changed)
    assert planned.action == "update"
    assert {name: pair[1] for name, pair in planned.difference.items() if name in changed} == {
        name: item for name, item in life.kind.config(changed).items() if name in changed
    }
    planned.apply()
    assert (import_id(life), life.plan().is_empty) == (before, True)

    if other := stack.resolved(example.replaced()):
        planned = life.plan(**other)
        assert planned.action == "replace"
        planned.apply()
        assert life.plan().is_empty

    # The name of a variable cannot be read back, so that the secrets are given by their values.
    environment = sandbox.environment() | example.variables()
    if variables := life.config.get("secret_env"):
        values = {key: environment[name] for key, name in variables.items()}
        life.apply(secret_env=None, secret_config=values)
    life.import_object(import_id(life))
    assert life.plan().difference == {}

    life.destroy()
    assert life.state is None
    assert life.plan().action == "create"
