"""What is served: a provider, and its schemas with everything compiled that calls need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from provider_lib.contract import Provider, Schemas, Values
from provider_lib.dataclass import dataclass
from provider_lib.errors import SluiceError
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.identity import Identity
from provider_lib.protocol.object_codec import ObjectCodec
from provider_lib.spec.schema import Schema


class ResourceType:
    """One resource type, data source, action, ephemeral resource, list, or the provider block.

    Args:
        name: the Terraform type name; ``provider`` for the provider block.
    """

    def __init__(self, name: str, schema: Schema) -> None:
        self.name = name
        self.schema = schema
        self.identity = Identity(schema.identity)

    @cached_property
    def _codec(self) -> ObjectCodec:
        """Made when it is needed: most runs have a few of all types."""
        return ObjectCodec(self.schema.attributes)

    def decode(self, value: pb.DynamicValue) -> Values | None:
        """Read a planned state; None for null."""
        return self._codec.decode(value.msgpack)

    def decode_state(self, value: pb.DynamicValue) -> Values | None:
        """Read a state, in which nothing is unknown; None for null."""
        return self._codec.decode_state(value.msgpack)

    def decode_existing(self, value: pb.DynamicValue) -> Values:
        """Read a state that cannot be null.

        Raises:
            SluiceError: it was null.
        """
        return self._existing(self._codec.decode_state(value.msgpack))

    def decode_config(self, value: pb.DynamicValue) -> Values:
        """Read a configuration, with its write-only values.

        Raises:
            SluiceError: it was null.
        """
        return self._existing(self._codec.decode_config(value.msgpack))

    def decode_config_if_any(self, value: pb.DynamicValue) -> Values | None:
        """Read a configuration; None for null, as in a destroy."""
        return self._codec.decode_config(value.msgpack)

    def _existing(self, values: Values | None) -> Values:
        if values is None:
            raise SluiceError(f"Terraform sent nothing where {self.name} needs an object")
        return values

    def encode(self, values: Values | None) -> pb.DynamicValue:
        """Write an answer.

        Raises:
            SluiceError: a value does not fit its type; the path says which.
        """
        return pb.DynamicValue(msgpack=self._codec.encode(values))

    def encode_salvage(self, values: Values) -> pb.DynamicValue:
        """Write what of ``values`` fits its type, null for the rest."""
        return self.encode(self._codec.salvage(values))


@dataclass(frozen=True, slots=True)
class ResourceTypes:
    """A provider with its kinds, by Terraform type name."""

    provider: Provider
    settings: ResourceType
    resources: Mapping[str, ResourceType]
    data_sources: Mapping[str, ResourceType]
    actions: Mapping[str, ResourceType]
    ephemerals: Mapping[str, ResourceType]
    lists: Mapping[str, ResourceType]


def compile_types(provider: Provider) -> ResourceTypes:
    """Ask ``provider`` for its schemas and compile them."""
    schemas: Schemas = provider.schemas()
    return ResourceTypes(
        provider=provider,
        settings=ResourceType("provider", schemas.provider),
        resources=_kinds(schemas.resources),
        data_sources=_kinds(schemas.data_sources),
        actions=_kinds(schemas.actions),
        ephemerals=_kinds(schemas.ephemerals),
        lists=_kinds(schemas.lists),
    )


def _kinds(schemas: Mapping[str, Schema]) -> dict[str, ResourceType]:
    return {name: ResourceType(name, schema) for name, schema in schemas.items()}
