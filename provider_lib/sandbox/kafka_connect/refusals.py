"""The worker's error body."""

from __future__ import annotations

from provider_lib.sandbox.connect_engine.errors import ConnectError, PluginMissing
from provider_lib.sandbox.exchange import Answer, Call, Refusal
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches

_PLUGIN_VERSIONS_SINCE = (4, 1)
"""Since a connector can ask for a version of its plugin, an unknown class is the caller's fault."""
_REST = "org.apache.kafka.connect.runtime.rest.errors"


class WorkerRefusal(Refusal):
    """``{"error_code": 404, "message": "..."}``."""

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"error_code": self.status, "message": self.text}, self.status)


class Unauthorized(Refusal):
    """Basic credentials are asked for; the body is empty."""

    def __init__(self) -> None:
        super().__init__(401, "User cannot access the resource.")

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer(self.text.encode(), self.status, {"WWW-Authenticate": "Basic"}, "text/plain")


class AmbiguousPath(Refusal):
    """The name in a path has a character of which the web server before the worker cannot tell what it means."""

    def __init__(self, name: str) -> None:
        encoding, separator = "Ambiguous URI path encoding", "Ambiguous URI path separator"
        super().__init__(400, encoding if "%" in name else separator if "/" in name else "Suspicious Path Character")

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        head = f"<head>\n<title>Error 400 {self.text}</title>\n</head>"
        page = f"<html>\n{head}\n<body>\n<h2>HTTP ERROR 400 {self.text}</h2>\n</body>\n</html>"
        return Answer(page.encode(), self.status, media_type="text/html;charset=iso-8859-1")


def of_model(error: ConnectError, switches: KafkaConnectSwitches) -> WorkerRefusal:
    """The same refusal as the worker words it."""
    newer = isinstance(error, PluginMissing) and switches.is_at_least(_PLUGIN_VERSIONS_SINCE)
    return WorkerRefusal(400 if newer else error.status, error.message)


def missing(text: str) -> WorkerRefusal:
    """That something is not there, in the words that the operation has for it."""
    return WorkerRefusal(404, text)


def failed_validation(error: ConnectError, switches: KafkaConnectSwitches) -> WorkerRefusal:
    """A configuration that cannot even be checked: for a worker that is a failure of its own."""
    bad_request, unknown = f"{_REST}.BadRequestException: ", "org.apache.kafka.connect.errors.ConnectException: "
    if isinstance(error, PluginMissing):
        newer = switches.is_at_least(_PLUGIN_VERSIONS_SINCE)
        return WorkerRefusal(500, f"{bad_request if newer else ''}{unknown}{error.message}")
    return WorkerRefusal(500, f"{bad_request}{error.message}")


def malformed(text: str) -> Refusal:
    """The body cannot be read."""
    return WorkerRefusal(500, text)
