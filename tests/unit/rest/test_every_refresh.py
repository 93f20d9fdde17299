"""Every declared resource behind a gateway that answers 200 with something else: nothing of it reaches the state."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.unit.rest.api.server import Reply, Seen, Server, reply
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.test_every_form import passed_on
from tests.unit.rest.test_every_resource import Stack

SOMETHING_ELSE = {
    "nothing": Reply(200),
    "an empty object": reply({}),
    "words": reply({"message": "Not Found", "code": 404}),
    "nulls": reply({"name": None, "id": None, "config": None, "status": None}),
}
ANYTHING = {"sluice_rest_object"}
"""Only its user knows what an answer about it holds."""


@dataclass
class Gateway:
    """What stands before the stand-ins.

    Attributes:
        says: to every read, instead of what they answer.
    """

    sandbox: Sandbox
    says: Reply | None = None

    def __call__(self, seen: Seen) -> Reply:
        if self.says is not None and seen.method == "GET":
            return self.says
        return passed_on(self.sandbox, seen, str)


@pytest.mark.parametrize("type_name", sorted({*CATALOGUE.resources} - ANYTHING))
def test_an_answer_about_something_else_leaves_the_state_of_any_declared_resource(
    make_core: MakeCore, sandbox: Sandbox, type_name: str
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    example = Example(CATALOGUE.resources[type_name])
    gateway = Gateway(sandbox)
    with Server(gateway) as server:
        environ = {name: text.replace(sandbox.url, server.url) for name, text in sandbox.environment().items()}
        life = Stack(make_core(CATALOGUE, environ | example.variables()), example).life
        life.apply()
        life.refresh()
        stored = life.state, life.private
        for says in SOMETHING_ELSE.values():
            gateway.says = says
            assert "does not foresee" not in refusal(life.refresh).detail
            assert (life.state, life.private) == stored
        gateway.says = None
        assert life.plan().is_empty
