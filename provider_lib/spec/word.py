"""Words of the vocabulary: one that is given what it does not take says so, and where that stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

from provider_lib.dataclass import OnDemand
from provider_lib.errors import DeclarationError
from provider_lib.spec.slip import did_you_mean

Word = TypeVar("Word", bound=Callable[..., Any])

ROOM: Final = str(Path(__file__).parent)
STRANGE: Final = re.compile(r"got an unexpected keyword argument '(\w+)'")


def word(kind: Word) -> Word:
    """Marks a class of the vocabulary, which is one of ``provider_lib.dataclass``."""
    initializer: OnDemand = vars(kind)["__init__"]
    initializer.and_then(lambda make: _telling(make, kind))
    return kind


def makes(kind: type) -> Callable[[Word], Word]:
    """Marks a function of the vocabulary that makes a ``kind``, which takes its further options."""

    def mark(function: Word) -> Word:
        return _telling(function, function, kind)  # type: ignore[return-value]

    return mark


def _telling(make: Callable[..., Any], *takers: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but with a DeclarationError for what none of the takers takes."""

    @wraps(make)
    def made(*args: Any, **options: Any) -> Any:
        try:
            return make(*args, **options)
        except TypeError as error:
            raise _misused(takers, error) from error

    return made


def _misused(takers: tuple[Callable[..., Any], ...], error: TypeError) -> DeclarationError:
    from inspect import signature  # neither is needed by a provider that works
    from traceback import extract_stack

    *_, site = (frame for frame in extract_stack() if not frame.filename.startswith(ROOM))
    where = ".".join([Path(site.filename).stem, *([] if site.name.startswith("<") else [site.name])])
    name, line = takers[0].__name__, f"It stands in line {site.lineno}: {site.line}"
    strange = STRANGE.search(str(error))
    if strange is None:
        return DeclarationError(f"{where} gives {name}(...) what it does not take", f"{error}. {line}")
    options = dict.fromkeys(option for taker in takers for option in signature(taker).parameters)
    advice = did_you_mean(strange[1], [option for option in options if option not in ("self", "options")])
    return DeclarationError(f"{where} gives {name}(...) an unknown option: {strange[1]}", f"{advice} {line}")
