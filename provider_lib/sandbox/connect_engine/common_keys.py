"""The configuration keys that every connector has, as a worker of a release knows them."""

from __future__ import annotations

from typing import Literal

from provider_lib.sandbox.connect_engine.definitions import Key, Kind, Plugin, Release, Version

PLUGIN_VERSIONS_SINCE: Version = (4, 1)
"""A configuration may ask for a version of what it names."""

CONVERTERS = ("key.converter", "value.converter", "header.converter")

_STORAGE = "org.apache.kafka.connect.storage"
_ERRORS, _EXACTLY_ONCE, _TOPICS = "Error Handling", "Exactly Once Support", "Topic Creation"

_RUNNING = (
    Key("transforms", Kind.LIST, default="", importance="LOW", group="Transforms", doc="Aliases of transformations."),
    Key("predicates", Kind.LIST, default="", importance="LOW", group="Predicates", doc="Aliases of predicates."),
    Key("config.action.reload", default="restart", choices=("none", "restart"), importance="LOW", group="Common"),
    Key("errors.retry.timeout", Kind.LONG, default="0", group=_ERRORS),
    Key("errors.retry.delay.max.ms", Kind.LONG, default="60000", group=_ERRORS),
    Key("errors.tolerance", default="none", choices=("none", "all"), group=_ERRORS),
    Key("errors.log.enable", Kind.BOOLEAN, default="false", group=_ERRORS),
    Key("errors.log.include.messages", Kind.BOOLEAN, default="false", group=_ERRORS),
)

_OF_SOURCES = (
    Key("topic.creation.groups", Kind.LIST, default="", importance="LOW", group=_TOPICS),
    Key(
        "exactly.once.support",
        default="requested",
        choices=("REQUIRED", "REQUESTED"),
        any_case=True,
        group=_EXACTLY_ONCE,
    ),
    Key(
        "transaction.boundary",
        default="poll",
        choices=("INTERVAL", "POLL", "CONNECTOR"),
        any_case=True,
        group=_EXACTLY_ONCE,
    ),
    Key("transaction.boundary.interval.ms", Kind.LONG, importance="LOW", group=_EXACTLY_ONCE),
    Key("offsets.storage.topic", non_empty=True, importance="LOW", group="offsets.topic"),
)

_OF_SINKS = (
    Key("topics", Kind.LIST, default="", importance="HIGH", group="Common", doc="Topics to consume."),
    Key(
        "topics.regex",
        default="",
        is_pattern=True,
        importance="HIGH",
        group="Common",
        doc="Pattern of the topics to consume.",
    ),
    Key("errors.deadletterqueue.topic.name", default="", group=_ERRORS),
    Key("errors.deadletterqueue.topic.replication.factor", Kind.SHORT, default="3", group=_ERRORS),
    Key("errors.deadletterqueue.context.headers.enable", Kind.BOOLEAN, default="false", group=_ERRORS),
)


def common_keys(plugin: Plugin, release: Release) -> list[Key]:
    """The keys that a connector of ``plugin`` has besides its own."""
    keys = [
        Key(
            "name",
            required=True,
            is_name=True,
            importance="HIGH",
            group="Common",
            doc="Globally unique name of the connector.",
        ),
        Key("connector.class", required=True, importance="HIGH", group="Common", doc="Class of the connector."),
        _version_key("connector", plugin.version_in(release), "MEDIUM"),
        Key(
            "tasks.max", Kind.INT, default="1", at_least=1, importance="HIGH", group="Common", doc="Most tasks to use."
        ),
        Key("tasks.max.enforce", Kind.BOOLEAN, default="true", importance="LOW", group="Common", since=(3, 8)),
        *(key for name in CONVERTERS for key in converter_keys(name)),
        *_RUNNING,
        *(_OF_SINKS if plugin.type == "sink" else _OF_SOURCES),
    ]
    return [key for key in keys if release.is_at_least(key.since)]


def own_converter(name: str) -> str:
    """The class of the worker's own converter for what ``name`` converts."""
    return f"{_STORAGE}.{'SimpleHeaderConverter' if name == 'header.converter' else 'StringConverter'}"


def converter_keys(name: str, default: str | None = None) -> tuple[Key, Key]:
    """The key ``name`` of a converter, and that of its version."""
    used = Key(name, Kind.CLASS, default=default, importance="LOW", group="Common", doc=f"Class of the {name}.")
    return used, _version_key(name, None, "LOW")


def _version_key(of: str, default: str | None, importance: Literal["MEDIUM", "LOW"]) -> Key:
    return Key(
        f"{of}.plugin.version", default=default, importance=importance, group="Common", since=PLUGIN_VERSIONS_SINCE
    )
