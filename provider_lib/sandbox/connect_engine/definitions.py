"""How a connector plugin declares its configuration keys, as Kafka Connect's ``ConfigDef`` does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Version = tuple[int, int]
"""Major and minor number of a release of Kafka."""

ALWAYS: Version = (0, 0)
"""Before every release that the sandbox can play."""


@dataclass(frozen=True, slots=True)
class Release:
    """The release of Kafka that a worker is of.

    Args:
        text: its number in full.
    """

    text: str

    def is_at_least(self, version: Version) -> bool:
        """Whether it is of ``version`` or later."""
        return tuple(int(part) for part in self.text.split("."))[:2] >= version


USUAL = Release("3.9.0")
"""What workers are of unless something else is said."""


class Kind(StrEnum):
    """The type of a configuration value."""

    STRING = "STRING"
    SHORT = "SHORT"
    INT = "INT"
    LONG = "LONG"
    BOOLEAN = "BOOLEAN"
    LIST = "LIST"
    CLASS = "CLASS"
    PASSWORD = "PASSWORD"


@dataclass(frozen=True, slots=True)
class Key:
    """One configuration key.

    Args:
        default: the value when none is given; None when there is none.
        choices: the only values that are accepted; empty when any is.
        any_case: whether the choices may be written in small letters too.
        at_least: the smallest number that is accepted.
        non_empty: whether a text must not be empty.
        is_name: whether it must be a name: not empty, and without control characters.
        is_pattern: whether it must be a regular expression.
        since: the first release that knows it.
    """

    name: str
    kind: Kind = Kind.STRING
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    any_case: bool = False
    at_least: int | None = None
    non_empty: bool = False
    is_name: bool = False
    is_pattern: bool = False
    importance: Literal["HIGH", "MEDIUM", "LOW"] = "MEDIUM"
    group: str | None = None
    doc: str = ""
    since: Version = ALWAYS


@dataclass(frozen=True, slots=True)
class Component:
    """A class that connectors use: a transformation, a predicate or a converter.

    Args:
        kinds: what it can be used as.
        own_keys: its configuration keys, which stand below the prefix of whoever uses it.
        since: the first release that has it.
    """

    class_name: str
    kinds: tuple[str, ...]
    own_keys: tuple[Key, ...] = ()
    since: Version = ALWAYS


@dataclass(frozen=True, slots=True)
class Plugin:
    """A connector class that the workers have installed, with the keys that are its own."""

    class_name: str
    type: Literal["source", "sink"]
    version: str
    author: str
    title: str
    own_keys: tuple[Key, ...]

    def version_in(self, release: Release) -> str:
        """Its version: what comes with Kafka has Kafka's own."""
        return release.text if self.version == USUAL.text else self.version

    @property
    def task_class(self) -> str:
        """The class of its tasks."""
        return f"{self.class_name.removesuffix('Connector')}Task"

    @property
    def secret_keys(self) -> frozenset[str]:
        """The names of the keys whose values are passwords."""
        return frozenset(key.name for key in self.own_keys if key.kind is Kind.PASSWORD)
