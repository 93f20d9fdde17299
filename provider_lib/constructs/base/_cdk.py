"""The CDK flavour in use: the only module that imports ``cdktf`` or its living fork ``cdktn``.

Both offer the same Python API, but elements of both cannot be mixed in one app. The app has often imported one
of them before this module is loaded, and then that one it is.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from constructs import Construct

from provider_lib import CDK_FLAVOURS
from provider_lib.errors import SynthError

FLAVOUR_VARIABLE: Final = "SLUICE_CDK"


def chosen_flavour() -> str:
    """The name of the flavour to use: the one that is imported, else ``SLUICE_CDK``, else an installed one.

    Raises:
        SynthError: none is installed, or the variable names something else.
    """
    imported = [name for name in CDK_FLAVOURS if name in sys.modules]
    if len(imported) == 1:
        return imported[0]
    wanted = os.environ.get(FLAVOUR_VARIABLE)
    if wanted and wanted not in CDK_FLAVOURS:
        raise SynthError(f"{FLAVOUR_VARIABLE} is {wanted!r}", f"Set it to {' or '.join(CDK_FLAVOURS)}, or unset it.")
    for name in [wanted] if wanted else CDK_FLAVOURS:
        if name in imported or find_spec(name):
            return name
    raise SynthError(
        f"{wanted or 'No CDK'} is not installed",
        "Install one: `pip install cdktn` (CDK Terrain) or `pip install cdktf` (CDK for Terraform).",
    )


def check_flavour(scope: Construct) -> None:
    """Refuse a scope that belongs to an app of the other flavour.

    Raises:
        SynthError: it does; without this check the app would only fail when it is synthesized, and cryptically.
    """
    root = type(scope.node.root)
    packages = {base.__module__.partition(".")[0] for base in root.__mro__}
    others = packages.intersection(CDK_FLAVOURS) - {cdk.__name__}
    if others:
        other = others.pop()
        raise SynthError(
            f"the app is a {other} app, but Sluice's constructs were loaded for {cdk.__name__}",
            f"Import {other} before provider_lib.constructs, or set {FLAVOUR_VARIABLE}={other}.",
        )


def said(error: RuntimeError) -> str:
    """What an error of the CDK says, without the stack of its JavaScript and what it says about its own options."""
    text = str(error).removeprefix("Error: ").partition("\n\nIf you wish to ignore these validations")[0]
    return text.removeprefix("Validation failed with the following errors:\n").strip()


if TYPE_CHECKING:
    import cdktn as cdk
else:
    cdk = import_module(chosen_flavour())

__all__ = ["Construct", "cdk", "check_flavour", "chosen_flavour", "said"]
