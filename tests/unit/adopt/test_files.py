"""The files that adopt writes: modules that the program of the app can import, where the user wants them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from provider_lib.adopt import imported_identity
from provider_lib.cli.adopt_files import write
from provider_lib.cli.adopt_settings import reach
from provider_lib.engine.import_blocks import ImportBlock
from provider_lib.errors import ConfigError
from provider_lib.systems import CATALOGUE
from tests.unit.adopt.estate import make_connectors
from tests.unit.adopt.test_survey import look_at

CONNECTOR = CATALOGUE.resources["sluice_kafka_connect_connector"]


@pytest.mark.parametrize("name", ["class.py", "json.py", "main.py", "adopted.py", "größe.py", "a b.py", "x.txt", "py"])
def test_a_module_that_no_program_can_import_is_refused(environ: Mapping[str, str], tmp_path: Path, name: str) -> None:
    connect = reach(CATALOGUE.systems["kafka_connect"], [], environ, None)
    with pytest.raises(ConfigError, match="is no module that a program can import"):
        write(tmp_path, connect, [], tmp_path / name, {})
    assert list(tmp_path.iterdir()) == []


def test_a_module_in_a_folder_of_the_app_is_imported_from_there(environ: Mapping[str, str], tmp_path: Path) -> None:
    make_connectors(environ)
    connect = reach(CATALOGUE.systems["kafka_connect"], [], environ, None)
    found = look_at("kafka_connect", environ, "class").found[:1]
    first = write(tmp_path, connect, found, tmp_path / "stacks" / "shop.py", {})
    assert "from stacks.adopted import adopt\nfrom stacks.shop import Shop\n" in (tmp_path / "main.py").read_text()
    assert first.how_to_use == ""
    second = write(tmp_path, connect, found, tmp_path / "stacks" / "more.py", {})
    assert second.how_to_use == (
        "from stacks.adopted_more import adopt\nfrom stacks.more import More\nadopt(More(app))"
    )


def test_an_example_that_cannot_be_read_is_told(environ: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_bytes(b"\xff")
    make_connectors(environ)
    connect = reach(CATALOGUE.systems["kafka_connect"], [], environ, None)
    found = look_at("kafka_connect", environ, "class").found[:1]
    with pytest.raises(ConfigError, match="Cannot read "):
        write(tmp_path, connect, found, None, {})


@pytest.mark.parametrize(
    ("synthesized", "identity"),
    [
        ("default/a%2Fb", ("default", "a/b")),
        ("default/$${a}%%{b", ("default", "${a}%{b")),
        ('{"connect": "default", "name": "x", "secret_env": {}}', ("default", "x")),
        ("${var.id}", None),
        ("default", None),
        ('{"connect": "default"}', None),
        ("{", None),
    ],
)
def test_what_an_import_is_about_is_known_by_its_id(synthesized: str, identity: tuple[str, ...] | None) -> None:
    block = ImportBlock("sluice_kafka_connect_connector.x", synthesized)
    assert imported_identity(CONNECTOR, block.literal_id or "") == identity
