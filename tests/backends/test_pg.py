"""States in a real PostgreSQL."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.backends.held import deploying, waiting
from tests.backends.owned import check_what_is_owned
from tests.e2e.apps import Folder, make_app
from tests.postgres import Database
from tests.until import until

APP = """\
cdk.PgBackend(stack("dev", {dev}), conn_str="postgres://", schema_name="dev")
cdk.PgBackend(stack("prod"), conn_str="postgres://", schema_name="prod")
"""


@pytest.fixture
def app(tmp_path: Path, database: Database) -> Folder:
    """An app of two stacks, whose user's environment says how the database is reached; dev takes until it may go on."""
    made = make_app(tmp_path, APP.format(dev=waiting(tmp_path)))
    return Folder(made.path, {**made.environ, **database.environment, "USER": "alice"})


def test_the_state_commands_read_it(tmp_path: Path, database: Database) -> None:
    backend = 'cdk.PgBackend(stack, conn_str="postgres://", schema_name="dev")'
    check_what_is_owned(tmp_path, backend, database.environment)
    password = database.environment["PGPASSWORD"]
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and password in file.read_text("latin-1")]


def test_first_deploys_of_two_stacks_at_once_both_succeed(app: Folder, tmp_path: Path, database: Database) -> None:
    with deploying(app, tmp_path) as dev:
        prod = app.sluice("deploy", "prod", "--auto-approve", "--skip-synth")
        assert (prod.code, prod.err.splitlines()[-1]) == (0, "prod: 1 added, 0 changed, 0 destroyed")
        dev.go_on()
    assert database.ask("SELECT name FROM dev.states UNION ALL SELECT name FROM prod.states") == ["default", "default"]


def test_the_database_knows_who_holds_a_lock_and_gives_it_on_when_its_holder_is_killed(
    app: Folder, tmp_path: Path, database: Database
) -> None:
    with deploying(app, tmp_path) as dev:
        refused = app.sluice("deploy", "dev", "--auto-approve", "--skip-synth")
        assert refused.code == 1
        _, told = refused.err.split("Error: dev: The state is locked\n")
        assert told.startswith("another run holds the lock.\nWait until it has ended, ")
        [question] = [line.split('"')[1] for line in told.splitlines() if line.startswith('  psql -c "SELECT pid')]
        [holder] = database.ask(question)
        assert holder.split("\t")[1:3] == [f"sluice dev alice@{socket.gethostname()}", "127.0.0.1"]

        unlock = app.sluice("unlock", "dev", "--skip-synth")
        assert unlock.code == 1
        assert "Error: The lock lasts as long as the connection of the run that holds it\n" in unlock.err
        assert database.ask(question) == [holder]

        assert app.sluice("diff", "dev", "--skip-synth").err == "dev: 1 to add, 0 to change, 0 to destroy\n"

        second = app.start("sluice", "deploy", "dev", "--auto-approve", "--skip-synth", "--lock-timeout", "1m")
        assert second.stdout
        assert second.stdout.readline() == "dev: waiting for the lock\n"
        dev.kill()
        said, _ = second.communicate(timeout=60)
        assert said.endswith("dev: 1 added, 0 changed, 0 destroyed\n")


def test_what_another_run_makes_in_a_new_database_at_that_moment_is_no_error(app: Folder, database: Database) -> None:
    assert app.sluice("synth").code == 0
    other = subprocess.Popen(
        [database.psql, "-X", "-q"],
        env={**os.environ, **database.environment},
        stdin=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdin
        other.stdin.write("BEGIN; CREATE SEQUENCE public.global_states_id_seq AS bigint; CREATE SCHEMA prod;\n")
        other.stdin.flush()
        until(lambda: database.ask("SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"))
        deploy = app.start("sluice", "deploy", "prod", "--auto-approve", "--skip-synth")
        until(lambda: database.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
        other.stdin.write("COMMIT;\n")
        other.stdin.flush()
        said, _ = deploy.communicate(timeout=60)
        other.stdin.close()
    assert (deploy.returncode, said.splitlines()[-1]) == (0, "prod: 1 added, 0 changed, 0 destroyed")
