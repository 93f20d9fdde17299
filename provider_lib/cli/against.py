"""``sluice diff --against REV``: what the code changes since a revision of git, by the code alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.text import Text

from provider_lib.cli.findings import findings_of
from provider_lib.cli.program_environment import synthesized
from provider_lib.cli.session import Session
from provider_lib.engine.app import Stack
from provider_lib.engine.revision import Revision, at_revision
from provider_lib.engine.selection import select
from provider_lib.engine.stack_file import read_stack
from provider_lib.errors import SluiceError, SynthError
from provider_lib.legible import legible
from provider_lib.review import Report, planned, review, settings

Synth = Mapping[str, Any]
"""What a synth writes for a stack."""
MOST = 5
"""Files that are named."""


def reports_against(
    session: Session, revision: str, patterns: Sequence[str] | None, *, skip_synth: bool
) -> list[Report]:
    """What the code changes since a revision, stack by stack.

    Args:
        revision: of git.
        patterns: names or globs of stacks, of the code now or then; all by default.
        skip_synth: take the stacks of now as they were synthesized last.

    Raises:
        ConfigError: there is no such revision, or no app at it.
        SynthError: the app cannot be synthesized, now or then.
    """
    with at_revision(session.app_dir, revision, session.environ) as then:
        for words in _aside(then):
            session.err.print(Text(words, "yellow"))
        before = {stack.name: (stack, _synth(stack, then)) for stack in _stacks(session, then)}
        after = {stack.name: (stack, _synth(stack)) for stack in session.stacks(skip_synth=skip_synth)}
        every = {
            **{name: stack for name, (stack, _) in before.items()},
            **{name: it for name, (it, _) in after.items()},
        }
        chosen = select(list(every.values()), patterns or (), all_by_default=True)
        reports = [_report(session, stack.name, before.get(stack.name), after.get(stack.name)) for stack in chosen]
        return [replace(report, since=revision) for report in reports]


def _stacks(session: Session, then: Revision) -> Sequence[Stack]:
    """The stacks as they were; their program writes nothing beside its code, some of which is linked to."""
    environ = {**session.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        with session.working(f"Synthesizing as of {then.name}"):
            return synthesized(then.app(), environ).stacks
    except SluiceError as error:
        ran = isinstance(error, SynthError)
        how = "It ran in a copy of the repository, with the packages that are installed now and what git ignores."
        raise error.but(
            summary=f"As of {then.name}: {then.told(error.summary)}",
            detail="\n".join(filter(None, [then.told(error.detail), how if ran else ""])),
        ) from error


def _synth(stack: Stack, then: Revision | None = None) -> Synth:
    """What was synthesized, with the folders that the user knows."""
    found = read_stack(stack.directory)
    if then is None:
        return found
    here, there = (json.dumps(str(folder))[1:-1] for folder in (then.tree, then.top))
    own: Synth = json.loads(json.dumps(found).replace(here, there))
    return own


def _report(
    session: Session, name: str, before: tuple[Stack, Synth] | None, after: tuple[Stack, Synth] | None
) -> Report:
    was, becomes = (side[1] if side else None for side in (before, after))
    names = {address: path for side in (before, after) if side for address, path in side[0].construct_paths.items()}
    return review(
        planned(was, becomes, session.catalogue),
        session.catalogue,
        stack=name,
        names=names,
        remarks=settings(was, becomes),
        findings=findings_of(after[0]) if after else (),
        moved=after[0].moved_to if after else None,
    )


def _aside(then: Revision) -> Iterator[str]:
    if then.uncommitted:
        yield f"With what is not committed yet: {_named(then.uncommitted)}"
    if then.submodules:
        yield f"Submodules are empty as of {then.name}: {_named(then.submodules)}"


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - MOST} more" if len(paths) > MOST else ""
    return ", ".join(legible(path, 120, kept="") for path in paths[:MOST]) + more
