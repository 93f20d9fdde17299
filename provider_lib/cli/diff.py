"""``sluice diff``: shows what a deploy would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from provider_lib.cli.against import reports_against
from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.completion import stack_names
from provider_lib.cli.review import FailOn, Format, check_format, end, show, tier_named
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    EngineName,
    Json,
    LockTimeout,
    NoColor,
    Parallelism,
    RefreshOnly,
    Replacements,
    Session,
    SkipSynth,
    Stacks,
    Targets,
    VariableFiles,
    Variables,
    options_of,
)
from provider_lib.engine.app import Stack
from provider_lib.engine.plan_file import copy_plan, private_plan
from provider_lib.engine.targets import narrowed
from provider_lib.engine.terraform import Engine
from provider_lib.engine.variables import check_variables
from provider_lib.errors import ConfigError
from provider_lib.review import Report

DetailedExitcode = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit with 0 for no changes, 1 for an error, 2 for changes.")
]

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Keep the plan, for deploy --plan: it holds secrets in clear. With --against, the report.",
    ),
]

Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="REV",
        help="Compare the code with that of a revision of git, without asking a server or a state.",
    ),
]
Named = Annotated[
    list[str] | None,
    typer.Option("--stack", metavar="STACK", autocompletion=stack_names, help="As STACK; repeatable."),
]

Raw = Annotated[bool, typer.Option("--raw", help="Show the plan as Terraform does, with all addresses and values.")]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a plan came to.

    Args:
        changes: there is something to do.
        shown: what is printed of it.
    """

    changes: bool
    shown: Report | Text | None = None


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(diff)


def diff(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    detailed_exitcode: DetailedExitcode = False,
    parallelism: Parallelism = None,
    jobs: Jobs = None,
    refresh_only: RefreshOnly = False,
    target: Targets = None,
    replace: Replacements = None,
    var: Variables = None,
    var_file: VariableFiles = None,
    out: Out = None,
    against: Against = None,
    named: Named = None,
    form: Format = None,
    fail_on: FailOn = None,
    raw: Raw = False,
    lock_timeout: LockTimeout = "",
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Show what a deploy would do, to the data and to the people first.

    STACK is a name or a glob; all by default. Only a state in a file is locked meanwhile, since a deploy empties that
    file while it writes. A plan that is kept with --out is applied as it is by `sluice deploy
    --plan`. Such a file holds the configuration, the state and all values of its stack in clear, agent keys among them.

    With --against it is what the code changes since a revision of git, which needs no credentials, as a report of
    `sluice review`: --format, --fail-on and --out are as there.
    """
    session = Session(app_dir, engine, no_color)
    patterns = [*(stack or ()), *(named or ())]
    if against is not None:
        if raw or as_json or refresh_only or target or replace or var or var_file:
            raise ConfigError(
                "--against plans nothing", "Leave out --raw, --json (--format json is a report), and what is for plans."
            )
        limit = tier_named(fail_on)
        check_format(form)
        reports = reports_against(session, against, patterns, skip_synth=skip_synth)
        show(session, reports, form, [out] if out else [])
        end(session, reports, limit, detailed_exitcode)
        return
    if form or fail_on:
        raise ConfigError("--format and --fail-on are for --against", "`sluice review` has them for a plan.")
    terraform = session.engine()
    stacks = session.select(patterns, skip_synth=skip_synth)
    if out and len(stacks) != 1:
        raise ConfigError("--out keeps the plan of one stack", f"Name one of: {', '.join(it.name for it in stacks)}.")
    options = options_of(var, var_file, parallelism, refresh_only, lock=False, lock_timeout=lock_timeout)
    options = narrowed(options, stacks, target or (), replace or ())
    check_variables(options.variables, stacks)

    def look(hearing: Engine, item: Stack) -> Seen:
        with private_plan() as plan:
            outcome = session.plan(hearing, item, options, plan, as_json=as_json)
            changes = outcome.changes
            if out:
                copy_plan(plan, out.absolute())
            if not changes or as_json:
                return Seen(changes)
            if raw:
                return Seen(changes, session.plan_text(hearing, item, plan))
            return Seen(changes, session.report(hearing, item, plan, outcome.remarks))

    seen: dict[str, Seen] = {}
    try:
        at_once(terraform, stacks, look, "Not looked at", jobs=jobs, results=seen)
    finally:
        _print(session, [seen[item.name] for item in stacks if item.name in seen])
    if out:
        session.err.print(Text(f"Kept the plan in {out}; it holds secrets in clear", "yellow"))
    if detailed_exitcode and any(one.changes for one in seen.values()):
        raise typer.Exit(2)


def _print(session: Session, seen: Sequence[Seen]) -> None:
    """Print plans in the order of their stacks, whichever was ready first."""
    for number, shown in enumerate(one.shown for one in seen if one.shown is not None):
        if isinstance(shown, Report):
            session.print_report(shown, below=number > 0)
        else:
            session.print_text(shown)
