"""One step as `sluice` has Terraform do it: run by the Python of the installed package, in the folder of a stack."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from provider_lib.engine.events import Event
from provider_lib.engine.executables import EMBEDDED
from provider_lib.engine.terraform import Engine, Options


def main(step: str) -> None:
    """Do it."""
    engine, directory, options = Engine.find(EMBEDDED, os.environ), Path.cwd(), Options()
    plan = directory / "plan"
    if step == "start":
        engine.schemas(directory)
        return
    engine.plan(directory, plan, _ignore, options, destroy=step == "destroy")
    if not step.startswith("plan"):
        engine.apply(directory, plan, _ignore, options)


def _ignore(_: Event) -> None:
    pass


main(sys.argv[1])
