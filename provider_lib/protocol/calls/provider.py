"""Calls about the provider itself."""

from __future__ import annotations

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import to_messages
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes
from provider_lib.protocol.schema import identity_message, schema_message


def get_schema(
    types: ResourceTypes,
    kind: ResourceType,
    _: pb.GetProviderSchema.Request,
    response: pb.GetProviderSchema.Response,
) -> None:
    """Everything on types."""
    response.provider.CopyFrom(schema_message(kind.schema))
    for name, resource in types.resources.items():
        response.resource_schemas[name].CopyFrom(schema_message(resource.schema))
    for name, data_source in types.data_sources.items():
        response.data_source_schemas[name].CopyFrom(schema_message(data_source.schema))
    for name, action in types.actions.items():
        response.action_schemas[name].schema.CopyFrom(schema_message(action.schema))
    for name, ephemeral in types.ephemerals.items():
        response.ephemeral_resource_schemas[name].CopyFrom(schema_message(ephemeral.schema))
    for name, listing in types.lists.items():
        response.list_resource_schemas[name].CopyFrom(schema_message(listing.schema))
    response.server_capabilities.plan_destroy = True
    response.server_capabilities.get_provider_schema_optional = True
    response.server_capabilities.move_resource_state = True
    response.server_capabilities.generate_resource_config = True


def get_identities(
    types: ResourceTypes,
    _kind: ResourceType,
    _: pb.GetResourceIdentitySchemas.Request,
    response: pb.GetResourceIdentitySchemas.Response,
) -> None:
    """The identities of those resources that have one."""
    for name, resource in types.resources.items():
        if resource.schema.identity:
            response.identity_schemas[name].CopyFrom(identity_message(resource.schema))


def validate(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ValidateProviderConfig.Request,
    response: pb.ValidateProviderConfig.Response,
) -> None:
    """Check the provider block."""
    found = types.provider.validate_provider(kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))


def configure(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ConfigureProvider.Request,
    response: pb.ConfigureProvider.Response,
) -> None:
    """Take the provider block."""
    found = types.provider.configure(kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))
