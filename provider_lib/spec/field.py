"""What is declared of a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from provider_lib.dataclass import dataclass, field
from provider_lib.spec import roles
from provider_lib.spec.checks import Check, Each, OneOf
from provider_lib.spec.names import FieldName, HasPlaceholders, Names, Place, Places
from provider_lib.spec.types import List, Map, Object, Set, String, Type
from provider_lib.spec.word import word

Same = Literal["exact", "text", "typed", "json", "set", "time"]
"""When two values are the same: as they are, as text (5 and "5"), as the JSON values that texts stand for, as JSON
documents, in any order, as moments."""


class Auto:
    """The field's own name."""


AUTO: Final = Auto()


@word
@dataclass(frozen=True, slots=True)
class Template:
    """A default made from other fields, e.g. ``Template("{name}")``."""

    text: Annotated[str, HasPlaceholders(entries=False)]


@word
@dataclass(frozen=True, slots=True)
class WhenEquals:
    """A default that is true when another field has a certain value, else false."""

    field: FieldName
    value: str


Default = str | int | bool | Template | WhenEquals | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A declared field; ``name``, ``type`` and ``nullable`` are filled in from the annotation.

    Args:
        doc: one or more sentences for constructs, schema and reference.
        role: what the engine does with it.
        word: ``required`` or ``optional``, where that is what it was declared with.
        default: planned when the configuration leaves it out.
        immutable: a change replaces the object.
        sensitive: shown masked everywhere.
        write_only: sent, but never stored in plan or state.
        sent_as: dotted path in request bodies; AUTO is the field's name, None means it is not sent.
        read_as: dotted path in answers; AUTO is the field's name, None means it is not read.
        send: value here -> value on the wire, where the server spells it otherwise.
        same: when the server's spelling counts as equal to ours.
        checks: rules for known values.
        server_default: the server fills it in when it is left out.
        removed_as: what is sent when the value is taken out, where leaving it out would keep it.
        refers_to: the attribute of another resource that is given here, as ``type.attribute``; a construct of
            that type may then be given instead.
        mirrors: the attribute of another resource that says the same from there, where it is said better: what writes
            code leaves this one out, and an import too.
        example: a value for the examples in the reference; an optional field without one is not shown there. ``...``
            is one that follows from the type, or from what it refers to.
    """

    doc: str
    role: roles.Role = field(default_factory=roles.Plain)
    word: Literal["required", "optional", ""] = ""
    name: str = ""
    type: Type = field(default_factory=String)
    nullable: bool = False
    default: Default = None
    immutable: bool = False
    sensitive: bool = False
    write_only: bool = False
    sent_as: Place | Auto | None = None
    read_as: Places | Auto | None = None
    send: Mapping[str, str] = field(default_factory=dict)
    same: Same = "exact"
    checks: tuple[Check, ...] = ()
    server_default: bool = False
    removed_as: Any = None
    refers_to: Annotated[str, Names.ATTRIBUTE] | None = None
    mirrors: Annotated[str, Names.ATTRIBUTE] | None = None
    example: Any = None

    @property
    def request_path(self) -> str | None:
        """Dotted path in request bodies."""
        return self.name if isinstance(self.sent_as, Auto) else self.sent_as

    @property
    def answer_path(self) -> str | None:
        """Dotted path in answers."""
        return self.name if isinstance(self.read_as, Auto) else self.read_as

    @property
    def choices(self) -> tuple[str, ...]:
        """The only texts that it, or each of its items, may be; empty when any will do."""
        rules = [check.rule if isinstance(check, Each) else check for check in self.checks]
        return next((rule.values for rule in rules if isinstance(rule, OneOf)), ())

    @property
    def inner(self) -> Mapping[str, Field]:
        """The fields in it, where it is an object or holds some."""
        kind = self.type.of if isinstance(self.type, List | Set | Map) else self.type
        return kind.fields if isinstance(kind, Object) else {}

    @property
    def is_input(self) -> bool:
        """Whether the user may set it."""
        return self.role.traits.planned == "given"

    @property
    def is_required(self) -> bool:
        """Whether the user must set it."""
        return self.is_input and not self.nullable and self.default is None
