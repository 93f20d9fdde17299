"""Which offsets a connector takes: the worker knows those of a sink, a source those of its own."""

from __future__ import annotations

from typing import Any

from provider_lib.sandbox.connect_engine.catalogue import FILE_SOURCE
from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.errors import OffsetsInvalid
from provider_lib.sandbox.connect_engine.validation import plugin_of

Offset = dict[str, Any]
"""``{"partition": {...}, "offset": {...}}``, as a worker shows it."""


def require_alterable(config: Config, offsets: list[Offset]) -> None:
    """Let ``offsets`` be set for a connector of ``config``; an empty list stands for a reset.

    Raises:
        OffsetsInvalid.
    """
    plugin = plugin_of(config)
    if plugin is FILE_SOURCE:
        _require_file(config)
    for one in offsets:
        wrong = _wrong_in_sink(one) if plugin.type == "sink" else _wrong_in_file(one) if plugin is FILE_SOURCE else None
        if wrong:
            raise OffsetsInvalid(400 if plugin.type == "sink" else 500, wrong)


def _require_file(config: Config) -> None:
    if not config.get("file"):
        raise OffsetsInvalid(
            500,
            "Offsets cannot be modified if the 'file' configuration is unspecified. "
            "This is because stdin is used for input and offsets are not tracked.",
        )


def _wrong_in_sink(one: Offset) -> str | None:
    partition, offset = one["partition"], one["offset"]
    if partition is None or not {"kafka_topic", "kafka_partition"} <= partition.keys():
        return "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'"
    if offset is not None and "kafka_offset" not in offset:
        return "The offset for a sink connector should either be null or contain the key 'kafka_offset'"
    return None


def _wrong_in_file(one: Offset) -> str | None:
    partition, offset = one["partition"], one["offset"]
    if offset is None:
        return None
    if "position" not in offset:
        return "Offset objects should either be null or contain the key 'position'"
    if type(offset["position"]) is not int:
        return "The value for the 'position' key in the offset is expected to be a Long value"
    if offset["position"] < 0:
        return "The value for the 'position' key in the offset should be a non-negative value"
    if partition is None:
        return "Partition objects cannot be null"
    return None if "filename" in partition else "Partition objects should contain the key 'filename'"
