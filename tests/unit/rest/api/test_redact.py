from __future__ import annotations

import html
import json
import traceback
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.errors import ApiError, Unreachable
from provider_lib.rest.api.redact import Redactor

SECRETS = st.text(st.characters(exclude_characters="*", exclude_categories=["Cs"]), min_size=4, max_size=40)
AROUND = st.text(st.characters(exclude_characters="*", exclude_categories=["Cs"]), max_size=20)

SPELLED: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in JSON": lambda text: json.dumps(text)[1:-1],
    "in JSON, not only ASCII": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "in JSON in JSON": lambda text: json.dumps(json.dumps(text))[3:-3],
    "in JSON by PHP": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "in JSON by Go": lambda text: (
        json.dumps(text, ensure_ascii=False)[1:-1]
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
    ),
    "in a path": lambda text: quote(text, safe=""),
    "in a path, slashes kept": quote,
    "in a path, lower case": lambda text: "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or chr(byte) in "-._~" else f"%{byte:02x}"
        for byte in text.encode()
    ),
    "in a form": quote_plus,
    "in HTML": html.escape,
    "in base64": lambda text: b64encode(text.encode()).decode(),
    "in base64 for URLs": lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="),
}


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_a_planted_secret_never_survives(spelled: Callable[[str], str], secret: str, before: str, after: str) -> None:
    planted = spelled(secret)
    shown = Redactor(secret).text(f"{before}{planted}{after}")
    assert planted not in shown
    assert "***" in shown


@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_a_secret_encoded_along_with_its_surroundings_does_not_survive(secret: str, before: str, after: str) -> None:
    shown = Redactor(secret).text(b64encode(f"{before}{secret}{after}".encode()).decode())
    assert "***" in shown
    assert b64encode(secret.encode()).decode().rstrip("=")[:-1] not in shown


@given(secrets=st.lists(st.text("abcXYZ019/+", max_size=20)), text=st.text(" .:;!?()"))
def test_a_text_without_a_secret_is_left_alone(secrets: list[str], text: str) -> None:
    assert Redactor(*secrets).text(text) == text


def test_no_end_of_overlapping_secrets_is_left() -> None:
    assert Redactor("abcdef", "defghi").text("<abcdefghi> <abcdef> <defghi>") == "<***> <***> <***>"
    assert Redactor("abab").text("<abababab>") == "<***>"
    assert Redactor("pass", "password").text("my password") == "my ***"


@pytest.mark.parametrize("secrets", [("correct-horse-battery", "horse"), ("horse", "correct-horse-battery")])
def test_nothing_of_a_secret_is_left_around_another_one_inside_it(secrets: tuple[str, str]) -> None:
    assert Redactor(*secrets).text("<correct-horse-battery>") == "<***>"


def test_two_secrets_that_touch_are_masked_one_by_one() -> None:
    assert Redactor("abcd", "efgh").text("<abcdefgh>") == "<******>"


@given(
    secrets=st.lists(st.text("ab", min_size=4, max_size=9), min_size=1, max_size=5), text=st.text("ab.", max_size=60)
)
def test_what_is_shown_is_exactly_what_belongs_to_no_secret(secrets: list[str], text: str) -> None:
    hidden = {
        at
        for secret in secrets
        for start in range(len(text))
        if text.startswith(secret, start)
        for at in range(start, start + len(secret))
    }
    shown = Redactor(*secrets).text(text)
    assert shown.replace("***", "") == "".join(letter for at, letter in enumerate(text) if at not in hidden)


def test_a_short_secret_is_masked_only_where_it_is_everything() -> None:
    redactor = Redactor("on", "1", "")
    assert redactor.text("turn it on 1 time") == "turn it on 1 time"
    assert redactor.text("on") == "***"
    assert redactor.text("") == ""
    assert redactor.json({"mode": "on", "count": 1, "list": ["on", "off"]}) == {
        "mode": "***",
        "count": "***",
        "list": ["***", "off"],
    }


def test_a_value_keeps_its_shape() -> None:
    redactor = Redactor("hunter2", "12345", "0.12345")
    value = {"a": ["x hunter2", None, True, 7, 12345, Decimal("0.12345")], "key hunter2": {"b": "ok"}}
    assert redactor.json(value) == {"a": ["x ***", None, True, 7, "***", "***"], "key ***": {"b": "ok"}}


def test_an_error_is_masked_wherever_it_is_shown() -> None:
    redactor = Redactor("hunter2")
    error = redactor.error(ApiError("bad hunter2", "line\nhunter2", status=400, body={"input": "hunter2"}))
    assert (error.summary, error.detail, error.body, error.args) == (
        "bad ***",
        "line\n***",
        {"input": "***"},
        ("bad ***",),
    )
    lost = redactor.error(Unreachable("no hunter2", sent=True))
    assert (str(lost), lost.sent) == ("no ***", True)


def fail(secret: str) -> None:
    try:
        raise ValueError(secret)
    except ValueError as error:
        raise ApiError(f"bad {secret}", status=400) from error


def test_the_way_to_a_masked_error_does_not_show_what_was_masked() -> None:
    secret = b64decode("aHVudGVyMg==").decode()  # so that no line of code holds it
    with pytest.raises(ApiError) as caught, Redactor(secret).masking():
        fail(secret)
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_secrets_can_be_added_at_any_time() -> None:
    redactor = Redactor()
    shown: list[Any] = [redactor.text("hunter2")]
    redactor.add("hunter2", "hunter2")
    assert [*shown, redactor.text("hunter2")] == ["hunter2", "***"]
