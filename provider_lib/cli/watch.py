"""``sluice watch``: the healer, once or as a loop."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from provider_lib.cli.at_once import Jobs
from provider_lib.cli.consoles import said
from provider_lib.cli.session import ENGINE, HERE, AppDir, EngineName, NoColor, Session, SkipSynth, Stacks, Variables
from provider_lib.cli.stack_states import States, read_states
from provider_lib.cli.status import Connector, SystemName, check_owned, chosen
from provider_lib.cli.watch_metrics import Metrics
from provider_lib.cli.watch_report import as_row, line
from provider_lib.cli.watch_webhook import Webhook
from provider_lib.engine.app import Stack
from provider_lib.engine.variables import environment_with
from provider_lib.errors import Cancelled, SluiceError
from provider_lib.fleet import Counts, Finding, Fleet, Healer, Limits, Owned
from provider_lib.legible import legible
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES

COUNTS: Final = ".sluice/watch/counts.json"
WEBHOOK_VARIABLE: Final = "SLUICE_WATCH_WEBHOOK"
WITHIN: Final = 15.0
PAUSE: Final = 0.5
"""Seconds between two looks at what comes of a restart, with --once."""

Once = Annotated[bool, typer.Option("--once", help="Look once and end, for cron and CI.")]
Every = Annotated[float, typer.Option("--every", min=1, metavar="SECONDS", help="How often to look.")]
Reread = Annotated[
    float, typer.Option("--reread", min=0, metavar="SECONDS", help="How often to read what the stacks own anew.")
]
Restarts = Annotated[
    int, typer.Option("--restarts", min=0, metavar="N", help="How often at most something is restarted in a row.")
]
Backoff = Annotated[
    float, typer.Option("--pause", min=0, metavar="SECONDS", help="From a first restart to the second; then doubled.")
]
Quiet = Annotated[
    float, typer.Option("--quiet", min=0, metavar="SECONDS", help="After so long without a restart all counts anew.")
]
Unknown = Annotated[bool, typer.Option("--restart-unknown", help="Restart what no trace tells about, too.")]
Within = Annotated[float, typer.Option("--within", min=0, metavar="SECONDS", help="How long --once waits after one.")]
CountsFile = Annotated[
    Path | None, typer.Option("--counts", metavar="FILE", help=f"Where restarts are counted; {COUNTS} of the app.")
]
Json = Annotated[bool, typer.Option("--json", help="A line of JSON for each event.")]
WebhookUrl = Annotated[
    str | None,
    typer.Option(
        "--webhook",
        metavar="URL",
        envvar=WEBHOOK_VARIABLE,
        help="Tell it there, too, in the form of Slack.",
        show_default=False,
    ),
]
Port = Annotated[
    int | None, typer.Option("--metrics-port", metavar="PORT", help="Serve metrics for Prometheus on this port.")
]
Host = Annotated[str, typer.Option("--metrics-host", metavar="HOST", help="The address of --metrics-port.")]
MetricsFile = Annotated[
    Path | None, typer.Option("--metrics-file", metavar="FILE", help="Write metrics there, for node_exporter.")
]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(watch)


def watch(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    connector: Connector = None,
    system: SystemName = None,
    once: Once = False,
    every: Every = 60.0,
    reread: Reread = 600.0,
    restarts: Restarts = 6,
    pause: Backoff = 60.0,
    quiet: Quiet = 3600.0,
    restart_unknown: Unknown = False,
    within: Within = WITHIN,
    counts: CountsFile = None,
    webhook: WebhookUrl = None,
    metrics_port: Port = None,
    metrics_host: Host = "127.0.0.1",
    metrics_file: MetricsFile = None,
    as_json: Json = False,
    variables: Variables = None,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Restart what has failed in passing, and report what needs somebody.

    STACK is a name or a glob; all by default. Only what the stacks own and want to run is touched. With --once the
    exit code is 2 when something that should run does not at the end, and 1 when something could not be read.
    """
    session = Session(app_dir, engine, no_color)
    stacks = session.select(stack, skip_synth=skip_synth)
    environ = environment_with(session.environ, variables or (), stacks)
    estate = _Estate(session, stacks, environ, jobs, connector or (), system)
    limits = Limits(restarts, pause, quiet=quiet, restarts_unknown=restart_unknown)
    healer = Healer(limits, Counts(counts or app_dir / COUNTS), time.time, estate.read)
    report = _Report(session, Webhook(webhook) if webhook else None, as_json=as_json)
    metrics = Metrics(metrics_file)
    metrics.offer_to_opentelemetry()
    if metrics_port is not None:
        metrics.serve(metrics_host, metrics_port)
    if once:
        raise typer.Exit(_once(estate, healer, report, metrics, within))
    counted = f"{len(stacks)} stack{'' if len(stacks) == 1 else 's'}"
    session.err.print(said(f"Watching {counted}, every {every:g}s; Ctrl-C ends it", "dim"))
    try:
        _loop(estate, healer, report, metrics, every, reread)
    except KeyboardInterrupt:
        return


def heal_once(session: Session, stacks: Sequence[Stack]) -> int:
    """Look at these stacks and restart what has failed in passing, as ``--once`` does; its exit code."""
    estate = _Estate(session, stacks, session.environ, None, (), None)
    healer = Healer(Limits(), Counts(session.app_dir / COUNTS), time.time, estate.read)
    return _once(estate, healer, _Report(session, None, as_json=False), Metrics(None), WITHIN)


class _Estate:
    """What the stacks own, read when it is asked for."""

    def __init__(
        self,
        session: Session,
        stacks: Sequence[Stack],
        environ: Mapping[str, str],
        jobs: int | None,
        patterns: Sequence[str],
        system: str | None,
    ) -> None:
        self.session = session
        self.environ = environ
        self.states = States()
        self._stacks = stacks
        self._jobs = jobs
        self._patterns = patterns
        self._system = system
        self._is_checked = False

    def fleet(self) -> Fleet:
        """Everything that is meant, by the states as they are now.

        Raises:
            ConfigError: at the first look a name means nothing that is owned; later it may be gone.
        """
        self.states = read_states(self.session, self._stacks, self.environ, self._jobs)
        if not (self._is_checked or self.states.unread):
            check_owned(self._patterns, self.states.watched)
        self._is_checked = True
        owned = chosen(self.states.watched, self._patterns, self._system)
        return Fleet(owned, CATALOGUE, self.environ, CAUSES, self.states.owned)

    def read(self, owned: Sequence[Owned]) -> Iterable[Owned]:
        """What the stacks that own these own now; nothing of those that cannot be read."""
        names = {one.stored.stack for one in owned}
        stacks = [stack for stack in self._stacks if stack.name in names]
        return read_states(self.session, stacks, self.environ, self._jobs).watched

    @property
    def is_all(self) -> bool:
        """Whether the fleet is everything that the stacks own."""
        return not (self._patterns or self._system or self.states.unread)


class _Report:
    """Where people hear of it: the terminal, and a webhook."""

    def __init__(self, session: Session, webhook: Webhook | None, *, as_json: bool) -> None:
        self._session = session
        self._webhook = webhook
        self._as_json = as_json
        self._unread: set[str] = set()
        self._stumbled = ""
        self._has_told = False

    def tell(self, findings: Sequence[Finding], unread: Mapping[str, SluiceError]) -> None:
        """Tell what is new."""
        new = [finding for finding in findings if finding.is_new or finding.error]
        lines = [line(finding) for finding in new]
        for finding, text in zip(new, lines, strict=True):
            if self._as_json:
                typer.echo(as_row(finding, time.time()))
            else:
                self._session.out.print(said(text, "green" if finding.word == "healed" else "bold red"))
        for name in unread.keys() - self._unread:
            lines.append(f"{name} could not be read: {unread[name].summary}")
            self._session.err.print(said(lines[-1], "yellow"))
        self._unread = set(unread)
        self._has_told = self._has_told or bool(lines)
        self._tell_webhook(lines)

    def sum_up(self, findings: Sequence[Finding]) -> None:
        """Say to people that nothing is new where something is down all the same."""
        down = sum(finding.status.is_down for finding in findings)
        if down and not (self._has_told or self._as_json):
            self._session.err.print(said(f"Nothing new: {down} of {len(findings)} down; see `sluice status`", "dim"))

    def stumbled(self, error: SluiceError | None) -> None:
        """Tell why nothing can be looked at, restarted or told at the moment, once; None when all can."""
        text = "" if error is None else str(error)
        if text and text != self._stumbled:
            self._session.err.print(said(text, "bold red"))
            self._tell_webhook([text])
        self._stumbled = text

    def _tell_webhook(self, lines: Sequence[str]) -> None:
        if self._webhook is not None and (failed := self._webhook.tell([legible(text, kept="\n") for text in lines])):
            self._session.err.print(said(failed, "yellow"))


def _once(estate: _Estate, healer: Healer, report: _Report, metrics: Metrics, within: float) -> int:
    with estate.fleet() as fleet:
        findings = healer.look(fleet, is_all=estate.is_all)
        report.tell(findings, estate.states.unread)
        while within > 0 and any(finding.word in ("restart", "waiting") for finding in findings):
            time.sleep(PAUSE)
            within -= PAUSE
            findings = healer.look(fleet, is_all=estate.is_all)
            report.tell(findings, estate.states.unread)
    report.sum_up(findings)
    metrics.show(findings, estate.states.unread)
    if estate.states.unread or any(finding.word == "unread" for finding in findings):
        return 1
    return 2 if any(finding.status.is_down for finding in findings) else 0


def _loop(estate: _Estate, healer: Healer, report: _Report, metrics: Metrics, every: float, reread: float) -> None:
    """Look again and again; what the stacks own is read anew from time to time, and before each restart.

    Raises:
        SluiceError: the first look is not possible; what stands in the way of a later one is told, and may pass.
    """
    is_first = True
    while True:
        with estate.fleet() as fleet:
            until = time.monotonic() + reread
            while True:
                try:
                    _look(estate, fleet, healer, report, metrics)
                except Cancelled:
                    raise
                except SluiceError as error:
                    if is_first:
                        raise
                    report.stumbled(error)
                is_first = False
                time.sleep(every)
                if time.monotonic() >= until:
                    break


def _look(estate: _Estate, fleet: Fleet, healer: Healer, report: _Report, metrics: Metrics) -> None:
    findings = healer.look(fleet, is_all=estate.is_all)
    report.tell(findings, estate.states.unread)
    metrics.show(findings, estate.states.unread)
    report.stumbled(None)
