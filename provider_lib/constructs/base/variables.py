"""Terraform variables that carry secrets into a stack."""

from __future__ import annotations

from typing import Any

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.secret import Secret
from provider_lib.constructs.base.stack_of import stack_of
from provider_lib.errors import SynthError


def revealed(scope: Construct, value: Any, *, stored: bool) -> Any:
    """``value`` with every secret in it replaced by what is synthesized for it.

    Args:
        scope: a construct of the stack that gets the variables.
        stored: whether Terraform stores the attribute, and so would refuse an ephemeral variable.
    """
    match value:
        case Secret(source="variable", text=name):
            return _reference(stack_of(scope), name, stored)
        case Secret(text=text):
            return text
        case dict():
            return {key: revealed(scope, item, stored=stored) for key, item in value.items()}
        case list():
            return [revealed(scope, item, stored=stored) for item in value]
        case _:
            return value


def _reference(stack: cdk.TerraformStack, name: str, stored: bool) -> str:
    variable = stack.node.try_find_child(name)
    if variable is None:
        variable = _SecretVariable(stack, name)
    if not isinstance(variable, cdk.TerraformVariable):
        raise SynthError(
            f"{stack.node.path}: the secret variable {name!r} has the id of another construct",
            "Give one of them another name.",
        )
    if stored and isinstance(variable, _SecretVariable):
        variable.reset_ephemeral()
    return variable.string_value


class _SecretVariable(cdk.TerraformVariable):
    """A sensitive variable; ephemeral, so that plan files do not hold it, until something needs it stored."""

    def __init__(self, stack: cdk.TerraformStack, name: str) -> None:
        super().__init__(stack, name, type="string", sensitive=True)
        self.add_override("ephemeral", True)

    def reset_ephemeral(self) -> None:
        self.add_override("ephemeral", None)
