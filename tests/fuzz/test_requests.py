"""Whatever is sent to the provider process in place of what Terraform sends: it lives on, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.rest import RestProvider
from provider_lib.sandbox import Sandbox
from provider_lib.spec.schema import Schema
from provider_lib.systems import CATALOGUE
from tests.fuzz.effort import cases, dice
from tests.fuzz.process import ProviderProcess, provider_process
from tests.fuzz.values import MONSTERS, packed, record, spoilt, spoilt_bytes

SCHEMAS = RestProvider(CATALOGUE, {}).schemas()
RESOURCE_CALLS = (
    "ValidateResourceConfig",
    "UpgradeResourceState",
    "UpgradeResourceIdentity",
    "ReadResource",
    "PlanResourceChange",
    "ApplyResourceChange",
    "ImportResourceState",
    "MoveResourceState",
    "GenerateResourceConfig",
)
OTHER_CALLS = (
    "ValidateProviderConfig",
    "ConfigureProvider",
    "ValidateDataResourceConfig",
    "ReadDataSource",
    "ValidateEphemeralResourceConfig",
    "OpenEphemeralResource",
    "RenewEphemeralResource",
    "CloseEphemeralResource",
    "ValidateActionConfig",
    "PlanAction",
    "InvokeAction",
    "ValidateListResourceConfig",
    "ListResource",
)
FORMER = [
    ("registry.terraform.io/mongey/kafka-connect", "kafka-connect_connector"),
    ("registry.terraform.io/mastercard/restapi", "restapi_object"),
    ("registry.terraform.io/magodo/restful", "restful_resource"),
    ("registry.terraform.io/streamkap-com/streamkap", "streamkap_tag"),
    ("", "\0"),
]
"""Providers that objects were moved from, and what they called them."""

REMEMBERED = [
    *[b""] * 4,
    b"{}",
    b"[]",
    b"\xff",
    b'{"format": 2}',
    b'{"format": 99}',
    b'{"format": "x"}',
    b'{"format": 2, "salt": 7, "digests": {"a": 1}, "forms": {"b": []}, "names": {"c": null}, "hidden": ["d", 1]}',
    b'{"format": 2, "origin": "nowhere", "digests": "no map", "changed_outside": 5}',
    b'{"normalized": {"a": {}}}',
    b"[" * 100_000,
]
"""What the provider might be told that it remembered."""

SETTINGS = pb.ConfigureProvider.Request(
    config=pb.DynamicValue(msgpack=packed(dict.fromkeys(SCHEMAS.provider.attributes)))
).SerializeToString()
"""A provider block that leaves everything to the environment."""

MOST_MEGABYTES = 600


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[ProviderProcess]:
    with Sandbox() as sandbox, provider_process(sandbox.environment(), tmp_path) as process:
        yield process


class Requests:
    """Requests that Terraform would not send.

    Args:
        dice: decides what is wrong with each.
    """

    def __init__(self, dice: Random) -> None:
        self._dice = dice

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        while True:
            name = self._dice.choice(RESOURCE_CALLS if self._dice.random() < 0.7 else OTHER_CALLS)
            request = self._about_a_resource(name) if name in RESOURCE_CALLS else self._other(name)
            data = request.SerializeToString()
            yield name, spoilt_bytes(self._dice, data) if self._dice.random() < 0.05 else data
            if name == "ConfigureProvider":
                yield name, SETTINGS

    def _about_a_resource(self, name: str) -> Any:
        kind, schema = self._dice.choice(list(SCHEMAS.resources.items()))
        address, former = self._dice.choice(FORMER)
        given = {
            "type_name": self._name(kind),
            "target_type_name": self._name(kind),
            "source_provider_address": address,
            "source_type_name": former,
            "source_state": pb.RawState(json=self._stored()),
            "source_schema_version": self._dice.choice([0, 1, -1]),
            "state": self._value(schema),
            "config": self._value(schema),
            "prior_state": self._value(schema),
            "proposed_new_state": self._value(schema),
            "planned_state": self._value(schema),
            "current_state": self._value(schema),
            "private": self._dice.choice(REMEMBERED),
            "prior_private": self._dice.choice(REMEMBERED),
            "planned_private": self._planned_private(schema),
            "raw_state": pb.RawState(json=self._stored()),
            "raw_identity": pb.RawState(json=self._stored()),
            "version": self._dice.choice([0, 1, 2, -1, 2**40]),
            "id": self._dice.choice(["", "a", "a/b/c", "%", "%ZZ", "{", "\0" * 9, "x" * 100_000]),
        }
        message = getattr(pb, name).Request
        return message(**{field: given[field] for field in message.DESCRIPTOR.fields_by_name if field in given})

    def _other(self, name: str) -> Any:
        message = getattr(pb, name).Request
        match name:
            case "ValidateProviderConfig" | "ConfigureProvider":
                return message(config=self._value(SCHEMAS.provider))
            case "ValidateDataResourceConfig" | "ReadDataSource":
                kind, schema = self._dice.choice(list(SCHEMAS.data_sources.items()))
                return message(type_name=self._name(kind), config=self._value(schema))
            case "ValidateEphemeralResourceConfig" | "OpenEphemeralResource":
                kind, schema = self._dice.choice(list(SCHEMAS.ephemerals.items()))
                return message(type_name=self._name(kind), config=self._value(schema))
            case "RenewEphemeralResource" | "CloseEphemeralResource":
                return message(type_name=self._name(next(iter(SCHEMAS.ephemerals))))
            case "ValidateListResourceConfig":
                kind, schema = self._dice.choice(list(SCHEMAS.lists.items()))
                return message(type_name=self._name(kind), config=self._value(schema))
            case "ListResource":
                kind, schema = self._dice.choice(list(SCHEMAS.lists.items()))
                wanted = {
                    "limit": self._dice.choice([100, 1, 0, -1]),
                    "include_resource_object": self._dice.random() < 0.5,
                }
                return message(type_name=self._name(kind), config=self._value(schema), **wanted)
        kind, schema = self._dice.choice(list(SCHEMAS.actions.items()))
        called = "type_name" if name == "ValidateActionConfig" else "action_type"
        return message(**{called: self._name(kind), "config": self._value(schema)})

    def _name(self, kind: str) -> str:
        return kind if self._dice.random() < 0.97 else self._dice.choice(["", "sluice_nothing", kind[:-1], "\0"])

    def _value(self, schema: Schema) -> pb.DynamicValue:
        whole = record(self._dice, schema.attributes)
        match self._dice.randrange(12):
            case 0:
                return pb.DynamicValue()
            case 1:
                return pb.DynamicValue(msgpack=spoilt_bytes(self._dice, packed(whole)))
            case 2:
                return pb.DynamicValue(json=b"{}")
            case 3 | 4 | 5 | 6:
                return pb.DynamicValue(msgpack=packed(whole))
        return pb.DynamicValue(msgpack=packed(spoilt(self._dice, whole)))

    def _planned_private(self, schema: Schema) -> bytes:
        if self._dice.random() < 0.4:
            return b""
        created = packed(record(self._dice, schema.attributes))
        whole = [self._dice.choice(REMEMBERED), self._dice.choice(REMEMBERED), self._dice.choice([b"", created])]
        return self._dice.choice([packed(whole), packed([1, 2, 3]), packed("x"), self._dice.randbytes(20)])

    def _stored(self) -> bytes:
        number = self._dice.choice([str(monster) for monster in MONSTERS])
        texts = [
            "",
            "null",
            "[]",
            '{"name": ',
            '{"name": ' + number + "}",
            '{"name": {"type": "x"}}',
            '{"body": {"type": "number", "value": ' + number + "}}",
            "[" * 100_000,
            '{"a": "\\ud800"}',
            "{}",
            '{"id": ' + number + ', "name": [], "path": {"a": 1}, "config_sensitive": "no map"}',
            '{"id": "/connectors/%ZZ", "path": "connectors", "query": [1], "read_search": 7, "query_string": {}}',
            '{"id": "/things/1", "path": "/things", "query": {"a": "b"}, "read_search": {"search_key": 3}}',
        ]
        return self._dice.choice(texts).encode() if self._dice.random() < 0.9 else self._dice.randbytes(30)


def test_a_malformed_request_is_said_to_be_one_and_nothing_dies_of_it(provider: ProviderProcess) -> None:
    wrong = []
    for number, (name, request) in zip(range(cases(300)), Requests(dice("requests")), strict=False):
        response = provider.send(name, request)
        told = [item.summary for item in response.diagnostics]
        wrong += [(number, name, text) for text in told if "bug" in text]
    assert wrong == []
    assert (provider.is_alive, provider.megabytes < MOST_MEGABYTES) == (True, True)
    assert provider.send("GetProviderSchema", b"").diagnostics == []
