"""A state as a version of the provider left it, with all that is needed to plan with it again.

One file for each resource type, in ``frozen/<version>/``. ``freeze`` writes it, ``test_frozen_states`` plans with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from provider_lib.sandbox.app import make_world
from provider_lib.sandbox.server import Sandbox
from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached

FOLDER = Path(__file__).with_name("frozen")
FLEETING = ("redpanda_tokens", "streamkap_tokens")
"""Tables of what has expired when it is read again; the provider asks for new ones."""
Rows = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Frozen:
    """What stood where.

    Args:
        environment: the variables from which the provider takes secrets; dummies.
        configuration: the resources by address, as a user writes them.
        state: Terraform's state file.
        sandbox: the rows of the sandbox's database by table.
    """

    environment: Mapping[str, str]
    configuration: Mapping[str, Any]
    state: Any
    sandbox: Rows

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a file."""
        return cls(**json.loads(file.read_text()))

    def save(self, file: Path) -> None:
        """Write a file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")

    @contextmanager
    def restored(self, folder: Path) -> Iterator[Workspace]:
        """A workspace with this state, and a sandbox in the condition of then."""
        database = folder / "sandbox.db"
        fill(database, self.sandbox)
        with Sandbox(database=database) as sandbox:
            environment = sandbox.environment() | self.environment
            with attached(folder, CATALOGUE, environment) as workspace:
                workspace.write(self.configuration)
                (folder / "terraform.tfstate").write_text(json.dumps(self.state))
                yield workspace


def fill(database: Path, rows: Rows) -> None:
    """Make a sandbox's database with these rows; columns that came later have the defaults of their tables."""
    make_world(database).store.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, found in rows.items():
            for row in found:
                names, places = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
                connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(row.values()))


def rows_of(database: Path) -> Rows:
    """The rows of a sandbox's database, but for what is fleeting."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        found = {name: list(map(dict, connection.execute(f'SELECT * FROM "{name}"'))) for (name,) in tables}
    return {name: rows for name, rows in found.items() if rows and name not in FLEETING}
