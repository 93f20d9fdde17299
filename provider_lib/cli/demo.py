"""``sluice demo``: the whole story in a minute, against local vendor APIs and in a temporary folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import typer
from rich.syntax import Syntax
from rich.text import Text

import provider_lib
from provider_lib.cli.deploy import Deployment
from provider_lib.cli.session import ENGINE, EngineName, Session
from provider_lib.cli.stack_states import read_states
from provider_lib.cli.state import print_agent_keys, print_connectors, read_state
from provider_lib.cli.status import print_statuses
from provider_lib.cli.watch import heal_once
from provider_lib.engine.app import SETTINGS_FILE, Stack
from provider_lib.engine.plan_file import private_plan
from provider_lib.engine.terraform import Options
from provider_lib.errors import EngineError
from provider_lib.fleet import Fleet
from provider_lib.sandbox import SandboxClient, background
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector_failures import CAUSES

CHECKOUT = Path(provider_lib.__file__).parents[1]
PACKED = Path(__file__).with_name("demo_app")
"""The app of the checkout, as pyproject.toml packs it."""

PROGRAM = Path("stacks/dev.py")
SECRETS = Path("stacks/secrets.example.env")
STACK = "dev"
FAILING = ("lenses/orders-dev/connect", "orders-search")
TRACE = """\
org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)
Caused by: java.net.ConnectException: Connection refused"""
CONNECTOR = "/api/v1/environments/orders-dev/proxy/api/kafka-connect/clusters/connect/connectors/orders-search"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(engine: EngineName = ENGINE) -> None:
    """Deploy a shop's streaming platform to local vendor APIs.

    Everything happens in a temporary folder, of which nothing is left behind.
    """
    with tempfile.TemporaryDirectory(prefix="sluice-demo-") as name:
        app = Path(name) / "app"
        _copy_app(app)
        with _sandbox(Path(name) / "sandbox") as running:
            home = {"SLUICE_HOME": str(Path(name) / "home")}
            environ = {**os.environ, **_variables(app / SECRETS), **running.environment, **home}
            with SandboxClient(running.url) as sandbox:
                _Story(Session(app, engine, environ=environ), sandbox).tell()


def _copy_app(target: Path) -> None:
    source = PACKED if PACKED.exists() else CHECKOUT
    shutil.copytree(source / "stacks", target / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source / SETTINGS_FILE, target)


def _variables(file: Path) -> dict[str, str]:
    lines = (line for line in file.read_text().splitlines() if not line.startswith("#"))
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


@contextmanager
def _sandbox(folder: Path) -> Iterator[background.Running]:
    running = background.start(folder)
    try:
        yield running
    finally:
        background.stop(folder)


class _Story:
    def __init__(self, session: Session, sandbox: SandboxClient) -> None:
        self._session = session
        self._sandbox = sandbox
        self._engine = session.engine()

    def tell(self) -> None:
        """Tell it from beginning to end."""
        self._chapter("1. The stack: a shop's order platform, as a teammate reviews it", str(PROGRAM))
        self._show_program()
        [stack] = self._session.select([STACK])

        self._chapter("2. sluice deploy dev", "On this machine, with local stand-ins for the vendors' APIs.")
        self._deploy(stack)
        self._chapter("3. sluice diff dev", "What is there is what the code says.")
        with private_plan() as plan:
            if self._session.plan(self._engine, stack, Options(), plan).changes:
                raise EngineError("The second plan is not empty", "This is a bug: please report it.")

        self._chapter("4. Somebody pauses a connector by hand", "The next diff tells, and the next deploy mends it.")
        self._pause_a_connector()
        with private_plan() as plan:
            outcome = self._session.plan(self._engine, stack, Options(), plan)
            if not outcome.changes:
                raise EngineError("The plan does not show the pause", "This is a bug: please report it.")
            self._session.print_report(self._session.report(self._engine, stack, plan, outcome.remarks))
        self._deploy(stack)

        self._chapter(
            "5. A database goes away and comes back",
            "sluice status tells; sluice watch, the healer, restarts what failed.",
        )
        self._fail_and_mend(stack)

        state = read_state([stack], self._engine)
        self._chapter("6. sluice state connectors", "The connectors that we own, and their IDs.")
        print_connectors(self._session, state)
        self._chapter("7. sluice state agent-keys", "The agent keys that we own; --reveal shows them.")
        print_agent_keys(self._session, state.agent_keys())
        self._chapter("That is it", "Nothing is left behind. docs/guides/first-deploy.md goes on from here.")

    def _chapter(self, title: str, text: str) -> None:
        self._session.out.print(Text.assemble(("\n" + title, "bold"), "\n", (text, "dim"), "\n"))

    def _show_program(self) -> None:
        program = (self._session.app_dir / PROGRAM).read_text()
        shown = program[program.index("class ") :].rstrip()
        self._session.out.print(Syntax("", "python", theme="ansi_dark").highlight(shown))

    def _deploy(self, stack: Stack) -> None:
        Deployment(self._session, self._engine, Options(), auto_approve=True).run([stack], {stack.name: ()}, jobs=1)

    def _fail_and_mend(self, stack: Stack) -> None:
        """Tasks fail with a database; the healer sees by the trace that this passes."""
        self._sandbox.fail(*FAILING, trace=TRACE)
        self._show_status(stack)
        self._sandbox.mend(*FAILING)
        self._session.out.print()
        if heal_once(self._session, [stack]):
            raise EngineError("The healer did not mend it", "This is a bug: please report it.")
        self._session.out.print()
        self._show_status(stack)

    def _show_status(self, stack: Stack) -> None:
        states = read_states(self._session, [stack], self._session.environ)
        with Fleet(states.watched, CATALOGUE, self._session.environ, CAUSES, states.owned) as fleet:
            print_statuses(self._session, fleet.look(), states)

    def _pause_a_connector(self) -> None:
        environ = self._session.environ
        httpx.put(
            environ["SLUICE_LENSES_URL"] + CONNECTOR + "/pause",
            headers={"Authorization": f"Bearer {environ['SLUICE_LENSES_TOKEN']}"},
            trust_env=False,
        ).raise_for_status()
