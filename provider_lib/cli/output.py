"""``sluice output``: the outputs of the stacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from provider_lib.cli.at_once import Jobs, at_once
from provider_lib.cli.consoles import said
from provider_lib.cli.session import ENGINE, HERE, AppDir, EngineName, Json, NoColor, Session, SkipSynth, Stacks
from provider_lib.engine.app import Stack
from provider_lib.engine.terraform import Engine
from provider_lib.legible import legible_json
from provider_lib.spec.secret import MASK

Reveal = Annotated[bool, typer.Option("--reveal", help="Show secrets.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(output)


def output(
    stack: Stacks = None,
    app_dir: AppDir = HERE,
    engine: EngineName = ENGINE,
    as_json: Json = False,
    reveal: Reveal = False,
    jobs: Jobs = None,
    skip_synth: SkipSynth = False,
    no_color: NoColor = False,
) -> None:
    """Show the outputs of the stacks as they were deployed last.

    STACK is a name or a glob; all by default.
    """
    session = Session(app_dir, engine, no_color)
    terraform = session.engine()
    chosen = session.select(stack, skip_synth=skip_synth)

    def look(hearing: Engine, item: Stack) -> Mapping[str, Any]:
        hearing.init(item.directory)
        return outputs_of(hearing, item)

    with session.working("Reading the outputs"):
        found = at_once(terraform, chosen, look, "Outputs not read", jobs=jobs)
    outputs = dict(zip((item.name for item in chosen), found, strict=True))
    if as_json:
        shown = {name: _values(found, reveal) for name, found in outputs.items()}
        typer.echo(legible_json(shown))
        return
    for name, values in outputs.items():
        print_outputs(session, name, values, reveal=reveal)


def outputs_of(engine: Engine, stack: Stack) -> Mapping[str, Any]:
    """The outputs of a stack that is prepared. Not redacted."""
    return engine.outputs(stack.directory)


def print_outputs(session: Session, stack: str, outputs: Mapping[str, Any], *, reveal: bool = False) -> None:
    """Print the outputs of a stack, secrets masked; the ones by which stacks refer to each other are left out."""
    shown = {name: value for name, value in _values(outputs, reveal).items() if not name.startswith("cross-stack-")}
    if not shown:
        return
    session.out.print(Text(stack, "bold"))
    for name, value in shown.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        session.out.print(said(f"  {name} = {text}"))


def _values(outputs: Mapping[str, Any], reveal: bool) -> dict[str, Any]:
    return {name: found["value"] if reveal or not found.get("sensitive") else MASK for name, found in outputs.items()}
