"""Where in the code of the app a construct was made."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sysconfig import get_path
from types import FrameType
from typing import Final

_NOT_OF_THE_APP: Final = (str(Path(__file__).parents[2]), get_path("stdlib"), "<")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the app's code.

    Args:
        file: its path, as Python has it.
        number: of the line, from 1.
    """

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.number}"

    def seen_from(self, folder: Path) -> str:
        """The same, but as the way from a folder, which is the same on every machine that has the app."""
        return f"{os.path.relpath(self.file, folder)}, line {self.number}"


def calling_line() -> SourceLine | None:
    """The innermost line of the app's own code that led here; None where all code is in installed packages."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and not _is_own(frame.f_code.co_filename):
        frame = frame.f_back
    return None if frame is None else SourceLine(frame.f_code.co_filename, frame.f_lineno)


@cache
def _is_own(file: str) -> bool:
    return not (file.startswith(_NOT_OF_THE_APP) or "site-packages" in file or "dist-packages" in file)
