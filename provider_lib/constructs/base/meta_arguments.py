"""What Terraform itself offers for every resource and data source, checked before jsii answers in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from inspect import signature
from typing import Any, Final, TypedDict

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.inputs import kind_of
from provider_lib.constructs.base.problems import Problem, closest
from provider_lib.constructs.base.tokens import is_token
from provider_lib.errors import SynthError

MOST: Final = 1_000_000
"""More of one construct than anybody makes."""


class MetaArguments(TypedDict, total=False):
    """What Terraform itself offers for every resource and data source."""

    count: float | cdk.TerraformCount | None
    """How many to make; each refers to its own number by ``TerraformCount``."""
    depends_on: Sequence[cdk.ITerraformDependable] | None
    """What to make first although nothing here refers to it."""
    for_each: cdk.ITerraformIterator | None
    """Makes one for each entry."""
    lifecycle: cdk.TerraformResourceLifecycle | dict[str, Any] | None
    """Such as ``{"prevent_destroy": True}`` or ``{"ignore_changes": ["config"]}``."""
    provider: cdk.TerraformProvider | None
    """The provider to use, where the stack has several."""


def check_place(kind: str, scope: Any, id_: Any) -> None:
    """Refuse a scope that holds no constructs, and an id that is no text.

    Args:
        kind: of the construct that is to be made.

    Raises:
        SynthError: what jsii would say in a traceback.
    """
    how = f'Write {kind}(<scope>, "<id>", ...).'
    if not isinstance(scope, Construct):
        raise SynthError(f"the scope of a new {kind} is {kind_of(scope)}, not a construct", how)
    if not isinstance(id_, str) or not id_:
        what = "is empty" if id_ == "" else f"is {kind_of(id_)}, not text"
        raise SynthError(f"{scope.node.path or 'the app'}: the id of a new {kind} {what}", how)


def strange_meta(given: Mapping[str, Any], arguments: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with what was given beside the arguments of a construct.

    Args:
        given: by name.
        arguments: those of the construct, one of which may be meant.
    """
    for name in given:
        if name not in MetaArguments.__annotations__:
            yield Problem((name,), "is not an argument", closest(name, [*arguments, *MetaArguments.__annotations__]))
    yield from _strange_dependencies(given.get("depends_on"))
    yield from _strange_in(given.get("lifecycle"))
    each, count, provider = given.get("for_each"), given.get("count"), given.get("provider")
    if each is not None and not isinstance(each, cdk.TerraformIterator):
        advice = "Give TerraformIterator.from_list([...]) or TerraformIterator.from_map({...})."
        yield Problem(("for_each",), f"is {kind_of(each)}, not an iterator", advice)
    if count is not None and not isinstance(count, cdk.TerraformCount):
        yield from _strange_count(count)
    if provider is not None and not isinstance(provider, cdk.TerraformProvider):
        yield Problem(("provider",), f"is {kind_of(provider)}, not a provider", "Give a SluiceProvider of the stack.")


def _strange_count(given: Any) -> Iterator[Problem]:
    if isinstance(given, bool | Enum) or not isinstance(given, int | float):
        yield Problem(("count",), f"is {kind_of(given)}, not a number", "Give a number, or TerraformCount.of(...).")
    elif not is_token(given) and not (0 <= given <= MOST and given == int(given)):
        yield Problem(("count",), f"is {given}, not a whole number from 0 to {MOST}")


def _strange_dependencies(given: Any) -> Iterator[Problem]:
    if given is None:
        return
    if isinstance(given, str) or not isinstance(given, Sequence):
        yield Problem(("depends_on",), f"is {kind_of(given)}, not a list", "Put constructs into brackets: [...].")
        return
    for index, item in enumerate(given):
        if not hasattr(type(item), "fqn"):
            advice = "Give the construct itself that is to be made first."
            yield Problem(("depends_on", index), f"is {kind_of(item)}, not a construct", advice)


def _strange_in(lifecycle: Any) -> Iterator[Problem]:
    """What stands in a ``lifecycle`` and is nothing that Terraform knows."""
    known = list(signature(cdk.TerraformResourceLifecycle).parameters)
    for key in lifecycle if isinstance(lifecycle, Mapping) else ():
        if not isinstance(key, str):
            yield Problem(("lifecycle",), f"has the key {key!r}, which is not text")
        elif key not in known:
            yield Problem(("lifecycle", key), "is not an argument", closest(key, known))
