"""What Terraform's ``pg`` backend leaves to others: who holds a lock, and the first moments of a database.

https://developer.hashicorp.com/terraform/language/backend/pg
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from provider_lib.engine.state_age import age_of
from provider_lib.errors import EngineError
from provider_lib.run_folder import run_folder

_HELD = re.compile(r"Workspace is already locked: |[Aa]lready locked for workspace creation: ")
_RACE = re.compile(r'pq: (duplicate key value violates unique constraint "pg_\w+_index"|tuple concurrently updated)')

_RACES = 4
"""How many such races one can lose: a schema, a sequence, a table and an index are made."""

_FIRST_WAIT = "30s"
"""How long a stack waits for others that get their first state in the same database, one after the other."""

_ASK = (
    "SELECT pid, application_name, client_addr, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND datname = current_database()"
)

WAY_OUT = (
    "Its lock ends with its connection, also when it is killed. PostgreSQL knows who that is, and since when:\n"
    f'  psql -c "{_ASK}"\n'
    "A connection whose machine is gone, which PostgreSQL may miss only after hours, is ended by its pid:\n"
    '  psql -c "SELECT pg_terminate_backend(PID)"'
)
"""Who holds a lock, and how to take it away."""

NAME = "PGAPPNAME"
"""The variable with the name that a connection has for whoever asks who is there."""


def tells_of_lock(error: str) -> bool:
    """Whether somebody holds a lock; whatever else the error says of it is about who asked."""
    return _HELD.search(error) is not None


def through_races(prepare: Callable[[], object]) -> None:
    """Prepare a folder, again when another run made the same things in a new database at that moment.

    PostgreSQL's IF NOT EXISTS does not see what is not committed yet.

    Args:
        prepare: does it.

    Raises:
        EngineError: it cannot be done.
    """
    for races_left in reversed(range(_RACES + 1)):
        try:
            prepare()
            return
        except EngineError as error:
            if not races_left or not _RACE.search(str(error)):
                raise


def give_first_state(pull: Callable[[], str], push: Callable[[Path, str], None]) -> None:
    """Let a stack have a state of nothing, so that it has a lock of its own.

    All stacks of a database that have none share one lock, and the first deploy of each would hold it to its end.

    Args:
        pull: gives the state that is there.
        push: stores one, and waits so long for a lock.

    Raises:
        EngineError: it cannot be stored.
    """
    if age_of(pull()):
        return
    state = {"version": 4, "serial": 0, "lineage": str(uuid4()), "outputs": {}, "resources": []}
    with run_folder() as folder:
        path = folder / "state"
        path.write_text(json.dumps(state))
        try:
            push(path, _FIRST_WAIT)
        except EngineError:
            if not age_of(pull()):  # or somebody else was first
                raise
