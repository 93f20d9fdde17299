"""Which stack a construct is in."""

from __future__ import annotations

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.errors import SynthError


def stack_of(scope: Construct) -> cdk.TerraformStack:
    """The stack that holds a construct, which is most often the stack itself: that is told without a call of Node.js.

    Args:
        scope: a construct of the stack, or the stack.

    Raises:
        SynthError: none does.
    """
    if isinstance(scope, cdk.TerraformStack):
        return scope
    try:
        return cdk.TerraformStack.of(scope)
    except RuntimeError:
        raise SynthError(f"{scope.node.path or 'The app'} is in no stack", "Make the construct in a Stack.") from None
