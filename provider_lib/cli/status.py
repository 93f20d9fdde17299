"""``sluice status``: how what we own is now, over all stacks."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Annotated, Any

import typer
from rich.live import Live
from rich.text import Text

from provider_lib.cli.at_once import Jobs
from provider_lib.cli.consoles import said
from provider_lib.cli.rows import print_rows
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    EngineName,
    Json,
    NoColor,
    Session,
    SkipSynth,
    Stacks,
    Variables,
)
from provider_lib.cli.stack_states import States, read_states
from provider_lib.cli.status_table import COLUMNS, cells, lines, summary
from provider_lib.engine.variables import environment_with
from provider_lib.errors import ConfigError
from provider_lib.fleet import Fleet, Owned, Sightings, Status, is_meant
from provider_lib.legible import legible_json
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES

Connector = Annotated[
    list[str] | None,
    typer.Option("--connector", metavar="GLOB", help="Only these, by name, construct path or address; repeatable."),
]
SystemName = Annotated[str | None, typer.Option("--system", metavar="SYSTEM", help="Only those of this system.")]
Positions = Annotated[
    bool, typer.Option("--positions", help="Ask also how far each has come, where its API tells: a request for each.")
]
Watching = Annotated[bool, typer.Option("--watch", help="Look again and again, until Ctrl-C.")]
Interval = Annotated[float, typer.Option("--every", min=0.5, metavar="SECONDS", help="How often --watch looks.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    connector: Connector = None,
    system: SystemName = None,
    positions: Positions = False,
    watch: Watching = False,
    every: Interval = 2.0,
    as_json: Json = False,
    variables: Variables = None,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Show how the connectors, environments, pipelines and agents that we own are now.

    STACK is a name or a glob; all by default. The servers are asked, and nothing is changed. The exit code is 2 when
    something that should run does not, and 1 when something could not be read.
    """
    session = Session(app_dir, engine, no_color)
    if watch and (as_json or not session.out.is_interactive):
        raise ConfigError("--watch draws on a terminal", "Run `sluice status --json` again and again instead.")
    stacks = session.select(stack, skip_synth=skip_synth)
    environ = environment_with(session.environ, variables or (), stacks)
    states = read_states(session, stacks, environ, jobs)
    if not states.unread:
        check_owned(connector or (), states.watched)
    meant = chosen(states.watched, connector or (), system)
    with Fleet(meant, CATALOGUE, environ, CAUSES, states.owned) as fleet:
        if watch:
            _watch(session, fleet, states, every, positions=positions)
            return
        with session.working(f"Asking how {len(meant)} are"):
            found = fleet.look(positions=positions)
    print_statuses(session, found, states, as_json=as_json)
    states.check(len(stacks))
    if any(one.verdict == "unread" for one in found):
        raise typer.Exit(1)
    if any(one.is_down for one in found):
        raise typer.Exit(2)


def chosen(owned: Sequence[Owned], patterns: Sequence[str], system: str | None) -> list[Owned]:
    """What is meant of what the stacks own.

    Raises:
        ConfigError: there is no such system.
    """
    wanted = None if system is None else system.replace("-", "_")
    if wanted is not None and wanted not in CATALOGUE.systems:
        raise ConfigError(f"There is no system {system!r}", f"There are: {', '.join(CATALOGUE.systems)}.")
    return [one for one in owned if is_meant(one, patterns) and wanted in (None, one.resource.system.name)]


def check_owned(patterns: Sequence[str], owned: Sequence[Owned], otherwise: str = "") -> None:
    """Check that something is meant by every name and glob.

    Args:
        owned: what the stacks own.
        otherwise: what else can be done about it.

    Raises:
        ConfigError: a name means nothing of it.
    """
    for pattern in patterns:
        if not any(is_meant(one, [pattern]) for one in owned):
            near = get_close_matches(pattern, [one.name for one in owned], 1)
            guess = f"Did you mean {near[0]}? " if near else ""
            raise ConfigError(
                f"No stack owns {pattern!r}", f"{guess}`sluice status` lists what they own. {otherwise}".rstrip()
            )


def print_statuses(session: Session, found: Sequence[Status], states: States, *, as_json: bool = False) -> None:
    """Print what was found: a table on a terminal, else a line each; or JSON."""
    if as_json:
        typer.echo(legible_json({"objects": [_row(one) for one in found], "unread": states.rows()}))
        return
    if not session.out.is_interactive:
        print_rows(session, [{**cells(one), "wrong": one.trouble or None} for one in found], (*COLUMNS, "wrong"), False)
    else:
        for line in lines(found, session.out.width):
            session.out.print(line)
    session.err.print(said(summary(found), "dim"))


def _row(status: Status) -> dict[str, Any]:
    """Everything about something, for programs."""
    return {**asdict(status), "cause": None if status.cause is None else status.cause.name}


def _watch(session: Session, fleet: Fleet, states: States, every: float, *, positions: bool) -> None:
    """Draw it anew in one place until somebody presses Ctrl-C."""
    out, sightings = session.out, Sightings()
    out.soft_wrap = False
    with Live(console=out, auto_refresh=False, vertical_overflow="crop") as live:
        try:
            while True:
                found = sightings.since(fleet.look(positions=positions), time.strftime("%H:%M:%S"))
                live.update(_screen(found, states, out.width, out.height), refresh=True)
                time.sleep(every)
        except KeyboardInterrupt:
            return


def _screen(found: Sequence[Status], states: States, width: int, height: int) -> Text:
    """What fits on a terminal."""
    above = [Text(f"{time.strftime('%H:%M:%S')}  {summary(found)}", "dim")]
    above += [said(f"{name}: not read: {error.summary}", "yellow") for name, error in states.unread.items()]
    table = lines(found, width)
    room = max(height - len(above) - 2, 1)
    below = [Text(f"... {len(table) - room} lines more", "dim")] if len(table) > room else []
    shown = [*above, *table[:room], *below]
    for line in shown:
        line.truncate(width, overflow="ellipsis")
    return Text("\n").join(shown)
