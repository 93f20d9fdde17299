"""How the bytes of an answer become its text, and its Link header relations."""

from __future__ import annotations

import httpx
import pytest

from provider_lib.rest.api.encoding import answer_from, links_in
from provider_lib.rest.api.messages import Flaw
from provider_lib.rest.api.transport import Received


def answered(content: bytes | None, content_type: str = "application/json") -> tuple[object, Flaw | None]:
    answer = answer_from(Received(200, httpx.Headers({"content-type": content_type}), content))
    return answer.body, answer.flaw


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
        (b'"e"', "", "e"),
        (b'"e"', "application/json; charset=", "e"),
    ],
)
def test_a_body_is_read_in_its_charset(content: bytes, content_type: str, body: str) -> None:
    assert answered(content, content_type) == (body, None)


@pytest.mark.parametrize(
    ("content", "content_type", "words"),
    [
        ('"é"'.encode("latin-1"), "application/json; charset=utf-8", "text that is not utf-8"),
        (b'"\x80\xff"', "application/json", "text that is not utf-8"),
        (b'"e"', "application/json; charset=klingon", "text in an unknown charset, 'klingon'"),
        (b'"e"', "application/json; charset=base64", "text in an unknown charset, 'base64'"),
        (rb'"\ud800"', "application/json; charset=unicode_escape", "text that is not unicode_escape"),
        (None, "application/json", "more than 64 MiB"),
        (b"[" * 200 + b"]" * 200, "application/json", "JSON nested more than 100 levels deep"),
    ],
)
def test_what_is_no_text_or_too_much_is_said_to_be(content: bytes | None, content_type: str, words: str) -> None:
    assert answered(content, content_type) == (None, Flaw("limit", words))


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ('<https://a/b?c=1;d=2>; rel="next"', {"next": "https://a/b?c=1;d=2"}),
        ('<a>; rel=prev, <b,c>;title="x, <y>"; rel=\'next', {"prev": "a", "'next": "b,c"}),
        ('<a>; rel="next last"', {"next": "a", "last": "a"}),
        ("<a>", {}),
        (";;,<>=", {}),
        ("", {}),
    ],
)
def test_links_are_found_by_relation(header: str, links: dict[str, str]) -> None:
    assert links_in(header) == links
