"""Answers that are the same in every run are made once, and a start that asks for nothing else loads no declaration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import grpc
import pytest

from provider_lib.contract import Provider
from provider_lib.errors import ConfigError
from provider_lib.plugin import ANSWERS, make_provider, prepare_answers
from provider_lib.protocol.dispatch import Service
from provider_lib.protocol.grpc_server import PluginServer
from provider_lib.protocol.prepared import METHODS, prepare, prepared
from tests.unit.protocol.terraform import OPTIONS, Terraform
from tests.unit.protocol.tiny_provider import TinyProvider


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _replace(file: Path) -> None:
    file.unlink()
    file.mkdir()


def test_what_is_committed_is_what_the_declarations_make_now(tmp_path: Path) -> None:
    prepare_answers(tmp_path)
    assert prepared(ANSWERS) == prepared(tmp_path), "run `make generate`"


def test_they_are_what_the_provider_would_answer(tmp_path: Path) -> None:
    def answers(factory: Callable[[], Provider], given: dict[str, bytes]) -> list[object]:
        server = PluginServer(lambda: Service(factory), tmp_path / "s", prepared=given)
        server.start()
        with grpc.insecure_channel(f"unix:{tmp_path / 's'}", OPTIONS) as channel:
            told = [Terraform(channel).call(method) for method in METHODS]
        server.stop(0)
        (tmp_path / "s").unlink()
        return told

    def never() -> NoReturn:
        raise AssertionError("made")

    assert answers(never, dict(prepared(ANSWERS))) == answers(make_provider, {})


def test_what_is_served_is_loaded_by_the_first_call_that_needs_it(tmp_path: Path) -> None:
    made: list[Provider] = []

    def factory() -> Provider:
        made.append(TinyProvider(tmp_path))
        return made[-1]

    prepare(lambda: TinyProvider(tmp_path), tmp_path / "answers")
    server = PluginServer(lambda: Service(factory), tmp_path / "s", prepared=prepared(tmp_path / "answers"))
    server.start()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        core = Terraform(channel)
        core.call("GetProviderSchema")
        assert made == []
        core.call("UpgradeResourceState", type_name="tiny_thing")
        assert len(made) == 1
    server.stop(0)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("spoil", [Path.unlink, _cut, _empty, _flip, _replace])
def test_half_of_them_are_none(spoil: Callable[[Path], None], name: str, tmp_path: Path) -> None:
    prepare(lambda: TinyProvider(tmp_path), tmp_path / "answers")
    assert prepared(tmp_path / "answers").keys() == set(METHODS)
    spoil(tmp_path / "answers" / name)
    assert prepared(tmp_path / "answers") == {}


def test_what_cannot_be_made_is_not_written(tmp_path: Path) -> None:
    def fail() -> NoReturn:
        raise ConfigError("It cannot be made", "There is no reason.")

    with pytest.raises(ConfigError, match="It cannot be made"):
        prepare(fail, tmp_path / "answers")
    assert not (tmp_path / "answers").exists()
