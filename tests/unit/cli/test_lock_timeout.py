"""How long a command waits for others who hold a lock."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from provider_lib.cli.main import COMMANDS, application


@pytest.mark.parametrize("command", ["diff", "deploy", "destroy", "state restore dev"])
def test_every_command_that_locks_takes_a_duration(command: str) -> None:
    done = CliRunner().invoke(application(COMMANDS), [*command.split(), "--lock-timeout", "soon"])
    assert done.exit_code == 2
    assert "soon is no duration such as 90s, 5m or 1h30m." in " ".join(done.output.replace("│", "").split())
