"""What a plan makes, removes and takes over, as far as it was told: what depends on something is planned after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.spec import Resource, placeholders


class Moves:
    """The objects that come and go by the plan at hand."""

    def __init__(self) -> None:
        self._coming: set[tuple[str, Any]] = set()
        self._going: set[tuple[Any, ...]] = set()
        self._imported: set[tuple[Any, ...]] = set()

    def come(self, resource: type[Resource], planned: Mapping[str, Any]) -> None:
        """An object is made."""
        self._coming.update((f"{resource.type_name}.{name}", planned[name]) for name in resource.natural_key())

    def go(self, resource: type[Resource], prior: Mapping[str, Any]) -> None:
        """An object is removed."""
        if resource.is_unique_by_key():
            self._going.add(_name(resource, prior))

    def take_over(self, resource: type[Resource], state: Mapping[str, Any]) -> None:
        """An object is imported."""
        self._imported.add(_identity(resource, state))

    def has_taken_over(self, resource: type[Resource], prior: Mapping[str, Any]) -> bool:
        """Whether an object is imported by this plan, and not by one before."""
        return _identity(resource, prior) in self._imported

    def concern(self, resource: type[Resource], planned: Mapping[str, Any]) -> bool:
        """Whether what an object would live behind comes by this plan, or what has its name now goes."""
        return self._lives_behind_what_comes(resource, planned) or (
            resource.is_unique_by_key() and _name(resource, planned) in self._going
        )

    def _lives_behind_what_comes(self, resource: type[Resource], planned: Mapping[str, Any]) -> bool:
        fields, parent = resource.fields(), resource.parent
        above = [fields[name] for name in placeholders(parent.call.path) if name in fields] if parent else []
        return any((field.refers_to, planned[field.name]) in self._coming for field in above)


def _identity(resource: type[Resource], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return (resource.type_name, *(values[name] for name in resource.identity_fields()))


def _name(resource: type[Resource], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return (resource.type_name, *(values[name] for name in resource.natural_key()))
