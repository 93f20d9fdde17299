"""``sluice demo``: the whole story in a minute, against local vendor APIs and in a temporary folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.text import Text

from provider_lib.cli.deploy import Deployment
from provider_lib.cli.session import ENGINE, EngineName, Session
from provider_lib.cli.state import print_agent_keys, print_connectors, read_state
from provider_lib.engine.terraform import Options
from provider_lib.errors import EngineError
from provider_lib.sandbox import background

APP = Path(__file__).with_name("demo_app")
PASSWORD = {"SHOP_DB_PASSWORD": "not a secret in a demo"}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(engine: EngineName = ENGINE) -> None:
    """Deploy a small app against local vendor APIs, and show what Sluice knows of it."""
    with tempfile.TemporaryDirectory(prefix="sluice-demo-") as name:
        folder = Path(name)
        shutil.copytree(APP, folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
        with _sandbox(folder / "sandbox") as variables:
            _tell_story(Session(folder / "app", engine, environ={**os.environ, **PASSWORD, **variables}))


@contextmanager
def _sandbox(folder: Path) -> Iterator[Mapping[str, str]]:
    running = background.start(folder)
    try:
        yield running.environment
    finally:
        background.stop(folder)


def _tell_story(session: Session) -> None:
    def chapter(title: str) -> None:
        session.out.print(Text(f"\n{title}", "bold"))

    terraform = session.engine()
    chapter("1. The app: one environment, two connectors")
    program = (session.app_dir / "main.py").read_text()
    session.out.print(Text(program[program.index("app = ") :].rstrip(), "dim"))
    [stack] = session.stacks()

    chapter("2. Deploy it to local stand-ins for the vendors' APIs")
    Deployment(session, terraform, Options(), auto_approve=True).run([stack])

    chapter("3. Plan again: what is there is what the code says")
    if session.plan(terraform, stack, Options()):
        raise EngineError("The second plan is not empty", "This is a bug: please report it.")

    state = read_state([stack], terraform)
    chapter("4. The connectors that we own, with their IDs")
    print_connectors(session, state)
    chapter("5. The agent keys that we own")
    print_agent_keys(session, state.agent_keys())
    session.out.print()
