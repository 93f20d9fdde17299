"""Finds the one thing to say in the traceback of an app that failed to synthesize."""

from __future__ import annotations

import re
from pathlib import Path

_START = "Traceback (most recent call last):"
_EXCEPTION = re.compile(r"^(?P<name>[A-Za-z_][\w.]*?)(?:: (?P<text>.*))?$")
_JSII = "jsii/_kernel/"  # passes on the errors of the CDK, which is JavaScript, and of what that calls in Python
_TOLD = re.compile(r"\bat .+, line \d+$", re.MULTILINE)  # an error that says itself which lines it is about
_FRAME = re.compile(r'^  File "(?P<file>[^"]+)", line (?P<line>\d+)')

# The CDK says this around what its validations found; the hint is about an argument in another language.
_FINDINGS = re.compile(
    r"Validation failed with the following errors:\n\s*|\n\nIf you wish to ignore these validations.*\n?"
)

# jsii passes on the frame that it draws around a warning when Node is an old one.
_BANNER = re.compile(r"""^(?:b['"])?!!.*\n?""", re.MULTILINE)


def reason(stderr: str, app: Path) -> tuple[str, str]:
    """Summary and detail of why a Python app failed.

    Args:
        stderr: what it wrote.
        app: its folder; the line of the user's own code that led to the error is looked for there.

    Returns:
        The exception in one line, and the rest with the place in the app; an empty summary when there is no traceback.
    """
    text = _FINDINGS.sub("", _BANNER.sub("", stderr)).strip()
    _, found, traceback = text.rpartition(_START)
    if not found:
        return "", text
    lines = traceback.splitlines()
    for number, line in enumerate(lines):
        exception = _EXCEPTION.match(line)
        if exception:
            summary = exception["text"] or exception["name"]
            if exception["name"] == "RuntimeError" and _JSII in traceback:
                summary = summary.removeprefix("Error: ")
            elif not exception["name"].startswith("provider_lib.") and exception["text"]:
                summary = f"{exception['name'].rpartition('.')[2]}: {exception['text']}"
            detail = "\n".join(lines[number + 1 :])
            origin = [] if _TOLD.search(detail) else _origin(lines[:number], app)
            return summary, "\n".join([detail, *origin]).strip()
    return "", text


def _origin(frames: list[str], app: Path) -> list[str]:
    """The innermost frame in the app's own code."""
    own = [frame for line in frames if (frame := _FRAME.match(line)) and _is_own(Path(frame["file"]), app)]
    return [f"at {own[-1]['file']}, line {own[-1]['line']}"] if own else []


def _is_own(file: Path, app: Path) -> bool:
    return file.is_relative_to(app) and "site-packages" not in file.parts
