"""Answers that are the same in every run are made once, and a start that asks for nothing else loads no declaration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import grpc
import pytest

from provider_lib.contract import Provider
from provider_lib.plugin import ANSWERS, make_provider, prepare_answers
from provider_lib.protocol.dispatch import Service
from provider_lib.protocol.grpc_server import PluginServer
from provider_lib.protocol.prepared import METHODS, prepare, prepared
from tests.unit.protocol.terraform import OPTIONS, Terraform
from tests.unit.protocol.tiny_provider import TinyProvider


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
    server.load()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        core = Terraform(channel)
        core.call("GetProviderSchema")
        assert made == []
        core.call("UpgradeResourceState", type_name="tiny_thing")
        assert len(made) == 1
    server.stop(0)


@pytest.mark.parametrize("missing", METHODS)
def test_half_of_them_are_none(missing: str, tmp_path: Path) -> None:
    prepare(lambda: TinyProvider(tmp_path), tmp_path / "answers")
    (tmp_path / "answers" / missing).unlink()
    assert prepared(tmp_path / "answers") == {}
