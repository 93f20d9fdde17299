"""Terraform's core without Terraform: the calls of its protocol, made in this process, and what it holds answers to.

Source: Terraform's internal/terraform/node_resource_abstract_instance.go and internal/plans/objchange.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from provider_lib.contract import Diagnostic, Values
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.dispatch import SERVICE, Service
from provider_lib.protocol.object_codec import ObjectCodec
from provider_lib.protocol.resource_types import ResourceType
from provider_lib.rest import RestProvider
from provider_lib.rest.checks.validated import Memory
from provider_lib.rest.object.journal import Storage
from provider_lib.spec import Declarations
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import UNKNOWN, Dynamic, DynamicValue, List, Map, Object, Set, Type, is_known

WRITES = pb.ClientCapabilities(write_only_attributes_allowed=True)


class Refused(Exception):
    """A call was answered with errors, and perhaps with warnings."""

    def __init__(self, errors: list[Diagnostic], warnings: list[Diagnostic] | None = None) -> None:
        super().__init__("\n\n".join(f"{item.summary}\n{item.detail}" for item in errors))
        self.errors = errors
        self.warnings = warnings or []


def refusal(call: Callable[..., Any], *arguments: Any, **config: Any) -> Diagnostic:
    """The only error with which a call ends."""
    try:
        call(*arguments, **config)
    except Refused as refused:
        [only] = refused.errors
        return only
    raise AssertionError("it was not refused")


class Kind:
    """One resource type, data source, action or ephemeral resource, and its values in the form of the protocol."""

    def __init__(self, name: str, schema: Schema) -> None:
        self.name = name
        self.schema = schema
        self._type = ResourceType(name, schema)
        self._config = ObjectCodec({key: replace(item, write_only=False) for key, item in schema.attributes.items()})

    def config(self, values: Mapping[str, Any]) -> Values:
        """A configuration as the core has it: null for what is left out, a type with every dynamic value."""
        found = self._config.decode(self._config.encode(_typed(Object(self.schema.attributes), values)))
        assert found is not None
        return self._in_order(found)

    def sent_config(self, config: Values | None) -> pb.DynamicValue:
        """A configuration on the wire, with its write-only values."""
        return pb.DynamicValue(msgpack=self._config.encode(config))

    def sent(self, state: Values | None) -> pb.DynamicValue:
        """A state on the wire."""
        return self._type.encode(state)

    def received(self, value: pb.DynamicValue) -> Values | None:
        """A state from the wire."""
        found = self._type.decode(value)
        return None if found is None else self._in_order(found)

    def _in_order(self, values: Values) -> Values:
        """Sets have no order, so any will do, as long as it is always the same."""
        sets = {
            key: sorted(values[key])
            for key, item in self.schema.attributes.items()
            if isinstance(item.type, Set) and isinstance(values[key], list)
        }
        return values | sets


def _typed(kind: Type, value: Any) -> Any:
    """A value with a type wherever one must travel with it."""
    match kind, value:
        case _ if value is None or value is UNKNOWN:
            return value
        case Dynamic(), _:
            return value if isinstance(value, DynamicValue) else DynamicValue.of(value)
        case Object(attributes=attributes), Mapping():
            return {key: _typed(attributes[key].type, item) for key, item in value.items()}
        case Map(of=of), Mapping():
            return {key: _typed(of, item) for key, item in value.items()}
        case List(of=of), list():
            return [_typed(of, item) for item in value]
        case _:
            return value


class Core:
    """A provider in this process, spoken to as Terraform does.

    Terraform starts a process for every walk over its resources, and configures it: refresh and plan are one walk, an
    apply is another.

    Args:
        provider: what answers.
        declared: what it offers.

    Attributes:
        block: the provider block.
    """

    def __init__(self, provider: RestProvider, declared: Declarations) -> None:
        service = Service(lambda: provider)
        self._declared = declared
        self._calls = service.handlers()
        self._kinds: dict[tuple[str, str], Kind] = {}
        self._settings = Kind("provider", provider.schemas().provider)
        self._walks = 0
        self.block: Values = {}

    def ask(self, call: str, **fields: Any) -> tuple[Any, list[Diagnostic]]:
        """The answer to a call, with its warnings.

        Raises:
            Refused: it has errors.
        """
        response = self.answer(call, **fields)
        return response, heeded(response)

    def answer(self, call: str, **fields: Any) -> Any:
        """The answer to a call, whatever it says."""
        request = getattr(pb, call).Request(**fields)
        answered: Any = self._calls[f"/{SERVICE}/{call}"](request.SerializeToString())
        return getattr(pb, call).Response.FromString(answered)

    @contextmanager
    def walk(self) -> Iterator[None]:
        """What happens inside is one walk."""
        if self._walks == 0:
            config = self._settings.sent_config(self._settings.config(self.block))
            self.ask("ValidateProviderConfig", config=config)
            self.ask("ConfigureProvider", config=config)
        self._walks += 1
        try:
            yield
        finally:
            self._walks -= 1

    def stop(self) -> None:
        """Ctrl-C."""
        self.answer("StopProvider")

    def resource(self, type_name: str) -> Kind:
        """A resource type."""
        return self._kind("resources", type_name)

    def read(self, type_name: str, **values: Any) -> Values:
        """Read a data source."""
        kind = self._kind("data_sources", type_name)
        config = kind.config(values)
        sent = kind.sent_config(config)
        with self.walk():
            self.ask("ValidateDataResourceConfig", type_name=type_name, config=sent)
            response, _ = self.ask("ReadDataSource", type_name=type_name, config=sent)
        state = kind.received(response.state)
        assert state is not None
        assert is_known(state)
        assert {key: state[key] for key, value in config.items() if value is not None} == {
            key: value for key, value in config.items() if value is not None
        }, "a data source must repeat its configuration"
        return state

    def invoke(self, type_name: str, **values: Any) -> list[str]:
        """Carry out an action; what it says meanwhile."""
        kind = self._kind("actions", type_name)
        sent = kind.sent_config(kind.config(values))
        handler: Any = self._calls[f"/{SERVICE}/InvokeAction"]
        request = pb.InvokeAction.Request(action_type=type_name, config=sent)
        with self.walk():
            self.ask("ValidateActionConfig", type_name=type_name, config=sent)
            self.ask("PlanAction", action_type=type_name, config=sent)
            *progress, last = map(pb.InvokeAction.Event.FromString, handler(request.SerializeToString()))
        heeded(last.completed)
        return [event.progress.message for event in progress]

    def open(self, type_name: str, **values: Any) -> Values:
        """Open an ephemeral resource, and close it again."""
        kind = self._kind("ephemerals", type_name)
        sent = kind.sent_config(kind.config(values))
        with self.walk():
            self.ask("ValidateEphemeralResourceConfig", type_name=type_name, config=sent)
            response, _ = self.ask("OpenEphemeralResource", type_name=type_name, config=sent)
            self.ask("CloseEphemeralResource", type_name=type_name)
        found = kind.received(response.result)
        assert found is not None
        return found

    def list(self, type_name: str, *, limit: int = 100, with_states: bool = False, **filters: str) -> Listing:
        """List what an account has."""
        kind, filter_kind = self.resource(type_name), Kind(type_name, self._declared.resources[type_name].list_schema())
        sent = filter_kind.sent_config(filter_kind.config(filters))
        handler: Any = self._calls[f"/{SERVICE}/ListResource"]
        request = pb.ListResource.Request(
            type_name=type_name, config=sent, include_resource_object=with_states, limit=limit
        )
        found, told = [], []
        with self.walk():
            self.ask("ValidateListResourceConfig", type_name=type_name, config=sent)
            for event in map(pb.ListResource.Event.FromString, handler(request.SerializeToString())):
                told += [_diagnostic(message) for message in event.diagnostic]
                if event.HasField("identity"):
                    has_state = event.HasField("resource_object")
                    state = kind.received(event.resource_object) if has_state else None
                    found.append(Found(event.display_name, event.identity, state))
        errors = [item for item in told if item.severity == "error"]
        if errors:
            raise Refused(errors)
        return Listing(found, told)

    def generate(self, type_name: str, state: Values) -> Values:
        """The configuration that a provider writes for an object, as it is once the core has written it to a file."""
        kind = self.resource(type_name)
        response, _ = self.ask("GenerateResourceConfig", type_name=type_name, state=kind.sent(state))
        config = kind.received(response.config)
        assert config is not None
        for name, item in kind.schema.attributes.items():
            if item.computed and not item.optional:
                assert config[name] is None, f"{name} is computed only"
            if item.optional and config[name] == "":  # the core takes it for nothing
                config[name] = None
        return config

    def _kind(self, room: str, type_name: str) -> Kind:
        if (room, type_name) not in self._kinds:
            self._kinds[room, type_name] = Kind(type_name, getattr(self._declared, room)[type_name].schema())
        return self._kinds[room, type_name]


@dataclass(frozen=True)
class Found:
    """An object in a list."""

    title: str
    identity: pb.ResourceIdentityData
    state: Values | None


@dataclass(frozen=True)
class Listing:
    """What a list has.

    Args:
        found: the objects.
        warnings: of what could not be read.
    """

    found: list[Found]
    warnings: list[Diagnostic]

    @property
    def titles(self) -> set[str]:
        """What the objects are called."""
        return {item.title for item in self.found}


def heeded(response: Any) -> list[Diagnostic]:
    """The warnings of an answer.

    Raises:
        Refused: it has errors.
    """
    told = [_diagnostic(message) for message in response.diagnostics]
    errors = [item for item in told if item.severity == "error"]
    if errors:
        raise Refused(errors, [item for item in told if item.severity != "error"])
    return told


def _diagnostic(message: pb.Diagnostic) -> Diagnostic:
    path = tuple(getattr(step, step.WhichOneof("selector")) for step in message.attribute.steps)
    severity = "error" if message.severity == pb.Diagnostic.ERROR else "warning"
    return Diagnostic(severity, message.summary, message.detail, path)


@contextmanager
def core_of(
    declared: Declarations,
    environment: Mapping[str, str],
    storage: Storage | None = None,
    memory: Memory | None = None,
    *,
    follows_plan: bool = False,
) -> Iterator[Core]:
    """A core whose provider offers these declarations, sees this environment, and keeps its journal and marks there."""
    with closing(RestProvider(declared, environment, storage, memory, follows_plan=follows_plan)) as provider:
        yield Core(provider, declared)


def check_plan(schema: Schema, prior: Values | None, config: Values, planned: Values) -> None:
    """Refuse a plan that the core would call invalid."""
    for name, attribute in schema.attributes.items():
        before = None if prior is None else prior[name]
        assert _may_be_planned(attribute, before, config[name], planned[name]), (
            f"Provider produced invalid plan: {name} is {config[name]!r}, was {before!r}, is planned {planned[name]!r}"
        )


def _may_be_planned(attribute: Attribute, before: Any, ours: Any, planned: Any) -> bool:
    if attribute.write_only:
        return planned is None
    if planned == ours or (planned == before and before is not None and ours is not None):
        return True
    if attribute.computed and (ours is None or not attribute.optional):
        return True
    if not isinstance(attribute.type, Object) or not isinstance(ours, Mapping) or not isinstance(planned, Mapping):
        return False
    inner: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    return all(
        _may_be_planned(item, inner.get(name), ours[name], planned[name])
        for name, item in attribute.type.attributes.items()
    )


def check_reached(what: str, planned: Any, reached: Any) -> None:
    """Refuse a value that is not what was planned, where that was known."""
    assert _fits(planned, reached), f"Provider produced inconsistent {what}: {planned!r} became {reached!r}"
    assert reached is None or what != "result after apply" or is_known(reached), f"{reached!r} is not all known"


def _fits(planned: Any, reached: Any) -> bool:
    match planned, reached:
        case _ if planned is UNKNOWN:
            return True
        case DynamicValue(), DynamicValue():
            return _fits(planned.value, reached.value)
        case dict(), dict():
            return planned.keys() == reached.keys() and all(_fits(item, reached[key]) for key, item in planned.items())
        case list(), list():
            return len(planned) == len(reached) and all(map(_fits, planned, reached))
        case _:
            return bool(planned == reached)
