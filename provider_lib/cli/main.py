"""Puts the commands together, and tells every error in a line and what to do about it.

Exit codes: 0 done, 1 failed, 2 usage (and, for ``diff`` and ``review`` with ``--detailed-exitcode``, 2 changes).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from traceback import print_exception
from typing import Annotated, NoReturn

import typer

from provider_lib import __version__
from provider_lib.cli.completion import words_to_complete
from provider_lib.cli.consoles import console, said
from provider_lib.engine.ending import SIGNALS, take_signals
from provider_lib.errors import SluiceError

DEBUG_VARIABLE = "SLUICE_DEBUG"

COMMANDS = {
    "init": "init",
    "synth": "synth",
    "diff": "diff",
    "review": "review",
    "deploy": "deploy",
    "destroy": "deploy",
    "output": "output",
    "unlock": "unlock",
    "state": "state",
    "key": "key",
    "sandbox": "sandbox",
    "provider": "provider",
    "doctor": "doctor",
    "demo": "demo",
}
"""Command -> module of this package that adds it, in the order of the help."""


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    take_signals(SIGNALS, signal.default_int_handler)  # as Ctrl-C: what is to be removed is
    try:
        application(words_to_complete(os.environ) or sys.argv[1:])(prog_name="sluice")
    except SluiceError as error:
        _tell(error, f"Error: {error.summary}", error.detail)
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        _tell(
            error,
            f"Error: a bug in Sluice: {type(error).__name__}: {error}",
            f"Please report it, with what --debug (or {DEBUG_VARIABLE}=1) adds to this.",
        )
    sys.exit(1)


def application(arguments: Sequence[str]) -> typer.Typer:
    """The command line, as far as the arguments need it: all of it, unless they name a command.

    A command's module brings its room along (the sandbox a web server, the state the catalogue); the others need not
    wait for that.
    """
    app = typer.Typer(
        help="Data-streaming platforms as Python code.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # in boxes, every option has a column for its type in Python
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    named = next((argument for argument in arguments if not argument.startswith("-")), "")
    for module in dict.fromkeys([COMMANDS[named]] if named in COMMANDS else COMMANDS.values()):
        import_module(f"provider_lib.cli.{module}").add_to(app)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sluice {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar=DEBUG_VARIABLE, help="Show the traceback of an error.")
    ] = False,
) -> None:
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"


def _tell(error: Exception, summary: str, detail: str) -> None:
    err = console(stderr=True)
    if os.environ.get(DEBUG_VARIABLE):
        print_exception(error)
    err.print(said(summary, "bold red"))
    if detail:
        err.print(said(detail))
