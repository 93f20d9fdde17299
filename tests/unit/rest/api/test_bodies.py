"""How the bytes of an answer become its text, and its Link header relations."""

from __future__ import annotations

import httpx
import pytest

from provider_lib.rest.api.encoding import answer_from, links_in
from provider_lib.rest.api.messages import Answer, Flaw
from provider_lib.rest.api.transport import Received


def answered(content: bytes | None, content_type: str | None) -> Answer:
    headers = httpx.Headers({} if content_type is None else {"content-type": content_type})
    return answer_from(Received(200, headers, content))


@pytest.mark.parametrize(
    ("content", "content_type", "body"),
    [
        ('"é"'.encode(), "application/json", "é"),
        ('"é"'.encode("latin-1"), "application/json; charset=ISO-8859-1", "é"),
        ('"é"'.encode("latin-1"), "application/json", "é"),
        ('"é"'.encode(), "application/json; charset=latin1", "Ã©"),
        ('"é"'.encode("utf-16"), 'application/json; charset="utf-16"', "é"),
        ('"é"'.encode("utf-8-sig"), "application/json", "é"),
        ('"é"'.encode("utf-8-sig"), "application/json; charset=utf-8", "é"),
        (b'"e"', None, "e"),
        (b'"e"', "", "e"),
        (b'"e"', "application/json; charset=", "e"),
    ],
)
def test_a_body_is_read_in_its_charset(content: bytes, content_type: str | None, body: str) -> None:
    answer = answered(content, content_type)
    assert (answer.body, answer.text, answer.flaw) == (body, f'"{body}"', None)


@pytest.mark.parametrize(
    ("content", "content_type", "words", "text"),
    [
        ('"é"'.encode("latin-1"), "application/json; charset=utf-8", "text that is not utf-8", '"\ufffd"'),
        (b'"\x80\xff"', "application/json", "text that is not utf-8", '"\ufffd\ufffd"'),
        ('"é"'.encode(), "application/json; charset=klingon", "text in an unknown charset, 'klingon'", '"é"'),
        (b'"e"', "application/json; charset=base64", "text in an unknown charset, 'base64'", '"e"'),
        (rb'"\ud800"', "application/json; charset=unicode_escape", "text that is not unicode_escape", r'"\ud800"'),
        (None, "application/json", "more than 64 MiB", ""),
        (b"[" * 101 + b"]" * 101, None, "JSON nested more than 100 levels deep", "[" * 101 + "]" * 101),
    ],
)
def test_what_is_no_text_or_too_much_is_said_to_be(
    content: bytes | None, content_type: str | None, words: str, text: str
) -> None:
    answer = answered(content, content_type)
    assert (answer.body, answer.flaw, answer.text) == (None, Flaw("limit", words), text)


PAGE = Flaw("web page", "a web page instead of JSON")
BROKEN = Flaw("broken JSON", "broken JSON")


@pytest.mark.parametrize(
    ("text", "content_type", "flaw"),
    [
        ("Sign in", "text/html", PAGE),
        ("\n <!DocType html>", "application/json", PAGE),
        (" <HTML>", None, PAGE),
        ("see <html>", None, Flaw("text", "text")),
        ("{", "application/problem+json", BROKEN),
        ("{", "text/plain", Flaw("text", "text")),
        (" \n", "application/json", None),
    ],
)
def test_what_is_no_json_is_told_by_its_kind(text: str, content_type: str | None, flaw: Flaw | None) -> None:
    answer = answered(text.encode(), content_type)
    assert (answer.body, answer.flaw, answer.text) == (None, flaw, text)


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ('<https://a/b?c=1;d=2>; rel="next"', {"next": "https://a/b?c=1;d=2"}),
        ('<a>; rel=prev, <b,c>;title="x, <y>"; rel=\'next', {"prev": "a", "'next": "b,c"}),
        ('<a>; rel="next last"', {"next": "a", "last": "a"}),
        ("< a >; Rel=next, <b>; anchor=c", {"next": "a"}),
        ("<a>", {}),
        (";;,<>=", {}),
        ("", {}),
    ],
)
def test_links_are_found_by_relation(header: str, links: dict[str, str]) -> None:
    assert links_in(header) == links
