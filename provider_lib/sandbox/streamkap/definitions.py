"""How Streamkap describes the configuration of a connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["sources", "destinations"]
Control = Literal["string", "password", "textarea", "json", "number", "boolean", "toggle", "one-select", "multi-select"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A key counts only while another one has one of some values."""

    key: str
    values: tuple[str | bool, ...]

    def as_json(self) -> dict[str, Any]:
        """The condition as the schema endpoint shows it."""
        if len(self.values) == 1:
            return {"operator": "EQ", "config": self.key, "value": self.values[0]}
        return {"operator": "IN", "config": self.key, "value": list(self.values)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One configuration key.

    Args:
        default: the value of a key that is not named, as text.
        encrypt: whether the value is a secret.
        choices: the only values that are accepted; empty when any is.
        when: every condition under which the key counts.
        set_once: whether the value can no longer be changed.
        made_by_server: whether the server makes the value up, or derives it; what a caller sends is ignored.
    """

    name: str
    control: Control = "string"
    required: bool = False
    default: str | None = None
    encrypt: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    when: tuple[Condition, ...] = ()
    set_once: bool = False
    made_by_server: bool = False

    @property
    def is_secret(self) -> bool:
        """Whether the value is hidden unless it is asked for."""
        return self.encrypt or self.control == "password"

    def counts(self, config: Mapping[str, Any]) -> bool:
        """Whether every condition holds in ``config``; a default, which is text, counts as what it stands for."""
        return all(_among(config.get(condition.key), condition.values) for condition in self.when)

    def as_json(self, order: int, *, detailed: bool) -> dict[str, Any]:
        """The key as the schema endpoint shows it."""
        value: dict[str, Any] = {"control": self.control, "type": "raw", "readonly": self.made_by_server}
        optional = {"default": self.default, "min": self.least, "max": self.most}
        value |= {key: item for key, item in optional.items() if item is not None}
        if self.choices:
            value["raw_values"] = list(self.choices)
        shown: dict[str, Any] = {
            "name": self.name,
            "description": "",
            "user_defined": not self.made_by_server,
            "required": self.required,
            "order_of_display": order,
            "display_name": self.name,
            "tab": "settings",
            "value": value,
        }
        if detailed:
            shown["encrypt"] = self.encrypt
            shown["set_once"] = self.set_once
            shown["conditions"] = [condition.as_json() for condition in self.when]
        return shown


def _among(value: Any, wanted: tuple[str | bool, ...]) -> bool:
    return (value == "true" if value in ("true", "false") else value) in wanted


@dataclass(frozen=True, slots=True)
class Definition:
    """One kind of connector.

    Args:
        code: what a request names as ``connector``.
        tables: the key that lists what is read, from which topics follow.
    """

    side: Side
    code: str
    display_name: str
    entries: tuple[Entry, ...]
    tables: str | None = None

    def as_json(self, *, detailed: bool) -> dict[str, Any]:
        """The definition as the schema endpoint shows it."""
        return {
            "connector": self.code,
            "display_name": self.display_name,
            "description": "",
            "config": [entry.as_json(order, detailed=detailed) for order, entry in enumerate(self.entries)],
        }
