"""What reading an attribute gives, where the CDK does not encode it as text or as a list or map of texts.

All of it stands for what only Terraform knows, so a REPL shows where Terraform will find it.
"""

from __future__ import annotations

from typing import Any, Generic, NoReturn, Self, TypeVar, cast

from constructs import Construct
from jsii._reference_map import InterfaceDynamicProxy  # private, but what all code that jsii generates looks for

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.shown import address
from provider_lib.constructs.base.tokens import DECIDED, NumberToken
from provider_lib.errors import SynthError

Owner = cdk.TerraformResource | cdk.TerraformDataSource | cdk.ComplexObject
"""What has attributes: a construct, or an object in a computed list of one."""


class _Known:
    """Shown as what it is and where Terraform finds it: ``<StringMap sluice_lenses_environment.orders.labels>``."""

    def __repr__(self) -> str:
        return f"<{self._kind()} {address(self, _construct_of(self))}>"

    def _kind(self) -> str:
        return type(self).__name__

    def __bool__(self, *_: object) -> NoReturn:
        raise SynthError(f"{self!r} is known to Terraform only: Python cannot tell whether it is true", DECIDED[1])

    def __deepcopy__(self, memo: object) -> Self:
        return self


def _construct_of(value: Any) -> Construct:
    """The construct that has the value, be it in an object in a list."""
    return value if isinstance(value, Construct) else _construct_of(value._terraform_resource)


class Number(_Known, NumberToken):
    """A computed number, to be given to another construct, a function or an output.

    Args:
        owner: what has it.
        attribute: its name.
    """

    _terraform_resource: Owner

    def __new__(cls, owner: Owner, attribute: str) -> Self:
        number = super().__new__(cls, owner.get_number_attribute(attribute))
        number._terraform_resource = owner
        return number


class StringMap(_Known, cdk.StringMap):
    """A computed map of texts; ``lookup`` reads one.

    Args:
        owner: what has it.
        attribute: its name.
    """

    def __init__(self, owner: Owner, attribute: str) -> None:
        super().__init__(_interpolating(owner), attribute)


class Item(_Known, cdk.ComplexObject):
    """An object in a computed list."""


class _Unchangeable:
    """A list or map in which nothing can be changed, because it only stands for one."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise SynthError(
            "What Python changes in a list or map that only Terraform knows is lost",
            "Change `<argument>_input`, which is what was given, or assign the argument anew.",
        )

    __setitem__ = __delitem__ = __iadd__ = __ior__ = _refuse
    append = extend = insert = remove = reverse = sort = pop = clear = update = setdefault = popitem = _refuse


class TextList(_Unchangeable, list[str]):
    """A list of texts, to be given to another construct, a function or an output.

    Args:
        owner: what has it.
        attribute: its name.
    """

    def __init__(self, owner: Owner, attribute: str) -> None:
        super().__init__(owner.get_list_attribute(attribute))


class TextMap(_Unchangeable, dict[str, str]):
    """A map of texts that can be given to a construct; as ``TextList``."""

    def __init__(self, owner: Owner, attribute: str) -> None:
        super().__init__(owner.get_string_map_attribute(attribute))


Kind = TypeVar("Kind", bound=Item)


class Items(_Known, cdk.ComplexList, Generic[Kind]):
    """A computed list of objects; ``get`` reads one, and the whole can be given to functions and outputs.

    Args:
        owner: what has it.
        attribute: its name.
        item: class of the objects.
        is_set: whether it is a set.
    """

    def __init__(self, owner: Owner, attribute: str, item: type[Kind], *, is_set: bool = False) -> None:
        super().__init__(_interpolating(owner), attribute, is_set)
        self._item = item

    def get(self, index: int) -> Kind:
        """The object at ``index``, from 0."""
        return self._item(self._terraform_resource, self._terraform_attribute, self._wraps_set, index)

    def __getitem__(self, index: int) -> NoReturn:
        raise SynthError(f"{self!r} is known to Terraform only: Python cannot index it", f"Use .get({index!r}).")

    def __iter__(self) -> NoReturn:
        raise SynthError(
            f"{self!r} is known to Terraform only: Python cannot go through it",
            "Use .get(0) for the first, or a TerraformIterator for all.",
        )

    def _kind(self) -> str:
        return f"{type(self).__name__}[{self._item.__name__}]"


class _Resolvable(_Known, InterfaceDynamicProxy):
    """A boolean, an object or anything else: jsii's own stand-in, which knows what it stands for."""

    def __init__(self, owner: Owner, attribute: str) -> None:
        found = owner.interpolation_for_attribute(attribute)
        super().__init__(getattr(found, "_delegates", [found]))  # type: ignore[no-untyped-call]
        object.__setattr__(self, "_terraform_resource", owner)  # jsii would set it in JavaScript

    def _kind(self) -> str:
        return "Resolvable"


def resolvable(owner: Owner, attribute: str) -> cdk.IResolvable:
    """A computed boolean, object or anything else, to be given to another construct, a function or an output.

    Args:
        owner: what has it.
        attribute: its name.
    """
    return cast("cdk.IResolvable", _Resolvable(owner, attribute))


def _interpolating(owner: Any) -> cdk.IInterpolatingParent:
    """The owner as the CDK's signatures want it: its classes name a parameter otherwise than its protocol does."""
    return cast("cdk.IInterpolatingParent", owner)
