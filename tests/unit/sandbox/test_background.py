from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import Sandbox, background

from .lenses import Lenses


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / ".sluice"
    yield folder
    background.stop(folder)


def test_a_started_sandbox_is_found_again_and_stopped(folder: Path) -> None:
    assert background.status(folder) is None

    started = background.start(folder)

    assert background.start(folder) == started
    assert background.status(folder) == started
    assert started.environment["SLUICE_LENSES_URL"] == f"{started.url}/lenses"
    assert background.stop(folder)
    assert background.status(folder) is None
    assert not background.stop(folder)
    with pytest.raises(httpx.ConnectError):
        httpx.get(started.url)


def test_what_was_made_is_there_after_a_restart(folder: Path) -> None:
    for make in (True, False):
        started = background.start(folder)
        variables = started.environment
        with Lenses(variables["SLUICE_LENSES_URL"], variables["SLUICE_LENSES_TOKEN"]) as lenses:
            if make:
                lenses.make_environment()
            assert lenses.get("/api/v1/environments/prod").status_code == 200
        background.stop(folder)


def test_a_port_that_is_taken_is_reported(folder: Path) -> None:
    with Sandbox() as running:
        port = httpx.URL(running.url).port
        assert port is not None
        with pytest.raises(SandboxError) as error:
            background.start(folder, port)

    assert error.value.summary == "The sandbox did not start"
    assert error.value.detail.startswith(f"The sandbox cannot listen on port {port}\n")


def test_a_process_that_is_not_the_sandbox_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    with Sandbox() as other:
        (folder / "sandbox.json").write_text(json.dumps({"pid": os.getppid(), "url": other.url}))

        assert background.status(folder) is None
        assert not background.stop(folder)


@pytest.mark.parametrize("noted", ["", "{}", '{"pid": 1, "url": "http://127.0.0.1:1"}'])
def test_a_note_that_is_of_no_use_is_ignored(folder: Path, noted: str) -> None:
    folder.mkdir()
    (folder / "sandbox.json").write_text(noted)

    assert background.status(folder) is None


def test_the_foreground_process_says_where_it_listens_and_ends_on_a_signal(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid.json"
    command = [sys.executable, "-m", "provider_lib.sandbox", "--pid-file", str(pid_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        httpx.get(f"{url}/_sandbox/status").raise_for_status()
        process.send_signal(signal.SIGTERM)
        process.wait(10)

    assert not pid_file.exists()
