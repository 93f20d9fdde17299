"""Calls about ephemeral resources (Terraform 1.10 and later)."""

from __future__ import annotations

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import to_messages
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes


def validate(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ValidateEphemeralResourceConfig.Request,
    response: pb.ValidateEphemeralResourceConfig.Response,
) -> None:
    """Check a configuration."""
    found = types.provider.validate_ephemeral(kind.name, kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))


def open_(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.OpenEphemeralResource.Request,
    response: pb.OpenEphemeralResource.Response,
) -> None:
    """Open it."""
    response.result.CopyFrom(kind.encode(types.provider.open_ephemeral(kind.name, kind.decode_config(request.config))))


def leave(
    _types: ResourceTypes,
    _kind: ResourceType,
    _request: pb.RenewEphemeralResource.Request | pb.CloseEphemeralResource.Request,
    _response: pb.RenewEphemeralResource.Response | pb.CloseEphemeralResource.Response,
) -> None:
    """Nothing: what is opened lies nowhere but in Terraform's memory, and does not run out."""
