"""Redpanda's error body, which carries the name of a gRPC code."""

from __future__ import annotations

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
    """

    def __init__(self, status: int, message: str, reason: str = "REASON_KAFKA_CONNECT_API_ERROR") -> None:
        super().__init__(status, message)
        self._reason = reason

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        info = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": self._reason,
            "domain": "redpanda.com/dataplane",
            "metadata": {},
        }
        return Answer({"code": _CODES[self.status], "message": self.text, "details": [info]}, self.status)


def of_worker(error: ConnectError) -> Status:
    """What becomes of a worker's refusal: three codes come through, everything else is an internal error."""
    return Status(error.status if error.status in (400, 404, 409) else 500, error.message)


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
