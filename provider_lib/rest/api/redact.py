"""Taking known secrets out of anything that is shown: log lines, errors, diagnostics, answers."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final, TypeVar

from provider_lib.errors import ApiError, SluiceError
from provider_lib.rest.api.marks import Marks, Span
from provider_lib.sealing import is_sealed

MASK: Final = "***"
LONGEST_QUOTED: Final = 200_000
"""Characters of somebody else's words that are looked at: no message shows as many."""

_WORDS = re.compile(r"[A-Z]?[a-z]+(?: [A-Z]?[a-z]+)*")
_PARTS_OF_WORDS = re.compile(r"(?:(?<![A-Za-z])(?:[A-Z]?[a-z]+|[A-Z]+)|[ ./_-])+")
_GIVEN = re.compile(r"[\"'`=:]")
"""What stands next to a value, in sentences that are made of words otherwise."""

Failure = TypeVar("Failure", bound=SluiceError)


class Redactor:
    """Knows the secrets of this run and masks them, however they are spelled and wherever they are cut.

    Secrets shorter than ``SHORTEST`` are masked only where they are the whole text. Safe to use from several
    threads.
    """

    def __init__(self, *secrets: str) -> None:
        self._busy = threading.Lock()
        self._secrets: set[str] = set()
        self._marks = Marks()
        self._unmarked: set[str] = set()
        self.add(*secrets)

    def add(self, *secrets: str) -> None:
        """Mask these from now on; empty ones are ignored, and ciphertext, which tells nobody anything."""
        with self._busy:
            new = {secret for secret in secrets if secret and not is_sealed(secret)} - self._secrets
            self._secrets |= new
            self._unmarked |= new

    def quoted(self, text: str) -> str:
        """Somebody else's words with every secret in them masked, and every telling part of one."""
        text = text[:LONGEST_QUOTED]
        return _masked(text, self._spans(text))

    def text(self, text: str) -> str:
        """Words of our own with every secret in them masked; one that is an ordinary word leaves them readable."""
        return _masked(text, [span for span in self._spans(text) if self._is_given(text, span)])

    def _spans(self, text: str) -> list[Span]:
        """Where secrets stand. Marks are made when there is something to mask: most runs have no error to show."""
        with self._busy:
            if text in self._secrets:
                return [(0, len(text))]
            for secret in self._unmarked:
                self._marks.add(secret)
            self._unmarked.clear()
            return self._marks.found(text)

    def _is_given(self, text: str, span: Span) -> bool:
        """Whether a secret, and no word of a sentence, stands there."""
        start, end = span
        found = text[start:end]
        if found not in self._secrets:
            return not _PARTS_OF_WORDS.fullmatch(found) or not self._is_part_of_one(found)
        beside = text[max(start - 1, 0) : start] + text[end : end + 1]
        return found == text or not _WORDS.fullmatch(found) or _GIVEN.search(beside) is not None

    def _is_part_of_one(self, found: str) -> bool:
        """Whether a secret has this in it as it stands, and not encoded."""
        with self._busy:
            return any(found.lower() in secret.lower() for secret in self._secrets)

    def json(self, value: Any) -> Any:
        """A JSON value of somebody else's with every secret in its texts, keys and numbers masked."""
        match value:
            case str():
                return self.quoted(value)
            case dict():
                return {self.quoted(key): self.json(item) for key, item in value.items()}
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


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with these spans masked, which follow each other."""
    parts, shown = [], 0
    for start, end in spans:
        parts += [text[shown:start], MASK]
        shown = end
    return "".join([*parts, text[shown:]])
