"""The signature of a construct's class, as ``help`` and ``inspect.signature`` show it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from inspect import Parameter
from typing import Any

_UNPACKED = re.compile(r"Unpack\[(\w+)\]")


class ConstructorSignature:
    """The signature of the class that has it as ``__signature__``: that of its constructor.

    Without it jsii's metaclass hides the arguments behind ``*args`` and ``**kwargs``.
    """

    def __get__(self, instance: object, owner: Any) -> inspect.Signature:
        constructor = owner.__init__
        _self, *parameters = inspect.signature(constructor).parameters.values()
        return Signature([each for item in parameters for each in _written_out(item, constructor.__globals__)])


class Signature(inspect.Signature):
    """A signature that is written with an argument a line, as code is: constructs have many."""

    def __str__(self) -> str:
        lines = [str(item) for item in self.parameters.values()]
        positional = sum(item.kind is Parameter.POSITIONAL_OR_KEYWORD for item in self.parameters.values())
        if positional < len(lines):
            lines.insert(positional, "*")
        return "".join(["(\n", *(f"    {line},\n" for line in lines), ")"])


class _Text(str):
    """An annotation as it stands in the source, without quotes around it."""

    __slots__ = ()
    __repr__ = str.__str__


def _written_out(parameter: Parameter, names: Mapping[str, Any]) -> Iterator[Parameter]:
    """The parameter, or the arguments that it collects when its type says which they are (``Unpack[...]``).

    Args:
        parameter: of a constructor.
        names: what the constructor's module knows.
    """
    annotation = getattr(parameter.annotation, "__forward_arg__", parameter.annotation)
    collected = _UNPACKED.fullmatch(annotation) if isinstance(annotation, str) else None
    if collected is None:
        yield parameter.replace(annotation=_Text(annotation) if isinstance(annotation, str) else annotation)
        return
    for name, kind in names[collected[1]].__annotations__.items():
        argument = Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        yield from _written_out(argument, names)
