"""Which line of the app made which construct, noted beside a synthesized stack for the errors of plans and deploys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import jsii
from constructs import IValidation

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.siblings import Siblings

LINES_FILE: Final = "source_lines.json"


@jsii.implements(IValidation)
class LineNotes:
    """Writes the notes of one stack; finds nothing wrong.

    Args:
        stack: whose constructs are noted.
    """

    def __init__(self, stack: cdk.TerraformStack) -> None:
        self._stack = stack

    def validate(self) -> list[str]:
        """Write them where the stack will be written."""
        app = self._stack.node.root
        if isinstance(app, cdk.App):
            folder = Path(app.outdir, app.manifest.for_stack(self._stack).working_directory)
            elements = Siblings.of(self._stack).elements
            lines = {item._path(): item._line.seen_from(folder) for item in elements if item._line is not None}
            folder.mkdir(parents=True, exist_ok=True)
            (folder / LINES_FILE).write_text(json.dumps(lines, indent=2, sort_keys=True) + "\n")
        return []
