"""Whether the rules for a value are about values of its type."""

from __future__ import annotations

import re
from typing import Final

from provider_lib.spec.checks import (
    Between,
    Check,
    Each,
    HasKeys,
    IsDuration,
    IsJson,
    IsTime,
    Keys,
    Length,
    MapSize,
    NoEmptyValues,
    NoNulls,
    NotEmpty,
    OneOf,
    Pattern,
)
from provider_lib.spec.consistency.values import words_of
from provider_lib.spec.paths import IsPath
from provider_lib.spec.since import Since
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import List, Map, Number, Set, String, Type

TEXT: Final = (Pattern, Length, OneOf, IsDuration, IsTime, IsJson, IsPath)
MAPS: Final = (MapSize, HasKeys, Keys, NoEmptyValues)
VERSION: Final = re.compile(r"\d+(\.\d+)*")
MANY: Final = (Each, NoNulls, NotEmpty)


def slips(checks: tuple[Check, ...], kind: Type, where: str) -> Slips:
    """What is wrong with the rules for values of a type."""
    for check in checks:
        if isinstance(check, type) or not hasattr(check, "problems"):
            yield slip(where, f"has {check!r} for a rule", "Use a Check, such as Length(1).")
        elif not _is_about(check, kind):
            yield slip(where, f"has the rule {type(check).__name__}, but is {words_of(kind)}", "Take it away.")
        else:
            yield from _of_parts(check, kind, where)


def _is_about(check: Check, kind: Type) -> bool:
    if isinstance(check, TEXT):
        return kind == String()
    if isinstance(check, MAPS):
        return isinstance(kind, Map)
    if isinstance(check, MANY):
        return isinstance(kind, List | Set | Map)
    return not isinstance(check, Between) or kind == Number()


def _of_parts(check: Check, kind: Type, where: str) -> Slips:
    match check, kind:
        case Each(rule=rule), List(of=item) | Set(of=item) | Map(of=item):
            yield from slips((rule,), item, f"{where}[...]")
        case Since(version=version, rule=rule), _:
            if VERSION.fullmatch(version) is None:
                yield slip(where, f"has a rule since version {version!r}", "Write a version such as 3.5.")
            yield from slips((rule,), kind, where)
        case Keys(rule=rule), _:
            yield from slips((rule,), String(), f"{where}[...]")
        case Pattern(regex=regex), _:
            try:
                re.compile(regex)
            except re.error as error:
                yield slip(where, f"has a Pattern that is no regular expression: {regex}", f"It has {error}.")
