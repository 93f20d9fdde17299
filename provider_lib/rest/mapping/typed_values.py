"""Values of a typed configuration: texts in Terraform, JSON values on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, assert_never

from provider_lib.dataclass import dataclass
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.meaning import is_flat, joined, listed, meaning, parsed

Kind = Literal["boolean", "number", "list", "document", "text"]


@dataclass(frozen=True, slots=True)
class ValueType:
    """Of which JSON type the values of a key are.

    Args:
        kind: which; a document is any JSON.
        choices: the only values that are allowed, each of its own type; empty when any is.
    """

    kind: Kind
    choices: tuple[Any, ...] = ()

    def of(self, text: str) -> Any:
        """The value that a text stands for; the text itself, for the server to judge, when it is none of this type."""
        value = meaning(text)
        plain = value if isinstance(value, str) else text
        match self.kind:
            case "boolean" | "number":
                scalar = parsed(plain)
                return scalar if self.takes(scalar) else text
            case "list":
                return [self._chosen(item) for item in listed(text)] if text else text
            case "document":
                return value
            case "text":
                return self._chosen(joined(value) if is_flat(value) else plain)
            case _:
                assert_never(self.kind)

    def takes(self, value: Any) -> bool:
        """Whether a value on the wire is of this type."""
        match self.kind:
            case "boolean":
                return isinstance(value, bool)
            case "number":
                return is_number(value)
            case _:
                return True

    def _chosen(self, item: Any) -> Any:
        """The allowed value that is spelled so, of its own type."""
        return next((choice for choice in self.choices if as_text(choice) == as_text(item)), item)


Types = Mapping[str, ValueType]
"""Key of a configuration -> type of its values."""

NO_TYPES: Final[Types] = {}


def typed(config: Mapping[str, Any], types: Types) -> dict[str, Any]:
    """A configuration as it goes over the wire: of the types that are known, and else of those that it looks like."""
    return {key: _typed(value, types.get(key)) if isinstance(value, str) else value for key, value in config.items()}


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _typed(text: str, kind: ValueType | None) -> Any:
    return meaning(text) if kind is None else kind.of(text)
