"""The formats of a report: a new one joins all tests over formats here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

from markdown_it import MarkdownIt

from provider_lib.legible import legible_json
from provider_lib.review import Report, document, markdown, page, text

ALLOWED_HTML: Final = re.compile(r"\s*(</?details>|<summary>[\w ,]*</summary>|</?sub>|<!-- -->|\s)*")
VALUES: Final = ("code", "server", "after")
"""Members that hold whatever an object has."""
VOID: Final = ("meta", "br", "input")
"""Elements without an end."""
LIVE: Final = re.compile(r"://|www\.|[@#]\w|\bGH-\d|mailto:")
"""What a code host makes a link or a mention of, in a text that is no code."""


@dataclass(frozen=True)
class Format:
    """A format of reports.

    Args:
        written: a report in it.
        skeleton: what a reader takes for structure, without the texts in it; fails where something steers the reader.
    """

    written: Callable[[Report], str]
    skeleton: Callable[[str], Any]


def _lines(written: str) -> list[int]:
    """How far each line is indented; a terminal obeys nothing that is printable."""
    assert written.isascii() or all(char == "\n" or char.isprintable() for char in written)
    lines = written.split("\n")
    assert [line for line in lines if not line.isprintable()] == []
    return [len(line) - len(line.lstrip(" ")) for line in lines]


def _tokens(written: str) -> list[str]:
    """What a reader of Markdown makes of it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = [part for token in parser.parse(written) for part in [token, *(token.children or [])]]
    kept = [token for token in tokens if token.type not in ("text", "inline", "text_special")]
    for token in tokens:
        if token.type == "text":
            assert LIVE.search(token.content) is None, token.content
        if token.type in ("html_block", "html_inline"):
            assert ALLOWED_HTML.fullmatch(token.content), token.content
    return [f"{token.type} {token.tag}" for token in kept if token.content != "<!-- -->"]


class Parsed(HTMLParser):
    """What a browser would see: elements, attributes, and text without marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.comments: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def _elements(written: str) -> list[str]:
    """What a browser makes of a page: elements, and the names of their attributes."""
    parsed = Parsed(written)
    assert parsed.unclosed == parsed.open == parsed.comments == []
    assert parsed.text.replace("\n", "").isprintable()
    return [*parsed.elements, *(name for name, _ in parsed.attributes)]


def _shape(written: str) -> Any:
    """The members of the one document, without their texts."""
    assert all(char == "\n" or char.isprintable() for char in written)
    return _without_texts(json.loads(written, parse_constant=str))


def _without_texts(value: Any) -> Any:
    match value:
        case dict():
            return {name: "" if name in VALUES else _without_texts(item) for name, item in value.items()}
        case list():
            return [_without_texts(item) for item in value]
    return type(value).__name__


FORMATS: Final[dict[str, Format]] = {
    "text": Format(text, _lines),
    "markdown": Format(lambda report: markdown([report]), _tokens),
    "html": Format(lambda report: page([report]), _elements),
    "json": Format(lambda report: legible_json(document([report])) + "\n", _shape),
}
