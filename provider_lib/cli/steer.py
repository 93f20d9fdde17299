"""``sluice restart``, ``pause``, ``resume`` and ``stop``: what is done to connectors at once, and beside the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, Final

import typer
from rich.text import Text

from provider_lib.cli.at_once import Jobs
from provider_lib.cli.consoles import said
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    AutoApprove,
    EngineName,
    NoColor,
    Session,
    SkipSynth,
    Variables,
    check_can_ask,
)
from provider_lib.cli.stack_states import States, read_states
from provider_lib.cli.status import check_owned
from provider_lib.cli.status_table import title
from provider_lib.engine.app import Stack
from provider_lib.engine.variables import as_environment, environment_with
from provider_lib.errors import ConfigError
from provider_lib.fleet import Fleet, Outcome, Owned, Status, give, is_meant
from provider_lib.rest import RESTART, RESTART_FAILED, RestAccount
from provider_lib.spec import Resource
from provider_lib.state import StoredObject
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES

UNMANAGED: Final = (
    "What no stack owns is left alone unless it is named with --unmanaged, as an import names it: "
    "lenses_connector:orders/connect/orders-sink."
)

Connectors = Annotated[list[str] | None, typer.Argument(metavar="CONNECTOR", hidden=True)]
Failed = Annotated[bool, typer.Option("--failed", help="Only what has failed, and of that only the failed tasks.")]
Unmanaged = Annotated[
    bool, typer.Option("--unmanaged", help="CONNECTOR is TYPE:ID of what no stack owns, as an import has them.")
]
Write = Annotated[bool, typer.Option("--write", help="Print the line of the code to change, so that it stays so.")]
Within = Annotated[
    float, typer.Option("--within", min=0, metavar="SECONDS", help="How long to wait for what comes of it.")
]

NAMED: Final = "CONNECTOR is a name, a glob, a construct path or an address of what the stacks own."
TURNING: Final = (
    ("pause", "paused", "Pause connectors, until the next deploy."),
    ("resume", "running", "Resume connectors that are paused or stopped, until the next deploy."),
    ("stop", "stopped", "Stop connectors, so that they give their tasks back, until the next deploy."),
)
"""Each command, the state that it turns connectors to, and what its help begins with."""
UNDOES: Final = {desired: verb for verb, desired, _ in TURNING}
"""Desired state -> what a deploy does to bring it about."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """What somebody typed."""

    order: str
    verb: str
    session: Session
    patterns: Sequence[str]
    unmanaged: bool
    auto_approve: bool
    write: bool
    within: float


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(restart)
    for turning in TURNING:
        app.command()(_turning(*turning))


def restart(
    connector: Connectors = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    failed: Failed = False,
    unmanaged: Unmanaged = False,
    auto_approve: AutoApprove = False,
    within: Within = 15.0,
    variables: Variables = None,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Restart connectors with all their tasks, or with --failed only what has failed.

    CONNECTOR is a name, a glob, a construct path or an address of what the stacks own. --failed without one means
    everything that has failed.
    """
    order = RESTART_FAILED if failed else RESTART
    session = Session(app_dir, engine, no_color)
    ask = _Ask(order, "restart", session, connector or [], unmanaged, auto_approve, False, within)
    _carry_out(ask, variables or [], jobs, skip_synth=skip_synth)


def _turning(verb: str, desired: str, summary: str) -> Callable[..., None]:
    """The command that turns connectors to a desired state.

    Args:
        verb: its name.
        desired: the state.
        summary: what its help begins with.
    """

    def command(
        connector: Connectors = None,
        app_dir: AppDir = HERE,
        engine: EngineName = ENGINE,
        unmanaged: Unmanaged = False,
        auto_approve: AutoApprove = False,
        write: Write = False,
        within: Within = 15.0,
        variables: Variables = None,
        jobs: Jobs = None,
        skip_synth: SkipSynth = False,
        no_color: NoColor = False,
    ) -> None:
        session = Session(app_dir, engine, no_color)
        ask = _Ask(desired, verb, session, connector or [], unmanaged, auto_approve, write, within)
        _carry_out(ask, variables or [], jobs, skip_synth=skip_synth)

    command.__name__ = verb
    command.__doc__ = f"{summary}\n\n{NAMED}"
    return command


def _carry_out(ask: _Ask, variables: Sequence[str], jobs: int | None, *, skip_synth: bool) -> None:
    session = ask.session
    if not ask.patterns and ask.order != RESTART_FAILED:
        raise ConfigError(f"Nothing is named to {ask.verb}", "Give names or globs; '*' is everything that is owned.")
    stacks: Sequence[Stack] = ()
    states = States()
    if ask.unmanaged:
        environ = {**session.environ, **as_environment(variables)}
        chosen = [_unmanaged(pattern, environ) for pattern in ask.patterns]
    else:
        stacks = session.select(None, skip_synth=skip_synth)
        environ = environment_with(session.environ, variables, stacks)
        states = read_states(session, stacks, environ, jobs)
        chosen = _owned(states, ask)
    is_whole = not states.unread
    with Fleet(chosen, CATALOGUE, environ, CAUSES, states.owned) as fleet:
        with session.working("Asking how they are"):
            statuses = fleet.look()
        if ask.order == RESTART_FAILED:
            is_whole = _all_told(ask, statuses) and is_whole
            failed = [place for place, status in enumerate(statuses) if status.verdict == "failed"]
            fleet.narrow(failed)
            statuses = [statuses[place] for place in failed]
        if not statuses:
            session.err.print(
                Text("Nothing has failed", "green") if is_whole else said("Nothing that could be read has failed")
            )
            raise typer.Exit(int(not is_whole))
        if len(statuses) > 1 and not ask.auto_approve:
            _approve(ask, statuses)
        with session.working(f"Waiting for what comes of it, {ask.within:.0f}s at most"):
            outcomes = give(fleet, statuses, ask.order, within=ask.within)
    code = _tell(ask, outcomes, stacks)
    raise typer.Exit(code if is_whole else 1)


def _all_told(ask: _Ask, statuses: Sequence[Status]) -> bool:
    """Whether all servers said how what they have is; tells of which they did not."""
    unread = [status for status in statuses if status.verdict in ("unread", "unreachable")]
    for status in unread:
        ask.session.err.print(said(f"{title(status)} could not be looked at: {status.trouble}", "yellow"))
    return not unread


def _owned(states: States, ask: _Ask) -> list[Owned]:
    """What is meant of what the stacks own.

    Raises:
        ConfigError: a name means nothing of it.
    """
    for name, error in states.unread.items():
        ask.session.err.print(said(f"{name} could not be read: {error.summary}", "yellow"))
    steered = [owned for owned in states.watched if owned.resource.lifecycle is not None]
    check_owned(ask.patterns, steered, UNMANAGED)
    return [owned for owned in steered if is_meant(owned, ask.patterns)]


def _unmanaged(text: str, environ: Mapping[str, str]) -> Owned:
    """Something that no stack owns, by its type and import id.

    Raises:
        ConfigError: it is not named so.
    """
    kind, _, import_id = text.partition(":")
    resource = _resource(kind)
    with closing(RestAccount(CATALOGUE, environ)) as account:
        imported = account.import_state(resource.type_name, import_id)
    assert resource.lifecycle is not None
    attributes = {**imported.state, resource.lifecycle.desired: "running"}
    kind = resource.type_name
    return Owned(
        resource, StoredObject(stack="", address="", type=kind, attributes=attributes, private=imported.private)
    )


def _resource(kind: str) -> type[Resource]:
    known = {
        name.removeprefix("sluice_"): item for name, item in CATALOGUE.resources.items() if item.lifecycle is not None
    }
    found = known.get(kind.replace("-", "_").removeprefix("sluice_"))
    if found is None:
        raise ConfigError(
            f"{kind!r} is no type of something that runs",
            f"With --unmanaged, give TYPE:ID with a TYPE of {', '.join(known)}, and the ID by which it is imported.",
        )
    return found


def _approve(ask: _Ask, statuses: Sequence[Status]) -> None:
    check_can_ask()
    for status in statuses:
        ask.session.err.print(said(f"  {title(status)} ({status.state or status.verdict})"))
    ask.session.ask(f"{ask.verb.capitalize()} these {len(statuses)}")


def _tell(ask: _Ask, outcomes: Sequence[Outcome], stacks: Sequence[Stack]) -> int:
    """Say what came of it, and what of it the next deploy takes back; the exit code."""
    by_name = {stack.name: stack for stack in stacks}
    for outcome in outcomes:
        style = "green" if outcome.is_done(ask.order) else "bold red"
        ask.session.out.print(said(f"{title(outcome.status)}: {_words(ask, outcome)}", style))
        code = _line(outcome.owned, by_name) if ask.write and outcome.error is None else ""
        if code:
            ask.session.out.print(said(f'{code}: desired_state="{ask.order}"'))
    if any(outcome.error is not None for outcome in outcomes):
        return 1
    return 0 if all(outcome.is_done(ask.order) for outcome in outcomes) else 2


def _words(ask: _Ask, outcome: Outcome) -> str:
    if outcome.error is not None:
        return f"{outcome.error.summary}. {outcome.error.detail}".rstrip()
    status, desired = outcome.status, outcome.owned.desired
    count = len(status.tasks)
    tasks = f"{count} task{'' if count == 1 else 's'}"
    if status.failed:
        tasks = f"{status.failed} of {tasks} failed: {status.trouble}"
    told = f"{status.state or status.verdict}, {tasks}"
    if not outcome.owned.stored.stack or ask.order in (desired, RESTART, RESTART_FAILED):
        return told
    return f"{told}; it was deployed as {desired}, so the next deploy will {UNDOES[str(desired)]} it"


def _line(owned: Owned, stacks: Mapping[str, Stack]) -> str:
    """Where the code makes something; empty where nothing tells."""
    stack = stacks.get(owned.stored.stack)
    origin = None if stack is None else stack.origins.get(owned.stored.address.partition("[")[0])
    return "" if origin is None else origin.line or origin.construct
