"""States in a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.apps import Folder, make_app
from tests.postgres import Database

APP = """\
for name in ("dev", "prod"):
    cdk.PgBackend(stack(name), conn_str="postgres://", schema_name=name)
"""


@pytest.fixture
def app(tmp_path: Path, database: Database) -> Folder:
    """An app of two stacks, whose user's environment says how the database is reached."""
    made = make_app(tmp_path, APP)
    return Folder(made.path, {**made.environ, **database.environment})


def test_the_state_commands_read_each_stack_from_its_schema(app: Folder, database: Database) -> None:
    assert app.sluice("deploy", "*", "--auto-approve").code == 0
    done = app.sluice("state", "resources", "--skip-synth")
    assert (
        done.out
        == "dev\tterraform_data\tterraform_data.thing\t-\tno\nprod\tterraform_data\tterraform_data.thing\t-\tno\n"
    )
    assert done.err == "dev: as of serial 1\nprod: as of serial 1\n"
    assert database.ask("SELECT name FROM dev.states UNION ALL SELECT name FROM prod.states") == ["default", "default"]
