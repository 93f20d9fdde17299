"""Every declared resource on a server that shows texts in a form of its own: told once, no difference, drift shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.spec import Resource, roles
from provider_lib.spec.types import DynamicValue
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.unit.rest.api.server import Reply, Seen, Server
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.test_every_resource import Stack

WITH_FORMS = roles.Plain | roles.OwnedMap | roles.ConfigMap | roles.Document | roles.Assigned
OWN, OTHER = "~", "!"


def passed_on(sandbox: Sandbox, seen: Seen, shown: Callable[[str], str]) -> Reply:
    """What a stand-in answers, as it is shown."""
    headers = {name: text for name, text in seen.headers.items() if name not in ("host", "content-length")}
    there = httpx.request(seen.method, sandbox.url + seen.target, headers=headers, content=seen.body.encode())
    kept = {name: text for name, text in there.headers.items() if name not in ("content-length", "date", "server")}
    return Reply(there.status_code, shown(there.text), kept)


@dataclass
class Showing:
    """What stands before the stand-ins and shows some texts with something at their ends.

    Attributes:
        texts: those.
        ends: what they end with.
    """

    sandbox: Sandbox
    texts: set[str] = field(default_factory=set)
    ends: str = OWN

    def __call__(self, seen: Seen) -> Reply:
        return passed_on(self.sandbox, seen, self._shown)

    def _shown(self, text: str) -> str:
        try:
            return json.dumps(self._form(json.loads(text)))
        except ValueError:
            return text

    def _form(self, value: Any) -> Any:
        match value:
            case str() if value in self.texts:
                return value + self.ends
            case dict():
                return {name: self._form(item) for name, item in value.items()}
            case list():
                return [self._form(item) for item in value]
            case _:
                return value


def own_texts(resource: type[Resource], config: dict[str, Any]) -> Iterator[str]:
    """The configured texts that mean something to nobody but the user."""
    for name, item in resource.fields().items():
        free = isinstance(item.role, WITH_FORMS) and not item.choices and not item.refers_to and not item.immutable
        if free and name in config:
            yield from _texts(config[name])


def _texts(value: Any) -> Iterator[str]:
    match value:
        case DynamicValue(value=inner):
            yield from _texts(inner)
        case str() if value and not value.isdigit() and value not in ("true", "false", "allow", "deny"):
            yield value
        case dict():
            for key, item in value.items():
                if key not in ("connector.class", "id", "name", "connector"):
                    yield from _texts(item)
        case list():
            for item in value:
                yield from _texts(item)


@pytest.mark.parametrize("type_name", CATALOGUE.resources)
def test_a_form_of_its_own_of_any_declared_resource(make_core: MakeCore, sandbox: Sandbox, type_name: str) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    example = Example(CATALOGUE.resources[type_name])
    showing = Showing(sandbox)
    with Server(showing) as server:
        environ = {name: text.replace(sandbox.url, server.url) for name, text in sandbox.environment().items()}
        stack = Stack(make_core(CATALOGUE, environ | example.variables()), example)
        life = stack.life
        showing.texts |= set(own_texts(example.resource, life.config))
        changed = stack.resolved(example.changed())
        showing.texts |= set(own_texts(example.resource, changed))
        for config in ({}, changed):
            life.apply(**config)
            told = [item.summary for item in life.warnings if "in a form of its own" in item.summary]
            assert len(told) == 1, life.warnings
            assert life.plan().is_empty
            stored = life.state, life.private
            showing.ends = OTHER
            assert not life.plan().is_empty
            showing.ends = OWN
            life.state, life.private = stored  # a plan stores nothing
            assert life.plan().is_empty
        life.destroy()
        assert life.state is None


@dataclass
class Renaming:
    """What stands before the stand-ins and names an object in capitals: by no other name is it found.

    Attributes:
        name: of the object, as it was given; None while nothing is renamed.
    """

    sandbox: Sandbox
    name: str | None = None

    def __call__(self, seen: Seen) -> Reply:
        if self.name is None:
            return passed_on(self.sandbox, seen, str)
        path, mark, query = seen.target.partition("?")
        steps = ["nobody" if step == self.name and seen.method != "PUT" else step for step in path.split("/")]
        steps = [self.name if step == self.name.upper() else step for step in steps]
        body = seen.body.replace(json.dumps(self.name.upper()), json.dumps(self.name))
        asked = replace(seen, target="/".join(steps) + mark + query, body=body)
        return passed_on(self.sandbox, asked, self._shown)

    def _shown(self, text: str) -> str:
        ours = re.escape(json.dumps(self.name))
        theirs = json.dumps(str(self.name).upper())
        return re.sub(rf'(?<="name":){ours}|(?<={{){ours}(?=:)', theirs, text)


TOLD_BY_NO_ANSWER = {"sluice_lenses_connector"}
"""Their names: the agent answers a create with nothing."""

NAMED = [
    name
    for name, resource in CATALOGUE.resources.items()
    if any(item.name == "name" and item.answer_path for item, _ in resource.fields_with(roles.Key))
]


@pytest.mark.parametrize("type_name", sorted({*NAMED} - TOLD_BY_NO_ANSWER))
def test_a_name_of_its_own_of_any_declared_resource(make_core: MakeCore, sandbox: Sandbox, type_name: str) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    example = Example(CATALOGUE.resources[type_name])
    renaming = Renaming(sandbox)
    with Server(renaming) as server:
        environ = {name: text.replace(sandbox.url, server.url) for name, text in sandbox.environment().items()}
        stack = Stack(make_core(CATALOGUE, environ | example.variables()), example)
        life = stack.life
        renaming.name = life.config["name"]
        life.apply()
        told = [item.summary for item in life.warnings if "shows name in a form of its own" in item.summary]
        assert (len(told), life["name"], life.plan().is_empty) == (1, renaming.name, True)
        life.apply(**stack.resolved(example.changed()))
        assert life.plan().is_empty
        life.destroy()
        assert life.state is None
        renaming.name = None
        assert life.plan().apply()["name"] == life.config["name"]


@dataclass
class Swallowing:
    """What stands before the stand-ins and answers every change with the object as it was."""

    sandbox: Sandbox
    swallows: bool = False

    def __call__(self, seen: Seen) -> Reply:
        is_change = seen.method in ("PUT", "PATCH") and self.swallows
        path = re.sub("/config$", "", seen.target.partition("?")[0])
        is_change = is_change and not path.endswith("/pause")
        return passed_on(self.sandbox, replace(seen, method="GET", target=path, body="") if is_change else seen, str)


OTHERWISE = {"sluice_lenses_connector", "sluice_streamkap_tag"}
"""A change of the one is a delete and a create, and the other cannot be asked for by its path."""


@pytest.mark.parametrize("type_name", sorted({*CATALOGUE.resources} - OTHERWISE))
def test_a_change_that_no_server_makes_of_any_declared_resource(
    make_core: MakeCore, sandbox: Sandbox, type_name: str
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    example = Example(CATALOGUE.resources[type_name])
    swallowing = Swallowing(sandbox)
    with Server(swallowing) as server:
        environ = {name: text.replace(sandbox.url, server.url) for name, text in sandbox.environment().items()}
        stack = Stack(make_core(CATALOGUE, environ | example.variables()), example)
        life = stack.life
        life.apply()
        swallowing.swallows = True
        waits = {"wait_for_running": False} if "wait_for_running" in life.kind.schema.attributes else {}
        life.apply(**stack.resolved(example.changed()) | waits)
        assert any("still shows the former" in item.summary for item in life.warnings), life.warnings
        assert not life.plan().is_empty
        swallowing.swallows = False
        life.apply()
        assert life.plan().is_empty
