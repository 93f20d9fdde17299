"""How a connector plugin declares its configuration keys, as Kafka Connect's ``ConfigDef`` does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """The type of a configuration value."""

    STRING = "STRING"
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
        at_least: the smallest number that is accepted.
    """

    name: str
    kind: Kind = Kind.STRING
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    at_least: int | None = None
    importance: Literal["HIGH", "MEDIUM", "LOW"] = "MEDIUM"
    group: str = "Connector"
    doc: str = ""

    @property
    def has_range(self) -> bool:
        """Whether numbers are checked against a range, which finds fault also with one that cannot be read."""
        return self.at_least is not None


@dataclass(frozen=True, slots=True)
class Plugin:
    """A connector class that the workers have installed, with the keys that are its own."""

    class_name: str
    type: Literal["source", "sink"]
    version: str
    author: str
    title: str
    own_keys: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every key: the ones that all connectors have, and the plugin's own."""
        return (*COMMON_KEYS, *(SINK_KEYS if self.type == "sink" else SOURCE_KEYS), *self.own_keys)

    @property
    def secret_keys(self) -> frozenset[str]:
        """The names of the keys whose values are passwords."""
        return frozenset(key.name for key in self.own_keys if key.kind is Kind.PASSWORD)


COMMON_KEYS = (
    Key("name", required=True, importance="HIGH", group="Common", doc="Globally unique name of the connector."),
    Key("connector.class", required=True, importance="HIGH", group="Common", doc="Class of the connector."),
    Key("tasks.max", Kind.INT, default="1", at_least=1, importance="HIGH", group="Common", doc="Most tasks to use."),
    Key("key.converter", Kind.CLASS, importance="LOW", group="Common", doc="Converter of record keys."),
    Key("value.converter", Kind.CLASS, importance="LOW", group="Common", doc="Converter of record values."),
    Key("header.converter", Kind.CLASS, importance="LOW", group="Common", doc="Converter of record headers."),
    Key("transforms", Kind.LIST, default="", importance="LOW", group="Transforms", doc="Aliases of transformations."),
    Key("predicates", Kind.LIST, default="", importance="LOW", group="Predicates", doc="Aliases of predicates."),
    Key("config.action.reload", default="restart", choices=("none", "restart"), importance="LOW", group="Common"),
    Key("errors.tolerance", default="none", choices=("none", "all"), group="Error Handling"),
    Key("errors.retry.timeout", Kind.LONG, default="0", group="Error Handling"),
    Key("errors.log.enable", Kind.BOOLEAN, default="false", group="Error Handling"),
)

SOURCE_KEYS = (
    Key("topic.creation.groups", Kind.LIST, default="", importance="LOW", group="Topic Creation"),
    Key("exactly.once.support", default="requested", choices=("requested", "required"), group="Exactly Once Support"),
    Key("offsets.storage.topic", importance="LOW", group="offsets.topic"),
)

SINK_KEYS = (
    Key("topics", Kind.LIST, default="", importance="HIGH", group="Common", doc="Topics to consume."),
    Key("topics.regex", default="", importance="HIGH", group="Common", doc="Pattern of the topics to consume."),
    Key("errors.deadletterqueue.topic.name", default="", group="Error Handling"),
)
