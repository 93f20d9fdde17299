"""Confluent's error body: a list of errors, each with its status as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provider_lib.sandbox.exchange import Answer, Call, Refusal

_TITLES = {
    400: ("bad_request", "Bad Request"),
    401: ("user_unauthenticated", "Authentication Required"),
    403: ("user_unauthorized", "User Access Unauthorized"),
    404: ("not_found", "Not Found"),
    409: ("conflict", "Conflict"),
    422: ("validation_error", "Unprocessable Entity"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Args:
        pointer: the part of the body that it is about, as a JSON Pointer.
        parameter: the query parameter that it is about.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Failure(Refusal):
    """``{"errors": [...]}``.

    Source: the Failure schema of the agents' API reference.
    """

    def __init__(self, status: int, *findings: Finding, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, findings[0].detail)
        self._findings = findings
        self._headers = headers or {}

    def answer(self, call: Call) -> Answer:
        code, title = _TITLES[self.status]
        errors = [
            {
                "id": f"{call.request_id}-{number}",
                "status": str(self.status),
                "code": code,
                "title": title,
                "detail": finding.detail,
                **_source(finding),
            }
            for number, finding in enumerate(self._findings)
        ]
        return Answer({"errors": errors}, self.status, self._headers)


class TooMany(Refusal):
    """A 429, which has headers but no body.

    Args:
        limit: how many requests a minute are let through.
        reset: seconds from now until more are.
    """

    def __init__(self, limit: int, reset: int) -> None:
        super().__init__(429, "Too many requests")
        self._headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(reset),
            "Retry-After": str(reset),
        }

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer(None, self.status, self._headers)


def malformed(text: str) -> Refusal:
    """The body cannot be read."""
    return Failure(400, Finding(text))


def _source(finding: Finding) -> dict[str, Any]:
    source = {"pointer": finding.pointer, "parameter": finding.parameter}
    given = {key: value for key, value in source.items() if value is not None}
    return {"source": given} if given else {}
