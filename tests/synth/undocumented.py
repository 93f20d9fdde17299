"""Prints what ``help`` would leave unsaid about the public classes of the constructs.

python -m tests.synth.undocumented
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, is_typeddict

import provider_lib.constructs
from provider_lib.constructs import Construct

OURS = "provider_lib.constructs"


def public_classes() -> list[type]:
    """What ``dir`` lists, and the bases of it that are ours."""
    found: dict[type, None] = {}
    for name in dir(provider_lib.constructs):
        offered = getattr(provider_lib.constructs, name)
        for item in map(offered.__getattribute__, dir(offered)) if inspect.ismodule(offered) else [offered]:
            if inspect.isclass(item) and item.__module__.startswith(OURS):
                found |= dict.fromkeys(base for base in item.__mro__ if base.__module__.startswith(OURS))
    return list(found)


def unsaid(kind: type) -> Iterator[str]:
    """The class and those of its own members that have no sentence, and their arguments that have none."""
    if not is_typeddict(kind):
        yield from _unsaid(kind.__name__, kind, _arguments(kind) if issubclass(kind, Construct) else [])
    for name, member in vars(kind).items():
        if not name.startswith("_") and not isinstance(member, str) and not inspect.ismemberdescriptor(member):
            item = getattr(kind, name)
            yield from _unsaid(f"{kind.__name__}.{name}", item, _arguments(item) if callable(item) else [])


def _arguments(item: Any) -> list[str]:
    """The arguments of a function or class; those that it collects may be said as one or each."""
    written = inspect.signature(item.__init__ if inspect.isclass(item) else item).parameters
    together = any(f"{name}:" in item.__doc__ for name, each in written.items() if each.kind is each.VAR_KEYWORD)
    return [name for name in (written if together else inspect.signature(item).parameters) if name != "self"]


def _unsaid(name: str, item: Any, arguments: list[str]) -> Iterator[str]:
    doc = inspect.cleandoc(item.__doc__ or "")
    if not re.match(r"[A-Z].*?[.:]", doc, re.DOTALL):
        yield name
    listed = doc.partition("Args:")[2]
    yield from (f"{name}({argument})" for argument in arguments if not re.search(rf"\b{argument}\b.*:", listed))


if __name__ == "__main__":
    for found in sorted({found for kind in public_classes() for found in unsaid(kind)}):
        print(found)  # noqa: T201
