"""One form for every spelling of a text, so that a secret is found however an encoder, a server or a log wrote it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from provider_lib.dataclass import dataclass

MOST_LAYERS = 4
"""How often one spelling may lie in another: JSON in JSON in a URL is three."""

_SPELLED = re.compile(
    r"""
      %(?:25)*(?P<percent>[0-9a-f]{2})                        # a URL or a form, also encoded twice
    | \\+u(?P<high>d[89ab][0-9a-f]{2})\\+u(?P<low>d[c-f][0-9a-f]{2})
    | \\+u\{(?P<braced>[0-9a-f]{1,6})\}                       # Rust, JavaScript
    | (?:\\+|%)u(?P<unit>[0-9a-f]{4})                         # JSON, properties; a URL as JavaScript once wrote it
    | \\+(?P<octal>[0-3][0-7]{2})                             # C, Protocol Buffers, git
    | \\+x(?P<byte>[0-9a-f]{2})                               # a literal of many languages
    | &\#x(?P<hex>[0-9a-f]{1,5});
    | &\#(?P<decimal>[0-9]{1,6});
    | &(?P<name>quot|amp|lt|gt|apos);                         # HTML
    | (?P<quote>['"])['"]*                                    # SQL and CSV double their quotes
    | \\+[bfnrt]?                                             # what escapes the next letter
    | \xe2\x80[\x8b-\x8f\xaa-\xae] | \xc2\xad | \xef\xbb\xbf  # what is not seen, in UTF-8
    | [\s\x00-\x1f+]+                                         # folded, wrapped or encoded spaces
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = {"quot": '"', "amp": "&", "lt": "<", "gt": ">", "apos": "'"}


@dataclass(frozen=True, slots=True)
class Canonical:
    """A text without its spelling: decoded as often as it can be, in lower case, without spaces.

    Args:
        form: UTF-8 bytes.
        starts: for each byte, where in the text that begins which stands for it.
        ends: for each byte, where that ends.
    """

    form: bytes
    starts: list[int]
    ends: list[int]


def canonical(text: str) -> Canonical:
    """A text in canonical form; two spellings of one text have the same."""
    *_, last = layers(text)
    return last


def layers(text: str) -> Iterator[Canonical]:
    """A text decoded once, twice and so on, up to its canonical form.

    What stands before a secret may read as an encoding together with its first letters, once these are decoded.
    """
    # A character a byte, so that one which a URL spells byte by byte is put together again.
    raw = [character.encode(errors="surrogatepass") for character in text]
    form = b"".join(raw).decode("latin-1")
    starts = [at for at, encoded in enumerate(raw) for _ in encoded]
    ends = [at + 1 for at in starts]
    for number in range(MOST_LAYERS):
        layer = form
        form, starts, ends = _peeled(layer, starts, ends)
        if form == layer and number:
            break
        yield Canonical(form.encode("latin-1").lower(), starts, ends)


def _peeled(layer: str, starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    """What a text spells, and where in the original each character of that begins and ends."""
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for found in _SPELLED.finditer(layer):
        start, end = found.span()
        meant = _meant(found).decode("latin-1")
        parts += [layer[done:start], meant]
        new_starts += [*starts[done:start], *[starts[start]] * len(meant)]
        new_ends += [*ends[done:start], *[ends[end - 1]] * len(meant)]
        done = end
    return "".join([*parts, layer[done:]]), new_starts + starts[done:], new_ends + ends[done:]


def _meant(found: re.Match[str]) -> bytes:
    """The bytes that a match of ``_SPELLED`` stands for."""
    kind = found.lastgroup
    if kind is None:
        return b""
    text = found[kind]
    match kind:
        case "quote":
            return text.encode()
        case "name":
            return _NAMED[text.lower()].encode()
        case "percent" | "byte":
            return bytes([int(text, 16)])
        case "octal":
            return bytes([int(text, 8)])
        case "low":
            pair = 0x10000 + ((int(found["high"], 16) - 0xD800) << 10) + int(text, 16) - 0xDC00
            return chr(pair).encode()
    code = int(text, 10 if kind == "decimal" else 16)
    return chr(code).encode(errors="surrogatepass") if code <= sys.maxunicode else found[0].encode("latin-1")
