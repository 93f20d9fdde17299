"""The two shapes of a Lenses error body: HQ's own problem, and the agent's behind the proxy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from provider_lib.sandbox.exchange import Answer, Call, Refusal


@dataclass(frozen=True, slots=True)
class InvalidField:
    """A field of the request that HQ does not accept.

    Args:
        name: the field, as in ``metadata.team``.
        error: HQ's code for what is wrong.
        title: the same for people.
    """

    name: str
    error: str
    title: str


class Problem(Refusal):
    """HQ's error body, in the manner of RFC 7807.

    Source: the Error object of the HQ API reference (environments page).
    """

    def __init__(
        self,
        status: int,
        title: str,
        *,
        kind: Literal["not_found", "unauthorised"] | None = None,
        invalid_fields: tuple[InvalidField, ...] = (),
    ) -> None:
        super().__init__(status, title)
        self._kind = kind
        self._invalid_fields = invalid_fields

    def answer(self, call: Call) -> Answer:
        body: dict[str, Any] = {"type": self._kind} if self._kind else {}
        body |= {"title": self.text, "status": self.status}
        if self._invalid_fields:
            body["invalid_fields"] = [
                {"name": field.name, "error": field.error, "title": field.title} for field in self._invalid_fields
            ]
        return Answer({**body, "request_id": call.request_id}, self.status)


def not_found(what: str, name: str) -> Problem:
    """HQ does not know ``name``."""
    return Problem(404, f"{what} {name!r} was not found", kind="not_found")


def invalid(*fields: InvalidField) -> Problem:
    """HQ does not accept some fields of the request."""
    return Problem(400, "The request has invalid fields", invalid_fields=fields)


def malformed(text: str) -> Refusal:
    """HQ cannot read the request's body."""
    return Problem(400, text)


class AgentRefusal(Refusal):
    """The agent's error body.

    Source: the schemas BadRequest to InternalError of the Kafka Connect page of the agent's API reference.

    Args:
        fields: messages by the field that they are about.
    """

    def __init__(self, status: int, error: str, kind: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(status, error)
        self._kind = kind
        self._fields = fields or {}

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        fields = [{"field": field, "error": error} for field, error in self._fields.items()]
        return Answer({"error": self.text, "errorType": self._kind, "fields": fields}, self.status)
