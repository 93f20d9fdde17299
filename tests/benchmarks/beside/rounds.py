"""The rounds: everybody does the same, one after the other, again and again, so that a busy machine slows all."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from provider_lib import ADDRESS
from provider_lib.engine.garbage import PERCENT
from provider_lib.engine.install import PLATFORMS
from provider_lib.engine.stack_file import STACK_FILE
from tests.benchmarks.beside.contestants import Contestant
from tests.benchmarks.installed import installed
from tests.benchmarks.process import Cost, environment, run

START, APPLY, NO_OP, CHANGE, DESTROY = STEPS = (
    "start",
    "first apply",
    "plan without changes",
    "plan of one change",
    "destroy",
)

COMMANDS = {
    START: ["providers", "schema", "-json"],
    APPLY: ["apply", "-auto-approve", "-input=false"],
    NO_OP: ["plan", "-input=false", "-detailed-exitcode"],
    CHANGE: ["plan", "-input=false"],
    DESTROY: ["destroy", "-auto-approve", "-input=false"],
}
DRIVEN = Path(__file__).with_name("driven.py")


@dataclass(frozen=True, slots=True)
class Measured:
    """One step of one contestant.

    Args:
        size: how many objects there are.
        latency: milliseconds of the server, before each answer.
        calls: how many requests the server got.
    """

    contestant: str
    step: str
    size: int
    latency: int
    cost: Cost
    calls: int


def measure(
    contestants: Sequence[Contestant], sizes: Sequence[int], latencies: Sequence[int], rounds: int
) -> Iterator[Measured]:
    """The medians of all steps."""
    for latency in latencies:
        with _server(latency) as url:
            for size in sizes:
                lives = [[list(_life(it, url, size)) for it in contestants] for _ in range(rounds)]
                for index, contestant in enumerate(contestants):
                    for step, *seen in zip(STEPS, *(life[index] for life in lives), strict=True):
                        costs, calls = zip(*seen, strict=True)
                        yield Measured(contestant.name, step, size, latency, _medians(costs), round(median(calls)))


def _medians(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.seconds for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.memory for cost in costs),
    )


@contextmanager
def _server(latency: int) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benchmarks.beside.server", str(latency / 1000)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def _life(contestant: Contestant, url: str, size: int) -> Iterator[tuple[Cost, int]]:
    """What each step costs, in their order, and how many requests it made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mirror = str(_mirrored(contestant, folder))
        habit = {} if contestant.by_sluice else {PERCENT: "100"}  # Go's own, which sluice-terraform would change
        environ = environment(TF_CLI_CONFIG_FILE=mirror, SLUICE_HOME=f"{name}/home", **habit)
        core = installed() / "sluice-terraform"
        configuration = folder / "stack" / STACK_FILE
        configuration.parent.mkdir()

        def cost_of(step: str) -> tuple[Cost, int]:
            command = [installed() / "python", DRIVEN, step] if contestant.by_sluice else [core, *COMMANDS[step]]
            cost = run(command, environ, configuration.parent, contestant.program)
            return cost, int(urlopen(f"{url}/-/calls").read())

        urlopen(Request(f"{url}/-/reset", method="POST"))
        configuration.write_text(json.dumps(contestant.configuration(url, size)))
        run([core, "init", "-input=false"], environ, configuration.parent)
        for step in STEPS:
            if step == CHANGE:
                configuration.write_text(json.dumps(contestant.configuration(url, size, changed=True)))
            yield cost_of(step)


def _mirrored(contestant: Contestant, folder: Path) -> Path:
    """A configuration file with a mirror that has the executable; ours is where Terraform finds it anyhow."""
    mirror = folder / "mirror"
    mirror.mkdir()
    if contestant.source not in ("", ADDRESS):
        for platform in PLATFORMS:  # Terraform looks into the folder of its own
            place = mirror / contestant.source / "1.0.0" / platform
            place.mkdir(parents=True)
            (place / contestant.program).symlink_to(Path(contestant.executable).resolve())
    file = folder / "terraform.rc"
    file.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n')
    return file
