"""States at a server that speaks S3, with lock files beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backends.held import deploying, waiting
from tests.backends.object_store import ObjectStore, object_store
from tests.backends.owned import check_what_is_owned
from tests.e2e.apps import Folder, make_app
from tests.unavailable import Unavailable

BACKEND = """\
cdk.S3Backend({stack}, bucket="states", key="{key}", region="eu-central-1", use_path_style=True)
{stack}.add_override("terraform.backend.s3.use_lockfile", True)
"""


@pytest.fixture(scope="module")
def store() -> Iterator[ObjectStore]:
    try:
        with object_store() as running:
            running.make_bucket("states")
            yield running
    except Unavailable as reason:
        pytest.skip(str(reason))


def test_the_state_commands_read_it(tmp_path: Path, store: ObjectStore) -> None:
    check_what_is_owned(tmp_path, BACKEND.format(stack="stack", key="owned.tfstate"), store.environment)


def test_a_killed_run_leaves_its_lock_file_which_is_told_and_bars_deploys_but_no_diff(
    tmp_path: Path, store: ObjectStore
) -> None:
    made = make_app(
        tmp_path, f'dev = stack("dev", {waiting(tmp_path)})\n{BACKEND.format(stack="dev", key="killed.tfstate")}'
    )
    app = Folder(made.path, {**made.environ, **store.environment})
    with deploying(app, tmp_path) as dev:
        assert "killed.tfstate.tflock" in store.names("states")
        dev.kill()
    done = app.sluice("deploy", "--auto-approve", "--skip-synth")
    assert done.code == 1
    told, advice = done.err.split("Error: dev: The state is locked\n")[1].splitlines()
    assert " holds the lock since " in told
    assert " UTC (0 minutes ago), for a deploy (lock " in told
    assert advice.endswith("take the lock away: sluice unlock dev")
    assert app.sluice("diff", "--skip-synth").err == "dev: 1 to add, 0 to change, 0 to destroy\n"
    waits = app.start("sluice", "deploy", "--auto-approve", "--skip-synth", "--lock-timeout", "1m")
    assert waits.stdout
    assert waits.stdout.readline() == "dev: waiting for the lock\n"
    assert app.sluice("unlock", "dev", "--auto-approve", "--skip-synth").err.endswith("dev: unlocked\n")
    said, _ = waits.communicate(timeout=60)
    assert said.endswith("dev: 1 added, 0 changed, 0 destroyed\n")
    assert "killed.tfstate.tflock" not in store.names("states")
