"""``sluice synth``: writes the Terraform configuration of an app."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import typer

from provider_lib.cli.findings import findings_of
from provider_lib.cli.session import HERE, AppDir, Json, NoColor, Session, Stacks
from provider_lib.engine.stack_file import STACK_FILE


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(synth)


def synth(stack: Stacks = None, app_dir: AppDir = HERE, as_json: Json = False, no_color: NoColor = False) -> None:
    """Synthesize the stacks into cdktf.out, and list them.

    STACK is a name or a glob; all by default.
    """
    session = Session(app_dir, no_color=no_color)
    stacks = session.select(stack)
    if as_json:
        listed = [
            {
                "name": item.name,
                "directory": str(item.directory),
                "dependencies": list(item.dependencies),
                "findings": [asdict(finding) for finding in findings_of(item)],
            }
            for item in stacks
        ]
        typer.echo(json.dumps(listed, indent=2))
        return
    for item in stacks:
        typer.echo(f"{item.name}\t{os.path.relpath(item.directory / STACK_FILE)}")
