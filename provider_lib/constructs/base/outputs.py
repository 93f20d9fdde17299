"""Computed lists of objects, read one object at a time."""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast

from provider_lib.constructs.base._cdk import cdk

Item = TypeVar("Item", bound=cdk.ComplexObject)


def string_map(parent: cdk.TerraformElement | cdk.ComplexObject, attribute: str) -> cdk.StringMap:
    """A computed map of texts; ``lookup`` reads one."""
    return cdk.StringMap(_interpolating(parent), attribute)


class Items(cdk.ComplexList, Generic[Item]):
    """A computed list of objects; ``get`` reads one, and the whole can be given to functions and outputs.

    Args:
        parent: what has the list.
        attribute: name of the list.
        item: class of the objects.
        is_set: whether it is a set.
    """

    def __init__(
        self,
        parent: cdk.TerraformElement | cdk.ComplexObject,
        attribute: str,
        item: type[Item],
        *,
        is_set: bool = False,
    ) -> None:
        super().__init__(_interpolating(parent), attribute, is_set)
        self._item = item

    def get(self, index: int) -> Item:
        """The object at ``index``, from 0."""
        return self._item(self._terraform_resource, self._terraform_attribute, self._wraps_set, index)


def _interpolating(parent: Any) -> cdk.IInterpolatingParent:
    """The parent as the CDK's signatures want it: its classes name a parameter otherwise than its protocol does."""
    return cast("cdk.IInterpolatingParent", parent)
