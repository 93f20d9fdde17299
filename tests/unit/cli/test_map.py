"""``sluice map`` knows where a map goes, and how it is written, before it reads anything."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from provider_lib.cli.main import application
from provider_lib.errors import ConfigError


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Nobody said where the map goes"),
        (("--out", "map.txt"), "The name of map.txt does not say how the map is to be written"),
        (("--format", "png"), "There is no format 'png'"),
        (("--out", "map.html", "--format", "png"), "There is no format 'png'"),
    ],
)
def test_a_map_that_nobody_can_write_is_refused(arguments: tuple[str, ...], says: str) -> None:
    done = CliRunner().invoke(application(["map"]), ["map", *arguments])
    assert isinstance(done.exception, ConfigError)
    assert done.exception.summary == says
