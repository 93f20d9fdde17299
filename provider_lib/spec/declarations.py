"""A set of declarations, found in the modules that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from provider_lib.errors import DeclarationError
from provider_lib.spec.resource import Action, DataSource, Declared, Resource
from provider_lib.spec.system import System

Kind = TypeVar("Kind", bound=Declared)


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything declared, by Terraform type name."""

    systems: Mapping[str, System]
    resources: Mapping[str, type[Resource]]
    data_sources: Mapping[str, type[DataSource]]
    actions: Mapping[str, type[Action]]

    @classmethod
    def of(cls, *modules: ModuleType) -> Declarations:
        """The catalogue of all declarations in these modules.

        Raises:
            DeclarationError: two declarations of one kind have the same type name.
        """
        declared = [
            item
            for module in modules
            for item in vars(module).values()
            if isinstance(item, type) and issubclass(item, Declared) and hasattr(item, "type_name")
        ]
        return cls(
            {item.system.name: item.system for item in declared},
            _by_type_name(Resource, declared),
            _by_type_name(DataSource, declared),
            _by_type_name(Action, declared),
        )


def _by_type_name(kind: type[Kind], declared: list[type[Declared]]) -> dict[str, type[Kind]]:
    found: dict[str, type[Kind]] = {}
    for item in declared:
        if not issubclass(item, kind):
            continue
        other = found.setdefault(item.type_name, item)
        if other is not item:
            raise DeclarationError(
                f"{item.type_name} is declared twice", f"{other.__qualname__} and {item.__qualname__}: rename one."
            )
    return found
