"""What Terraform calls the constructs: the CDK makes that of their ids, and leaves out what Terraform does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.element import Element

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_KEPT_AS_IT_IS: Final = re.compile(rf"{_NAME.pattern}(/[A-Za-z0-9_-]+)*")


def refused_ids(elements: Sequence[Element]) -> Iterator[str]:
    """The constructs that Terraform could not tell from others, of which one would silently replace the other.

    Args:
        elements: all of a stack.
    """
    strange = [element for element in elements if not _KEPT_AS_IT_IS.fullmatch(_below_stack(element))]
    named: dict[tuple[str, bool, str], Element] = {}
    for element in elements if strange else ():
        name = element._construct.friendly_unique_id
        first = named.setdefault((element.TF_RESOURCE_TYPE, isinstance(element, cdk.TerraformResource), name), element)
        if not _NAME.fullmatch(name):
            advice = "Give one that begins with a letter, a to z."
            yield f"The id of {_place(element)} is none that Terraform takes\n{advice}"
        elif first is not element:
            yield (
                f"The ids of {_place(first)} and {_place(element)} are the same to Terraform, {name!r}\n"
                "Give ids that differ in more than spaces, dots and letters other than a to z."
            )


def _below_stack(element: Element) -> str:
    return element._path().removeprefix(f"{element._stack.node.path}/")


def _place(element: Element) -> str:
    return f"{element._path()} (at {element._line})" if element._line else element._path()
