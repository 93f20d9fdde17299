"""The servers that the reader of a page has, beside the sandbox."""

from __future__ import annotations

from contextlib import ExitStack

from tests.backends.object_store import object_store
from tests.backends.state_server import state_server
from tests.postgres import postgres


def servers_of(page: str, running: ExitStack) -> dict[str, str]:
    """Start the servers of a page; the variables by which they are found.

    Args:
        page: its path in the repository.
        running: ends them.

    Raises:
        Unavailable: this machine has not got one.
    """
    if page != "docs/guides/team-state.md":
        return {}
    database = running.enter_context(postgres()).database()
    states = running.enter_context(state_server())
    objects = running.enter_context(object_store())
    objects.make_bucket("states")
    return {**database.environment, "STATE_URL": states.url, **objects.environment}
