"""``sluice state history``, ``restore`` and ``accept``: the states that were kept, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from provider_lib.cli.consoles import said
from provider_lib.cli.rows import print_rows
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    AutoApprove,
    EngineName,
    Json,
    LockTimeout,
    NoColor,
    OneStack,
    Session,
    SkipSynth,
    Stacks,
)
from provider_lib.engine.app import Stack
from provider_lib.engine.local_state import LocalState
from provider_lib.engine.state_guard import ERRORED, accept, restore, unstored
from provider_lib.engine.terraform import Engine
from provider_lib.errors import StateError

Serial = Annotated[
    int | None, typer.Option("--serial", metavar="N", help="The state with this serial, instead of the newest.")
]
COLUMNS = ("stack", "serial", "kept", "resources", "file")


def add_to(group: typer.Typer) -> None:
    """Add the commands to those about the state."""
    group.command("history")(show_history)
    group.command("restore")(restore_state)
    group.command("accept")(accept_state)


def show_history(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """List the last good states of stacks whose state is a file on this machine, the newest last.

    STACK is a name or a glob; all by default.
    """
    session = Session(app_dir, engine, no_color)
    terraform = session.engine()
    rows = []
    for item in session.select(stack, skip_synth=skip_synth):
        local = terraform.local_state(item.directory)
        if local is None:
            note = f"{item.name}: its backend keeps the state; what was before it, only that can have"
            session.err.print(Text(note, "dim"))
            continue
        rows += [
            {
                "stack": item.name,
                "serial": state.serial,
                "kept": f"{kept.moment:%Y-%m-%d %H:%M:%S} UTC",
                "resources": state.resources,
                "file": str(kept.path),
            }
            for kept in local.history.all()
            if (state := kept.state) and state.lineage
        ]
    print_rows(session, rows, COLUMNS, as_json)


def restore_state(
    stack: OneStack,
    serial: Serial = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    lock_timeout: LockTimeout = "",
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Put the newest good state back, or the one that the last deploy could not store.

    STACK is a name.
    """
    session = Session(app_dir, engine, no_color)
    terraform = session.engine()
    for item in session.select([stack], skip_synth=skip_synth):
        local = terraform.local_state(item.directory)
        if not auto_approve:
            session.ask(f"Put another state of {item.name} into the place of the one that is there")
        if serial is None and unstored(item.directory):
            _push(terraform, item, item.directory / ERRORED, lock_timeout)
            session.err.print(Text(f"{item.name}: stored the state that the last deploy could not store"))
        else:
            state = restore(_on_this_machine(local, item), item.name, serial)
            session.err.print(said(f"{item.name}: restored {state}"))


def accept_state(
    stack: OneStack,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Go on with the state as it is now, although the last one was newer or another.

    STACK is a name. Objects that only the last one knows are in no state then.
    """
    session = Session(app_dir, engine, no_color)
    terraform = session.engine()
    for item in session.select([stack], skip_synth=skip_synth):
        local = _on_this_machine(terraform.local_state(item.directory), item)
        if not auto_approve:
            session.ask(f"Go on with the state of {item.name} as it is")
        session.err.print(said(f"{item.name}: goes on with {accept(local, item.name)}"))


def _push(terraform: Engine, stack: Stack, errored: Path, lock_timeout: str) -> None:
    terraform.prepare(stack.directory)
    terraform.push(stack.directory, errored, lock_timeout)
    errored.unlink()


def _on_this_machine(local: LocalState | None, stack: Stack) -> LocalState:
    if local is None:
        raise StateError(
            f"The state of {stack.name} is not a file on this machine",
            "Its backend keeps it. Whether that has what was before it, its documentation says.",
        )
    return local
