from __future__ import annotations

import html
import json
import traceback
from base64 import b64decode, b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from decimal import Decimal
from string import ascii_letters, digits
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provider_lib.errors import ApiError, Unreachable
from provider_lib.rest.api.redact import Redactor

LETTERS = st.characters(exclude_characters="*", exclude_categories=["Cs"])
SECRETS = st.text(LETTERS, min_size=4, max_size=40)
AROUND = st.text(LETTERS, max_size=20)


def runs(text: str, size: int) -> set[str]:
    return {text[at : at + size] for at in range(len(text) - size + 1)}


def is_telling(secret: str) -> bool:
    """Not mostly of spaces, quotes and what else folds."""
    return all(len(set(run) - set(" \t\n\r\x0b\x0c+\\'\"")) > 3 for run in runs(secret, 6))


LONG = st.one_of(
    st.text(ascii_letters + digits, min_size=8, max_size=60),
    st.text(ascii_letters + digits + "!#%&/=?-_.:,;$()[]{}<>@^~|", min_size=8, max_size=60),
    st.text(LETTERS, min_size=8, max_size=40).filter(is_telling),
)

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
    "in a form, twice": lambda text: quote_plus(quote_plus(text)),
    "in JSON in a query": lambda text: quote(json.dumps(text)[1:-1], safe=""),
    "in a query in JSON in JSON": lambda text: json.dumps(json.dumps(quote(text)))[3:-3],
    "in HTML in JSON": lambda text: json.dumps(html.escape(text))[1:-1],
    "in properties": lambda text: "".join(
        f"\\u{ord(char):04X}" if 126 < ord(char) < 65_536 else f"\\{char}" if char in ":=#! \\" else char
        for char in text
    ),
    "in braces": lambda text: "".join(f"\\u{{{ord(char):x}}}" for char in text),
    "in octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "in a URL of old JavaScript": lambda text: "".join(
        f"%u{ord(char):04X}" if ord(char) < 65_536 else quote(char) for char in text
    ),
    "with what is not seen in it": lambda text: "\u200b".join(text),
    "in SQL": lambda text: text.replace("'", "''"),
    "in SQL of a server that takes backslashes": lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
    "in CSV": lambda text: text.replace('"', '""'),
    "in upper case": str.upper,
    "in lower case": str.lower,
    "wrapped": lambda text: "\n    ".join(text[at : at + 5] for at in range(0, len(text), 5)),
}

ENCODED: dict[str, tuple[Callable[[str], str], int]] = {
    "in hex": (lambda text: text.encode().hex(), 12),
    "in hex, upper case": (lambda text: text.encode().hex().upper(), 12),
    "in base64": (lambda text: b64encode(text.encode()).decode(), 8),
    "in base64 for URLs": (lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="), 8),
    "in base64 with line ends": (lambda text: encodebytes(text.encode()).decode(), 8),
    "in base64 with line ends in JSON": (lambda text: json.dumps(encodebytes(text.encode()).decode())[1:-1], 8),
    "in base64 in a form": (lambda text: quote_plus(b64encode(text.encode())), 12),
}
"""Each with how many of its characters stand for six."""


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
@settings(max_examples=30)
@given(secret=LONG, before=AROUND, after=AROUND, data=st.data())
def test_six_characters_of_a_secret_never_come_out(
    spelled: Callable[[str], str], secret: str, before: str, after: str, data: st.DataObject
) -> None:
    planted = spelled(secret)
    start = data.draw(st.integers(0, len(planted)), "cut before")
    end = data.draw(st.integers(start, len(planted)), "cut after")
    redactor = Redactor(secret)
    assert not runs(redactor.quoted(f"{before}{planted}{after}"), 6) & runs(secret, 6)
    assert not runs(redactor.quoted(planted[start:]), 6) & runs(secret, 6)
    assert not runs(redactor.quoted(planted[:end]), 6) & runs(secret, 6)
    assert not runs(redactor.quoted(planted[start:end]), 6) & runs(secret, 6)


@pytest.mark.parametrize(("encoded", "telling"), ENCODED.values(), ids=ENCODED)
@settings(max_examples=30)
@given(secret=LONG, data=st.data())
def test_what_encodes_six_characters_of_a_secret_never_comes_out(
    encoded: Callable[[str], str], telling: int, secret: str, data: st.DataObject
) -> None:
    planted = encoded(secret)
    start = data.draw(st.integers(0, len(planted)), "cut before")
    end = data.draw(st.integers(start, len(planted)), "cut after")
    bare = "".join(encoded(secret).replace("\\n", "").split())
    for shown in map(Redactor(secret).quoted, (planted, planted[start:], planted[:end], planted[start:end])):
        assert not runs("".join(shown.replace("\\n", "").split()), telling) & runs(bare, telling)


@pytest.mark.parametrize(
    ("secret", "theirs"),
    [
        ("000%0000", "00%0000"),
        ("000%0000", "000%00"),
        ("%41%42%43%44", "%41%42%"),
        ("%41%42%43%44", "%2541%2542%"),
        ("\\x41\\x42\\x43", "\\x41\\x42"),
        ("&lt;&gt;&amp;", "&gt;&am"),
        ("a\\u0000\\u0000b", "u0000\\u"),
    ],
)
def test_a_part_of_a_secret_that_reads_as_an_encoding_never_comes_out(secret: str, theirs: str) -> None:
    shown = Redactor(secret).quoted(f"<{theirs}>")
    assert "***" in shown
    assert not runs(shown, 6) & runs(secret, 6)


def test_a_part_of_a_secret_that_is_mostly_spaces_and_quotes_leaves_text_readable() -> None:
    text = "line\n        'one'\n        'two'"
    assert Redactor("begin\n        '\n        end").quoted(text) == text


@pytest.mark.parametrize("before", ["\\", "\\x", "\\u", "\\\\"])
def test_what_is_escaped_before_a_secret_does_not_hide_its_first_letters(before: str) -> None:
    assert Redactor("B00000").quoted(f"<{before}B0000\n    0>") == f"<{before}***>"


@pytest.mark.parametrize(
    ("secret", "theirs", "shown"),
    [
        ("hunter22", "cut hunter", "cut ***"),
        ("hunter22", "cut nter22 off", "cut *** off"),
        ("hunter22", "cut hunte", "cut hunte"),
        ("hunter22", "cut ter22", "cut ter22"),
        ("hunter2", "cut hunter", "cut hunter"),
        ("hunter22", "hunter22hunter22", "******"),
        ("hun2", "hun2, hun2", "***, ***"),
        ("hun2hun2", "<hun2hun2hun2hun2>", "<***>"),
        ("straße12", "STRASSE12", "***"),
        ("İstanbul1", "i\u0307stanbul1", "***"),
        ("a+b c", "<a%2Bb+c>", "<***>"),
        ("hun2", "%68un2 %68un2 %68un2", "*** *** ***"),
        ("aaaa", "%61%61aaa", "***"),
        ("ab c de f", "cut ab c d", "cut ***"),
        ("41bcd", "100%41bcd", "100%***"),
        ("41bcd", "x1bcd", "x1bcd"),
        ("''''", "x''''x", "x***x"),
        ("hunter22", f"<{b'hunter22'.hex()[:12]}>", "<***>"),
        ("hunter22", f"<{b'hunter22'.hex()[:11]}>", "<68756e74657>"),
        ("hunter2", f"<{b'hunter2'.hex()}>", "<***>"),
        ("hunter2", f"<{b'hunter2'.hex()[:12]}>", "<68756e746572>"),
        ("hunter22", "<aHVudGVy>", "<***>"),
        ("hunter22", "<aHVudGV>", "<aHVudGV>"),
        ("hunter22", f"<{b64encode(b'xhunter22').decode()}>", "<eG***>"),
        ("hunter22", f"<{b64encode(b'xyhunter22').decode()}>", "<eHl***g==>"),
        ("hunter22", f"<{b64encode(b'xyzhunter22z').decode()}>", "<eHl6***J6>"),
        ("hun2", f"<{b64encode(b'xyhun2z').decode()}>", "<eHl***eg==>"),
        ("hun2", f"<{b64encode(b'xhun2z').decode()}>", "<eG***J6>"),
        ("hun2", f"<{b64encode(b'hun2zz').decode()}>", "<***np6>"),
    ],
)
def test_what_is_masked_begins_and_ends_with_what_tells_of_the_secret(secret: str, theirs: str, shown: str) -> None:
    assert Redactor(secret).quoted(theirs) == shown


def test_each_of_two_short_secrets_is_found_behind_what_changes_it() -> None:
    assert Redactor("41bcd", "42xyz").quoted("100%41bcd 100%42xyz") == "100%*** 100%***"


@pytest.mark.parametrize("half", ["\ud83d", "\\udcff", "%ud83d"])
def test_half_a_character_hides_no_secret(half: str) -> None:
    assert Redactor("hunter22").quoted(f"<{half}hunter22{half}>") == f"<{half}***{half}>"
    assert Redactor(f"hunter{half}22").quoted(f"<hunter{half}22>") == "<***>"


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
@settings(max_examples=30)
@example(secret="0000", before="%", after="")  # with what stands before it, it reads as an encoding
@example(secret="abc%\x01xyz", before="", after="")  # the percent sign is no part of the escape behind it
@given(secret=st.one_of(LONG, st.text(ascii_letters + digits, min_size=4, max_size=7)), before=AROUND, after=AROUND)
def test_a_planted_secret_never_survives(spelled: Callable[[str], str], secret: str, before: str, after: str) -> None:
    planted = spelled(secret)
    shown = Redactor(secret).quoted(f"{before}{planted}{after}")
    assert planted not in shown
    assert "***" in shown


@example(secret="0\x800\x80", before="", after="")  # encoded, it is of capital letters only, as a word may be
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_a_secret_encoded_along_with_its_surroundings_does_not_survive(secret: str, before: str, after: str) -> None:
    shown = Redactor(secret).text(b64encode(f"{before}{secret}{after}".encode()).decode())
    assert "***" in shown
    assert b64encode(secret.encode()).decode().rstrip("=")[:-1] not in shown


@given(secrets=st.lists(st.text("abcXYZ019/+", max_size=20)), text=st.text(" .:;!?()"))
def test_a_text_without_a_secret_is_left_alone(secrets: list[str], text: str) -> None:
    assert Redactor(*secrets).text(text) == text


def test_no_end_of_overlapping_secrets_is_left() -> None:
    assert Redactor("abcdef", "defghi").quoted("<abcdefghi> <abcdef> <defghi>") == "<***> <***> <***>"
    assert Redactor("abab").quoted("<abababab>") == "<***>"
    assert Redactor("pass", "password").quoted("my password") == "my ***"


@pytest.mark.parametrize("secrets", [("correct-horse-battery", "horse"), ("horse", "correct-horse-battery")])
def test_nothing_of_a_secret_is_left_around_another_one_inside_it(secrets: tuple[str, str]) -> None:
    assert Redactor(*secrets).quoted("<correct-horse-battery>") == "<***>"


def test_two_secrets_that_touch_are_masked_one_by_one() -> None:
    assert Redactor("abcd", "efgh").quoted("<abcdefgh>") == "<******>"


@given(
    secrets=st.lists(st.text("ab", min_size=4, max_size=7), min_size=1, max_size=5), text=st.text("ab.", max_size=60)
)
def test_what_is_shown_is_exactly_what_belongs_to_no_secret(secrets: list[str], text: str) -> None:
    hidden = {
        at
        for secret in secrets
        for start in range(len(text))
        if text.startswith(secret, start)
        for at in range(start, start + len(secret))
    }
    shown = Redactor(*secrets).quoted(text)
    assert shown.replace("***", "") == "".join(letter for at, letter in enumerate(text) if at not in hidden)


@pytest.mark.parametrize(
    ("secret", "ours", "shown"),
    [
        ("connector", "The connector orders cannot be made", "The connector orders cannot be made"),
        ("connector", "password=connector of 'connector'", "password=*** of '***'"),
        ("connector", "connector", "***"),
        ("connector", "=connector is", "=*** is"),
        ("connector", "a connector=orders", "a ***=orders"),
        ("connector", "its kind: connector is", "its kind: connector is"),
        ("connector", "the connector 'orders'", "the connector 'orders'"),
        ("Not There", "It is Not There", "It is Not There"),
        ("agent_key_5f3a9c", "agent_connected of prod, agent_key_5f3a9c", "agent_connected of prod, ***"),
        ("client-secret-1", "set SLUICE_SHOP_CLIENT_SECRET", "set SLUICE_SHOP_CLIENT_SECRET"),
        ("agent_key_5f3a9c", "cut: agent_key_5f3", "cut: ***"),
        ("orders-2026-winter", "connector orders-2026", "connector ***"),
        ("hunter2", "my hunter2", "my ***"),
        ("header-key", "a header-key is refused", "a *** is refused"),
    ],
)
def test_our_own_sentences_stay_readable(secret: str, ours: str, shown: str) -> None:
    assert Redactor(secret).text(ours) == shown


def test_what_many_secrets_share_says_nothing_of_one() -> None:
    trace = "at org.apache.kafka.common.security.plain.PlainLoginModule.login(PlainLoginModule.java:49)"
    login = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="jo" password="hunter2-xyz";'
    redactor = Redactor(login)
    assert redactor.quoted(trace) == trace
    assert redactor.quoted(f"<{login}>") == "<***>"
    assert redactor.quoted('refused: password="hunter2-xyz"') == "refused: password=***"


def test_what_is_sealed_is_no_secret() -> None:
    sealed = "-----BEGIN AGE ENCRYPTED FILE-----\nin++ghYWdlLWVuY3J5cHRp\n-----END AGE ENCRYPTED FILE-----\n"
    assert Redactor(sealed).text("Nothing here opens it") == "Nothing here opens it"


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
    redactor.add("on", "s3same77")
    redactor.add("pin")
    assert [redactor.text(text) for text in ("on", "my s3same77", "pin")] == ["***", "my ***", "***"]
