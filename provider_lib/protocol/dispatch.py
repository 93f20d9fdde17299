"""The service that Terraform calls: which handler answers which call, and what becomes of errors.

Nothing leaves as a gRPC error: Terraform would report it without its attribute, and forget private state and
identity of whatever it was updating.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from google.protobuf.message import DecodeError

from provider_lib.contract import Diagnostic, Provider
from provider_lib.dataclass import dataclass
from provider_lib.errors import MalformedRequest, SluiceError, origin_of
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.calls import action, data_source, ephemeral, listing, provider, resource
from provider_lib.protocol.diagnostics import from_bug, to_messages
from provider_lib.protocol.faultless import Faultless
from provider_lib.protocol.lazy import Lazy
from provider_lib.protocol.resource_types import ResourceType, ResourceTypes, compile_types

SERVICE = "tfplugin6.Provider"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Procedure:
    """How one call is answered.

    Args:
        operation: what it does, in the words of an error message.
        message: the protobuf message that holds its request and response.
        handle: fills the response; the generator of events for a call that streams.
        kind: finds what the request is about.
    """

    operation: str
    message: Any
    handle: Callable[..., Any]
    kind: Callable[[ResourceTypes, Any], ResourceType]


def _the_provider(types: ResourceTypes, _: Any) -> ResourceType:
    return types.settings


def _a_resource(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.resources, request.type_name)


def _a_target(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.resources, request.target_type_name)


def _a_data_source(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.data_sources, request.type_name)


def _an_ephemeral(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.ephemerals, request.type_name)


def _a_list(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.lists, request.type_name)


def _an_action_to_validate(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.actions, request.type_name)


def _an_action(types: ResourceTypes, request: Any) -> ResourceType:
    return _called(types.actions, request.action_type)


def _called(kinds: Mapping[str, ResourceType], name: str) -> ResourceType:
    if name not in kinds:
        raise MalformedRequest("a type that it does not have")
    return kinds[name]


CALLS: Mapping[str, Procedure] = {
    "GetProviderSchema": Procedure("the schema", pb.GetProviderSchema, provider.get_schema, _the_provider),
    "GetResourceIdentitySchemas": Procedure(
        "the identity schemas", pb.GetResourceIdentitySchemas, provider.get_identities, _the_provider
    ),
    "ValidateProviderConfig": Procedure("validation", pb.ValidateProviderConfig, provider.validate, _the_provider),
    "ConfigureProvider": Procedure("configuration", pb.ConfigureProvider, provider.configure, _the_provider),
    "ValidateResourceConfig": Procedure("validation", pb.ValidateResourceConfig, resource.validate, _a_resource),
    "UpgradeResourceState": Procedure("the state upgrade", pb.UpgradeResourceState, resource.upgrade, _a_resource),
    "UpgradeResourceIdentity": Procedure(
        "the identity upgrade", pb.UpgradeResourceIdentity, resource.upgrade_identity, _a_resource
    ),
    "ReadResource": Procedure("refresh", pb.ReadResource, resource.read, _a_resource),
    "PlanResourceChange": Procedure("plan", pb.PlanResourceChange, resource.plan, _a_resource),
    "ApplyResourceChange": Procedure("apply", pb.ApplyResourceChange, resource.apply, _a_resource),
    "ImportResourceState": Procedure("import", pb.ImportResourceState, resource.import_state, _a_resource),
    "MoveResourceState": Procedure("the move", pb.MoveResourceState, resource.move_state, _a_target),
    "GenerateResourceConfig": Procedure("generation", pb.GenerateResourceConfig, resource.generate_config, _a_resource),
    "ValidateListResourceConfig": Procedure("validation", pb.ValidateListResourceConfig, listing.validate, _a_list),
    "ValidateDataResourceConfig": Procedure(
        "validation", pb.ValidateDataResourceConfig, data_source.validate, _a_data_source
    ),
    "ReadDataSource": Procedure("read", pb.ReadDataSource, data_source.read, _a_data_source),
    "ValidateEphemeralResourceConfig": Procedure(
        "validation", pb.ValidateEphemeralResourceConfig, ephemeral.validate, _an_ephemeral
    ),
    "OpenEphemeralResource": Procedure("opening", pb.OpenEphemeralResource, ephemeral.open_, _an_ephemeral),
    "RenewEphemeralResource": Procedure("renewal", pb.RenewEphemeralResource, ephemeral.leave, _an_ephemeral),
    "CloseEphemeralResource": Procedure("closing", pb.CloseEphemeralResource, ephemeral.leave, _an_ephemeral),
    "ValidateActionConfig": Procedure("validation", pb.ValidateActionConfig, action.validate, _an_action_to_validate),
    "PlanAction": Procedure("plan", pb.PlanAction, action.plan, _an_action),
}

STREAMS: Mapping[str, tuple[Procedure, Callable[[list[pb.Diagnostic]], Iterator[Any]]]] = {
    "InvokeAction": (Procedure("the run", pb.InvokeAction, action.invoke, _an_action), action.end),
    "ListResource": (Procedure("the list", pb.ListResource, listing.stream, _a_list), listing.end),
}
"""The calls that are answered with many events, and what of them comes last, with the errors if there are any."""


class Service:
    """Answers Terraform's calls with a provider.

    Args:
        factory: makes the provider, at the first call.
    """

    def __init__(self, factory: Callable[[], Provider]) -> None:
        self._types = Lazy(lambda: compile_types(factory()))

    def load(self) -> None:
        """Make the provider now. An error is left to the first call, which can report it."""
        try:
            self._types.get()
        except Exception as error:
            _log_way(error)

    def stop(self) -> None:
        """End waits soon; nothing waits before the provider is made."""
        if types := self._types.get_made():
            types.provider.stop()

    def give_up(self) -> None:
        """End waits and requests that are under way."""
        if types := self._types.get_made():
            types.provider.give_up()

    def handlers(self) -> Mapping[str, Callable[[bytes], bytes | Iterator[bytes]]]:
        """What answers each method: with a message, or with one after the other."""
        handlers: dict[str, Callable[[bytes], bytes | Iterator[bytes]]] = {
            name: partial(self._answer, call) for name, call in CALLS.items()
        }
        handlers["ValidateResourceConfig"] = Faultless(partial(self._answer, CALLS["ValidateResourceConfig"]))
        handlers |= {name: partial(self._run, call, end) for name, (call, end) in STREAMS.items()}
        handlers["StopProvider"] = lambda _: self._stop().SerializeToString()
        return {f"/{SERVICE}/{name}": handler for name, handler in handlers.items()}

    def _answer(self, call: Procedure, data: bytes) -> bytes:
        response = call.message.Response()
        kind = None
        try:
            types, request = self._types.get(), _parsed(call, data)
            kind = call.kind(types, request)
            call.handle(types, kind, request, response)
        except Exception as error:
            response.diagnostics.extend(_explain(call, kind, error))
        answer: bytes = response.SerializeToString()
        return answer

    def _run(
        self, call: Procedure, end: Callable[[list[pb.Diagnostic]], Iterator[Any]], data: bytes
    ) -> Iterator[bytes]:
        errors: list[pb.Diagnostic] = []
        kind = None
        try:
            types, request = self._types.get(), _parsed(call, data)
            kind = call.kind(types, request)
            for event in call.handle(types, kind, request):
                yield event.SerializeToString()
        except Exception as error:
            errors = _explain(call, kind, error)
        for event in end(errors):
            yield event.SerializeToString()

    def _stop(self) -> pb.StopProvider.Response:
        try:
            self.stop()
        except Exception as error:
            return pb.StopProvider.Response(Error=from_bug("stop", "the provider", error).summary)
        return pb.StopProvider.Response()


def _parsed(call: Procedure, data: bytes) -> Any:
    try:
        return call.message.Request.FromString(data)
    except DecodeError as error:
        raise MalformedRequest("bytes that are no message of the protocol") from error


def _explain(call: Procedure, kind: ResourceType | None, error: Exception) -> list[pb.Diagnostic]:
    if isinstance(error, SluiceError):
        found = Diagnostic.of(error)
    else:
        _log_way(error)
        found = from_bug(call.operation, kind.name if kind else "the provider", error)
    return to_messages([found], kind.schema if kind else None)


def _log_way(error: Exception) -> None:
    """Log the way to an error, without the error's own text: that may hold a value."""
    if log.isEnabledFor(logging.DEBUG):
        way = "".join(traceback.format_tb(error.__traceback__))
        log.debug("%s at %s\n%s", type(error).__name__, origin_of(error), way)
