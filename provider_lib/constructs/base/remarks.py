"""Remarks that constructs make about themselves, which whoever synthesizes the app reads."""

from __future__ import annotations

from typing import Final

from constructs import Construct

_WARNING: Final = "@cdktf/warn"
_INFORMATION: Final = "@cdktf/info"


def warn(construct: Construct, text: str) -> None:
    """Warn of something once."""
    _remark(construct, _WARNING, text)


def inform(construct: Construct, text: str) -> None:
    """Tell of something once."""
    _remark(construct, _INFORMATION, text)


def _remark(construct: Construct, kind: str, text: str) -> None:
    """Note a remark, unless it is there.

    ``Annotations`` would do the same, but would also note a stack of its JavaScript, which is another in every run.
    """
    known = [entry.data for entry in construct.node.metadata if entry.type == kind]
    if text not in known:
        construct.node.add_metadata(kind, text, stack_trace=False)
