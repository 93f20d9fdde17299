"""What a Kafka Connect worker answers when it refuses; each vendor puts it into an error body of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ConnectError(Exception):
    """A worker's refusal.

    Args:
        status: the HTTP status code that a worker answers with.
        message: the text that it gives.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class ConnectorMissing(ConnectError):
    """No connector has that name, or none that can be seen yet."""

    def __init__(self, name: str) -> None:
        super().__init__(404, f"Connector {name} not found")


@contextmanager
def saying(text: str) -> Iterator[None]:
    """Say that the connector is not there in the words that an operation has for it."""
    try:
        yield
    except ConnectorMissing as error:
        raise ConnectError(404, text) from error


class TaskMissing(ConnectError):
    """The connector has no task of that number."""

    def __init__(self, name: str, task: int) -> None:
        super().__init__(404, f"Unknown task: {name}-{task}")


class ForgedRequest(ConnectError):
    """Workers sign what they ask of each other."""

    def __init__(self) -> None:
        super().__init__(400, "Internal request missing required signature")


class ConnectorExists(ConnectError):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(409, f"Connector {name} already exists")


class Rebalancing(ConnectError):
    """The workers are busy; it has the same status as a name that is taken."""

    def __init__(self) -> None:
        super().__init__(409, "Cannot complete request because of a conflicting operation (e.g. worker rebalance)")


class NotStopped(ConnectError):
    """Offsets can be changed only while nothing runs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            400,
            "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the "
            f"specified connector by issuing a 'PUT' request to the '/connectors/{name}/stop' endpoint",
        )


class ConfigInvalid(ConnectError):
    """The configuration cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(400, message)


class TopicsInvalid(ConnectError):
    """An older worker finds fault with the topics of a sink, and takes it for a failure of its own."""

    def __init__(self, message: str) -> None:
        super().__init__(500, message)


class OffsetsInvalid(ConnectError):
    """A connector refuses offsets: a sink by the worker's rules, a source by its own."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)


class PluginMissing(ConnectError):
    """The connector class is not installed."""

    def __init__(self, class_name: str, installed: list[str]) -> None:
        super().__init__(
            500,
            f"Failed to find any class that implements Connector and which name matches {class_name}, "
            f"available connectors are: {', '.join(installed)}",
        )
