"""The messages of Terraform's plugin protocol are generated, committed, and run on every protobuf that users have."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from provider_lib.generator.protocol_stubs import compile_proto
from provider_lib.protocol import tfplugin6_pb2
from tests.lowest_versions import PYPROJECT

STUB = Path(tfplugin6_pb2.__file__)


def test_the_committed_messages_are_what_the_compiler_makes_now(tmp_path: Path) -> None:
    pytest.importorskip("grpc_tools", reason="grpcio-tools is a development dependency")
    (pinned,) = tomllib.loads(PYPROJECT.read_text())["dependency-groups"]["stubs"]
    if version("grpcio-tools") not in Requirement(pinned).specifier:
        pytest.skip(f"`make install` installs {pinned}")
    compile_proto(tmp_path)
    fresh = {file.name: file.read_text() for file in tmp_path.rglob("*.*")}
    assert {file.name: file.read_text() for file in STUB.parent.glob("tfplugin6_pb2.*")} == fresh


def test_the_messages_ask_for_no_version_of_protobuf() -> None:
    """They run on the oldest and on the newest that are allowed, as `make test-lowest` and `make test` show."""
    assert "runtime_version" not in STUB.read_text()
