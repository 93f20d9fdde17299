"""``sluice state journal`` shows what was begun, never a secret, and ends what nobody needs any more."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from provider_lib.cli.main import application
from provider_lib.errors import StateError
from provider_lib.state.journal import JournalFolder

MADE = {
    "id": "b0",
    "format": 1,
    "doing": "create",
    "type_name": "sluice_lenses_environment",
    "server": "https://hq.example.com",
    "name": "lenses environment orders",
    "began": 1_790_000_000.5,
    "import_id": "orders",
    "told": {"id": "7"},
    "secrets": {"agent_key": "agent_key_abc"},
}
BEGUN = MADE | {"id": "a1", "name": "lenses environment late", "import_id": "", "told": None, "secrets": {}}


@pytest.fixture
def journal() -> JournalFolder:
    """What a run left."""
    found = JournalFolder(Path(os.environ["SLUICE_JOURNAL"]))
    found.keep(MADE)
    found.keep(BEGUN)
    found.close()
    return found


def run(*arguments: str) -> str:
    done = CliRunner().invoke(application(["state"]), ["state", "journal", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


@pytest.mark.usefixtures("journal")
def test_what_was_begun_is_listed() -> None:
    assert run().splitlines() == [
        "b0\t2026-09-21T14:13:20Z\tcreate\tlenses environment orders\thttps://hq.example.com\tdone\torders",
        "a1\t2026-09-21T14:13:20Z\tcreate\tlenses environment late\thttps://hq.example.com\tunknown\t-",
    ]
    shown: list[dict[str, Any]] = json.loads(run("--json"))
    assert [(item["type"], item["secrets"]) for item in shown] == [
        ("sluice_lenses_environment", {"agent_key": "********"}),
        ("sluice_lenses_environment", {}),
    ]


def test_what_another_run_is_doing_is_said_to_be_under_way_and_stays(journal: JournalFolder) -> None:
    other = JournalFolder(journal.path)
    other.keep({"id": "c2", "name": "lenses environment busy"})
    assert "c2\t-\t-\tlenses environment busy\t-\tunder way\t-" in run().splitlines()
    with pytest.raises(StateError, match="A run is at work on c2"):
        run("--forget", "c2")
    other.close()


def test_an_entry_is_forgotten_by_its_id(journal: JournalFolder) -> None:
    assert run("--forget", "b0") == ""
    assert journal.left() == [BEGUN]
    with pytest.raises(StateError, match="The journal has no entry b0"):
        run("--forget", "b0")


def test_a_file_that_cannot_be_read_is_listed_and_forgotten_by_its_name(journal: JournalFolder) -> None:
    [file] = journal.path.iterdir()
    file.write_text("not json\n")
    assert run() == f"{file.stem}\t-\t-\t-\t-\t1 lines of its file cannot be read\t-\n"
    run("--forget", file.stem)
    assert run() == ""


def test_a_journal_that_is_switched_off_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_JOURNAL", "off")
    with pytest.raises(StateError, match="There is no journal"):
        run()
