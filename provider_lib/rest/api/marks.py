"""What gives a secret away inside other text: the secret, its parts and its encodings, in canonical form."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import AnyStr, Final
from urllib.parse import quote, quote_plus

from provider_lib.rest.api.canonical import Canonical, canonical, layers

SHORTEST: Final = 4
"""Characters from which on a secret is looked for inside other text; a shorter one would hit ordinary words."""

CUTTABLE: Final = 8
"""Characters from which on a part of a secret is looked for, too: servers and logs cut what they quote."""

TELLING: Final = 6
"""Characters of a secret in a row that tell something about it."""

HEX: Final = 2 * TELLING
BASE64: Final = 8
"""Characters that spell ``TELLING`` others."""

_PUBLIC = re.compile(
    r"-----(?:BEGIN|END) [A-Z0-9 ]+-----|\b(?:org|com|io|net)\.[a-z]\w*(?:\.\w+){2,}(?: required)?|"
    r"\bjdbc:\w+://|\b(?:username|password)=",
    re.IGNORECASE,
)
"""Parts that secrets such as JAAS configurations share: they tell nothing, and stack traces are full of them."""

_FOLDED = re.compile(r"[\s\x00-\x1f+\\'\"]+")
"""What tells nothing, however much of it a part of a secret has."""

Span = tuple[int, int]


class Marks:
    """Everything that secrets are known by."""

    def __init__(self) -> None:
        self._wholes: set[bytes] = set()
        self._runs: defaultdict[int, set[bytes]] = defaultdict(set)
        self._literally: defaultdict[int, set[str]] = defaultdict(set)

    def add(self, secret: str) -> None:
        """Find this one from now on."""
        if len(secret) < SHORTEST:
            return
        for written in {secret, secret.lower(), secret.upper()}:
            self._add_whole(written)
            if len(secret) >= CUTTABLE:
                for private in _PUBLIC.split(written):
                    self._add_parts(private, TELLING)
        for encoded, size in _encoded(secret):
            if len(secret) >= CUTTABLE:
                self._add_parts(encoded, size)
            elif len(form := canonical(encoded).form) >= SHORTEST:
                self._wholes.add(form)

    def _add_whole(self, secret: str) -> None:
        form = canonical(secret).form
        if len(form) >= SHORTEST:
            self._wholes.add(form)
        if len(secret) < CUTTABLE or len(form) < SHORTEST:
            # Of spaces, quotes and the like, which canonical form has not; or one that a backslash before it changes.
            self._add_literally(secret)

    def _add_parts(self, text: str, size: int) -> None:
        for written, part in _parts(text, size):
            if len(part) >= SHORTEST:
                self._runs[len(part)].add(part)
            elif len(_FOLDED.sub("", written)) >= SHORTEST:
                # It reads as an encoding of something shorter.
                self._add_literally(written)

    def _add_literally(self, text: str) -> None:
        for written in (text, quote(text), quote_plus(text), json.dumps(text)[1:-1]):
            self._literally[len(written)].add(written)

    def found(self, text: str) -> list[Span]:
        """Where in a text secrets stand, in order; what overlaps is one place."""
        if not (self._wholes or self._literally):
            return []
        found = {*_known_in(text, self._literally)}
        for view in layers(text):
            found |= {*self._whole(view), *self._part(view)}
        # A backslash may be the end of what stands before a secret, and then says nothing of its first letters.
        if "\\" in text:
            found |= {*self._whole(canonical(text.replace("\\", " ")))}
        return _merged(sorted(found))

    def _whole(self, view: Canonical) -> Iterator[Span]:
        for form in self._wholes:
            at = view.form.find(form)
            while at >= 0:
                yield view.starts[at], view.ends[at + len(form) - 1]
                at = view.form.find(form, at + 1)

    def _part(self, view: Canonical) -> Iterator[Span]:
        for start, end in _known_in(view.form, self._runs):
            yield view.starts[start], view.ends[end - 1]


def _known_in(text: AnyStr, known: Mapping[int, Set[AnyStr]]) -> Iterator[Span]:
    """Where what is known, by its length, stands in a text; how much is known of one length makes no difference."""
    for size, runs in known.items():
        for start in range(len(text) - size + 1):
            if text[start : start + size] in runs:
                yield start, start + size


def _parts(text: str, size: int) -> Iterator[tuple[str, bytes]]:
    """Every so many characters in a row, as they are and in canonical form."""
    view = canonical(text)
    for start in range(len(text) - size + 1):
        end = start + size
        yield text[start:end], view.form[bisect_left(view.starts, start) : bisect_right(view.ends, end)]


def _encoded(secret: str) -> Iterator[tuple[str, int]]:
    """A secret in encodings that leave nothing of its text, each with how many characters of it tell something."""
    raw = secret.encode(errors="surrogatepass")
    yield raw.hex(), HEX
    for encode in (b64encode, urlsafe_b64encode):
        # On its own, and the characters that depend on it alone when it is encoded along with text around it.
        for before, mixed in ((0, 0), (1, 2), (2, 3)):
            form = encode(b"\0" * before + raw).decode().rstrip("=")
            yield form[mixed : len(form) - 1 if (before + len(raw)) % 3 else None], BASE64
        yield encode(raw).decode(), BASE64


def _merged(spans: list[Span]) -> list[Span]:
    """Overlapping spans as one, so that no end of a secret is left."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
