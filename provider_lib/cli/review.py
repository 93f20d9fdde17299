"""``sluice review``: what a teammate must know before approving."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from rich.text import Text

from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    EngineName,
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
from provider_lib.engine.terraform import Engine
from provider_lib.engine.variables import check_variables
from provider_lib.errors import ConfigError
from provider_lib.legible import legible_json
from provider_lib.review import Report, document, markdown, page, review, text, total
from provider_lib.spec.consequences import TIERS, Tier

FORMATS: Final = ("text", "markdown", "html", "json")
SUFFIXES: Final = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json"}
"""What the name of a file says of its format."""

DetailedExitcode = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit with 0 for no changes, 1 for an error, 2 for changes.")
]
PlanJson = Annotated[
    Path | None,
    typer.Option("--plan-json", metavar="FILE", help="Review what `terraform show -json` wrote, instead of planning."),
]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", metavar="TIER", help=f"Exit with 1 for this or worse: {', '.join(TIERS)}.")
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"How the report is written: {', '.join(FORMATS)}. By default as --out FILE is called, else text.",
    ),
]
Out = Annotated[
    list[Path] | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write the report there; repeatable.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review")(review_stacks)


def review_stacks(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    plan_json: PlanJson = None,
    fail_on: FailOn = None,
    detailed_exitcode: DetailedExitcode = False,
    form: Format = None,
    out: Out = None,
    parallelism: Parallelism = None,
    jobs: Jobs = None,
    var: Variables = None,
    var_file: VariableFiles = None,
    lock_timeout: LockTimeout = "",
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Say what a teammate must know before approving.

    STACK is a name or a glob; all by default. What happens to the data and to the people comes first, the worst on top.
    """
    limit = tier_named(fail_on)
    check_format(form)
    session = Session(app_dir, engine, no_color)
    if plan_json is not None:
        if stack:
            raise ConfigError("A plan says itself what it is about", "Give --plan-json without STACK.")
        reports = [review(plan_document(plan_json), session.catalogue)]
    else:
        chosen = session.select(stack, skip_synth=skip_synth)
        options = options_of(var, var_file, parallelism, lock=False, lock_timeout=lock_timeout)
        check_variables(options.variables, chosen)

        def look(hearing: Engine, item: Stack) -> Report:
            with private_plan() as plan:
                outcome = session.plan(hearing, item, options, plan)
                return session.report(hearing, item, plan, outcome.remarks)

        reports = at_once(session.engine(), chosen, look, "Not reviewed", jobs=jobs)
    show(session, reports, form, out or ())
    end(session, reports, limit, detailed_exitcode)


def check_format(form: str | None, known: Sequence[str] = FORMATS) -> None:
    """Refuse a format that there is not.

    Raises:
        ConfigError: names those that there are.
    """
    if form is not None and form not in known:
        raise ConfigError(f"There is no format {form!r}", f"It can be {', '.join(known)}.")


def show(session: Session, reports: Sequence[Report], form: str | None, out: Sequence[Path]) -> None:
    """Print reports, or write them into files."""
    if not out and form in (None, "text"):
        session.print_reports(reports)
    elif not out:
        typer.echo(_written(reports, form), nl=False)
    for file in out:
        write_report(file, _written(reports, form or SUFFIXES.get(file.suffix.lower())))


def write_report(file: Path, report: str) -> None:
    """Write a report into a file.

    Raises:
        ConfigError: it cannot be written.
    """
    try:
        file.write_text(report, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The report cannot be written to {file}: {error.strerror}") from error


def _written(reports: Sequence[Report], form: str | None) -> str:
    match form:
        case "json":
            return legible_json(document(reports)) + "\n"
        case "markdown":
            return markdown(reports)
        case "html":
            return page(reports)
    return "\n".join([*([f"{total(reports)}\n"] if len(reports) > 1 else []), *map(text, reports)])


def end(session: Session, reports: Sequence[Report], limit: Tier | None, detailed: bool) -> None:
    """End a command as bad as it is.

    Raises:
        Exit: with 1 for the limit, what is worse and what nobody can tell, with 2 for changes where that is asked.
    """
    worst = max((report.tier for report in reports), key=TIERS.index, default="safe")
    unknown = not all(report.is_whole for report in reports)
    changes = unknown or any(report.changes or report.outputs for report in reports)
    if limit is not None and unknown:
        session.err.print(Text(f"Refused: --fail-on {limit}, and a plan is not whole: it may be as bad", "red"))
        raise typer.Exit(1)
    if limit is not None and changes and TIERS.index(worst) >= TIERS.index(limit):
        session.err.print(Text(f"Refused: --fail-on {limit}, and the worst is {worst}", "red"))
        raise typer.Exit(1)
    if changes and detailed:
        raise typer.Exit(2)


def tier_named(name: str | None) -> Tier | None:
    """A tier that the user named.

    Raises:
        ConfigError: there is no such tier.
    """
    found: list[Tier] = [tier for tier in TIERS if tier == name]
    if name is not None and not found:
        raise ConfigError(f"There is no tier {name!r}", f"It can be {', '.join(TIERS)}.")
    return found[0] if found else None


def plan_document(path: Path) -> Any:
    """The JSON in a file, in whichever of its encodings a shell wrote it.

    Raises:
        ConfigError: there is none.
    """
    try:
        return json.loads(path.read_bytes(), parse_constant=_no_number)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        where = f"Line {error.lineno}: {error.msg}. " if isinstance(error, json.JSONDecodeError) else ""
        raise ConfigError(f"{path} is not JSON", f"{where}Make it with `terraform show -json PLANFILE`.") from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
