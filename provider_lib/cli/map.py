"""``sluice map``: what we own over all stacks, as a page or a picture to share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from provider_lib.cli.at_once import Jobs
from provider_lib.cli.consoles import said
from provider_lib.cli.review import check_format, write_report
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    EngineName,
    NoColor,
    Session,
    SkipSynth,
    Stacks,
    Variables,
)
from provider_lib.cli.stack_states import States, read_states
from provider_lib.cli.status_table import summary
from provider_lib.engine.variables import environment_with
from provider_lib.errors import ConfigError
from provider_lib.fleet import Fleet, Status
from provider_lib.fleet.map import Estate, estate_of, mermaid, page, svg
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES

WRITERS: Final[Mapping[str, Callable[[Estate], str]]] = {"html": page, "svg": svg, "mermaid": mermaid}
SUFFIXES: Final = {".html": "html", ".htm": "html", ".svg": "svg", ".mmd": "mermaid", ".mermaid": "mermaid"}
"""What the name of a file says of its format."""

Out = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE", help="Write the map there, in place of what is there; repeatable."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"How it is written: {', '.join(WRITERS)}. By default as --out FILE is called: .html, .svg or .mmd.",
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask no server: show how everything was when the states were written.")
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("map")(map_stacks)


def map_stacks(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    out: Out = None,
    form: Format = None,
    offline: Offline = False,
    variables: Variables = None,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Draw a map of what we own: a page to search, or a picture.

    STACK is a name or a glob; all by default. It has environments and agents, connectors, pipelines, and the topics and
    systems that they read and write, and how each is now. Without --out it is printed, in the --format that is named.
    The exit code is 1 when something could not be read, which the map says.
    """
    files = {file: _format(file, form) for file in out or ()}
    check_format(form, tuple(WRITERS))
    if form is None and not files:
        raise ConfigError("Nobody said where the map goes", "Add --out map.html; or --format mermaid, which prints it.")
    session = Session(app_dir, engine, no_color)
    stacks = session.select(stack, skip_synth=skip_synth)
    environ = environment_with(session.environ, variables or (), stacks)
    states = read_states(session, stacks, environ, jobs)
    found = _statuses(session, states, environ, offline=offline)
    estate = estate_of(
        states.owned,
        found,
        CATALOGUE,
        stacks=[item.name for item in stacks if item.name not in states.unread],
        when=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        is_live=not offline,
        unread={name: error.summary for name, error in states.unread.items()},
    )
    for file, its_form in files.items():
        write_report(file, WRITERS[its_form](estate))
    if files:
        session.err.print(said(f"Wrote {', '.join(map(str, files))}", "bold"))
    else:
        typer.echo(WRITERS[str(form)](estate), nl=False)
    session.err.print(said(summary(found), "dim"))
    states.check(len(stacks))
    if not offline and any(one.verdict == "unread" for one in found):
        raise typer.Exit(1)


def _format(file: Path, form: str | None) -> str:
    """The format of a file.

    Raises:
        ConfigError: nobody says which.
    """
    found = form or SUFFIXES.get(file.suffix.lower())
    if found is None:
        raise ConfigError(
            f"The name of {file} does not say how the map is to be written",
            f"Name it {file.with_suffix('.html').name}, or add --format: {', '.join(WRITERS)}.",
        )
    return found


def _statuses(session: Session, states: States, environ: Mapping[str, str], *, offline: bool) -> list[Status]:
    """How everything is of which anybody asks."""
    with Fleet(states.watched, CATALOGUE, environ, CAUSES, states.owned) as fleet:
        if offline:
            return fleet.recall()
        with session.working(f"Asking how {len(states.watched)} are"):
            return fleet.look()
