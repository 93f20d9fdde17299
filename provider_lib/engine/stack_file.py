"""The file that a synth writes for a stack, in Terraform's JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from provider_lib.errors import SynthError

STACK_FILE = "cdk.tf.json"


def read_stack(directory: Path) -> dict[str, Any]:
    """What a stack holds.

    Args:
        directory: of the stack.

    Raises:
        FileNotFoundError: it is not synthesized.
        SynthError: the file was cut, or is none that a synth writes.
    """
    path = directory / STACK_FILE
    try:
        stack = json.loads(path.read_text())
    except (ValueError, RecursionError):
        stack = None
    if not isinstance(stack, dict):
        raise SynthError(f"{path} cannot be read", "It is not what a synth writes: run `sluice synth`.")
    return stack
