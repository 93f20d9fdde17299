"""The worker's error body."""

from __future__ import annotations

from provider_lib.sandbox.connect.errors import ConnectError
from provider_lib.sandbox.exchange import Answer, Call, Refusal


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


def of_model(error: ConnectError) -> WorkerRefusal:
    """The same refusal as the worker words it."""
    return WorkerRefusal(error.status, error.message)


def malformed(text: str) -> Refusal:
    """The body cannot be read."""
    return WorkerRefusal(400, text)
