"""Schemas reach Terraform with all their flags."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from provider_lib.protocol.schema import identity_message, schema_message, type_json
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type

OWNER = Object(
    {
        "team": Attribute(String(), "Who to call.", required=True),
        "pin": Attribute(String(), optional=True, sensitive=True, write_only=True),
    }
)


def as_dict(message: Any) -> dict[str, Any]:
    return MessageToDict(message, preserving_proto_field_name=True)


def attribute_message(attribute: Attribute) -> dict[str, Any]:
    message = as_dict(schema_message(Schema({"value": attribute})))
    return message["block"]["attributes"][0]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (String(), b'"string"'),
        (Number(), b'"number"'),
        (Bool(), b'"bool"'),
        (Dynamic(), b'"dynamic"'),
        (Map(List(Set(Number()))), b'["map",["list",["set","number"]]]'),
        (OWNER, b'["object",{"team":"string","pin":"string"}]'),
    ],
)
def test_types_are_written_as_terraform_writes_them(kind: Type, written: bytes) -> None:
    assert type_json(kind) == written


def test_an_attribute_carries_its_flags_and_words() -> None:
    attribute = Attribute(String(), "A **name**.", optional=True, computed=True, sensitive=True)
    assert attribute_message(attribute) == {
        "name": "value",
        "type": "InN0cmluZyI=",
        "description": "A **name**.",
        "description_kind": "MARKDOWN",
        "optional": True,
        "computed": True,
        "sensitive": True,
    }


@pytest.mark.parametrize(
    ("kind", "nesting"),
    [(OWNER, "SINGLE"), (List(OWNER), "LIST"), (Set(OWNER), "SET"), (Map(OWNER), "MAP")],
)
def test_objects_become_nested_attributes_with_flags_of_their_own(kind: Type, nesting: str) -> None:
    text = {"type": "InN0cmluZyI=", "description_kind": "MARKDOWN"}
    assert attribute_message(Attribute(kind, required=True)) == {
        "name": "value",
        "required": True,
        "description_kind": "MARKDOWN",
        "nested_type": {
            "nesting": nesting,
            "attributes": [
                {"name": "team", "description": "Who to call.", "required": True, **text},
                {"name": "pin", "optional": True, "sensitive": True, "write_only": True, **text},
            ],
        },
    }


def test_a_schema_carries_its_version_and_description() -> None:
    assert as_dict(schema_message(Schema({}, "All about it.", version=3))) == {
        "version": "3",
        "block": {"description": "All about it.", "description_kind": "MARKDOWN"},
    }


def test_every_part_of_an_identity_is_required_for_import() -> None:
    schema = Schema({}, version=3, identity=("space", "name"), identity_docs={"name": "What it is called."})
    assert as_dict(identity_message(schema)) == {
        "version": "3",
        "identity_attributes": [
            {"name": "space", "type": "InN0cmluZyI=", "required_for_import": True},
            {
                "name": "name",
                "type": "InN0cmluZyI=",
                "required_for_import": True,
                "description": "What it is called.",
            },
        ],
    }
