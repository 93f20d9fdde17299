"""The processes that a process has started, by whichever of its threads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def children(pid: int) -> list[int]:
    """Their ids, as far as /proc tells; none of a process that has ended."""
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in _ids(task)]


def _ids(task: Path) -> Iterator[str]:
    try:
        yield from task.read_text().split()
    except OSError:  # the thread has ended
        return
