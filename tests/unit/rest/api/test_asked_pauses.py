"""What is told of a pause that a server asks for and does not get."""

from __future__ import annotations

import pytest

from provider_lib.rest.api.asked_pauses import unheeded
from provider_lib.rest.api.messages import Answer

USUAL = "which is no length of time; the usual pauses were made instead."
LATER = "and longer than 5 minutes is not waited for. Run this again later."


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("0", None),
        ("300", None),
        ("301", f"It asks to wait for 5 minutes, {LATER}"),
        ("7140", f"It asks to wait for 119 minutes, {LATER}"),
        ("7200", f"It asks to wait for 2 hours, {LATER}"),
        ("86400", f"It asks to wait for 24 hours, {LATER}"),
        ("31622400", f"It asks to wait for 8784 hours, {LATER}"),
        ("31622401", f"It asks to wait for more than a year, {LATER}"),
        ("999999999", f"It asks to wait for more than a year, {LATER}"),
        ("1000000000", None),  # a point in time, and long ago
        ("-1", f"It asks to wait for '-1', {USUAL}"),
        ("soon", f"It asks to wait for 'soon', {USUAL}"),
        ("x" * 40, f"It asks to wait for '{'x' * 40}', {USUAL}"),
        ("x" * 41, f"It asks to wait for '{'x' * 40}...', {USUAL}"),
        ("Fri, 01 Jan 9999 00:00:00 GMT", f"It asks to wait for more than a year, {LATER}"),
        ("Fri, 01 Jan 1999 00:00:00 GMT", None),
    ],
)
def test_a_pause_that_is_not_made_is_told_with_the_reason(asked: str, told: str | None) -> None:
    assert unheeded(Answer(status=429, body=None, headers={"retry-after": asked})) == told


@pytest.mark.parametrize("header", ["x-ratelimit-reset", "ratelimit-reset"])
def test_a_reset_counts_only_where_the_request_was_not_carried_out(header: str) -> None:
    refused, served = (Answer(status=status, body=None, headers={header: "600"}) for status in (429, 200))
    assert unheeded(refused) == f"It asks to wait for 10 minutes, {LATER}"
    assert unheeded(served) is None


def test_of_an_answer_that_asks_for_nothing_nothing_is_told() -> None:
    assert unheeded(Answer(status=429, body=None, headers={})) is None
