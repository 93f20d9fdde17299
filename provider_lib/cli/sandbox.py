"""``sluice sandbox``: local vendor APIs to try things on."""

from __future__ import annotations

import json
import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from provider_lib.cli.commands import Commands
from provider_lib.cli.session import Json
from provider_lib.errors import SandboxError
from provider_lib.sandbox import SandboxClient, background
from provider_lib.sandbox.faults.rules import FaultKind


class Format(StrEnum):
    """How the status is printed."""

    text = "text"
    env = "env"
    json = "json"


Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the sandbox keeps what was made.")]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="Port on 127.0.0.1; 0 for a free one.")
]
StatusFormat = Annotated[
    Format,
    typer.Option(
        "--format", metavar="FORM", help="text, json, or env: lines for eval that point the provider at the sandbox."
    ),
]
Kind = Annotated[FaultKind, typer.Argument(metavar="KIND", hidden=True)]
Method = Annotated[str | None, typer.Option("--method", metavar="VERB", help="Only requests with this method.")]
UrlPath = Annotated[str | None, typer.Option("--path", metavar="REGEX", help="Only requests whose path matches.")]
Status = Annotated[
    int | None, typer.Option("--status", min=200, max=599, metavar="CODE", help="Status code of the answer.")
]
Seconds = Annotated[float | None, typer.Option("--seconds", min=0, metavar="N", help="How late, or how slow.")]
RetryAfter = Annotated[
    int | None, typer.Option("--retry-after", min=0, metavar="N", help="Seconds that the answer asks to wait.")
]
Skip = Annotated[
    int | None, typer.Option("--skip", min=0, metavar="N", help="Matching requests that are let through before.")
]
Count = Annotated[
    int | None, typer.Option("--count", min=1, metavar="N", help="How many requests it befalls (1 by default).")
]
CarriedOut = Annotated[
    bool | None, typer.Option("--carried-out", help="The request takes effect although its answer is lost.")
]

ConnectorPath = Annotated[str, typer.Argument(metavar="CONNECTOR", hidden=True)]
EnvironmentName = Annotated[str, typer.Argument(metavar="ENVIRONMENT", hidden=True)]
FailingTask = Annotated[str, typer.Option("--task", metavar="N", help="Only this task (all by default).")]
Trace = Annotated[
    Path | None, typer.Option("--trace", exists=True, metavar="FILE", help="The stack trace of the failure.")
]
Times = Annotated[
    int | None, typer.Option("--times", min=1, metavar="N", help="How often it fails (until it is mended by default).")
]

FOLDER = Path(".sluice/sandbox")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Commands, no_args_is_help=True)
    group.command("start")(start)
    group.command("stop")(stop)
    group.command("status")(status)
    group.command("fail")(fail)
    group.command("mend")(mend)
    group.command("agent-away")(agent_away)
    group.command("agent-back")(agent_back)
    faults = typer.Typer(no_args_is_help=True)
    faults.command("list")(list_faults)
    faults.command("add")(add_fault)
    faults.command("clear")(clear_faults)
    group.add_typer(faults, name="faults", help="Have requests to the sandbox go wrong.")
    app.add_typer(group, name="sandbox", help="Run local stand-ins for the vendors' APIs.")


def start(folder: Folder = FOLDER, port: Port = 0) -> None:
    """Start a sandbox in the background; what was made in it before is still there."""
    running = background.start(folder, port)
    typer.echo(f"The sandbox runs at {running.url}")
    typer.echo('Point the provider at it:  eval "$(sluice sandbox status --format env)"')


def stop(folder: Folder = FOLDER) -> None:
    """Stop the sandbox; what was made stays."""
    stopped = background.stop(folder)
    typer.echo("The sandbox is stopped" if stopped else "No sandbox runs here")


def status(folder: Folder = FOLDER, status_format: StatusFormat = Format.text) -> None:
    """Say whether a sandbox runs, and how to reach it."""
    running = _running(folder)
    match status_format:
        case Format.text:
            typer.echo(f"The sandbox runs at {running.url} (process {running.pid})")
        case Format.env:
            for name, value in running.environment.items():
                typer.echo(f"export {name}={shlex.quote(value)}")
        case Format.json:
            shown = {"pid": running.pid, "url": running.url, "environment": running.environment}
            typer.echo(json.dumps(shown, indent=2))


def fail(
    connector: ConnectorPath,
    folder: Folder = FOLDER,
    task: FailingTask = "all",
    trace: Trace = None,
    times: Times = None,
) -> None:
    """Have tasks of a connector fail, now and whenever they start again, until it is mended.

    CONNECTOR is where it is and its name: lenses/ENVIRONMENT/CLUSTER/NAME, kafka_connect/WORKER/NAME or
    redpanda/CLUSTER/NAME.
    """
    cluster, _, name = connector.rpartition("/")
    with SandboxClient(_running(folder).url) as client:
        client.fail(cluster, name, task=task, trace=None if trace is None else trace.read_text(), times=times)


def mend(connector: ConnectorPath, folder: Folder = FOLDER) -> None:
    """Take away what makes tasks of a connector fail; they run again once they are restarted.

    CONNECTOR is where it is and its name, as `sluice sandbox fail` takes it.
    """
    cluster, _, name = connector.rpartition("/")
    with SandboxClient(_running(folder).url) as client:
        client.mend(cluster, name)


def agent_away(environment: EnvironmentName, folder: Folder = FOLDER) -> None:
    """Let the agent of a Lenses environment go away.

    ENVIRONMENT is its name.
    """
    with SandboxClient(_running(folder).url) as client:
        client.disconnect_agent(environment)


def agent_back(environment: EnvironmentName, folder: Folder = FOLDER) -> None:
    """Let the agent of a Lenses environment come back.

    ENVIRONMENT is its name.
    """
    with SandboxClient(_running(folder).url) as client:
        client.reconnect_agent(environment)


def list_faults(folder: Folder = FOLDER, as_json: Json = False) -> None:
    """List the faults that are still to come."""
    with SandboxClient(_running(folder).url) as client:
        faults = client.faults()
    if as_json:
        typer.echo(json.dumps(faults, indent=2))
        return
    for fault in faults:
        times = "always" if fault["count"] is None else f"{fault['count']} times"
        typer.echo(f"{fault['kind']}\t{fault['method'] or 'any'}\t{fault['path'] or 'anywhere'}\t{times}")


def add_fault(
    kind: Kind,
    folder: Folder = FOLDER,
    method: Method = None,
    path: UrlPath = None,
    status_code: Status = None,
    seconds: Seconds = None,
    retry_after: RetryAfter = None,
    skip: Skip = None,
    count: Count = None,
    carried_out: CarriedOut = None,
) -> None:
    """Plan a fault: the next requests that match go wrong.

    KIND is what goes wrong: latency, status, drop, html, broken_json, slow_body or starting.
    """
    fields: dict[str, Any] = {
        "method": method,
        "path": path,
        "status": status_code,
        "seconds": seconds,
        "retry_after": retry_after,
        "skip": skip,
        "count": count,
        "carried_out": carried_out,
    }
    with SandboxClient(_running(folder).url) as client:
        client.fault(kind, **{name: value for name, value in fields.items() if value is not None})


def clear_faults(folder: Folder = FOLDER) -> None:
    """Forget every planned fault."""
    with SandboxClient(_running(folder).url) as client:
        client.clear_faults()


def _running(folder: Path) -> background.Running:
    running = background.status(folder)
    if running is None:
        raise SandboxError(
            f"No sandbox runs in {folder.absolute()}",
            "Start one with `sluice sandbox start`, or go to the folder in which you started one.",
        )
    return running
