"""Calls about actions (Terraform 1.14 and later)."""

from __future__ import annotations

from collections.abc import Iterator

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.diagnostics import to_messages
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes


def validate(
    types: ResourceTypes,
    kind: ResourceType,
    request: pb.ValidateActionConfig.Request,
    response: pb.ValidateActionConfig.Response,
) -> None:
    """Check a configuration."""
    found = types.provider.validate_action(kind.name, kind.decode_config(request.config))
    response.diagnostics.extend(to_messages(found, kind.schema))


def plan(
    _types: ResourceTypes, _kind: ResourceType, _: pb.PlanAction.Request, _response: pb.PlanAction.Response
) -> None:
    """Nothing: an action changes no state, and its configuration has been checked."""


def invoke(
    types: ResourceTypes, kind: ResourceType, request: pb.InvokeAction.Request
) -> Iterator[pb.InvokeAction.Event]:
    """Carry it out, with a progress event for each message."""
    for message in types.provider.invoke_action(kind.name, kind.decode_config(request.config)):
        yield pb.InvokeAction.Event(progress=pb.InvokeAction.Event.Progress(message=message))


def end(errors: list[pb.Diagnostic]) -> Iterator[pb.InvokeAction.Event]:
    """Say that it was run: the core takes an action that does not say so for one that was not."""
    yield pb.InvokeAction.Event(completed=pb.InvokeAction.Event.Completed(diagnostics=errors))
