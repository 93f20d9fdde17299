"""Calls about data sources."""

from __future__ import annotations

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import to_messages
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes


def validate(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ValidateDataResourceConfig.Request,
    response: pb.ValidateDataResourceConfig.Response,
) -> None:
    """Check a configuration."""
    found = types.provider.validate_data_source(kind.name, kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))


def read(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ReadDataSource.Request,
    response: pb.ReadDataSource.Response,
) -> None:
    """Read it."""
    state, found = types.provider.read_data_source(kind.name, kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))
    response.state.CopyFrom(kind.encode(state))
