"""``sluice provider package``, ``registry`` and ``push``: the provider for machines that have no Sluice."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from provider_lib import __version__
from provider_lib.cli.source_here import source_here
from provider_lib.package.archive import archives_in
from provider_lib.package.frozen import build_archive
from provider_lib.package.mirror import write_packed_mirror
from provider_lib.package.oci_push import push as push_to
from provider_lib.package.registry import DISCOVERY, Registry
from provider_lib.provider_source import VARIABLE

_DIST = Path("dist")

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write to; made when it does not exist.")]
Archives = Annotated[
    Path, typer.Option("--archives", metavar="DIR", help="What `sluice provider package` built, on every platform.")
]
BaseUrl = Annotated[str, typer.Option("--base-url", metavar="URL", help="Where DIR is served: https://HOST[/PATH].")]
Key = Annotated[
    str | None,
    typer.Option("--key", metavar="ID", help="The key to sign with, as gpg names it (by default its own)."),
]
Repository = Annotated[str, typer.Argument(metavar="URL", hidden=True)]


def add_to(group: typer.Typer) -> None:
    """Add the commands to ``sluice provider``."""
    group.command("package")(package)
    group.command("registry")(registry)
    group.command("push")(push)


def package(out: Out = _DIST) -> None:
    """Build an archive with a provider that needs no Python, for machines like this one; prints its path.

    Needs PyInstaller. Linux archives run where the C library is as new as here or newer.
    """
    typer.echo(build_archive(out))


def registry(out: Out, base_url: BaseUrl, archives: Archives = _DIST, key: Key = None) -> None:
    """Write a provider registry that any HTTPS host can serve, and print how configurations ask for it.

    What DIR offers already stays. It is signed with your GPG key, if there is one.
    """
    written = Registry(out, base_url, source_here().partition("/")[2])
    signed = written.add(archives_in(archives), key)
    if not signed:
        typer.echo(
            "Not signed, for want of gpg or a secret key: neither Terraform nor OpenTofu installs from it like this. "
            "Make a key with `gpg --quick-generate-key NAME rsa4096`, and run this again.",
            err=True,
        )
    typer.echo(f"Serve {out} at {base_url}; https://{written.host}/{DISCOVERY} must answer with its file.", err=True)
    typer.echo(f"For constructs: export {VARIABLE}={written.address}", err=True)
    required = f'{{\n      source  = "{written.address}"\n      version = "{__version__}"\n    }}'
    typer.echo(f"terraform {{\n  required_providers {{\n    sluice = {required}\n  }}\n}}")


def push(repository: Repository, archives: Archives = _DIST) -> None:
    """Push archives to an OCI registry, from which OpenTofu 1.10 installs; prints the settings that do it.

    URL is oci://HOST/REPOSITORY. Credentials are those of `docker login`, `podman login` or `oras login`.
    """
    source = source_here()
    tags = push_to(repository, archives_in(archives), os.environ)
    place = repository.removeprefix("oci://")
    typer.echo(f"Pushed {', '.join(f'{place}:{tag}' for tag in tags)}", err=True)
    mirror = f'repository_template = {json.dumps(place)}\n    include             = ["{source}"]'
    direct = f'exclude = ["{source}"]'
    typer.echo(f"provider_installation {{\n  oci_mirror {{\n    {mirror}\n  }}\n  direct {{\n    {direct}\n  }}\n}}")


def packed_mirror(folder: Path, source: str, archives: Path) -> None:
    """Write a mirror of archives for the provider of an address."""
    write_packed_mirror(folder, source, archives_in(archives))
