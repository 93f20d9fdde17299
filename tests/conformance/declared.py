"""Terraform configurations of declared resources, made from what the declarations themselves give as examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provider_lib.generator.examples import Reference, example_values, references
from provider_lib.spec import Field, Resource, roles
from provider_lib.spec.types import Bool, Dynamic, List, Map, Object, Set, String
from provider_lib.systems import CATALOGUE

PASSWORD = "correct-horse-battery-staple"

Values = dict[str, Any]

REPLACED_BY = {
    "sluice_streamkap_source": {
        "connector": "mysql",
        "config": {
            "database.hostname.user.defined": "db.example.com",
            "database.user": "streamkap",
            "database.include.list.user.defined": "shop",
            "table.include.list.user.defined": "shop.orders",
        },
    },
    "sluice_streamkap_destination": {
        "connector": "clickhouse",
        "config": {"hostname": "ch.example.com", "connection.username": "loader", "database": "shop"},
        "secret_env": {"connection.password": "SNOWFLAKE_KEY"},
    },
}
"""What replaces a resource whose immutable inputs go together, so that none can be changed alone."""


@dataclass(frozen=True)
class Example:
    """A resource with the values of its example."""

    resource: type[Resource]

    @property
    def address(self) -> str:
        """Where it stands in the configuration."""
        return f"{self.resource.type_name}.example"

    @property
    def values(self) -> Values:
        """What is configured; other resources are referred to."""
        given: Values = _with_references(example_values(self.resource, CATALOGUE))
        return given

    def others(self) -> dict[str, Values]:
        """What it refers to, and what that refers to, by address."""
        found: dict[str, Values] = {}
        for reference in references(example_values(self.resource, CATALOGUE)):
            other = Example(CATALOGUE.resources[reference.type_name])
            found |= other.others() | {other.address: other.values | other._waiting()}
        return found

    def _waiting(self) -> Values:
        """Lets it be ready before anything is built on it."""
        return {field.name: "30s" for field, _ in self.resource.fields_with(roles.WaitField)}

    def variables(self) -> dict[str, str]:
        """The environment variables from which it, and the others, take secrets."""
        return {
            variable: PASSWORD
            for values in (self.values, *self.others().values())
            for variable in (values.get("secret_env") or {}).values()
        }

    def changed(self) -> Values:
        """Another value for everything that can be changed in place and has a value."""
        return dict(self._others_of(_is_changeable))

    def unchanged(self) -> Values:
        """What ``changed`` has another value for, as it is without."""
        return {name: self.values.get(name, self.resource.fields()[name].default) for name in self.changed()}

    def replaced(self) -> Values:
        """What makes another object of it; nothing where nothing of it is immutable."""
        return REPLACED_BY.get(self.resource.type_name) or dict(list(self._others_of(_is_name))[-1:])

    def _others_of(self, is_wanted: Callable[[Field], bool]) -> Iterator[tuple[str, Any]]:
        for field in filter(is_wanted, self.resource.fields().values()):
            value = self.values.get(field.name, field.default)
            other = another(field, value)
            if other != value and not list(_broken(field, other)):
                yield field.name, other


def _is_changeable(field: Field) -> bool:
    """Whether a change of it is made on the object there is, and shows in answers."""
    traits = field.role.traits
    return field.is_input and not field.immutable and traits.change != "nothing" and traits.read != "never"


def _is_name(field: Field) -> bool:
    return isinstance(field.role, roles.Key) and field.immutable


def another(field: Field, value: Any) -> Any:
    """A value of the same kind that is not the same; the same where none can be made up."""
    match field.type, value:
        case _, str() if field.choices:
            return next(item for item in field.choices if item != value)
        case String(), str() if "${" not in value:
            return f"{int(value) + 1}" if value.isdecimal() else f"{value}2"
        case Bool(), bool():
            return not value
        case List() | Set(), [*items] if field.choices:
            return items[:-1] or [another(field, items[-1])]
        case List() | Set(), [*items, str(last)] if "${" not in last:
            return [*items, f"{last}2"]
        case Map() | Dynamic(), dict() if value:
            last = list(value)[-1]
            return {**value, last: another(Field(doc=""), value[last])}
        case Object(fields=fields), dict():
            return {name: another(fields[name], item) for name, item in value.items()}
        case _:
            return value


def _broken(field: Field, value: Any) -> Iterator[Any]:
    return (problem for check in field.checks for problem in check.problems(value))


def _with_references(values: Any) -> Any:
    match values:
        case Reference():
            return f"${{{values.type_name}.example.{values.attribute}}}"
        case dict():
            return {name: _with_references(item) for name, item in values.items()}
        case list():
            return [_with_references(item) for item in values]
        case _:
            return values


def inputs(resource: type[Resource], values: Mapping[str, Any]) -> Values:
    """Those of some values that are given by the user."""
    return {name: value for name, value in values.items() if resource.fields()[name].is_input}
