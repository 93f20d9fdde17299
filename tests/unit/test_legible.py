"""What comes from elsewhere is shown without what is not seen, and stays the same for programs."""

from __future__ import annotations

import json

import pytest

from provider_lib.legible import legible, legible_json

SHOWN = {
    "plain text, Äpfel, 日本": "plain text, Äpfel, 日本",
    "two\nlines\tand a tab": "two\nlines\tand a tab",
    "two\r\nlines": "two\nlines",
    "safe\rEVIL": r"safe\rEVIL",
    "\x1b[31mred\x9b0m": r"\x1b[31mred\x9b0m",
    "abc\u202edef\u2066": r"abc\u202edef\u2066",
    "a\U000e0041\ud800": r"a\U000e0041\ud800",
    "no\xa0break": "no\xa0break",
}


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_not_seen_is_escaped(text: str) -> None:
    assert legible(text) == SHOWN[text]


def test_a_line_break_is_escaped_where_it_is_not_meant() -> None:
    assert legible("a\nb\tc", kept="") == r"a\nb\tc"


def test_what_does_not_end_is_cut_and_that_is_said() -> None:
    assert legible("x" * 1000, 10) == "x" * 10 + "... (990 characters more)"


@pytest.mark.parametrize("text", SHOWN)
def test_json_is_legible_and_decodes_to_the_same(text: str) -> None:
    shown = legible_json({"a": [text]})
    assert json.loads(shown) == {"a": [text]}
    assert all(char == "\n" or char.isprintable() or char == "\xa0" for char in shown)
