"""``sluice deploy`` and ``sluice destroy``: change the world, after asking."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from provider_lib.cli.accepted_loss import check_renames
from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.begun_moves import heed_moves
from provider_lib.cli.output import outputs_of, print_outputs
from provider_lib.cli.reviewed import ReviewedStack, reviewed_stacks
from provider_lib.cli.session import (
    ENGINE,
    HERE,
    AppDir,
    AutoApprove,
    EngineName,
    IgnoreMissing,
    Json,
    LockTimeout,
    NoColor,
    Outcome,
    Parallelism,
    RefreshOnly,
    Replacements,
    Session,
    SkipSynth,
    Stacks,
    Targets,
    VariableFiles,
    Variables,
    check_can_ask,
    options_of,
)
from provider_lib.engine.app import Stack
from provider_lib.engine.plan_file import copy_plan, private_plan, stack_of
from provider_lib.engine.schedule import reversed_graph
from provider_lib.engine.selection import check_complete, graph_of, select
from provider_lib.engine.targets import narrowed
from provider_lib.engine.terraform import Engine, Options
from provider_lib.engine.variables import check_variables
from provider_lib.errors import ConfigError, StalePlan
from provider_lib.review import Report, digest, text, unlike

NoRefresh = Annotated[
    bool,
    typer.Option(
        "--no-refresh",
        help="Delete what the state knows, and look neither at the servers nor at the code first.",
    ),
]
SavedPlan = Annotated[
    Path | None, typer.Option("--plan", metavar="FILE", help="Apply the plan that `sluice diff --out FILE` kept.")
]


AcceptLoss = Annotated[
    list[str] | None,
    typer.Option(
        "--accept-loss",
        metavar="WHAT",
        help="Let a rename destroy this construct or address and make it again; repeatable.",
    ),
]

TRIES = 3
"""How often an approved deploy is planned, when others are always first."""
Reviewed = Annotated[
    str | None,
    typer.Option(
        "--reviewed",
        metavar="DIGEST|FILE",
        help="Do only what the review with this digest said, of one stack, or what the reviews in a file said that "
        "`sluice review --format json` wrote, of each stack.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(deploy)
    app.command()(destroy)


def deploy(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    as_json: Json = False,
    parallelism: Parallelism = None,
    jobs: Jobs = None,
    refresh_only: RefreshOnly = False,
    target: Targets = None,
    replace: Replacements = None,
    plan: SavedPlan = None,
    reviewed: Reviewed = None,
    accept_loss: AcceptLoss = None,
    var: Variables = None,
    var_file: VariableFiles = None,
    lock_timeout: LockTimeout = "",
    ignore_missing: IgnoreMissing = False,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Make the stacks real, each after those it depends on.

    STACK is a name or a glob, '*' for all; the app's only stack by default. With --plan it is the stack of that plan,
    which is applied as it was reviewed, or refused when the state has changed since. What would be destroyed and made
    again only because the code calls it otherwise is refused, with the line that keeps it, where that loses something.
    """
    session = Session(app_dir, engine, no_color)
    if not auto_approve:
        check_can_ask(as_json=as_json)
    if plan is not None:
        if stack or target or replace or refresh_only:
            raise ConfigError(
                "A saved plan says itself what it is about", "Give --plan without STACK and other choices."
            )
        stack, ignore_missing = [stack_of(plan)], True
    chosen, graph = _choose(session, stack, skip_synth, ignore_missing, destroying=False)
    options = options_of(var, var_file, parallelism, refresh_only, lock_timeout=lock_timeout)
    by_review = None if reviewed is None else reviewed_stacks(reviewed, [item.name for item in chosen])
    if accept_loss and len(chosen) != 1:
        raise ConfigError(
            "--accept-loss is about one stack", f"Name one of: {', '.join(item.name for item in chosen)}."
        )
    options = narrowed(options, chosen, target or (), replace or ())
    check_variables(options.variables, chosen)
    deployment = Deployment(
        session,
        session.engine(),
        options,
        auto_approve,
        as_json,
        saved_plan=plan,
        reviewed=by_review,
        accepted=tuple(accept_loss or ()),
    )
    deployment.run(chosen, graph, jobs)
    if not as_json:
        with session.working("Reading the outputs"):
            found = at_once(deployment.engine, chosen, outputs_of, "Outputs not read", jobs=jobs)
        for item, outputs in zip(chosen, found, strict=True):
            print_outputs(session, item.name, outputs)


def destroy(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    auto_approve: AutoApprove = False,
    as_json: Json = False,
    parallelism: Parallelism = None,
    jobs: Jobs = None,
    no_refresh: NoRefresh = False,
    target: Targets = None,
    var: Variables = None,
    var_file: VariableFiles = None,
    lock_timeout: LockTimeout = "",
    ignore_missing: IgnoreMissing = False,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Delete what the stacks made, each before those it depends on.

    STACK is a name or a glob, '*' for all; the app's only stack by default.
    """
    session = Session(app_dir, engine, no_color)
    if not auto_approve:
        check_can_ask(as_json=as_json)
    chosen, graph = _choose(session, stack, skip_synth, ignore_missing, destroying=True)
    options = narrowed(options_of(var, var_file, parallelism, lock_timeout=lock_timeout), chosen, target or (), ())
    check_variables(options.variables, chosen)
    options = with_changes(options, refresh=not no_refresh)
    deployment = Deployment(session, session.engine(), options, auto_approve, as_json, destroying=True)
    deployment.run(chosen[::-1], reversed_graph(graph), jobs)


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deploy or destroy of several stacks.

    Args:
        session: says where to print.
        engine: runs Terraform.
        options: of every plan and apply.
        auto_approve: do not ask.
        as_json: print Terraform's messages.
        destroying: delete instead.
        saved_plan: apply this one.
        reviewed: stack -> the only thing that may be done.
        accepted: what a rename may destroy.
    """

    session: Session
    engine: Engine
    options: Options
    auto_approve: bool = False
    as_json: bool = False
    destroying: bool = False
    saved_plan: Path | None = None
    reviewed: Mapping[str, ReviewedStack] | None = None
    accepted: tuple[str, ...] = ()

    def run(self, stacks: Sequence[Stack], graph: Mapping[str, Collection[str]], jobs: int | None) -> None:
        """Run the stacks, each when those before it are done.

        Args:
            graph: name -> the stacks before it.
            jobs: how many at once.
        """

        def one(hearing: Engine, stack: Stack) -> None:
            with_changes(self, engine=hearing)._one(stack)

        at_once(self.engine, stacks, one, self._undone, jobs=jobs, graph=graph)

    @property
    def _undone(self) -> str:
        return f"Not {'destroyed' if self.destroying else 'deployed'}"

    def _one(self, stack: Stack) -> None:
        heed_moves(self.session, stack)
        for tries_left in reversed(range(TRIES)):
            try:
                self._plan_and_apply(stack)
                break
            except StalePlan as error:
                if self.saved_plan:
                    raise
                if not tries_left or not self.auto_approve:
                    raise error.but(
                        summary="Somebody else deployed it after this plan was made",
                        detail="Nothing was changed. Run the command again, to plan on what is there now.",
                    ) from error
                self.session.screen.print(
                    Text(f"{stack.name}: somebody else deployed it meanwhile; planning again", "yellow")
                )

    def _plan_and_apply(self, stack: Stack) -> None:
        with private_plan() as plan:
            outcome = self._plan(stack, plan)
            if outcome.changes:
                self._approve(stack, plan, outcome)
                self._apply(stack, plan)
            elif outcome.drifted:
                self._store(stack, plan)

    def _plan(self, stack: Stack, plan: Path) -> Outcome:
        """Make the plan, or take the one that was saved."""
        session, engine = self.session, self.engine
        if not self.saved_plan:
            return session.plan(engine, stack, self.options, plan, as_json=self.as_json, destroy=self.destroying)
        # A copy: the file may be another plan by the time that this one is approved.
        copy_plan(self.saved_plan, plan)
        with session.progress(stack, as_json=self.as_json) as listener:
            listener.begin("Preparing")
            engine.init(stack.directory, listener)
        return Outcome(changes=True, may_rename=True)

    def _store(self, stack: Stack, plan: Path) -> None:
        """Let the state know what the refresh found, such as that an object is gone, where a plan changes nothing."""
        with self.session.progress(stack, as_json=self.as_json) as listener:
            listener.begin("Storing what was found in")
            hear = listener if self.as_json else lambda _: None
            self.engine.apply(stack.directory, plan, hear, self.options)

    def _apply(self, stack: Stack, plan: Path) -> None:
        with self.session.progress(stack, as_json=self.as_json) as listener:
            listener.begin("Destroying" if self.destroying else "Deploying")
            self.engine.apply(stack.directory, plan, listener, self.options)

    def _approve(self, stack: Stack, plan: Path, outcome: Outcome) -> None:
        """Go on only with what was reviewed, where a digest was given, and what is approved, where that is asked.

        Whatever loses something by nothing but a rename must have been accepted by name.
        """
        if self.reviewed is None and self.auto_approve and not (outcome.may_rename or self.accepted):
            return
        report = self.session.report(self.engine, stack, plan, outcome.remarks)
        check_renames(report, self.accepted)
        if self.reviewed is not None:
            _check_reviewed(report, self.reviewed[stack.name])
        if not self.auto_approve:
            question = f"{'Destroy' if self.destroying else 'Deploy'} {stack.name}"
            self.session.approve(report, question, self.engine.ending)


def _check_reviewed(report: Report, reviewed: ReviewedStack) -> None:
    """Refuse to do anything but what was reviewed.

    Raises:
        ConfigError: says what is otherwise, or what would be done where only a digest was given.
    """
    if digest(report) == reviewed["digest"]:
        return
    told = "".join(f"{words}\n" for words in unlike(reviewed, report))
    told = told or f"It would do this, of which the digest is another:\n\n{text(report)}\n"
    hint = "" if "changes" in reviewed else " What differs is told where --reviewed has a report in JSON."
    raise ConfigError(
        "This is not what was reviewed",
        f"{told}Review it again: `sluice review {report.stack}`.{hint} Nothing was changed.",
    )


def _choose(
    session: Session, names: Stacks, skip_synth: bool, ignore_missing: bool, *, destroying: bool
) -> tuple[list[Stack], dict[str, list[str]]]:
    """The stacks that the user named, each after those it depends on, and which those are."""
    stacks = session.stacks(skip_synth=skip_synth)
    chosen = select(stacks, names or (), all_by_default=False)
    if not ignore_missing:
        check_complete(chosen, stacks, destroying=destroying)
    return chosen, graph_of(chosen, stacks)
