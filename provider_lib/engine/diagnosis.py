"""Turns what Terraform says when it fails into an error that a person can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provider_lib.engine.events import Diagnostic
from provider_lib.errors import EngineError

_FRAME = re.compile(r"^[╷│╵]\s?", re.MULTILINE)
# Terraform says this before the errors of a configuration that init cannot use.
_PREFACE = "Terraform encountered problems during initialisation"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def describe(diagnostic: Diagnostic, construct_paths: Mapping[str, str]) -> str:
    """The lines below a diagnostic's summary: which resource, which attribute, what to do.

    Args:
        construct_paths: address -> path of the construct that made the resource.
    """
    lines = []
    if diagnostic.address:
        construct = construct_paths.get(diagnostic.address.partition("[")[0])
        where = f"{construct} ({diagnostic.address})" if construct else diagnostic.address
        lines.append(f"in {where}, attribute {diagnostic.attribute}" if diagnostic.attribute else f"in {where}")
    return "\n".join([*lines, diagnostic.detail.rstrip()]).rstrip()


def failure(
    doing: str, diagnostics: Sequence[Diagnostic], stderr: str, construct_paths: Mapping[str, str]
) -> EngineError:
    """The error for a command that failed.

    Args:
        doing: what it was about, e.g. ``plan``.
        diagnostics: what it reported; warnings are left out.
        stderr: what else it wrote; used when it reported no error.
        construct_paths: address -> path of the construct that made the resource.
    """
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"]
    match errors:
        case []:
            return failure_in_text(doing, stderr)
        case [error]:
            return EngineError(error.summary, describe(error, construct_paths))
    told = [f"{error.summary}\n{describe(error, construct_paths)}".rstrip() for error in errors]
    return EngineError(f"{len(errors)} errors during {doing}", "\n\n".join(told))


def failure_in_text(doing: str, text: str) -> EngineError:
    """The error for a command that failed and said why in prose, boxed as Terraform does."""
    plain = _FRAME.sub("", _COLOUR.sub("", text)).strip()
    _, *told = re.split(r"^\s*Error: ", plain, flags=re.MULTILINE)
    errors = [error for error in map(_unwrapped, told) if not error[0].startswith(_PREFACE)]
    match errors:
        case []:
            return EngineError(f"Terraform failed during {doing}", plain)
        case [(summary, detail)]:
            return EngineError(summary, detail)
    return EngineError(f"{len(errors)} errors during {doing}", "\n\n".join(map("\n".join, errors)))


def _unwrapped(error: str) -> tuple[str, str]:
    """Summary and detail; a summary too long for a line was wrapped, and ends at the first empty line."""
    summary, _, detail = error.partition("\n\n")
    return " ".join(summary.split()), detail.strip()
