"""The plain API's error body."""

from __future__ import annotations

from provider_lib.sandbox.exchange import Answer, Call, Refusal


class PlainRestRefusal(Refusal):
    """``{"message": "..."}``."""

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"message": self.text}, self.status)


def malformed(text: str) -> Refusal:
    """The body cannot be read."""
    return PlainRestRefusal(400, text)
