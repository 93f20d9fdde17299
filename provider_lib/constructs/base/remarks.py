"""Remarks that constructs make about themselves, which whoever synthesizes the app reads."""

from __future__ import annotations

from typing import Final

from constructs import Construct

_WARNING: Final = "@cdktf/warn"


def warn(construct: Construct, text: str) -> None:
    """Remark something once.

    ``Annotations`` would do the same, but would also note a stack of its JavaScript, which is another in every run.
    """
    known = [entry.data for entry in construct.node.metadata if entry.type == _WARNING]
    if text not in known:
        construct.node.add_metadata(_WARNING, text, stack_trace=False)
