"""``sluice unlock``: who holds the lock of a state, and takes it away when its run is gone."""

from __future__ import annotations

import typer
from rich.text import Text

from provider_lib.cli.consoles import said
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    AutoApprove,
    EngineName,
    NoColor,
    OneStack,
    Session,
    SkipSynth,
)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(unlock)


def unlock(
    stack: OneStack,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Say who holds the lock of a stack's state, and take it away after asking.

    STACK is a name. Do this only when the run that holds the lock is gone for good: two runs at once spoil the state.
    """
    session = Session(app_dir, engine, no_color)
    terraform = session.engine()
    for item in session.select([stack], skip_synth=skip_synth):
        terraform.prepare(item.directory)
        lock = terraform.lock(item.directory)
        if lock is None:
            session.err.print(Text(f"{item.name}: nobody holds the lock"))
            continue
        session.err.print(said(f"{item.name}: {lock}"))
        if lock.id and not auto_approve:
            session.ask(f"Unlock {item.name}")
        terraform.unlock(item.directory, lock)
        session.err.print(Text(f"{item.name}: unlocked"))
