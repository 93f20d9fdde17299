"""What the commands about stacks have in common: the app, the engine, and where to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from provider_lib.cli.answer import answer
from provider_lib.cli.completion import construct_paths, engines, stack_names
from provider_lib.cli.consoles import console, said
from provider_lib.cli.findings import findings_of
from provider_lib.cli.plan_text import painted, painted_lines
from provider_lib.cli.program_environment import synthesized
from provider_lib.cli.progress import JsonProgress, Progress, progress
from provider_lib.cli.screen import Clock, Screen
from provider_lib.engine.app import App, Stack
from provider_lib.engine.diagnosis import interruption
from provider_lib.engine.ending import Ending
from provider_lib.engine.events import Diagnostic, Drifted, Event, Planned
from provider_lib.engine.executables import EMBEDDED
from provider_lib.engine.selection import select
from provider_lib.engine.terraform import Engine, Options
from provider_lib.errors import Cancelled, ConfigError
from provider_lib.review import Remark, Report, lines, resource_of, review, total
from provider_lib.spec import Declarations
from provider_lib.spec.checks import seconds


def _duration(text: str) -> str:
    if text and seconds(text) is None:
        raise typer.BadParameter(f"{text} is no duration such as 90s, 5m or 1h30m.")
    return text


Stacks = Annotated[list[str] | None, typer.Argument(metavar="STACK", hidden=True, autocompletion=stack_names)]
"""Names or globs. Hidden where typer would show its type: the text of each command tells of it."""
OneStack = Annotated[str, typer.Argument(metavar="STACK", hidden=True, autocompletion=stack_names)]
AppDir = Annotated[Path, typer.Option("--app-dir", "-C", metavar="DIR", help="Folder with the cdktf.json.")]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        envvar="SLUICE_ENGINE",
        metavar="NAME",
        autocompletion=engines,
        help="The embedded Terraform core, terraform or tofu on PATH, or the path of a binary.",
    ),
]
SkipSynth = Annotated[bool, typer.Option("--skip-synth", help="Take the stacks as they were synthesized last.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Print without colours.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AutoApprove = Annotated[bool, typer.Option("--auto-approve", help="Do not ask before changing anything.")]
Parallelism = Annotated[
    int | None, typer.Option("--parallelism", min=1, metavar="N", help="Operations at once (32 by default).")
]
RefreshOnly = Annotated[bool, typer.Option("--refresh-only", help="Only bring the state up to date.")]
Variables = Annotated[
    list[str] | None, typer.Option("--var", metavar="NAME=VALUE", help="Value of a Terraform variable; repeatable.")
]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar="WHAT",
        autocompletion=construct_paths,
        help="Only this construct or address, and what it needs; repeatable.",
    ),
]
Replacements = Annotated[
    list[str] | None,
    typer.Option(
        "--replace",
        metavar="WHAT",
        autocompletion=construct_paths,
        help="Make this construct or address anew; repeatable.",
    ),
]
VariableFiles = Annotated[
    list[Path] | None,
    typer.Option("--var-file", metavar="FILE", exists=True, help="File of Terraform variables; repeatable."),
]
LockTimeout = Annotated[
    str,
    typer.Option(
        "--lock-timeout",
        metavar="DURATION",
        callback=_duration,
        help="Wait so long for others who change the state, such as 5m (not at all by default).",
    ),
]
IgnoreMissing = Annotated[
    bool,
    typer.Option("--ignore-missing-stack-dependencies", help="Go on without the stacks that belong together."),
]

HERE = Path()
ENGINE = EMBEDDED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan came to.

    Args:
        changes: there is something to do.
        drifted: the refresh found what the state does not know yet.
        remarks: what was warned of.
        may_rename: something is destroyed, and something of its type made.
    """

    changes: bool
    drifted: bool = False
    remarks: tuple[Remark, ...] = ()
    may_rename: bool = False


@dataclass(frozen=True)
class Session:
    """One run of a command.

    Args:
        app_dir: folder with the cdktf.json.
        engine_name: as the user gave it.
        no_color: print without colours.
        environ: the environment.
        out: for results.
        err: for everything else.
    """

    app_dir: Path
    engine_name: str = EMBEDDED
    no_color: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    @property
    def out(self) -> Console:
        """For results."""
        return console(no_color=self.no_color)

    @property
    def err(self) -> Console:
        """For everything else."""
        return console(stderr=True, no_color=self.no_color)

    @cached_property
    def screen(self) -> Screen:
        """Where all stacks show what they do."""
        return Screen(self.err)

    def engine(self) -> Engine:
        """The engine that the user chose."""
        engine, screen = Engine.find(self.engine_name, self.environ), self.screen
        if engine.remark:
            self.err.print(said(engine.remark, "yellow"))
        return replace(engine, tell=lambda text: screen.print(said(text, "yellow")))

    def stacks(self, *, skip_synth: bool = False) -> tuple[Stack, ...]:
        """The stacks of the app, synthesized now unless told otherwise; prints what its constructs remark."""
        app = App.load(self.app_dir)
        if skip_synth:
            return app.stacks()
        with self.working("Synthesizing"):
            synthesis = synthesized(app, self.environ)
        if synthesis.printed:
            self.err.print(Text(synthesis.printed.rstrip()), style="dim")
        for stack in synthesis.stacks:
            for remark in stack.annotations:
                style = "yellow" if remark.level == "warn" else "dim"
                self.err.print(said(f"{remark.construct}: {remark.text}", style))
        return synthesis.stacks

    def select(
        self, patterns: Sequence[str] | None, *, skip_synth: bool = False, all_by_default: bool = True
    ) -> list[Stack]:
        """The stacks that the user named."""
        return select(self.stacks(skip_synth=skip_synth), patterns or (), all_by_default=all_by_default)

    def working(self, doing: str) -> AbstractContextManager[object]:
        """Shows, on a terminal, what takes a moment."""
        clocks = [Clock(f"{doing}...")]
        return self.screen.showing(lambda: clocks)

    def progress(self, stack: Stack, *, as_json: bool) -> Progress:
        """What shows the events of a stack."""
        if as_json:
            return JsonProgress(sys.stdout, stack.name)
        return progress(self.screen, stack.name, stack.origins)

    def plan(
        self,
        engine: Engine,
        stack: Stack,
        options: Options,
        out: Path,
        *,
        as_json: bool = False,
        destroy: bool = False,
    ) -> Outcome:
        """Write the plan of a stack to ``out``."""
        drifted: list[Event] = []
        remarks: list[Remark] = []
        planned: list[Planned] = []
        with self.progress(stack, as_json=as_json) as listener:
            listener.begin("Preparing")
            engine.init(stack.directory, listener)
            listener.begin("Planning")

            def hear(event: Event) -> None:
                if isinstance(event, Drifted):
                    drifted.append(event)
                if isinstance(event, Diagnostic) and event.severity == "warning":
                    remarks.append(Remark(event.severity, event.summary, event.detail, event.address))
                if isinstance(event, Planned):
                    planned.append(event)
                listener(event)

            changes = engine.plan(stack.directory, out, hear, options, destroy=destroy)
            listener.conclude(changes=changes, refresh_only=options.refresh_only)
        return Outcome(changes, bool(drifted), tuple(remarks), _may_rename(planned))

    @property
    def catalogue(self) -> Declarations:
        """What is declared, which only a review needs."""
        from provider_lib.systems import CATALOGUE

        return CATALOGUE

    def report(self, engine: Engine, stack: Stack, plan: Path, remarks: Sequence[Remark]) -> Report:
        """What a plan of a stack does, and what was said while it was made, which its file does not hold."""
        with self.working(f"Reading the plan of {stack.name}"):
            document = engine.show_plan(stack.directory, plan)
            return review(
                document,
                self.catalogue,
                stack=stack.name,
                names=stack.construct_paths,
                remarks=remarks,
                findings=findings_of(stack),
                moved=stack.moved_to,
                command=engine.command,
            )

    def print_report(self, report: Report, *, below: bool = False) -> None:
        """Print what a plan does.

        Args:
            below: there are others above it.
        """
        self.print_text(Text("\n" if below else "") + painted_lines(lines(report)))

    def print_reports(self, reports: Sequence[Report]) -> None:
        """Print what several plans do, under what all of them come to."""
        if len(reports) > 1:
            self.print_text(Text(f"{total(reports)}\n", "bold"))
        for report in reports:
            self.print_report(report, below=len(reports) > 1)

    def ask(self, question: str, ending: Ending | None = None) -> None:
        """Ask for approval.

        Args:
            ending: hears the interrupts where several stacks are worked on at once.

        Raises:
            ConfigError: there is nobody to ask.
            Cancelled: it was not given.
        """
        check_can_ask()
        self.err.print(Text(f"{question}? Only 'yes' is taken as approval", "bold"), end=": ")
        try:
            said_yes = answer(ending) == "yes"
        except Cancelled:
            self.err.print()  # nobody ended the line of the question
            raise
        if not said_yes:
            raise Cancelled("Not approved", "Nothing was changed.")

    def approve(self, report: Report, question: str, ending: Ending | None) -> None:
        """Show what a plan does and ask for approval, while others show and ask nothing.

        Args:
            ending: hears the interrupts.

        Raises:
            Cancelled: it was not given.
        """
        with self.screen.alone():
            if ending is not None and ending.reached:
                raise interruption(1, changes=False)
            self.print_report(report)
            self.ask(question, ending)

    def plan_text(self, engine: Engine, stack: Stack, plan: Path) -> Text:
        """A plan as Terraform shows it, under the name of its stack."""
        with self.working(f"Reading the plan of {stack.name}"):
            return Text(f"{stack.name}\n", "bold") + painted(engine.plan_text(stack.directory, plan))

    def print_text(self, text: Text) -> None:
        """Print what has its own ends of lines; without colours just as it is."""
        out = self.out
        if out.is_terminal and not out.no_color:
            out.print(text, end="")
        else:
            out.file.write(text.plain)


def _may_rename(planned: Sequence[Planned]) -> bool:
    """Whether it is worth a look: what a plan holds is read from its file, which takes a moment."""
    kinds: dict[str, set[str]] = {"delete": set(), "create": set(), "replace": set()}
    for event in planned:
        if event.action in kinds:
            kinds[event.action].add(resource_of(event.address).rpartition(".")[0].rpartition(".")[2])
    return bool((kinds["delete"] | kinds["replace"]) & (kinds["create"] | kinds["replace"]))


def check_can_ask(*, as_json: bool = False) -> None:
    """Refuse what needs an approval that nobody can give.

    Args:
        as_json: a program reads what is written.

    Raises:
        ConfigError: says what to add.
    """
    if as_json or not sys.stdin.isatty():
        raise ConfigError(
            "There is nobody to ask for approval",
            f"Add --auto-approve, or run the command {'without --json' if as_json else 'on a terminal'}.",
        )


def options_of(
    variables: list[str] | None,
    files: list[Path] | None,
    parallelism: int | None,
    refresh_only: bool = False,
    **more: Any,
) -> Options:
    """The options of a plan and its apply, as the user gave them.

    Args:
        more: any other.
    """
    paths = tuple(path.absolute() for path in files or ())
    return Options(tuple(variables or ()), paths, parallelism, refresh_only, **more)
