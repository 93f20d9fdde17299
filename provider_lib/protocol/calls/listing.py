"""Calls about lists of what an account has (Terraform 1.14 and later)."""

from __future__ import annotations

from collections.abc import Iterator

from provider_lib.contract import Diagnostic, ListRequest
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import to_messages
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes


def validate(
    _types: ResourceTypes,
    kind: ResourceType,
    request: pb.ValidateListResourceConfig.Request,
    _response: pb.ValidateListResourceConfig.Response,
) -> None:
    """Nothing but the types: a filter may be any text."""
    kind.decode_config(request.config)


def stream(
    types: ResourceTypes, kind: ResourceType, request: pb.ListResource.Request
) -> Iterator[pb.ListResource.Event]:
    """An event for each object, and for each warning; the core ends it when it has enough."""
    resource = types.resources[kind.name]
    wanted = ListRequest(kind.decode_config(request.config), request.limit, request.include_resource_object)
    for item in types.provider.list_objects(kind.name, wanted):
        if isinstance(item, Diagnostic):
            yield pb.ListResource.Event(diagnostic=to_messages([item], kind.schema))
            continue
        yield pb.ListResource.Event(
            identity=resource.identity.of(item.identity),
            display_name=item.title,
            resource_object=None if item.state is None else resource.encode(item.state),
        )


def end(errors: list[pb.Diagnostic]) -> Iterator[pb.ListResource.Event]:
    """Say what went wrong, if anything did."""
    if errors:
        yield pb.ListResource.Event(diagnostic=errors)
