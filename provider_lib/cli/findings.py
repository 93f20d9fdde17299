"""What the policy of an app found in a stack, as the synth noted it."""

from __future__ import annotations

from provider_lib.engine.app import Stack
from provider_lib.policy import FINDINGS_FILE, Finding, from_json


def findings_of(stack: Stack) -> tuple[Finding, ...]:
    """All that was found, the waived too; nothing where no construct of ours is in the stack.

    Raises:
        StateError: another version wrote it.
    """
    try:
        return from_json((stack.directory / FINDINGS_FILE).read_text())
    except FileNotFoundError:
        return ()
