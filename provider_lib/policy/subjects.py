"""What rules look at: the resources of an app as they will be synthesized, and connectors among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar, cast

from provider_lib.errors import Path
from provider_lib.spec import roles
from provider_lib.spec.resource import Resource
from provider_lib.spec.types import UNKNOWN

Value = TypeVar("Value")

_ELSEWHERE: Final = re.compile(r"\$\{[^{}]*:[^{}]*\}")
"""A text of which a part is looked up by whoever runs the connector: ``${file:/etc/secrets:password}``."""


@dataclass(frozen=True)
class Configuration:
    """The configuration of a connector, as far as the code says it.

    Args:
        field: the argument that has it.
        entries: key -> text; UNKNOWN where only Terraform, the provider or the cluster knows it.
        is_whole: whether it has no other keys.
    """

    field: str
    entries: Mapping[str, Any]
    is_whole: bool = True

    def get(self, key: str) -> str | None:
        """The text of an entry; None where there is none, or nobody knows it yet."""
        value = self.entries.get(key)
        return value if isinstance(value, str) and not _ELSEWHERE.search(value) else None

    def lacks(self, key: str) -> bool:
        """Whether there is certainly no such entry."""
        return self.is_whole and key not in self.entries

    def either(self, key: str, default: str) -> str | None:
        """The text of an entry, or what counts when it is left out; None where nobody knows it yet."""
        return default if self.lacks(key) else self.get(key)

    def items(self, key: str) -> list[str]:
        """The items of an entry that is a list with commas between them."""
        return [item.strip() for item in (self.get(key) or "").split(",") if item.strip()]

    def at(self, key: str) -> Path:
        """Where an entry stands."""
        return (self.field, key)


@dataclass(frozen=True)
class Subject:
    """One resource of a stack.

    Args:
        declared: its declaration.
        stack: path of its stack.
        path: of its construct.
        values: its arguments; UNKNOWN where only Terraform knows one.
        place: which server it is at, and what names it there but for its own name; for comparisons.
    """

    declared: type[Resource]
    stack: str
    path: str
    values: Mapping[str, Any]
    place: Mapping[str, Hashable] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """Its type in Terraform."""
        return self.declared.type_name

    def get(self, name: str) -> Any:
        """The value of an argument, or its default; None where there is none, or nobody knows it yet."""
        item = self.declared.fields().get(name)
        default = item.default if item and isinstance(item.default, str | int) else None
        value = self.values.get(name, default)
        return None if value is UNKNOWN else value

    @cached_property
    def connector(self) -> Connector | None:
        """The same as a connector; None when it is none."""
        tracked, config = self.declared.tracked, self.declared.only(roles.ConfigMap)
        return (
            Connector(self, _configuration(self, config.name))
            if tracked and tracked.kind == "connector" and config
            else None
        )


@dataclass(frozen=True)
class Connector:
    """A resource that is a connector.

    Args:
        subject: the resource.
        config: its configuration, with the keys that are given as secrets.
    """

    subject: Subject
    config: Configuration

    @property
    def name(self) -> str | None:
        """Its name; None where nobody knows it yet."""
        tracked = self.subject.declared.tracked
        name = self.subject.get(tracked.labels.get("name", "name") if tracked else "name")
        return name if isinstance(name, str) else None

    @property
    def runs(self) -> bool:
        """Whether it has tasks: one that is stopped has none, and one whose state nobody knows yet may have none."""
        desired = self.subject.declared.only(roles.DesiredState)
        return desired is None or self.subject.get(desired.name) not in ("stopped", None)

    @cached_property
    def cluster(self) -> Hashable:
        """What is the same for connectors that certainly run on one cluster of workers."""
        return (self.subject.declared.system.name, *sorted(self.subject.place.items(), key=lambda item: item[0]))

    @cached_property
    def estate(self) -> Hashable:
        """What is the same for connectors whose topics are certainly in one Kafka."""
        place = self.subject.place
        inner = {"environment"} if "environment" in place else place.keys() - {"server"}
        return (
            self.subject.declared.system.name,
            place.get("server"),
            *((name, place[name]) for name in sorted(inner)),
        )


class App:
    """The resources of all stacks of an app.

    Args:
        subjects: in the order of the app.
    """

    def __init__(self, subjects: tuple[Subject, ...]) -> None:
        self.subjects = subjects
        self._known: dict[Hashable, Any] = {}

    @cached_property
    def connectors(self) -> tuple[Connector, ...]:
        """The connectors among them."""
        return tuple(item.connector for item in self.subjects if item.connector)

    def alike(self, name: str, key: Callable[[Connector], Hashable | None]) -> Mapping[Hashable, list[Connector]]:
        """The connectors by what a rule compares; worked out once.

        Args:
            name: what tells this order from others.
            key: what is compared; None leaves a connector out.
        """

        def sort() -> Mapping[Hashable, list[Connector]]:
            found: dict[Hashable, list[Connector]] = {}
            for item in self.connectors:
                if (value := key(item)) is not None:
                    found.setdefault(value, []).append(item)
            return found

        return self.once(name, sort)

    def once(self, name: Hashable, find: Callable[[], Value]) -> Value:
        """What a rule finds out about the app; worked out when it is asked for first.

        Args:
            name: what tells it from all else.
            find: works it out.
        """
        if name not in self._known:
            self._known[name] = find()
        return cast("Value", self._known[name])


def _configuration(subject: Subject, name: str) -> Configuration:
    """The entries of a configuration, and those that secrets add to it."""
    given = subject.values.get(name, {})
    entries = dict(given) if isinstance(given, Mapping) else {}
    is_whole = isinstance(given, Mapping)
    for secrets, role in subject.declared.fields_with(roles.SecretEntries):
        values = subject.values.get(secrets.name, {})
        if role.into == name:
            entries |= dict.fromkeys(values, UNKNOWN) if isinstance(values, Mapping) else {}
            is_whole = is_whole and isinstance(values, Mapping)
    return Configuration(name, entries, is_whole)
