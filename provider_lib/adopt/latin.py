"""A text in the letters of ASCII, as near to how it sounds as Unicode's own names of letters tell."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўђјљњћџαβγδεζηθικλμνξοπρσςτυφχψω"
_SPELLED: Final = (
    "a b v g d e e zh z i j k l m n o p r s t u f h ts ch sh shch - y - e yu ya "
    "ye i yi g u dj j lj nj c dz "
    "a b g d e z i th i k l m n x o p r s s t y f ch ps o"
)
_SOUNDS: Final = {letter: sound.strip("-") for letter, sound in zip(_LETTERS, _SPELLED.split(), strict=True)}
"""Letters of Cyrillic and Greek, whose names in Unicode are longer than their sounds."""

_SYLLABLE: Final = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) ([A-Z]+)")
"""What Unicode calls what is written by syllables: the syllable."""

_LATIN: Final = re.compile(r"LATIN (SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,5})(?: WITH .+)?")
"""What Unicode calls the letters that are made from those of ASCII, and are not taken apart into them."""


def in_latin(text: str) -> str:
    """The text without accents, ``ss`` for ``ß``, ``zakaz`` for ``заказ``.

    A letter of a script whose letters have no sound of their own is told by its number: ``u6f22`` for ``漢``. What is
    no letter and no digit stays where it is in ASCII, and goes where it is not.
    """
    return "".join(map(_in_latin, unicodedata.normalize("NFKC", text)))


def _in_latin(letter: str) -> str:
    if letter.isascii():
        return letter
    if syllable := _SYLLABLE.fullmatch(unicodedata.name(letter, "")):
        return syllable[1].lower()
    plain = unicodedata.normalize("NFKD", letter)
    return "".join(_plain(part) for part in plain if not unicodedata.combining(part))


def _plain(letter: str) -> str:
    folded = letter.casefold()
    if letter.isascii() or folded.isascii():
        return letter if letter.isascii() else folded
    if (small := letter.lower()) in _SOUNDS:
        return _SOUNDS[small] if letter == small else _SOUNDS[small].capitalize()
    if found := _LATIN.fullmatch(unicodedata.name(letter, "")):
        return found[2].lower() if found[1] == "SMALL" else found[2]
    return f"u{ord(letter):x}" if letter.isalpha() else ""
