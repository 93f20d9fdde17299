"""``sluice key``: identities that open what is sealed to their recipients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from provider_lib.cli.commands import Commands
from provider_lib.errors import ConfigError
from provider_lib.sealing import IDENTITY_VARIABLE, new_identity

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to write it (by default ~/.config/sluice/identity.txt)."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Commands, no_args_is_help=True)
    group.command("init")(init)
    app.add_typer(group, name="key", help="Make identities that open sealed agent keys.")


def init(out: Out = None) -> None:
    """Make an age identity in a file that only you can read, and print its recipient.

    No file is overwritten.
    """
    file = (out or _usual_place(os.environ)).absolute()
    identity, recipient = new_identity()
    _write(file, f"# recipient: {recipient}\n{identity}\n")
    typer.echo(recipient)
    typer.echo(
        f"The identity is in {file}. Whoever has it can read what is sealed to this recipient, and nobody else.",
        err=True,
    )
    typer.echo(f"Keep a copy, and give it to sluice: export {IDENTITY_VARIABLE}={file}", err=True)


def _usual_place(environ: Mapping[str, str]) -> Path:
    """Below ``$XDG_CONFIG_HOME`` or ``~/.config``: outside of every working copy."""
    settings = environ.get("XDG_CONFIG_HOME") or (environ.get("HOME") and f"{environ['HOME']}/.config")
    if not settings:
        raise ConfigError("It is not known where to write the identity", "Name a file: --out FILE.")
    return Path(settings) / "sluice" / "identity.txt"


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise ConfigError(
            f"{file} is there already", "Nothing was overwritten. Name another file: --out FILE."
        ) from None
    except OSError as error:
        raise ConfigError(f"Cannot write {file}: {error.strerror}", "Name another file: --out FILE.") from error
    with os.fdopen(handle, "w") as opened:
        opened.write(text)
