from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import Sandbox, SandboxClient

from .lenses import Lenses

pytest_plugins = ["pytester"]


def environments(sandbox: Sandbox) -> Lenses:
    variables = sandbox.environment()
    return Lenses(variables["SLUICE_LENSES_URL"], variables["SLUICE_LENSES_TOKEN"])


def test_a_database_file_keeps_what_was_made(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.db"
    with Sandbox(database=database) as sandbox, environments(sandbox) as lenses:
        made = lenses.make_environment()

    with Sandbox(database=database) as sandbox, environments(sandbox) as lenses:
        assert lenses.get("/api/v1/environments/prod").json()["id"] == made["id"]


def test_a_database_of_another_version_is_emptied(tmp_path: Path) -> None:
    import sqlite3

    database = tmp_path / "sandbox.db"
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE lenses_environments (other TEXT)")
    connection.close()

    with Sandbox(database=database) as sandbox, environments(sandbox) as lenses:
        assert lenses.get("/api/v1/environments").json() == {"items": []}


def test_sandboxes_in_memory_know_nothing_of_each_other() -> None:
    with Sandbox() as one, Sandbox() as other:
        with environments(one) as lenses:
            lenses.make_environment()
        with environments(other) as lenses:
            assert lenses.get("/api/v1/environments").json() == {"items": []}


def test_the_port_can_be_chosen_and_a_taken_one_is_reported() -> None:
    with Sandbox() as running:
        port = httpx.URL(running.url).port
        assert port is not None
        with pytest.raises(SandboxError, match=f"The sandbox cannot listen on port {port}"), Sandbox(port=port):
            pass
    with Sandbox(port=port) as again:
        assert again.url == running.url


def test_a_sandbox_that_has_ended_does_not_answer() -> None:
    with Sandbox() as sandbox:
        pass

    with SandboxClient(sandbox.url) as client, pytest.raises(SandboxError, match="The sandbox does not answer"):
        client.status()


def test_the_fixture_gives_a_running_sandbox(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["provider_lib.sandbox.pytest_plugin"]')
    pytester.makepyfile(
        """
        def test_it_answers(sandbox):
            assert sandbox.admin.requests() == []
        """
    )

    pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:xdist").assert_outcomes(passed=1)
