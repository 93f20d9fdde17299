"""Synthesizes what adopt wrote in this folder: each stack, with its imports."""

from __future__ import annotations

import sys
from importlib import import_module

from provider_lib.adopt.names import class_name
from provider_lib.constructs import App

if __name__ == "__main__":
    sys.path.insert(0, ".")
    app = App()
    for name in sys.argv[1:]:
        stack = getattr(import_module(name), class_name(name))(app)
        import_module(f"{name}_adopted").adopt(stack)
    app.synth()
