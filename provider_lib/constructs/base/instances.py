"""A construct of which `count` or `for_each` makes several: they must not all be one object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.element import Element
from provider_lib.constructs.base.identity import PLACE, identity_of
from provider_lib.constructs.base.remarks import warn
from provider_lib.constructs.base.shown import resolved
from provider_lib.spec import roles
from provider_lib.spec.resource import Resource

_OF_EACH: Final = re.compile(r"\b(each\.(key|value)|count\.index)\b")
_LIST: Final = re.compile(r"\$\{toset\((\[.*\])\)\}")


def same_instances(elements: Iterable[Element]) -> Iterator[str]:
    """What is wrong with constructs of which each makes several resources of one object.

    How many there will be is not always known: a remark then says that there may be no more than one.
    """
    for element in elements:
        named = _named_alike(element) if element._is_numbered else None
        if named is None:
            continue
        argument, number = _number(element)
        if (number is None and argument == "count") or (number is not None and number < 2):
            continue  # a count that is not known is most often a switch
        way_out = "`each.key` of its iterator" if argument == "for_each" else "`index` of its TerraformCount"
        advice = f"Put the {way_out} into what names it, or take {argument} away."
        place = element._path()
        if number is None or element._declared.value_of(roles.OnExists, element._values) == "adopt":
            what = f"{argument} may make several of one object, with {named}"
            warn(element._construct, f"{what}: at most one of them can be right. {advice}")
        else:
            line = f"\n{place}: at {element._line}" if element._line else ""
            yield f"{place}: {argument} makes {number} of one object, with {named}{line}\n{advice}"


def _named_alike(element: Element) -> str | None:
    """What names every object that a construct makes, in words; None where each has a name of its own."""
    declaration, values = element._declared, element._values
    if not issubclass(declaration, Resource) or not isinstance(element, cdk.TerraformResource):
        return None
    identity = identity_of(declaration, values)
    if identity is None or not element._overridden.isdisjoint(identity):
        return None
    told = {name: str(resolved(value, element._construct)) for name, value in identity.items()}
    if any(_OF_EACH.search(text) for text in told.values()):
        return None
    return ", ".join(f"{name} {text.partition(' ')[0] if name == PLACE else text!r}" for name, text in told.items())


def _number(element: Element) -> tuple[str, int | None]:
    """The argument that says how many there are, and how many that is, as far as it is known here."""
    [kinds] = element._construct.to_terraform()["resource"].values()
    [block] = kinds.values()
    argument = "count" if block.get("count") is not None else "for_each"
    return argument, _length(resolved(block.get(argument), element._construct))


def _length(told: Any) -> int | None:
    match told:
        case None:
            return 1  # it was taken back
        case int() | float():
            return int(told)
        case Mapping():
            return len(told)
        case str() if found := _LIST.fullmatch(told):
            try:
                return len(set(json.loads(found[1])))
            except (ValueError, TypeError):
                return None
        case _:
            return None
