"""The members that documents have, as a form through which others are seen. Pure; takes as long as what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from provider_lib.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """What some values have, at one place, taken together.

    Args:
        members: by name; None where none of the values is an object.
        items: of all lists together; None where none of the values is a list with something in it.
    """

    members: Mapping[str, Shape] | None
    items: Shape | None

    @classmethod
    def of(cls, models: Iterable[Any]) -> Self:
        """The shape of several values."""
        members: dict[str, list[Any]] | None = None
        items: list[Any] = []
        for model in models:
            if isinstance(model, Mapping):
                members = {} if members is None else members
                for name, item in model.items():
                    members.setdefault(name, []).append(item)
            elif isinstance(model, list):
                items += model
        inner = None if members is None else {name: cls.of(values) for name, values in members.items()}
        return cls(inner, cls.of(items) if items else None)

    def restrict(self, value: Any) -> Any:
        """A value without the members that are not in this shape; where it has none, all of it."""
        if isinstance(value, dict) and self.members is not None:
            return {name: self.members[name].restrict(item) for name, item in value.items() if name in self.members}
        if isinstance(value, list) and self.items is not None:
            return [self.items.restrict(item) for item in value]
        return value


def restrict(theirs: Any, models: Sequence[Any]) -> Any:
    """A value without the members that none of the models has; where no model is an object, all of it."""
    return Shape.of(models).restrict(theirs)
