"""Constructs for data-streaming platforms.

    from provider_lib.constructs import App, Secret, Stack
    from provider_lib.constructs.lenses import Connector, Environment

There is one module per system; this one holds what they share. Its names, and its modules, are loaded when they are
first used, because loading the CDK starts Node.js, which the generator and the reference do not need.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from provider_lib.constructs.base._node import use_bundled_node

if TYPE_CHECKING:
    from provider_lib.constructs.base._cdk import Construct, cdk
    from provider_lib.constructs.base.app import App
    from provider_lib.constructs.base.provider import SluiceProvider
    from provider_lib.constructs.base.secret import Secret
    from provider_lib.constructs.base.stack import Stack

_HOMES = {
    "App": "app",
    "Construct": "_cdk",
    "Secret": "secret",
    "SluiceProvider": "provider",
    "Stack": "stack",
    "cdk": "_cdk",
}

use_bundled_node()  # before any module of this package imports ``constructs``, which starts jsii

__all__ = ["App", "Construct", "Secret", "SluiceProvider", "Stack", "cdk"]


def __dir__() -> list[str]:
    return [*__all__, *_modules()]


if not TYPE_CHECKING:  # type checkers would take any name for one of this module

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(f"{__name__}.base.{_HOMES[name]}"), name)
        if name in _modules():
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _modules() -> list[str]:
    """The modules of the systems, and the one with the types of their settings."""
    return [module.name for module in iter_modules(__path__) if not module.ispkg]
