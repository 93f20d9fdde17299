"""However a deploy is ended, the state has what the server has, and the next deploy goes on from there."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from tests.conformance.conftest import sandbox
from tests.e2e.apps import BIN, Folder, interrupt, make_app
from tests.e2e.terminal import on_terminal
from tests.e2e.test_cli_interrupt import read_until
from tests.until import until

__all__ = ["sandbox"]

MAIN = """\
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
stack = Stack(app, "dev")
first = Environment(stack, "first", name="first", tier="development"{more})
Environment(stack, "second", name="second", tier="development", depends_on=[first])
app.synth()
"""
LONG = 120.0
"""Seconds that a held request would take: more than any test here does."""

SOON = 60.0
"""Seconds in which a command begins, or ends: a busy machine takes long for either."""


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(MAIN.format(more=""))
    return Folder(made.path, {**made.environ, **sandbox.environment()})


def hold(sandbox: Sandbox, method: str, path: str, seconds: float = LONG) -> None:
    """Have the next such request carried out, and answered late."""
    sandbox.admin.fault("latency", method=method, path=path, seconds=seconds)


def await_held(sandbox: Sandbox) -> None:
    """Wait for the request that is to be held."""
    until(lambda: not sandbox.admin.faults(), SOON)


@contextmanager
def deploying(app: Folder, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A deploy that is under way."""
    process = app.start("sluice", "deploy", "--auto-approve", *options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def on_the_server(app: Folder) -> list[str]:
    """The names of the environments that the server has."""
    headers = {"Authorization": f"Bearer {app.environ['SLUICE_LENSES_TOKEN']}"}
    answer = httpx.get(f"{app.environ['SLUICE_LENSES_URL']}/api/v1/environments", headers=headers)
    return sorted(item["name"] for item in answer.raise_for_status().json()["items"])


def in_the_state(app: Folder) -> list[str]:
    """The names of the environments that the state has."""
    done = app.sluice("state", "resources", "--skip-synth")
    assert done.code == 0, done.err
    return sorted(line.split("\t")[3].removeprefix("dev/") for line in done.out.splitlines())


def assert_nothing_is_lost(app: Folder, sandbox: Sandbox, *made: str) -> None:
    """What the server has is in the state; the next deploy makes the rest, and every key in the state is good."""
    assert (on_the_server(app), in_the_state(app)) == ([*made], [*made])
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 0, done.err
    assert on_the_server(app) == ["first", "second"]
    for name in ("first", "second"):
        done = app.sluice("state", "agent-keys", "--environment", name, "--format", "env", "--reveal", "--skip-synth")
        assert sandbox.admin.connect_agent(done.out.strip().partition("=")[2]) == name


def test_an_interrupt_while_it_plans_ends_a_deploy_and_nothing_is_applied(app: Folder, sandbox: Sandbox) -> None:
    app.sluice("deploy", "--auto-approve")
    (app.path / "main.py").write_text(MAIN.format(more=', display_name="First"'))
    sandbox.admin.clear_requests()
    hold(sandbox, "GET", "/environments")
    with deploying(app) as process:
        await_held(sandbox)
        interrupt(process)
        said, _ = process.communicate(timeout=SOON)
    assert process.returncode == 1
    assert "Error: dev: Interrupted\nNothing was changed.\n" in said
    assert {item["method"] for item in sandbox.admin.requests()} <= {"GET"}


def test_a_plan_that_was_all_but_done_is_not_applied_after_an_interrupt(app: Folder, sandbox: Sandbox) -> None:
    """Terraform ends such a plan as if nothing had happened."""
    app.sluice("deploy", "--auto-approve")
    (app.path / "main.py").write_text(MAIN.format(more=', display_name="First"'))
    sandbox.admin.clear_requests()
    hold(sandbox, "GET", "/environments", seconds=0.3)
    with deploying(app) as process:
        await_held(sandbox)
        interrupt(process)
        process.communicate(timeout=SOON)
    assert process.returncode == 1
    assert {item["method"] for item in sandbox.admin.requests()} <= {"GET"}


def test_a_terminal_that_is_closed_loses_nothing(app: Folder, sandbox: Sandbox) -> None:
    hold(sandbox, "POST", "/environments$", seconds=2)
    with on_terminal(app, "deploy", "--auto-approve") as terminal:
        await_held(sandbox)
        terminal.close()
        terminal.process.send_signal(signal.SIGHUP)  # a shell passes it on to what it had started
        terminal.process.wait(timeout=SOON)
    assert_nothing_is_lost(app, sandbox, "first")


def test_ctrl_c_that_ends_the_reader_of_a_pipe_too_loses_nothing(app: Folder, sandbox: Sandbox) -> None:
    hold(sandbox, "POST", "/environments$", seconds=2)
    command = f"{BIN / 'sluice'} deploy --auto-approve 2>&1 | cat"
    process = subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=app.path,
        env=dict(app.environ),
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    await_held(sandbox)
    interrupt(process)
    process.communicate(timeout=SOON)
    until(lambda: app.sluice("unlock", "dev", "--skip-synth").err == "dev: nobody holds the lock\n", SOON)
    assert_nothing_is_lost(app, sandbox, "first")


def test_the_second_interrupt_gives_up_what_is_under_way_and_keeps_what_it_made(app: Folder, sandbox: Sandbox) -> None:
    hold(sandbox, "POST", "/environments$")
    with deploying(app) as process:
        await_held(sandbox)
        interrupt(process)
        read_until(process, "dev: Interrupt received.")
        interrupt(process)
        said, _ = process.communicate(timeout=SOON)
    assert process.returncode == 1
    assert "dev: giving up the calls that are under way" in said
    assert "Error: dev: Gave up what was under way, as asked by the second interrupt\n" in said
    assert_nothing_is_lost(app, sandbox, "first")


def test_a_cancelled_job_of_ci_loses_nothing(app: Folder, sandbox: Sandbox) -> None:
    """GitHub sends SIGINT, then SIGTERM, and 2.5 seconds later SIGKILL."""
    hold(sandbox, "POST", "/environments$")
    with deploying(app) as process:
        await_held(sandbox)
        process.send_signal(signal.SIGINT)
        read_until(process, "dev: Interrupt received.")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SOON)
    assert_nothing_is_lost(app, sandbox, "first")


def test_sigterm_alone_gives_up_by_itself_when_time_runs_out(app: Folder, sandbox: Sandbox) -> None:
    hold(sandbox, "POST", "/environments$")
    with deploying(app) as process:
        await_held(sandbox)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=SOON)
    assert "dev: giving up the calls that are under way" in said
    assert_nothing_is_lost(app, sandbox, "first")


def test_only_the_third_interrupt_abandons(app: Folder, sandbox: Sandbox) -> None:
    hold(sandbox, "POST", "/environments$")
    with deploying(app) as process:
        await_held(sandbox)
        sandbox.admin.fault("latency", method="GET", path="/environments", count=None, seconds=LONG)
        interrupt(process)
        read_until(process, "dev: Interrupt received.")
        interrupt(process)
        read_until(process, "dev: giving up")
        interrupt(process)
        said, _ = process.communicate(timeout=SOON)
    assert "Error: dev: Stopped at once, as asked by the third interrupt\n" in said


def test_a_reader_that_goes_away_does_not_stop_a_deploy(app: Folder, sandbox: Sandbox) -> None:
    hold(sandbox, "POST", "/environments$", seconds=1)
    with deploying(app, "--json") as process:
        assert process.stdout is not None
        read_until(process, '"apply_start"')
        process.stdout.close()
        assert process.wait(timeout=SOON) == 0
    assert_nothing_is_lost(app, sandbox, "first", "second")


def test_a_deploy_without_changes_stores_that_an_object_is_gone(app: Folder) -> None:
    app.sluice("deploy", "--auto-approve")
    headers = {"Authorization": f"Bearer {app.environ['SLUICE_LENSES_TOKEN']}"}
    httpx.delete(f"{app.environ['SLUICE_LENSES_URL']}/api/v1/environments/second", headers=headers).raise_for_status()
    main = (app.path / "main.py").read_text().splitlines()
    (app.path / "main.py").write_text("\n".join(line for line in main if "second" not in line))
    assert in_the_state(app) == ["first", "second"]
    done = app.sluice("deploy", "--auto-approve")
    assert (done.code, done.err.splitlines()[-1]) == (0, "dev: no changes")
    assert in_the_state(app) == ["first"]


class Silent(BaseHTTPRequestHandler):
    """A backend that never answers."""

    came = threading.Event()
    ended = threading.Event()

    def do_GET(self) -> None:
        self.came.set()
        self.ended.wait(LONG)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def silent() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        Silent.ended.set()
        server.shutdown()


def test_a_backend_that_hangs_does_not_keep_a_second_interrupt_waiting(tmp_path: Path, silent: str) -> None:
    app = make_app(tmp_path, f'cdk.HttpBackend(stack("dev"), address={silent!r})')
    process = app.start("sluice", "diff")
    assert Silent.came.wait(SOON)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Error: dev: Ended at once, as asked by the second interrupt\nNothing was changed." in said
