"""Calls about data sources."""

from __future__ import annotations

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import to_messages
from provider_lib.protocol.offer import Kind, Offer


def validate(
    offer: Offer,
    kind: Kind,
    request: pb.ValidateDataResourceConfig.Request,
    response: pb.ValidateDataResourceConfig.Response,
) -> None:
    """Check a configuration."""
    found = offer.provider.validate_data_source(kind.name, kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))


def read(
    offer: Offer,
    kind: Kind,
    request: pb.ReadDataSource.Request,
    response: pb.ReadDataSource.Response,
) -> None:
    """Read it."""
    state, found = offer.provider.read_data_source(kind.name, kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))
    response.state.CopyFrom(kind.encode(state))
