"""``sluice init``: a small app to begin with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

import provider_lib
from provider_lib.engine.app import SETTINGS_FILE
from provider_lib.errors import ConfigError

CHECKOUT = Path(provider_lib.__file__).parents[1] / "examples/quickstart"
PACKED = Path(__file__).with_name("starter")
"""The example of the checkout, as pyproject.toml packs it."""

FILES = (SETTINGS_FILE, "main.py", ".gitignore", ".env.example")

Folder = Annotated[Path, typer.Argument(metavar="DIR", hidden=True)]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(folder: Folder = Path()) -> None:
    """Write a small app to begin with: cdktf.json, main.py, .gitignore and .env.example.

    DIR is the folder, by default this one; it is made when it does not exist. Nothing is overwritten.
    """
    write_starter(folder)
    typer.echo(f"Wrote {', '.join(str(folder / name) for name in FILES)}")
    enter = "" if folder == Path() else f"cd {folder}; "
    typer.echo(f'Try it on a sandbox:  {enter}sluice sandbox start; eval "$(sluice sandbox status --format env)"')
    typer.echo("                      ORDERS_DB_PASSWORD=example sluice deploy")


def write_starter(folder: Path) -> None:
    """Write the app.

    Args:
        folder: made when it does not exist.

    Raises:
        ConfigError: a file of the app is there already, or the folder cannot be written to.
    """
    if there := [name for name in FILES if (folder / name).exists()]:
        raise ConfigError(
            f"{folder.absolute()} has files of its own: {', '.join(there)}",
            "Nothing was written. Name a new folder: sluice init DIR.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / name).write_text(starter_text(name))
    except OSError as error:
        raise ConfigError(f"Cannot write to {folder.absolute()}: {error.strerror}", "Name another folder.") from error


def starter_text(name: str) -> str:
    """A file of the app, with an id of its own where it is the settings."""
    text = ((PACKED if PACKED.exists() else CHECKOUT) / name).read_text()
    if name != SETTINGS_FILE:
        return text
    return json.dumps({**json.loads(text), "projectId": str(uuid4())}, indent=2) + "\n"
