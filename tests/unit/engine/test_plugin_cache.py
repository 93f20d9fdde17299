"""Inits share a cache of providers one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from provider_lib.engine.plugin_cache import has_cache, room_to_init
from tests.until import PATIENCE


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('credentials "x" {}\n', False),
        ('# plugin_cache_dir = "/cache"\n', False),
        ('disable_checkpoint = true\n  plugin_cache_dir="/cache"\n', True),
    ],
)
def test_a_cache_is_seen_in_the_configuration(tmp_path: Path, settings: str, expected: bool) -> None:
    (tmp_path / "cli.tfrc").write_text(settings)
    assert has_cache({"TF_CLI_CONFIG_FILE": str(tmp_path / "cli.tfrc")}) == expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, False), ({"TF_CLI_CONFIG_FILE": "/no/such/file"}, False), ({"TF_PLUGIN_CACHE_DIR": "/cache"}, True)],
)
def test_a_cache_is_seen_in_the_environment(environment: Mapping[str, str], expected: bool) -> None:
    assert has_cache(environment) == expected


def test_with_a_cache_one_init_runs_at_a_time() -> None:
    environment = {"TF_PLUGIN_CACHE_DIR": "/cache"}
    with room_to_init(environment):
        assert room_to_init(environment).locked()
    assert not room_to_init(environment).locked()


def test_without_a_cache_inits_run_beside_each_other() -> None:
    together = Barrier(3)

    def init(_: str) -> None:
        with room_to_init({}):
            together.wait(PATIENCE)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(init, "abc"))
