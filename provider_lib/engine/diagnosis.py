"""Turns what Terraform says when it fails into an error that a person can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provider_lib.engine.advice import STALE, Advice
from provider_lib.engine.events import LONGEST_TEXT, Diagnostic
from provider_lib.engine.origins import Origin
from provider_lib.errors import Cancelled, EngineError, StalePlan
from provider_lib.legible import legible

_FRAME = re.compile(r"^[╷│╵]\s?", re.MULTILINE)
# Terraform reports these for what it did not start, or gave up, after an interrupt.
_HALTED = ("execution halted", "operation canceled", "Operation cancelled")
# Terraform says this before the errors of a configuration that init cannot use.
_PREFACE = "Terraform encountered problems during initialisation"
# Terraform shows state only in the form that the provider has now, and brings it into that form only to plan.
_NOT_SHOWN = "Failed to marshal state to json: "
_UNLOCK = "A lock may be left on the state: `sluice unlock` takes it away."
_LOOKING = {
    1: ("Interrupted", "Nothing was changed."),
    2: ("Ended at once, as asked by the second interrupt", f"Nothing was changed. {_UNLOCK}"),
}
_CHANGING = {
    1: ("Interrupted", "What was finished is in the state; run the command again to go on."),
    2: (
        "Gave up what was under way, as asked by the second interrupt",
        "What was made until then is in the state, as far as the servers told; run the command again to go on.",
    ),
    3: (
        "Stopped at once, as asked by the third interrupt",
        f"Objects made in the last moments may be missing from the state. {_UNLOCK}",
    ),
}
"""How far interrupts brought a command that looks, or one that changes -> summary and advice."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def describe(diagnostic: Diagnostic, origins: Mapping[str, Origin]) -> str:
    """The lines below a diagnostic's summary: which resource, which attribute, which line of the app, what to do.

    Args:
        origins: address -> what made the resource.
    """
    lines = []
    if diagnostic.address:
        origin = origins.get(diagnostic.address.partition("[")[0])
        where = f"{origin.construct} ({diagnostic.address})" if origin else diagnostic.address
        lines.append(f"in {where}, attribute {diagnostic.attribute}" if diagnostic.attribute else f"in {where}")
        lines += [f"at {origin.line}"] if origin and origin.line else []
    return "\n".join([*lines, diagnostic.detail.rstrip()]).rstrip()


def failure(
    doing: str,
    diagnostics: Sequence[Diagnostic],
    stderr: str,
    origins: Mapping[str, Origin],
    advice: Advice,
    way_out: str = "",
) -> EngineError:
    """The error for a command that failed.

    Args:
        doing: what it was about, e.g. ``plan``.
        diagnostics: what it reported; warnings are left out.
        stderr: what else it wrote; used when it reported no error.
        origins: address -> what made the resource.
        advice: says what Terraform advises in that text.
        way_out: what else can be done when the errors are about resources.
    """
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"]
    more = f"\n\n{way_out}" if way_out and any(error.address for error in errors) else ""
    match errors:
        case []:
            return failure_in_text(doing, stderr, advice)
        case [error]:
            kind = StalePlan if error.summary == STALE else EngineError
            return kind(error.summary, describe(error, origins) + more)
    return EngineError(f"{len(errors)} errors during {doing}", _in_turn(errors, origins) + more)


def interruption(
    interrupts: int,
    diagnostics: Sequence[Diagnostic] = (),
    origins: Mapping[str, Origin] | None = None,
    *,
    changes: bool,
) -> Cancelled:
    """The error for a command that was interrupted.

    Args:
        interrupts: how far interrupts brought it.
        diagnostics: what it reported until then.
        origins: address -> what made the resource.
        changes: whether it changes objects.
    """
    errors = [item for item in diagnostics if item.severity == "error" and item.summary not in _HALTED]
    told = _in_turn(errors, origins or {})
    summary, advice = _CHANGING[min(interrupts, 3)] if changes else _LOOKING[min(interrupts, 2)]
    return Cancelled(summary, f"{advice}\n\n{told}".rstrip())


def _in_turn(errors: Sequence[Diagnostic], origins: Mapping[str, Origin]) -> str:
    return "\n\n".join(f"{error.summary}\n{describe(error, origins)}".rstrip() for error in errors)


def failure_in_text(doing: str, text: str, advice: Advice) -> EngineError:
    """The error for a command that failed and said why in prose, boxed as Terraform does."""
    plain = legible(_FRAME.sub("", _COLOUR.sub("", text)).strip(), LONGEST_TEXT)
    _, *told = re.split(r"^\s*Error: ", plain, flags=re.MULTILINE)
    errors = [advice.on(*error) for error in map(_unwrapped, told) if not error[0].startswith(_PREFACE)]
    match errors:
        case [] if plain.startswith(_NOT_SHOWN):
            return EngineError(
                "The state was written by another version of the provider",
                f"{plain.removeprefix(_NOT_SHOWN)}.\nDeploy the stack once, which also brings its state up to date; "
                "with a provider that is older than the state, install the newer one.",
            )
        case []:
            return EngineError(f"Terraform failed during {doing}", plain)
        case [(summary, detail)]:
            return EngineError(summary, detail)
    return EngineError(f"{len(errors)} errors during {doing}", "\n\n".join(map("\n".join, errors)))


def _unwrapped(error: str) -> tuple[str, str]:
    """Summary and detail; a summary too long for a line was wrapped, and ends at the first empty line."""
    summary, _, detail = error.partition("\n\n")
    return " ".join(summary.split()), detail.strip()
