"""Streamkap's error bodies: one text, or FastAPI's list of what is wrong with the request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provider_lib.sandbox.exchange import Answer, Call, Refusal


class Detail(Refusal):
    """``{"detail": "..."}``."""

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"detail": self.text}, self.status)


class Unprocessable(Refusal):
    """``{"detail": [{"loc": [...], "msg": "...", "type": "...", "input": ...}]}`` with status 422.

    Like the real one it repeats what it was given, secrets included.
    """

    def __init__(self, findings: Sequence[dict[str, Any]]) -> None:
        super().__init__(422, "Unprocessable")
        self._findings = findings

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"detail": self._findings}, self.status)


def finding(kind: str, message: str, given: Any, *where: str) -> dict[str, Any]:
    """One entry of an ``Unprocessable``, about the part of the body that ``where`` leads to."""
    return {"type": kind, "loc": ["body", *where], "msg": message, "input": given}


def missing(given: Any, *where: str) -> dict[str, Any]:
    """A required part is not there."""
    return finding("missing", "Field required", given, *where)


def malformed(text: str) -> Refusal:
    """The body is not JSON."""
    return Unprocessable([finding("json_invalid", text, {})])
