"""What a browser is told of a page that needs nothing else: what it may do, which is next to nothing."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from provider_lib.review.page.markup import Markup, tag

BASE = Path(__file__).parent / "base.css"
"""What all pages look like."""


def head(title: str, style: Markup, script: Markup | None = None) -> Markup:
    """The head of a page, which allows this style and this script alone, by their digests.

    Args:
        title: of the page.
        style: how it looks.
        script: what it runs, at the end of its body; nothing when left out.
    """
    scripts = f"script-src {_digest(script)}; " if script else ""
    allowed = f"default-src 'none'; style-src {_digest(style)}; {scripts}base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=allowed),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", style),
    )


@cache
def asset(*files: Path) -> Markup:
    """Files of our own, one after the other, as they go into a page."""
    return Markup("".join(file.read_text(encoding="utf-8") for file in files))


def _digest(text: Markup) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
