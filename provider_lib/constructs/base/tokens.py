"""Tokens: what stands in Python for values that only Terraform knows.

The CDK encodes a token as text ``${TfToken[TOKEN.7]}``, as a list ``["#{TfToken[TOKEN.7]}"]``, as a map with the
key ``&{TfToken[TOKEN.7]}``, or as a float whose first two bytes are FBFF (FDFF for an item of a list). Whatever
Python makes of that encoding (upper case, a slice, a sum) is garbage, and the CDK synthesizes it without a word.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import PurePath
from sys import float_info
from typing import Any, Final, NoReturn

from provider_lib.errors import SynthError

_NAME = r"\{TfToken\[[A-Za-z0-9_.:-]+\]\}"
_TEXT_TOKEN = re.compile(r"\$" + _NAME)
_TOKEN_APART = re.compile(rf"(\${_NAME})")
_LIST_TOKEN = re.compile("#" + _NAME)
_MAP_TOKEN = re.compile("&" + _NAME)
_ADDRESS = r"(data\.)?sluice_\w+\."  # of what constructs show themselves as (``shown.py``, ``outputs.py``)
_BROKEN = re.compile(r"tftoken|token\.\d+\]\}|[$#&]\{T[fToken]*$", re.IGNORECASE)
_NUMBER_IN_TEXT = re.compile(r"-\d(\.\d+)?e\+(289|29\d)|<Number " + _ADDRESS)
_ITERABLE_IN_TEXT = re.compile(r"<(Items\[\w+\]|StringMap) " + _ADDRESS)
_OBJECT_IN_TEXT = re.compile(r"<jsii\.\S+ object at |<\w+ " + _ADDRESS)
_CONSTRUCT_IN_TEXT = re.compile(r"<\w+ [^<>]+ \(sluice_\w+\)>")
_NUMBER_PREFIXES = (b"\xfb\xff", b"\xfd\xff")
_BEYOND_ANY_NUMBER: Final = 1e280

ITERATED = (
    "holds a list or map that only Terraform knows, put into text or looped over in Python",
    "Use Fn.join, Fn.element, Fn.lookup or TerraformIterator.",
)
MERGED = (
    "holds a map that only Terraform knows beside keys of its own",
    "Use Fn.merge([...]), or read `<argument>_input`, which is what was given.",
)
CHANGED = (
    "was made with a string method from a value that only Terraform knows",
    "Use Fn.upper, Fn.substr, Fn.replace and the like: they are carried out by Terraform.",
)
CALCULATED = (
    "was calculated in Python from a number that only Terraform knows",
    "Use Op.add, Op.mul and the like: they are carried out by Terraform.",
)
DECIDED = (
    "A number that only Terraform knows was compared in Python",
    "Use Fn.conditional with Op.eq, Op.gt and the like: they are carried out by Terraform.",
)
NUMBER_IN_TEXT = (
    "holds a number that only Terraform knows, put into text by Python",
    "Wrap the number in Token.as_string(...) first.",
)
OBJECT_IN_TEXT = (
    "holds a value that only Terraform knows, put into text by Python",
    "Wrap the value in Token.as_string(...) first.",
)
CONSTRUCT_IN_TEXT = ("holds a construct, put into text by Python", "Put one of its attributes there, such as its name.")

_MISTAKES_IN_TEXT = (
    (_LIST_TOKEN, ITERATED),
    (_MAP_TOKEN, ITERATED),
    (_ITERABLE_IN_TEXT, ITERATED),
    (_NUMBER_IN_TEXT, NUMBER_IN_TEXT),
    (_OBJECT_IN_TEXT, OBJECT_IN_TEXT),
    (_CONSTRUCT_IN_TEXT, CONSTRUCT_IN_TEXT),
)


def is_token(value: Any) -> bool:
    """Whether Terraform, not Python, knows ``value`` or a part of its text."""
    match value:
        case str():
            return _TEXT_TOKEN.search(value) is not None
        case float():
            return _is_token_number(value)
        case [str(only)]:
            return _LIST_TOKEN.fullmatch(only) is not None
        case [float(only)]:
            return _is_token_number(only)
        case Mapping():
            return any(isinstance(key, str) and _MAP_TOKEN.fullmatch(key) for key in value)
        case _:
            # A stack can resolve, too, but it resolves others; only constructs have a node. So can the path of a file.
            resolves = callable(getattr(value, "resolve", None)) and not isinstance(value, PurePath)
            return resolves and not hasattr(value, "node")


def split_at_tokens(text: str) -> list[str]:
    """The literal parts of a text and the tokens between them, in turns."""
    return _TOKEN_APART.split(text)


def mistake(value: Any) -> tuple[str, str] | None:
    """What was done wrongly with a token to get ``value``, and what to do instead; None when nothing was."""
    match value:
        case str():
            return _mistake_in_text(value)
        case Mapping():
            return MERGED if len(value) > 1 and is_token(value) else None
        case int() | float() if not isinstance(value, bool):
            return CALCULATED if not is_token(value) and float_info.max >= abs(value) > _BEYOND_ANY_NUMBER else None
        case _:
            return None


def _mistake_in_text(text: str) -> tuple[str, str] | None:
    found = next((what for pattern, what in _MISTAKES_IN_TEXT if pattern.search(text)), None)
    return found or (CHANGED if _BROKEN.search(_TEXT_TOKEN.sub("", text)) else None)


def _is_token_number(value: float) -> bool:
    return struct.pack(">d", value).startswith(_NUMBER_PREFIXES)


class NumberToken(float):
    """A number that only Terraform knows; it refuses to be calculated with.

    A plain float would not do: adding 1 to a token gives the same float, so the 1 is lost without a trace.
    """

    def _refuse(self, *_: object) -> NoReturn:
        raise SynthError("A number that only Terraform knows was calculated with in Python", CALCULATED[1])

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse

    def _cannot_decide(self, *_: object) -> NoReturn:
        raise SynthError(*DECIDED)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int | float) and not _is_token_number(other):
            self._cannot_decide()
        return float.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = float.__hash__
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _cannot_decide
    __neg__ = __abs__ = __int__ = __round__ = _refuse
