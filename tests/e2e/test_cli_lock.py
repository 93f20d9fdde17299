"""The lock on a state file of this machine."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.apps import make_app, wait_for


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
