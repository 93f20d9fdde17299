"""What a shell offers to complete: read from the last synth, because a synth would keep the user waiting."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from provider_lib.errors import SluiceError

if TYPE_CHECKING:
    from provider_lib.engine.app import Stack


def words_to_complete(environ: Mapping[str, str]) -> list[str]:
    """The command line that a shell asks about; empty when none does."""
    typed = environ.get("COMP_WORDS") or environ.get("_TYPER_COMPLETE_ARGS") or ""
    return typed.split()[1:]


def stack_names(context: typer.Context, incomplete: str) -> list[str]:
    """The stacks of the app."""
    return [stack.name for stack in _stacks(context) if stack.name.startswith(incomplete)]


def construct_paths(context: typer.Context, incomplete: str) -> list[str]:
    """The paths of constructs that are resources."""
    paths = {path for stack in _stacks(context) for path in stack.construct_paths.values()}
    return sorted(path for path in paths if path.startswith(incomplete))


def engines(incomplete: str) -> list[str]:
    """The embedded core, and what is on PATH."""
    from provider_lib.engine.executables import EMBEDDED  # late, as the app below: a list of commands needs neither

    found = [EMBEDDED, *(name for name in ("terraform", "tofu") if shutil.which(name, path=os.environ.get("PATH")))]
    return [name for name in found if name.startswith(incomplete)]


def _stacks(context: typer.Context) -> tuple[Stack, ...]:
    from provider_lib.engine.app import App

    try:
        return App.load(Path(context.params.get("app_dir") or ".")).last_stacks()
    except (SluiceError, OSError, ValueError, LookupError):
        return ()  # a shell has no place to tell why
