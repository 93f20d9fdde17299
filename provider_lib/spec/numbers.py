"""Numbers of any precision, as far as anybody means them: few characters can stand for a billion digits."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

MOST_DIGITS: Final = 1000
"""Digits of a number when it is written out, before and after its point."""

_BEYOND: Final = 10**MOST_DIGITS


def is_writable(number: int | Decimal) -> bool:
    """Whether a number is finite and has no more digits than anything that is meant."""
    if isinstance(number, int):
        return -_BEYOND < number < _BEYOND
    _, digits, exponent = number.as_tuple()
    return isinstance(exponent, int) and max(len(digits), len(digits) + exponent, -exponent) <= MOST_DIGITS


def read_number(text: str) -> Decimal:
    """The number that a text is, with every digit.

    Raises:
        ValueError: it is none, or one with more digits than anything that is meant.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("is not a number") from None
    if not is_writable(number):
        raise ValueError(f"is a number of more than {MOST_DIGITS} digits")
    return number


def as_whole(number: Decimal) -> int | Decimal:
    """A number as an int where it has no fraction."""
    return int(number) if number == number.to_integral_value() else number
