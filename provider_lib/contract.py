"""The interface between the plugin protocol and whatever carries out the work.

``protocol/`` decodes requests into these values and encodes the results; ``rest/`` implements ``Provider``.
Values are plain Python values (``spec.types``); an object is a dict with every attribute name of its schema.
Every method may raise ``SluiceError``: the protocol layer turns it into an error diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Protocol, Self

from provider_lib.dataclass import dataclass, field
from provider_lib.errors import Path, SluiceError
from provider_lib.spec.schema import Schema

Values = dict[str, Any]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something the user should read: one summary line, and a detail that says what to do."""

    severity: Severity
    summary: str
    detail: str = ""
    path: Path = ()

    @classmethod
    def of(cls, error: SluiceError, severity: Severity = "error") -> Self:
        """What an error says; as a warning when it does not stop anything."""
        return cls(severity, error.summary, error.detail, error.path)


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What Terraform proposes.

    Args:
        prior: the state so far; None for a create.
        config: the configuration as written, nulls where nothing is set; None for a destroy.
        private: the private state stored with ``prior``.
    """

    prior: Values | None
    config: Values | None
    private: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer to ``PlanRequest``.

    Args:
        planned: the state that an apply will reach; None for a destroy.
        replace: paths of the changes that need a new object.
        private: for ``ApplyRequest``; None hands on what is stored. A failed apply keeps what is stored.
    """

    planned: Values | None
    replace: tuple[Path, ...] = ()
    private: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Successor:
    """What the same plan makes in place of an object that is deleted.

    Args:
        planned: its planned state; what was not known at the plan is UNKNOWN.
        private: what its plan gave.
    """

    planned: Values
    private: bytes


@dataclass(frozen=True, slots=True)
class ApplyRequest:
    """A plan to carry out.

    Args:
        prior: the state so far; None creates.
        planned: the state to reach; None deletes.
        config: the configuration as written, with its write-only values; None deletes.
        private: of a delete what is stored with ``prior``, otherwise what the plan gave.
        successor: of a delete that is the first half of a replacement, what comes in its second half.
    """

    prior: Values | None
    planned: Values | None
    config: Values | None
    private: bytes = b""
    successor: Successor | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What is true after an apply, also after one that failed half way.

    With an error diagnostic: ``state`` is what is known to exist (a create is then stored as tainted), or
    None when nothing is known to exist (the protocol keeps the prior state of an update or delete).
    ``private`` None stores what the request carried, after an error what was stored before the plan.
    """

    state: Values | None
    private: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """State to be refreshed."""

    state: Values
    private: bytes = b""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The refreshed state; None when the object is definitely gone. ``private`` None keeps what is stored."""

    state: Values | None
    private: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A first state of an imported object: enough for a read to fill in the rest."""

    state: Values
    private: bytes = b""


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """State of a resource of another provider.

    Args:
        provider: its address, `host/namespace/name`.
        type_name: of the resource there.
        version: of the schema by which it was stored.
        state: as Terraform stores it in JSON.
    """

    provider: str
    type_name: str
    version: int
    state: Values = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which objects of an account are wanted.

    Args:
        config: the filters.
        limit: how many objects at the most.
        with_states: whether the state of each is wanted, too.
    """

    config: Values
    limit: int
    with_states: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An object of an account.

    Args:
        identity: what finds it, with every attribute of its identity.
        title: what people call it.
        state: as an import has it; None where it was not wanted.
    """

    identity: Values
    title: str
    state: Values | None = None


@dataclass(frozen=True, slots=True)
class Schemas:
    """Everything the provider offers, by Terraform type name."""

    provider: Schema
    resources: Mapping[str, Schema] = field(default_factory=dict)
    data_sources: Mapping[str, Schema] = field(default_factory=dict)
    actions: Mapping[str, Schema] = field(default_factory=dict)
    ephemerals: Mapping[str, Schema] = field(default_factory=dict)
    lists: Mapping[str, Schema] = field(default_factory=dict)


class Provider(Protocol):
    """What the protocol layer serves. Methods are called from several threads at once."""

    def schemas(self) -> Schemas:
        """The schemas; called once per process, before ``configure``."""
        ...

    def validate_provider(self, config: Values, /) -> list[Diagnostic]:
        """Check the provider block; unknown values are skipped."""
        ...

    def configure(self, config: Values, /) -> list[Diagnostic]:
        """Take the provider block. Makes no call; what is unknown stays unconfigured for this walk."""
        ...

    def validate_resource(self, name: str, config: Values, /) -> list[Diagnostic]:
        """Check a resource's configuration without any call; unknown values are skipped."""
        ...

    def validate_data_source(self, name: str, config: Values, /) -> list[Diagnostic]:
        """Check a data source's configuration without any call; unknown values are skipped."""
        ...

    def validate_action(self, name: str, config: Values, /) -> list[Diagnostic]:
        """Check an action's configuration without any call; unknown values are skipped."""
        ...

    def validate_ephemeral(self, name: str, config: Values, /) -> list[Diagnostic]:
        """Check an ephemeral resource's configuration without any call; unknown values are skipped."""
        ...

    def upgrade(self, name: str, version: int, state: Values, /) -> Values:
        """Bring state to the current schema: of an older version, or from before an attribute was added.

        Args:
            version: that of the schema by which it was stored; the current one when attributes are missing only.
            state: as Terraform stores it in JSON: numbers are int or Decimal, a dynamic value is
                ``{"type": ..., "value": ...}``. The answer has the same form; what it lacks becomes null, and
                what the schema does not know is dropped.
        """
        ...

    def plan(self, name: str, request: PlanRequest, /) -> Plan:
        """Say what an apply would do."""
        ...

    def apply(self, name: str, request: ApplyRequest, /) -> Applied:
        """Create, update or delete."""
        ...

    def read(self, name: str, request: ReadRequest, /) -> ReadResult:
        """Refresh."""
        ...

    def import_state(self, name: str, import_id: str, /) -> Imported:
        """Turn an import id (identity values joined by ``/``, percent-encoded where they hold one) into state."""
        ...

    def move_state(self, name: str, request: MoveRequest, /) -> Imported:
        """Turn the state of another provider's resource into a first state; makes no call, and needs no settings."""
        ...

    def list_objects(self, name: str, request: ListRequest, /) -> Iterator[Listed | Diagnostic]:
        """The objects of an account, and warnings of what could not be read; may be left before its end."""
        ...

    def generate_config(self, name: str, state: Values, /) -> Values:
        """The configuration that plans nothing for an object with this state; makes no call."""
        ...

    def read_data_source(self, name: str, config: Values, /) -> tuple[Values, list[Diagnostic]]:
        """Read a data source: every attribute known."""
        ...

    def invoke_action(self, name: str, config: Values, /) -> Iterator[str]:
        """Carry out an action, yielding progress messages; returns when it is done."""
        ...

    def open_ephemeral(self, name: str, config: Values, /) -> Values:
        """Open an ephemeral resource, whose configuration is known: every attribute, stored nowhere."""
        ...

    def stop(self) -> None:
        """End waits soon, now and until the next ``configure``: calls in flight finish and their state is kept.

        Returns at once.
        """
        ...

    def give_up(self) -> None:
        """End waits and requests under way within moments, and tell what is known: time is running out.

        Returns at once.
        """
        ...
