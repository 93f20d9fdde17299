"""A random stack, and what a server has once it is deployed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from provider_lib import ADDRESS

BASE = "base"
"""An environment that somebody else made, whose agent is connected: connectors can be made in it."""

STACK = "chaos"
THINGS = "/things"
PASSWORD_VARIABLE = "ORDERS_DB_PASSWORD"

Thing = tuple[str, ...]
"""What an object is known by on its server: its kind, then where it is and how it is called, or what is in it."""

_CONNECTOR = {"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector", "tasks.max": "1"}


@dataclass(frozen=True, slots=True)
class Object:
    """A declared object.

    Args:
        address: in Terraform.
        values: its attributes.
        thing: how the server knows it.
    """

    address: str
    values: Mapping[str, Any]
    thing: Thing


@dataclass(frozen=True, slots=True)
class Declared:
    """A stack.

    Args:
        objects: by address.
        backend: block of Terraform.
        imports: import ids by address, of what is taken over by hand.
    """

    objects: Mapping[str, Object]
    backend: Mapping[str, Any]
    imports: Mapping[str, str]

    @property
    def things(self) -> Counter[Thing]:
        """What the server should have, and how often."""
        return Counter(one.thing for one in self.objects.values())

    def write(self, app: Path) -> None:
        """Write the app as a synth leaves it."""
        folder = app / "cdktf.out" / "stacks" / STACK
        folder.mkdir(parents=True, exist_ok=True)
        (app / "cdktf.json").write_text(json.dumps({"language": "python", "app": "false"}))
        entry = {"name": STACK, "workingDirectory": f"stacks/{STACK}", "annotations": [], "dependencies": []}
        (app / "cdktf.out" / "manifest.json").write_text(json.dumps({"stacks": {STACK: entry}}))
        resources: dict[str, Any] = {}
        for one in self.objects.values():
            kind, name = one.address.split(".")
            resources.setdefault(kind, {})[name] = one.values
        needed = {"sluice": {"source": ADDRESS}}
        document: dict[str, Any] = {
            "//": {"metadata": {"stackName": STACK}},
            "terraform": {"required_providers": needed, "backend": self.backend},
            "resource": resources,
        }
        if blocks := [{"to": to, "id": by} for to, by in self.imports.items() if to in self.objects]:
            document["import"] = blocks
        (folder / "cdk.tf.json").write_text(json.dumps(document, indent=1))

    def importing(self, address: str, import_id: str) -> Declared:
        """The same, where an object is taken over by an import."""
        return replace(self, imports={**self.imports, address: import_id})

    def changed(self, chance: Random) -> Declared:
        """The stack as it is after some work: keys rotated, settings changed, objects gone and new."""
        objects: dict[str, Object] = {}
        for address, one in self.objects.items():
            fate = chance.choice(("kept", "changed", "changed", "gone"))
            if fate == "kept":
                objects[address] = one
            elif fate == "changed":
                objects[address] = _another(one, chance)
        fresh = {one.address: one for one in _some(chance, "new", most=1)}
        return replace(self, objects={**objects, **fresh})


def declare(chance: Random, backend: Mapping[str, Any]) -> Declared:
    """A random stack."""
    objects = {one.address: one for one in _some(chance, "old", most=2)}
    return Declared(objects, backend, {})


def _some(chance: Random, word: str, most: int) -> Iterator[Object]:
    """A few objects of every kind, at least one environment and one object that nothing tells from others."""
    for number in range(chance.randint(1, most)):
        yield _environment(f"{word}-{number}", chance)
    for number in range(chance.randint(0, most)):
        yield _connection(f"{word}-{number}")
    for number in range(chance.randint(0, most)):
        yield _lenses_connector(f"{word}-{number}")
    for number in range(chance.randint(0, most)):
        yield _worker_connector(f"{word}-{number}")
    for number in range(chance.randint(0, 1)):
        yield _source(f"{word}-{number}")
    for number in range(chance.randint(0, most)):
        yield _thing(f"found-{word}-{number}", {"search": {"key": "label", "value": f"found-{word}-{number}"}})
    for number in range(chance.randint(1, most)):
        yield _thing(f"lone-{word}-{number}", {})


def _environment(name: str, chance: Random) -> Object:
    values: dict[str, Any] = {"name": name, "tier": "development"}
    if chance.random() < 0.3:
        values["metadata"] = {"team": "a"}
    if chance.random() < 0.3:
        values["wait_for_agent"] = "1s"  # in vain, which is a warning: the window before the state is that wide
    return Object(f"sluice_lenses_environment.{name}", values, ("environment", name))


def _connection(name: str) -> Object:
    values = {"environment": BASE, "name": name}
    return Object(f"sluice_lenses_kafka_connection.{name}", values, ("connection", BASE, name))


def _lenses_connector(name: str) -> Object:
    config = {**_CONNECTOR, "file": "/tmp/in.txt", "topic": name}
    values = {"environment": BASE, "cluster": "connect", "name": name, "config": config}
    return Object(f"sluice_lenses_connector.{name}", values, ("connector", f"lenses/{BASE}/connect", name))


def _worker_connector(name: str) -> Object:
    values = {"name": name, "config": {**_CONNECTOR, "file": "/tmp/in.txt", "topic": name}}
    return Object(f"sluice_kafka_connect_connector.{name}", values, ("connector", "kafka_connect/default", name))


def _source(name: str) -> Object:
    config = {
        "database.hostname.user.defined": "db.example.com",
        "database.user": "cdc",
        "database.dbname": "shop",
        "schema.include.list": "public",
        "table.include.list.user.defined": "public.orders",
    }
    values = {
        "name": name,
        "connector": "postgresql",
        "config": config,
        "secret_env": {"database.password": PASSWORD_VARIABLE},
    }
    return Object(f"sluice_streamkap_source.{name}", values, ("source", name))


def _thing(label: str, more: Mapping[str, Any]) -> Object:
    return _with_body(Object(f"sluice_rest_object.{label}", {"path": THINGS, **more}, ()), {"label": label})


def _with_body(one: Object, body: Mapping[str, str]) -> Object:
    return replace(one, values={**one.values, "body": body}, thing=("thing", json.dumps(body, sort_keys=True)))


def _another(one: Object, chance: Random) -> Object:
    """The same object with something changed."""
    kind, _, name = one.address.partition(".")
    if kind == "sluice_lenses_environment":
        change = {"agent_key_rotation": str(chance.randint(2, 99))} if chance.random() < 0.7 else {"tier": "staging"}
        # Nobody connects an agent meanwhile; where a create warns of that, a rotation that waits in vain is an error.
        return replace(one, values={**one.values, "wait_for_agent": None, **change})
    if kind.endswith("_connector"):
        config = {**one.values["config"], "topic": f"{name}-{chance.randint(2, 99)}"}
        return replace(one, values={**one.values, "config": config})
    if kind == "sluice_rest_object":
        return _with_body(one, {**one.values["body"], "colour": chance.choice(("red", "green", "blue"))})
    return one
