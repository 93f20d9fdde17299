"""Planning 500 connectors that are in state, beside 500 of the core's own ``terraform_data``."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from provider_lib.engine.install import Installation
from provider_lib.plugin import ADDRESS
from provider_lib.sandbox.background import start, stop

CONNECTORS = 500
RUNS = 5
CORE = [sys.executable, "-m", "provider_lib.engine.core"]
MOST_MEMORY = 90


def run() -> str:
    """The figures, a line each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox = start(folder / "sandbox")
        try:
            return _compare(folder, dict(os.environ) | dict(sandbox.environment))
        finally:
            stop(folder / "sandbox")


def _compare(folder: Path, environment: Mapping[str, str]) -> str:
    ours = _applied(folder / "ours", _connectors(), environment)
    theirs = _applied(folder / "theirs", _data(), environment)
    times: dict[Path, list[float]] = {ours: [], theirs: []}
    for _ in range(RUNS):
        for place, taken in times.items():
            taken.append(_timed_plan(place, environment))
    mine, core = statistics.median(times[ours]), statistics.median(times[theirs])
    return (
        f"plan of {CONNECTORS} connectors: {mine:.2f} s; of {CONNECTORS} terraform_data: {core:.2f} s; "
        f"ratio {mine / core:.2f} (at most 2)\n"
        f"peak memory of the provider: {_peak_memory(ours, environment):.0f} MB (under {MOST_MEMORY})"
    )


def _connectors() -> dict[str, Any]:
    config = {
        "connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector",
        "tasks.max": "1",
        "file": "/tmp/in.txt",
        "topic": "lines",
        "batch.size": "2000",
        "key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.storage.StringConverter",
    }
    connectors = {
        f"c{number}": {
            "environment": "${sluice_lenses_environment.bench.name}",
            "cluster": "connect",
            "name": f"c{number}",
            "config": config,
            "wait_for_agent": "30s",
            "wait_for_running": False,
        }
        for number in range(CONNECTORS)
    }
    return {
        "terraform": {"required_providers": {"sluice": {"source": ADDRESS}}},
        "resource": {
            "sluice_lenses_environment": {"bench": {"name": "bench", "tier": "development"}},
            "sluice_lenses_connector": connectors,
        },
    }


def _data() -> dict[str, Any]:
    return {"resource": {"terraform_data": {f"d{number}": {"input": {"a": "b"}} for number in range(CONNECTORS)}}}


def _applied(folder: Path, configuration: Mapping[str, Any], environment: Mapping[str, str]) -> Path:
    folder.mkdir()
    (folder / "main.tf.json").write_text(json.dumps(configuration, indent=1))
    for command in (["init", "-input=false"], ["apply", "-auto-approve", "-input=false"]):
        subprocess.run([*CORE, *command], cwd=folder, env=dict(environment), check=True, stdout=subprocess.DEVNULL)
    return folder


def _timed_plan(folder: Path, environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        [*CORE, "plan", "-detailed-exitcode", "-input=false"],
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, "the plan is not empty"
    return time.perf_counter() - started


def _peak_memory(folder: Path, environment: Mapping[str, str]) -> float:
    """Megabytes of the largest provider process during a plan."""
    plan = subprocess.Popen(
        [*CORE, "plan", "-input=false"], cwd=folder, env=dict(environment), stdout=subprocess.DEVNULL
    )
    peak = 0
    while plan.poll() is None:
        for status in Path("/proc").glob("[0-9]*/status"):
            peak = max(peak, _provider_memory(status))
        time.sleep(0.02)
    return peak / 1024


def _provider_memory(status: Path) -> int:
    try:
        command = (status.parent / "cmdline").read_bytes()
        text = status.read_text()
    except OSError:
        return 0
    if b"terraform-provider-sluice" not in command or b"VmHWM" not in text.encode():
        return 0
    return int(text.split("VmHWM:")[1].split()[0])
