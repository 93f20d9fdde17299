"""The transformations, predicates and converters that the sandbox's workers have installed."""

from __future__ import annotations

from provider_lib.sandbox.connect_engine.definitions import Component, Key, Kind

_CONNECT = "org.apache.kafka.connect"
_TRANSFORMS, _PREDICATES = f"{_CONNECT}.transforms", f"{_CONNECT}.transforms.predicates"
_BOTH_CONVERTERS = ("converter", "header_converter")

_OF_A_PART = (
    "Cast",
    "ExtractField",
    "Flatten",
    "HeaderFrom",
    "HoistField",
    "InsertField",
    "MaskField",
    "ReplaceField",
    "SetSchemaMetadata",
    "TimestampConverter",
)
"""Transformations of a record's key or value."""

_OF_A_RECORD = ("DropHeaders", "Filter", "InsertHeader", "TimestampRouter", "ValueToKey")

_REGEX_ROUTER = (
    Key("regex", required=True, is_pattern=True, importance="HIGH", doc="What a topic's name must match."),
    Key("replacement", required=True, importance="HIGH", doc="What becomes of it."),
)
_TOPIC_NAME = (Key("pattern", required=True, is_pattern=True, doc="What a topic's name must match."),)
_JSON = (
    Key("converter.type", required=True, importance="LOW", doc="What is converted."),
    Key("schemas.enable", Kind.BOOLEAN, default="true", importance="HIGH", group="Schemas", doc="Carry schemas along."),
    Key("schemas.cache.size", Kind.INT, default="1000", importance="HIGH", group="Schemas", doc="Schemas kept."),
    Key("decimal.format", default="BASE64", importance="LOW", group="Serialization", doc="Form of decimals."),
    Key(
        "replace.null.with.default", Kind.BOOLEAN, default="true", importance="LOW", group="Serialization", since=(3, 5)
    ),
)
_TEXT = (
    Key("converter.type", required=True, importance="LOW", doc="What is converted."),
    Key("converter.encoding", default="UTF-8", importance="HIGH", doc="Character set."),
)

_WITH_KAFKA = (
    *(
        Component(f"{_TRANSFORMS}.{name}${part}", ("transformation",))
        for name in _OF_A_PART
        for part in ("Key", "Value")
    ),
    *(Component(f"{_TRANSFORMS}.{name}", ("transformation",)) for name in _OF_A_RECORD),
    Component(f"{_TRANSFORMS}.RegexRouter", ("transformation",), _REGEX_ROUTER),
    *(Component(f"{_PREDICATES}.{name}", ("predicate",)) for name in ("HasHeaderKey", "RecordIsTombstone")),
    Component(f"{_PREDICATES}.TopicNameMatches", ("predicate",), _TOPIC_NAME),
    Component(f"{_CONNECT}.converters.BooleanConverter", _BOTH_CONVERTERS, since=(3, 7)),
    *(
        Component(f"{_CONNECT}.converters.{name}Converter", _BOTH_CONVERTERS)
        for name in ("ByteArray", "Double", "Float", "Integer", "Long", "Short")
    ),
    Component(f"{_CONNECT}.json.JsonConverter", _BOTH_CONVERTERS, _JSON),
    Component(f"{_CONNECT}.storage.StringConverter", _BOTH_CONVERTERS, _TEXT),
    Component(f"{_CONNECT}.storage.SimpleHeaderConverter", ("header_converter",)),
)

_OF_OTHERS = (
    *(
        Component(f"io.confluent.connect.{name}Converter", ("converter",))
        for name in ("avro.Avro", "json.JsonSchema", "protobuf.Protobuf")
    ),
    *(
        Component(f"io.debezium.transforms.{name}", ("transformation",))
        for name in (
            "ByLogicalTableRouter",
            "ExtractChangedRecordState",
            "ExtractNewRecordState",
            "HeaderToValue",
            "outbox.EventRouter",
        )
    ),
)

COMPONENTS = (*_WITH_KAFKA, *_OF_OTHERS)
"""Every one of them."""

_SUFFIXES = {"transformation": "Transformation", "predicate": "Predicate"}


def component_named(name: str) -> Component | None:
    """The component of a class, which may be called by its simple name, and without its kind at its end."""
    return _BY_ALIAS.get(name)


def _aliases(component: Component) -> tuple[str, str, str]:
    simple = component.class_name.rpartition(".")[2]
    return component.class_name, simple, simple.removesuffix(_SUFFIXES.get(component.kinds[0], "Converter"))


_BY_ALIAS = {alias: component for component in COMPONENTS for alias in _aliases(component)}
