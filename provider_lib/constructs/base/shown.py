"""What a REPL shows of constructs and of values that only Terraform knows: where they stand, never what they hold."""

from __future__ import annotations

from typing import Any, cast

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk


def shown(construct: Any, *details: str) -> str:
    """A construct as ``<Connector dev/orders (...)>``: its class, its path and what else tells it apart.

    Args:
        construct: may be half made, as a debugger sees it when its constructor fails.
        details: nothing secret.
    """
    path = cast("Construct", construct).node.path if hasattr(construct, "__jsii_ref__") else "not made"
    more = f"({', '.join(details)})" if details else ""
    return f"<{' '.join(part for part in (type(construct).__name__, path, more) if part)}>"


def address(value: Any, scope: Construct) -> str:
    """Where Terraform finds a value: ``sluice_lenses_connector.orders.tasks[0]``.

    Args:
        value: only Terraform knows it.
        scope: a construct of the stack in which it stands.
    """
    return str(resolved(value, scope)).removeprefix("${").removesuffix("}")


def resolved(value: Any, scope: Construct) -> Any:
    """The value as it is synthesized in the stack of ``scope``."""
    # The CDK's class names parameters otherwise than its protocol does.
    resolver = cast("cdk.ITokenResolver", cdk.DefaultTokenResolver(cdk.StringConcat()))
    return cdk.Tokenization.resolve(value, scope=scope, preparing=False, resolver=resolver)
