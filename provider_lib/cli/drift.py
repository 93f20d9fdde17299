"""``sluice drift``: what of the things that we own is not as it was deployed, or not as the code says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.plan_text import painted_lines
from provider_lib.cli.review import SUFFIXES, Out, check_format, write_report
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    EngineName,
    Json,
    LockTimeout,
    NoColor,
    Parallelism,
    Session,
    SkipSynth,
    Stacks,
    VariableFiles,
    Variables,
    options_of,
)
from provider_lib.engine.app import Stack
from provider_lib.engine.plan_file import private_plan
from provider_lib.engine.terraform import Engine, Options
from provider_lib.engine.variables import check_variables
from provider_lib.errors import Cancelled, EngineError, SluiceError
from provider_lib.fleet.drift import Since, StackDrift, document, drift_of, lines, markdown, unread
from provider_lib.legible import legible_json
from provider_lib.state.journal import JournalFolder, place_of

FORMATS: Final = ("text", "markdown", "json")

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"How it is written: {', '.join(FORMATS)}. By default as --out FILE is called, else text.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(drift)


def drift(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    form: Format = None,
    as_json: Json = False,
    out: Out = None,
    parallelism: Parallelism = None,
    jobs: Jobs = None,
    var: Variables = None,
    var_file: VariableFiles = None,
    lock_timeout: LockTimeout = "",
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Say what others changed of what we own, and what of the code is not deployed.

    STACK is a name or a glob; all by default. For schedules: exits with 0 where everything is as it should be, with 2
    where something is not, with 1 where not everything could be looked at; the rest is shown all the same. What only
    moves by itself, such as the state of a connector or when an agent was seen last, is no drift.
    """
    form = "json" if as_json else form
    check_format(form, FORMATS)
    session = Session(app_dir, engine, no_color)
    chosen = session.select(stack, skip_synth=skip_synth)
    options = options_of(var, var_file, parallelism, lock=False, lock_timeout=lock_timeout)
    check_variables(options.variables, chosen)
    look = _Look(session, options, _begun(session.environ))
    failure = look.at(chosen, jobs)
    found = [look.seen[item.name] for item in chosen]
    _show(session, found, form, out or ())
    if failure:
        raise failure
    if any(item.deviations for item in found):
        raise typer.Exit(2)


class _Look:
    """A look at stacks.

    Args:
        options: of every plan.
        begun: what the provider's journal has.
    """

    def __init__(self, session: Session, options: Options, begun: Sequence[Mapping[str, Any]]) -> None:
        self._session = session
        self._options = options
        self._begun = begun
        self.seen: dict[str, StackDrift] = {}

    def at(self, stacks: Sequence[Stack], jobs: int | None) -> SluiceError | None:
        """Look at all of them; what stood in the way is given back, and in what was seen.

        Raises:
            Cancelled: an interrupt ended it.
        """
        try:
            at_once(self._session.engine(), stacks, self._one, "Not looked at", jobs=jobs)
        except Cancelled:
            raise
        except SluiceError as error:
            left = EngineError("It was not looked at")
            self.seen = {item.name: unread(StackDrift(item.name), left) for item in stacks} | self.seen
            return error
        return None

    def _one(self, engine: Engine, stack: Stack) -> None:
        with private_plan() as plan:
            try:
                outcome = self._session.plan(engine, stack, self._options, plan)
            except Cancelled:
                raise
            except SluiceError as error:
                # Terraform keeps what could be planned: the rest of the stack was looked at all the same.
                seen = self._drift(engine, stack, plan) if plan.is_file() else StackDrift(stack.name)
                self.seen[stack.name] = unread(seen, error)
                raise
            found = outcome.changes or outcome.drifted
            self.seen[stack.name] = self._drift(engine, stack, plan) if found else StackDrift(stack.name)

    def _drift(self, engine: Engine, stack: Stack, plan: Path) -> StackDrift:
        session = self._session
        with session.working(f"Reading the plan of {stack.name}"):
            shown = engine.show_plan(stack.directory, plan)
            found = drift_of(shown, session.catalogue, stack.name, stack.construct_paths, self._begun)
            return _dated(found, engine, stack) if found.deviations else found


def _dated(found: StackDrift, engine: Engine, stack: Stack) -> StackDrift:
    """With the age of the state, which is older than whatever it does not know of."""
    age = engine.state_age(stack.directory)
    if age is None:
        return found
    written = age.written and f"{age.written.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    since = Since(written, "state") if written else None
    deviations = (it if it.since or it.kind == "undeployed" else replace(it, since=since) for it in found.deviations)
    return replace(found, state=str(age), deviations=tuple(deviations))


def _begun(environ: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """What the journal on this machine has of runs that broke off, which is no more than a help."""
    folder = place_of(environ)
    try:
        return (
            [] if folder is None else [entry for entry, is_under_way in JournalFolder(folder).all() if not is_under_way]
        )
    except OSError:
        return []


def _show(session: Session, found: Sequence[StackDrift], form: str | None, out: Sequence[Path]) -> None:
    """Print it, or write it into files."""
    if not out and form in (None, "text"):
        session.print_text(painted_lines(lines(found)))
    elif not out:
        typer.echo(_written(found, form), nl=False)
    for file in out:
        write_report(file, _written(found, form or SUFFIXES.get(file.suffix.lower())))


def _written(found: Sequence[StackDrift], form: str | None) -> str:
    match form:
        case "json":
            return legible_json(document(found)) + "\n"
        case "markdown":
            return markdown(found)
    return "".join(f"{words}\n" for words, _ in lines(found))
