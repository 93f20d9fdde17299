"""Redpanda's error body, which carries the name of a gRPC code."""

from __future__ import annotations

from collections.abc import Mapping

from provider_lib.sandbox.connect_engine.connector import WORKER
from provider_lib.sandbox.connect_engine.errors import ConnectError
from provider_lib.sandbox.exchange import Answer, Call, Refusal

_CODES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    500: "INTERNAL",
}


class Status(Refusal):
    """``{"code": "NOT_FOUND", "message": "...", "details": [...]}``.

    Source: the error handling of Redpanda Console, which serves the data plane.

    Args:
        reason: which part of the server found fault.
        violations: what is wrong with which field of the request.
    """

    def __init__(
        self,
        status: int,
        message: str,
        reason: str = "REASON_KAFKA_CONNECT_API_ERROR",
        violations: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, message)
        self._reason = reason
        self._violations = violations or {}

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        info = {
            "@type": "google.rpc.ErrorInfo",
            "reason": self._reason,
            "domain": "redpanda.com/dataplane",
            "metadata": {},
        }
        violations = [{"field": field, "description": text} for field, text in self._violations.items()]
        wrong = [{"@type": "google.rpc.BadRequest", "field_violations": violations}] if violations else []
        return Answer({"code": _CODES[self.status], "message": self.text, "details": [info, *wrong]}, self.status)


def of_worker(error: ConnectError, doing: str = "") -> Status:
    """What becomes of a worker's refusal: three codes come through, everything else is an internal error.

    Args:
        doing: what was done, in the words that some operations put before the worker's.
    """
    status = error.status if error.status in (400, 404, 409) else 500
    return Status(status, f"{doing}{error.message} ({error.status})")


def unanswered(call: Call, doing: str = "") -> Status:
    """No worker can be reached."""
    address = f"http://{WORKER}"
    path = call.url.partition("/connectors")[2]
    return Status(500, f'{doing}Get "{address}/connectors{path}": dial tcp: connect: connection refused')


def invalid(field: str, text: str) -> Status:
    """A parameter of the request is not as it must be."""
    return Status(400, "provided parameters are invalid", "REASON_INVALID_INPUT", {field: text})


def malformed(text: str) -> Refusal:
    """The body cannot be read."""
    return Status(400, text, "REASON_INVALID_INPUT")


class OAuthRefusal(Refusal):
    """The token endpoint's error body."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(status, description)
        self._error = error

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"error": self._error, "error_description": self.text}, self.status)
