"""A state that somebody holds: who, since when, and how to take the lock away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.e2e.apps import Folder, make_app, wait_for

LEFT_BEHIND = {
    "ID": "445802f2-e191-302e-8157-147df6f6a52a",
    "Operation": "OperationTypeApply",
    "Info": "",
    "Who": "alice@ci",
    "Version": "1.15.5",
    "Created": "2020-11-27T15:42:03.050618966Z",
    "Path": "",
}
HELD = "alice@ci holds the lock since 2020-11-27 15:42:03 UTC ("


class StateServer(BaseHTTPRequestHandler):
    """Terraform's http backend, as much as it needs: a state, which it may refuse to take, and a lock."""

    state: ClassVar[bytes] = b""
    lock: ClassVar[bytes] = b""
    refuses: ClassVar[bool] = False

    def do_GET(self) -> None:
        self._answer(200 if self.state else 204, self.state)

    def do_POST(self) -> None:
        body = self._body()
        if self.refuses:
            self._answer(403)
        else:
            StateServer.state = body
            self._answer(200)

    def do_LOCK(self) -> None:
        body = self._body()
        if self.lock:
            self._answer(423, self.lock)
        else:
            StateServer.lock = body
            self._answer(200)

    def do_UNLOCK(self) -> None:
        StateServer.lock = b""
        self._answer(200)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def url() -> Iterator[str]:
    StateServer.state, StateServer.lock = b"", json.dumps(LEFT_BEHIND).encode()
    with ThreadingHTTPServer(("127.0.0.1", 0), StateServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def app(tmp_path: Path, url: str) -> Folder:
    made = make_app(tmp_path, "")
    made.write(f'cdk.HttpBackend(stack("dev"), address={url!r}, lock_address={url!r}, unlock_address={url!r})')
    return made


@pytest.mark.parametrize("command", [["diff"], ["deploy", "--auto-approve"]])
def test_an_error_says_who_holds_the_lock_and_how_to_take_it_away(app: Folder, command: list[str]) -> None:
    done = app.sluice(*command)
    assert done.code == 1
    _, told = done.err.split("Error: ")
    assert told.startswith(("The state is locked\n", "dev: The state is locked\n"))
    assert HELD in told
    assert "take the lock away: sluice unlock dev\n" in told
    assert "-lock=false" not in told


def test_a_lock_that_was_left_behind_is_taken_away(app: Folder) -> None:
    done = app.sluice("unlock", "dev", "--auto-approve")
    assert done.code == 0
    told, unlocked = done.err.splitlines()
    assert told.startswith(f"dev: {HELD}")
    assert unlocked == "dev: unlocked"
    assert app.sluice("deploy", "--auto-approve").code == 0
    assert app.sluice("unlock", "dev", "--auto-approve").err == "dev: nobody holds the lock\n"
    assert app.sluice("state", "resources").err == "dev: as of serial 1\n"


def test_a_lock_is_not_taken_away_without_approval(app: Folder) -> None:
    done = app.sluice("unlock", "dev")
    assert done.code == 1
    assert done.err.splitlines()[-2] == "Error: There is nobody to ask for approval"
    assert StateServer.lock


def test_the_lock_on_a_state_file_ends_with_its_run(tmp_path: Path) -> None:
    app = make_app(tmp_path, "")
    started, go = tmp_path / "started", tmp_path / "go"
    command = f"touch {started}; while [ ! -e {go} ]; do sleep 0.1; done"
    app.write(f'stack("dev", provisioner=[{{"local-exec": {{"command": {command!r}}}}}])')
    app.sluice("synth")
    process = app.start("sluice", "deploy", "--auto-approve", "--skip-synth")
    wait_for(started)
    done = app.sluice("unlock", "dev", "--auto-approve", "--skip-synth")
    go.touch()
    process.communicate(timeout=60)
    assert done.code == 1
    assert "Error: The lock on a state file lasts as long as the run that holds it\n" in done.err
    assert process.returncode == 0
