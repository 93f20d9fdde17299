"""``sluice provider move-address``: states follow when the provider is asked for under another address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rich.text import Text

from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.consoles import said
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    AutoApprove,
    EngineName,
    LockTimeout,
    NoColor,
    Session,
    SkipSynth,
    Stacks,
)
from provider_lib.engine.app import Stack
from provider_lib.engine.provider_sources import sources_in, sources_in_state
from provider_lib.engine.terraform import Engine
from provider_lib.errors import Cancelled, EngineError, SluiceError


@dataclass(frozen=True, slots=True)
class Move:
    """What is to be done with the state of a stack.

    Args:
        stack: its stack.
        old: the addresses in it that are not asked for any more, and how many resources each has.
        new: the one that is asked for; empty when the stack does without the provider.
    """

    stack: Stack
    old: Counter[str]
    new: str

    def __str__(self) -> str:
        if not self.old:
            return f"{self.stack.name}: nothing to move"
        return "\n".join(
            f"{self.stack.name}: {count} resource{'s' * (count != 1)} from {old} to {self.new}"
            for old, count in self.old.items()
        )


def move_address(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    lock_timeout: LockTimeout = "",
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Let the states follow after the provider got another source: shows what would be moved, and asks.

    STACK is a name or a glob; all by default. Only the address in the state changes, no object is touched. Where a
    stack fails the others are moved all the same, and another run does the rest.
    """
    session = Session(app_dir, engine, no_color)
    terraform = session.engine()
    stacks = session.select(stack, skip_synth=skip_synth)
    unread: dict[str, SluiceError] = {}

    def look(terraform: Engine, item: Stack) -> Move:
        try:
            return _move_of(terraform, item)
        except Cancelled:
            raise
        except SluiceError as error:
            unread[item.name] = error
            return Move(item, Counter(), "")

    with session.working("Reading the states"):
        found = at_once(terraform, stacks, look, "Not looked at", jobs=jobs)
    moves = [move for move in found if move.old]
    for move in found:
        if error := unread.get(move.stack.name):
            session.err.print(said(f"{move.stack.name}: cannot be moved, {error.summary}"))
        else:
            session.err.print(said(str(move)) if move.old else Text(str(move), "dim"))
    if moves and not auto_approve:
        session.ask(f"Move the addresses in {len(moves)} state{'s' * (len(moves) != 1)}")
    by_stack = {move.stack.name: move for move in moves}

    def carry_out(terraform: Engine, item: Stack) -> None:
        if error := unread.get(item.name):
            raise error
        move = by_stack[item.name]
        for old in move.old:
            terraform.move_provider(item.directory, old, move.new, lock_timeout)
        session.err.print(Text(f"{item.name}: moved to {move.new}"))

    left = [move.stack for move in found if move.old or move.stack.name in unread]
    at_once(terraform, left, carry_out, "Not moved", jobs=jobs)


def _move_of(terraform: Engine, stack: Stack) -> Move:
    asked = sources_in(stack.directory)
    if not asked:
        return Move(stack, Counter(), "")
    old = sources_in_state(_state(terraform, stack))
    del old[asked[0]]
    return Move(stack, old, asked[0])


def _state(terraform: Engine, stack: Stack) -> str:
    """The state, also where init ends at the providers: the old address may be one where nobody offers any more."""
    try:
        terraform.prepare(stack.directory)
    except EngineError as error:
        try:
            return terraform.pull(stack.directory)
        except EngineError:
            raise error from None
    return terraform.pull(stack.directory)
