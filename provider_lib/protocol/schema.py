"""Declared schemas as Terraform's messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type


def schema_message(schema: Schema) -> pb.Schema:
    """A resource, data source, action or provider block."""
    return pb.Schema(
        version=schema.version,
        block=pb.Schema.Block(
            attributes=_attribute_messages(schema.attributes),
            description=schema.doc,
            description_kind=pb.MARKDOWN,
        ),
    )


def identity_message(schema: Schema) -> pb.ResourceIdentitySchema:
    """What identifies a resource: texts, all of them needed to import it; its version is that of the state."""
    return pb.ResourceIdentitySchema(
        version=schema.version,
        identity_attributes=[
            pb.ResourceIdentitySchema.IdentityAttribute(
                name=name,
                type=type_json(String()),
                required_for_import=True,
                description=schema.identity_docs.get(name),
            )
            for name in schema.identity
        ],
    )


def type_json(kind: Type) -> bytes:
    """A type as Terraform writes it in JSON."""
    return json.dumps(_plain_type(kind), separators=(",", ":")).encode()


def _attribute_messages(attributes: Mapping[str, Attribute]) -> Iterable[pb.Schema.Attribute]:
    return [_attribute_message(name, attribute) for name, attribute in attributes.items()]


def _attribute_message(name: str, attribute: Attribute) -> pb.Schema.Attribute:
    nested = _nested_type(attribute.type)
    return pb.Schema.Attribute(
        name=name,
        type=b"" if nested else type_json(attribute.type),
        nested_type=nested,
        description=attribute.doc,
        description_kind=pb.MARKDOWN,
        required=attribute.required,
        optional=attribute.optional,
        computed=attribute.computed,
        sensitive=attribute.sensitive,
        write_only=attribute.write_only,
    )


def _nested_type(kind: Type) -> pb.Schema.Object | None:
    """Objects whose attributes keep their own flags; None for every other type."""
    match kind:
        case Object(attributes=attributes):
            nesting = pb.Schema.Object.SINGLE
        case List(of=Object(attributes=attributes)):
            nesting = pb.Schema.Object.LIST
        case Set(of=Object(attributes=attributes)):
            nesting = pb.Schema.Object.SET
        case Map(of=Object(attributes=attributes)):
            nesting = pb.Schema.Object.MAP
        case _:
            return None
    return pb.Schema.Object(attributes=_attribute_messages(attributes), nesting=nesting)


def _plain_type(kind: Type) -> Any:
    match kind:
        case String():
            return "string"
        case Number():
            return "number"
        case Bool():
            return "bool"
        case Dynamic():
            return "dynamic"
        case List(of=of):
            return ["list", _plain_type(of)]
        case Set(of=of):
            return ["set", _plain_type(of)]
        case Map(of=of):
            return ["map", _plain_type(of)]
        case Object(attributes=attributes):
            return ["object", {name: _plain_type(item.type) for name, item in attributes.items()}]
