"""Protobuf messages from the description of their file, without loading what only other messages need."""

from __future__ import annotations

from typing import Any


def messages(described: bytes) -> dict[str, Any]:
    """The classes of a file's messages and the values of its enums, by name.

    They are protobuf's own. Its C implementation is asked for them without the Python one beside it, which takes longer
    to load than all messages to make; where there is none, the usual way is gone.

    Args:
        described: a FileDescriptorProto.
    """
    try:
        from google._upb._message import default_pool
    except ImportError:
        return _built(described)
    file = default_pool.AddSerializedFile(described)
    classes = {name: _class(kind) for name, kind in file.message_types_by_name.items()}
    values = {value.name: value.number for kind in file.enum_types_by_name.values() for value in kind.values}
    return classes | values


def _class(kind: Any) -> Any:
    """The class of a message, with those of the messages in it, which only later protobufs would find themselves."""
    from google._upb._message import MessageMeta
    from google.protobuf.message import Message

    within = {name: _class(inner) for name, inner in kind.nested_types_by_name.items()}
    return MessageMeta(kind.name, (Message,), {"DESCRIPTOR": kind, "__module__": __name__, **within})


def _built(described: bytes) -> dict[str, Any]:
    from google.protobuf import descriptor_pool
    from google.protobuf.internal import builder

    file = descriptor_pool.Default().AddSerializedFile(described)
    built: dict[str, Any] = {}
    builder.BuildMessageAndEnumDescriptors(file, built)
    builder.BuildTopDescriptorsAndMessages(file, __name__, built)
    return built
