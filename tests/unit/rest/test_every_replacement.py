"""Every declared resource whose replacement fails in its second half: what was deleted is there again, and known."""

from __future__ import annotations

import re

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.spec import Resource
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.unit.rest.core import refusal
from tests.unit.rest.test_every_resource import Stack, stack

__all__ = ["stack"]

EXAMPLES = [one for one in map(Example, CATALOGUE.resources.values()) if one.replaced()]


@pytest.fixture(params=EXAMPLES, ids=lambda one: one.resource.type_name)
def example(request: pytest.FixtureRequest) -> Example:
    found: Example = request.param
    return found


def created_at(resource: type[Resource], values: dict[str, object]) -> dict[str, str]:
    """Method and path of a create."""
    call = resource.api_for(dict.fromkeys(resource.fields()) | values).create
    return {"method": call.method, "path": re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(call.path)) + "$"}


def test_a_declared_resource_is_put_back(example: Example, stack: Stack, sandbox: Sandbox) -> None:
    other = stack.resolved(example.replaced())
    life = stack.life
    before = life.apply()
    planned = life.plan(**other)
    assert planned.action == "replace"
    sandbox.admin.fault("status", **created_at(example.resource, life.config | other), status=403)
    assert "It was put back as it was" in refusal(planned.apply).detail

    assert life.is_tainted
    inputs = {name for name, field in example.resource.fields().items() if field.is_input}
    assert life.refresh().state is not None
    assert {name: life[name] for name in inputs} == {name: before[name] for name in inputs}
    life.is_tainted = False  # terraform untaint
    life.config |= {name: before[name] for name in other}
    assert life.plan().difference == {}
