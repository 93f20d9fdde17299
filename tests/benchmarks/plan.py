"""Planning 500 connectors that are in state, beside as many of the core's own ``terraform_data`` that hold the same."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from provider_lib import ADDRESS
from provider_lib.sandbox.background import Running, start, stop
from provider_lib.sandbox.client import SandboxClient
from tests.benchmarks.figure import Figure
from tests.benchmarks.installed import installed, provider
from tests.benchmarks.payload import ENVIRONMENT, connector
from tests.benchmarks.process import Cost, environment, run

CONNECTORS = 500
RUNS = 5

RATIO = 2.0
MEMORY = 90
"""Megabytes."""
REQUESTS = {"Lenses": CONNECTORS + 1, "Kafka Connect": 2}
"""Lenses has no list that holds configurations: one for each connector, and one for the environment. A worker of
Kafka Connect tells its version, and then all connectors at once."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a configuration that has been applied.

    Args:
        environ: the environment for Terraform.
    """

    folder: Path
    environ: Mapping[str, str]

    @classmethod
    def applied(cls, folder: Path, environ: Mapping[str, str], configuration: Mapping[str, Any]) -> Workspace:
        """Write the configuration, apply it, and refresh the state with what has come to rest since."""
        folder.mkdir()
        (folder / "main.tf.json").write_text(json.dumps(configuration, indent=1))
        workspace = cls(folder, environ)
        workspace.run("init")
        workspace.run("apply", "-auto-approve")
        workspace.run("apply", "-auto-approve", "-refresh-only")
        return workspace

    def run(self, *arguments: str) -> Cost:
        """Run a Terraform command."""
        return run([installed() / "sluice-terraform", *arguments, "-input=false"], self.environ, self.folder)

    def plan(self) -> Cost:
        """Plan; any change fails."""
        return self.run("plan", "-detailed-exitcode")


def measure() -> Iterator[Figure]:
    """Both plans in turns, so that a busy machine slows both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox = start(folder / "sandbox")
        try:
            yield from _compare(folder, sandbox)
        finally:
            stop(folder / "sandbox")


def _compare(folder: Path, sandbox: Running) -> Iterator[Figure]:
    environ = environment(**sandbox.environment, SLUICE_HOME=str(folder / "home"))
    core = Workspace.applied(folder / "core", environ, _data())
    for system, configuration in (("Lenses", _lenses()), ("Kafka Connect", _kafka_connect())):
        ours = Workspace.applied(folder / system, environ, configuration)
        pairs = [(ours.plan(), core.plan()) for _ in range(RUNS)]
        yield from _ratios(system, *zip(*pairs, strict=True))
        with SandboxClient(sandbox.url) as client:
            client.clear_requests()
            memory = _peak_memory(ours)
            yield Figure("  requests during that plan", len(client.requests()), REQUESTS[system])
        yield Figure("  memory of the provider during that plan", memory, MEMORY, "MB")


def _ratios(system: str, ours: Sequence[Cost], core: Sequence[Cost]) -> Iterator[Figure]:
    """How much longer ours takes, and how much more processor time: that depends less on what the machine has."""
    for what, measured in (("time", lambda cost: cost.seconds), ("CPU", lambda cost: cost.cpu)):
        mine, theirs = (median(map(measured, costs)) for costs in (ours, core))
        yield Figure(
            f"{what} of a plan of {CONNECTORS} of {system}",
            mine / theirs,
            RATIO,
            made_of=f"{mine:.2f} s, terraform_data {theirs:.2f} s; medians of {RUNS} runs",
        )


def _lenses() -> dict[str, Any]:
    environment = {"sluice_lenses_environment": {"bench": ENVIRONMENT}}
    where = {
        "environment": "${sluice_lenses_environment.bench.name}",
        "cluster": "connect",
        "wait_for_agent": "30s",
        "wait_for_running": False,
    }
    return _ours(environment | {"sluice_lenses_connector": _many(where)})


def _kafka_connect() -> dict[str, Any]:
    return _ours({"sluice_kafka_connect_connector": _many({"wait_for_running": False})})


def _ours(resources: Mapping[str, Any]) -> dict[str, Any]:
    return {"terraform": {"required_providers": {"sluice": {"source": ADDRESS}}}, "resource": resources}


def _data() -> dict[str, Any]:
    where = {"environment": "${terraform_data.bench.output.name}", "cluster": "connect"}
    data = {name: {"input": connector} for name, connector in _many(where).items()}
    return {"resource": {"terraform_data": {"bench": {"input": ENVIRONMENT}, **data}}}


def _many(where: Mapping[str, Any]) -> dict[str, Any]:
    return {f"c{number}": {**where, **connector(number)} for number in range(CONNECTORS)}


def _peak_memory(workspace: Workspace) -> float:
    """Megabytes of the largest provider process during a plan."""
    command = [installed() / "sluice-terraform", "plan", "-input=false"]
    return run(command, workspace.environ, workspace.folder, watched=provider().name).memory
