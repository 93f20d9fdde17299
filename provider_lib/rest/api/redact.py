"""Taking known secrets out of anything that is shown: log lines, errors, diagnostics, answers."""

from __future__ import annotations

import html
import json
import re
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final, TypeVar
from urllib.parse import quote, quote_plus

from provider_lib.errors import ApiError, SluiceError

MASK: Final = "***"
SHORTEST: Final = 4
"""Characters from which on a secret is looked for inside other text; a shorter one would hit ordinary words."""

Span = tuple[int, int]
Failure = TypeVar("Failure", bound=SluiceError)


class Redactor:
    """Knows the secrets of this run and masks them, however they are spelled.

    Secrets shorter than ``SHORTEST`` are masked only where they are the whole text. Safe to use from several
    threads: what readers look at is replaced, never changed.
    """

    def __init__(self, *secrets: str) -> None:
        self._adding = threading.Lock()
        self._secrets: frozenset[str] = frozenset()
        self._spellings: frozenset[str] = frozenset()
        self.add(*secrets)

    def add(self, *secrets: str) -> None:
        """Mask these from now on; empty ones are ignored."""
        new = {secret for secret in secrets if secret} - self._secrets
        if not new:
            return
        spelled = {spelling for secret in new if len(secret) >= SHORTEST for spelling in spellings(secret)}
        with self._adding:
            self._secrets |= new
            self._spellings |= spelled

    def text(self, text: str) -> str:
        """The text with every secret in it masked."""
        if text in self._secrets:
            return MASK
        spans = sorted(_occurrences(text, self._spellings))
        return _masked(text, spans) if spans else text

    def json(self, value: Any) -> Any:
        """A JSON value with every secret in its texts, keys and numbers masked."""
        match value:
            case str():
                return self.text(value)
            case dict():
                return {self.text(key): self.json(item) for key, item in value.items()}
            case list():
                return [self.json(item) for item in value]
            case int() | Decimal() if str(value) in self._secrets:
                return MASK
        return value

    def error(self, error: Failure) -> Failure:
        """The error with every secret in what it shows masked."""
        masked = error.but(summary=self.text(error.summary), detail=self.text(error.detail))
        return masked.but(body=self.json(masked.body)) if isinstance(masked, ApiError) else masked

    @contextmanager
    def masking(self) -> Iterator[None]:
        """Mask every secret in the errors that a block raises."""
        try:
            yield
        except SluiceError as error:
            raise self.error(error) from None


def spellings(secret: str) -> set[str]:
    """The forms in which a secret turns up in requests, answers and error texts."""
    plain = {secret, *_as_json(secret)}
    nested = {form for text in plain for form in _as_json(text)}
    return plain | nested | {html.escape(secret)} | set(_as_url(secret)) | set(_as_base64(secret))


def _as_json(text: str) -> Iterator[str]:
    """Between quotes in a JSON document; encoders differ in what they escape, and in the case of hex digits."""
    for ascii_only in (True, False):
        form = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        for spelled in (form, form.replace("/", r"\/"), _html_safe(form)):
            yield spelled
            yield re.sub(r"\\u[0-9a-f]{4}", lambda match: rf"\u{match[0][2:].upper()}", spelled)


def _html_safe(form: str) -> str:
    """As Go's encoder writes it."""
    return re.sub("[<>&]", lambda match: f"\\u{ord(match[0]):04x}", form)


def _as_url(text: str) -> Iterator[str]:
    """Percent-encoded for a segment, a path, a query or a form, with hex digits of either case."""
    raw = text.encode("utf-8", "surrogatepass")
    for form in (quote(raw, safe=""), quote(raw), quote(raw, safe="/!$&'()*+,;=:@"), quote_plus(raw)):
        yield form
        yield re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), form)


def _as_base64(text: str) -> Iterator[str]:
    """On its own, and the characters that depend on it alone when it is encoded along with text around it."""
    raw = text.encode("utf-8", "surrogatepass")
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(raw).decode()
        for before, mixed in ((0, 0), (1, 2), (2, 3)):
            form = encode(b"\0" * before + raw).decode().rstrip("=")
            yield form[mixed : len(form) - 1 if (before + len(raw)) % 3 else None]


def _occurrences(text: str, wanted: Iterable[str]) -> Iterator[Span]:
    for item in wanted:
        at = text.find(item)
        while at >= 0:
            yield at, at + len(item)
            at = text.find(item, at + 1)


def _masked(text: str, spans: list[Span]) -> str:
    """The text with these spans masked; overlapping ones become one mask, so that no end of a secret is left."""
    parts, shown = [], 0
    for start, end in spans:
        if start >= shown:
            parts += [text[shown:start], MASK]
        shown = max(shown, end)
    return "".join([*parts, text[shown:]])
