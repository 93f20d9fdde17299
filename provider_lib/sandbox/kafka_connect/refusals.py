"""The worker's error body."""

from __future__ import annotations

from http import HTTPStatus

from provider_lib.sandbox.connect_engine.common_keys import PLUGIN_VERSIONS_SINCE
from provider_lib.sandbox.connect_engine.definitions import Release
from provider_lib.sandbox.connect_engine.errors import ConnectError, PluginMissing, TopicsInvalid
from provider_lib.sandbox.exchange import Answer, Call, Refusal

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


class BadPath(Refusal):
    """The web server before the worker cannot tell what a path means."""

    def __init__(self, offence: str) -> None:
        super().__init__(400, offence)

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        head = f"<head>\n<title>Error 400 {self.text}</title>\n</head>"
        page = f"<html>\n{head}\n<body>\n<h2>HTTP ERROR 400 {self.text}</h2>\n</body>\n</html>"
        return Answer(page.encode(), self.status, media_type="text/html;charset=iso-8859-1")


def of_server(status: int) -> WorkerRefusal:
    """What the worker's web server says where no operation answers."""
    return WorkerRefusal(status, f"HTTP {status} {HTTPStatus(status).phrase}")


def of_model(error: ConnectError, release: Release) -> WorkerRefusal:
    """The same refusal as the worker words it; since it knows versions, an unknown class is the caller's fault."""
    newer = isinstance(error, PluginMissing) and release.is_at_least(PLUGIN_VERSIONS_SINCE)
    return WorkerRefusal(400 if newer else error.status, error.message)


def missing(text: str) -> WorkerRefusal:
    """That something is not there, in the words that the operation has for it."""
    return WorkerRefusal(404, text)


def failed_validation(error: ConnectError, release: Release) -> WorkerRefusal:
    """A configuration that cannot even be checked: for a worker that is a failure of its own."""
    bad_request, unknown = f"{_REST}.BadRequestException: ", "org.apache.kafka.connect.errors.ConnectException: "
    if isinstance(error, PluginMissing):
        newer = release.is_at_least(PLUGIN_VERSIONS_SINCE)
        return WorkerRefusal(500, f"{bad_request if newer else ''}{unknown}{error.message}")
    if isinstance(error, TopicsInvalid):
        return WorkerRefusal(500, f"org.apache.kafka.common.config.ConfigException: {error.message}")
    return WorkerRefusal(500, f"{bad_request}{error.message}")


def malformed(text: str) -> Refusal:
    """The body cannot be read."""
    return WorkerRefusal(500, text)
