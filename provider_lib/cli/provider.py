"""``sluice provider``: makes terraform, tofu and cdktf find the provider, and shows what it offers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from provider_lib.cli import provider_package
from provider_lib.cli.commands import Commands
from provider_lib.cli.move_address import move_address
from provider_lib.cli.session import ENGINE, EngineName
from provider_lib.cli.source_here import source_here
from provider_lib.engine.install import CONFIG_VARIABLE, Installation, write_mirror
from provider_lib.engine.provider_schema import provider_schema
from provider_lib.engine.terraform import Engine

Folder = Annotated[Path, typer.Argument(metavar="DIR", hidden=True)]
Archives = Annotated[
    Path | None, typer.Option("--archives", metavar="DIR", help="Pack what `sluice provider package` built in DIR.")
]
OpenTofu = Annotated[bool, typer.Option("--tofu", help="Start from OpenTofu's configuration files.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Commands, no_args_is_help=True)
    group.command("install")(install)
    group.command("mirror")(mirror)
    group.command("schema")(schema)
    group.command("move-address")(move_address)
    provider_package.add_to(group)
    app.add_typer(group, name="provider", help="Make terraform, tofu and cdktf find the provider.")


def install(tofu: OpenTofu = False) -> None:
    """Install the provider for plain terraform, tofu and cdktf; prints the variables that they need.

    Your own Terraform settings are left alone: they are copied into a file that names the provider's mirror as well.
    `sluice` and `sluice-terraform` need none of this.
    """
    sources = [source_here()]
    environment = Installation.of_user(os.environ).environment(os.environ, opentofu=tofu, sources=sources)
    typer.echo(f"export {CONFIG_VARIABLE}={_quoted(environment[CONFIG_VARIABLE])}")


def mirror(folder: Folder, archives: Archives = None) -> None:
    """Write a filesystem mirror with the provider, and print the Terraform settings that use it.

    DIR is the folder; it is made when it does not exist. What is in it starts the provider of a Sluice on PATH; with
    --archives it needs none, and the folder is a network mirror as well, where an HTTPS host serves it.
    """
    target, source = folder.absolute(), source_here()
    if archives:
        provider_package.packed_mirror(target, source, archives)
    else:
        write_mirror(target, Installation.of_user(os.environ).executable, [source])
    typer.echo(
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path    = {json.dumps(str(target))}\n    include = ["{source}"]\n  }}\n'
        f'  direct {{\n    exclude = ["{source}"]\n  }}\n}}'
    )


def schema(engine: EngineName = ENGINE) -> None:
    """Print the schemas of everything that the provider offers, as JSON."""
    typer.echo(json.dumps(provider_schema(Engine.find(engine, os.environ)), indent=2))


def _quoted(path: str) -> str:
    return f"'{path}'" if set(path) & set(' $"\\&;()') else path
