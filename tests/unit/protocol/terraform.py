"""The side of Terraform: calls a provider over a real gRPC channel, in Python values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import msgpack

from provider_lib.contract import Provider, Values
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.reattach import reattach
from provider_lib.protocol.resource_types import ResourceType
from provider_lib.spec.types import UNKNOWN
from tests.unit.protocol.tiny_provider import ADDRESS, THING

KIND = ResourceType("tiny_thing", THING)

OPTIONS = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))
"""Terraform takes messages of any size."""


class Terraform:
    """Calls methods of the protocol by name."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel

    def call(self, name: str, **fields: Any) -> Any:
        """Make a unary call."""
        message = getattr(pb, name)
        method = self._channel.unary_unary(
            f"/tfplugin6.Provider/{name}",
            request_serializer=message.Request.SerializeToString,
            response_deserializer=message.Response.FromString,
        )
        return method(message.Request(**fields), timeout=20)

    def invoke(self, action_type: str, config: pb.DynamicValue) -> list[pb.InvokeAction.Event]:
        """Run an action to its end."""
        method = self._channel.unary_stream(
            "/tfplugin6.Provider/InvokeAction",
            request_serializer=pb.InvokeAction.Request.SerializeToString,
            response_deserializer=pb.InvokeAction.Event.FromString,
        )
        return list(method(pb.InvokeAction.Request(action_type=action_type, config=config), timeout=20))

    def list(self, type_name: str, config: pb.DynamicValue, **options: Any) -> list[pb.ListResource.Event]:
        """List what there is, to the end."""
        method = self._channel.unary_stream(
            "/tfplugin6.Provider/ListResource",
            request_serializer=pb.ListResource.Request.SerializeToString,
            response_deserializer=pb.ListResource.Event.FromString,
        )
        return [*method(pb.ListResource.Request(type_name=type_name, config=config, **options), timeout=20)]


@contextmanager
def terraform(provider: Provider) -> Iterator[Terraform]:
    """A Terraform that is attached to ``provider``."""
    with reattach(lambda: provider, ADDRESS) as config:
        socket = json.loads(config)[ADDRESS]["Addr"]["String"]
        assert Path(socket).is_socket()
        with grpc.insecure_channel(f"unix:{socket}", OPTIONS) as channel:
            yield Terraform(channel)


def thing(**values: Any) -> Values:
    """A thing with null for what is not given."""
    return dict.fromkeys(THING.attributes) | {"space": "blue", "name": "one"} | values


def planned_thing(**values: Any) -> Values:
    """The same as a create plans it."""
    return thing(id=UNKNOWN, revision=UNKNOWN) | values


def state(values: Values | None) -> pb.DynamicValue:
    """A thing as Terraform stores it."""
    return KIND.encode(values)


def config(values: Values) -> pb.DynamicValue:
    """A configuration, write-only values and all."""
    return pb.DynamicValue(msgpack=msgpack.packb(values))


def identity(space: str, name: str) -> pb.ResourceIdentityData:
    """The identity of a thing."""
    return pb.ResourceIdentityData(identity_data=config({"space": space, "name": name}))


def told(response: Any) -> list[Mapping[str, Any]]:
    """The diagnostics of a response: severity, summary, detail, and the path where there is one."""
    return [_diagnostic(message) for message in response.diagnostics]


def _diagnostic(message: pb.Diagnostic) -> dict[str, Any]:
    found: dict[str, Any] = {
        "severity": pb.Diagnostic.Severity.Name(message.severity).lower(),
        "summary": message.summary,
        "detail": message.detail,
    }
    if message.HasField("attribute"):
        found["path"] = [getattr(step, step.WhichOneof("selector")) for step in message.attribute.steps]
    return found
