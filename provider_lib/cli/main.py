"""Puts the commands together, and tells every error in a line and what to do about it.

Exit codes: 0 done, 1 failed, wrong usage included; for ``diff`` and ``review`` with ``--detailed-exitcode``, 2 changes;
for ``status``, ``watch`` and the commands that steer, 2 what is not as it should be; for ``drift`` and ``adopt
--check``, 2 what deviates.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Collection
from importlib import import_module
from traceback import print_exception
from typing import Annotated, NoReturn

import typer

from provider_lib import __version__
from provider_lib.cli.completion import words_to_complete
from provider_lib.engine.ending import SIGNALS, take_signals
from provider_lib.errors import SluiceError

DEBUG_VARIABLE = "SLUICE_DEBUG"

_WRONG_USAGE = typer.BadParameter.__mro__[1]
"""The error of click that all wrong usage is; newer releases of typer have a click of their own."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
REFUSED = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST),
    *(errno.ELOOP, errno.ENAMETOOLONG),
)
"""What a machine says of a place where nothing can be written or read."""
"""By which a disk says that it is full, behind whatever is written to."""

COMMANDS = {
    "init": "init",
    "adopt": "adopt",
    "move": "move",
    "synth": "synth",
    "diff": "diff",
    "review": "review",
    "drift": "drift",
    "deploy": "deploy",
    "destroy": "deploy",
    "output": "output",
    "status": "status",
    "restart": "steer",
    "pause": "steer",
    "resume": "steer",
    "stop": "steer",
    "watch": "watch",
    "map": "map",
    "unlock": "unlock",
    "doctor": "doctor",
    "demo": "demo",
    "state": "state",
    "key": "key",
    "sandbox": "sandbox",
    "provider": "provider",
}
"""Command -> module of this package that adds it."""

SUMMARIES = {
    "init": "Write a small app to begin with: cdktf.json, main.py, .gitignore and .env.example.",
    "adopt": "Write a stack of what is there already, and prove that its deploy changes nothing.",
    "move": "Give a connector another name or place, where it goes on from where it is.",
    "synth": "Synthesize the stacks into cdktf.out, and list them.",
    "diff": "Show what a deploy would do, to the data and to the people first.",
    "review": "Say what a teammate must know before approving.",
    "drift": "Say what others changed of what we own, and what of the code is not deployed.",
    "deploy": "Make the stacks real, each after those it depends on.",
    "destroy": "Delete what the stacks made, each before those it depends on.",
    "output": "Show the outputs of the stacks as they were deployed last.",
    "status": "Show how the connectors, environments, pipelines and agents that we own are now.",
    "restart": "Restart connectors with all their tasks, or with --failed only what has failed.",
    "pause": "Pause connectors, until the next deploy.",
    "resume": "Resume connectors that are paused or stopped, until the next deploy.",
    "stop": "Stop connectors, so that they give their tasks back, until the next deploy.",
    "watch": "Restart what has failed in passing, and report what needs somebody.",
    "map": "Draw a map of what we own: a page to search, or a picture.",
    "unlock": "Say who holds the lock of a stack's state, and take it away after asking.",
    "doctor": "Check Node, the engine, the provider, the settings and each API.",
    "demo": "Deploy a shop's streaming platform to local vendor APIs.",
    "state": "Show what we own, and what was kept of a state.",
    "key": "Make identities that open sealed agent keys.",
    "sandbox": "Run local stand-ins for the vendors' APIs.",
    "provider": "Make terraform, tofu and cdktf find the provider.",
}
"""Command -> what its own help begins with, in the order of the list."""


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    take_signals(SIGNALS, signal.default_int_handler)  # as Ctrl-C: what is to be removed is
    try:
        arguments = words_to_complete(os.environ) or sys.argv[1:]
        application([word for word in arguments if not word.startswith("-")][:1])(prog_name="sluice")
    except SystemExit as end:
        # Click's code for wrong usage is 2, which a script would take for changes, or for drift.
        raise SystemExit(1 if isinstance(end.__context__, _WRONG_USAGE) else end.code) from None
    except SluiceError as error:
        _tell(error, f"Error: {error.summary}", error.detail)
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not complain when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        _tell(error, *_unexpected(error))
    sys.exit(1)


def application(named: Collection[str]) -> typer.Typer:
    """The command line with the commands of those names; where there are none, all commands as they are listed.

    A command's module brings its room along (the sandbox a web server, the state the catalogue); neither the others
    nor a list of the commands need to wait for that.
    """
    app = typer.Typer(
        help="Data-streaming platforms as Python code.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # in boxes, every option has a column for its type in Python
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    modules = dict.fromkeys(module for name, module in COMMANDS.items() if name in named)
    for module in modules:
        import_module(f"provider_lib.cli.{module}").add_to(app)
    if not modules:
        for name, summary in SUMMARIES.items():
            app.command(name, help=summary)(_only_listed)
    return app


def _only_listed() -> None:
    """Stands for a command that nobody named, and that none can run."""


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


def _unexpected(error: Exception) -> tuple[str, str]:
    """What to say of an error that no command expects, and what to do about it."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        where = error.filename or "standard output, or a file that is written"
        return f"Error: {error.strerror}: {where}", "Make room, and run the command again."
    if isinstance(error, OSError) and error.errno in REFUSED and error.filename:
        return (
            f"Error: {error.strerror}: {os.fsdecode(error.filename)}",
            "Name another place, or see who may write there. Sluice keeps files of its own in the folder SLUICE_HOME "
            "(~/.local/share/sluice).",
        )
    return (
        f"Error: a bug in Sluice: {type(error).__name__}: {error}",
        f"Please report it, with what --debug (or {DEBUG_VARIABLE}=1) adds to this.",
    )


def _tell(error: Exception, summary: str, detail: str) -> None:
    from provider_lib.cli.consoles import console, said  # rich is slow to import, and help and completion print without

    err = console(stderr=True)
    if os.environ.get(DEBUG_VARIABLE):
        print_exception(error)
    err.print(said(summary, "bold red"))
    if detail:
        err.print(said(detail))
