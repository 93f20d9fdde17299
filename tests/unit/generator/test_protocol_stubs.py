"""The messages of Terraform's plugin protocol are generated, committed, and run on every protobuf that users have."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from provider_lib.generator.protocol_stubs import compile_proto
from provider_lib.protocol import tfplugin6_pb2
from tests.lowest_versions import PYPROJECT, requirements

STUB = Path(tfplugin6_pb2.__file__)
MADE_FOR = re.compile(r"^# Protobuf Python Version: (.+)$", re.MULTILINE)


def test_the_committed_messages_are_what_the_compiler_makes_now(tmp_path: Path) -> None:
    pytest.importorskip("grpc_tools", reason="grpcio-tools is a development dependency")
    (pinned,) = tomllib.loads(PYPROJECT.read_text())["dependency-groups"]["stubs"]
    if version("grpcio-tools") not in Requirement(pinned).specifier:
        pytest.skip(f"`make install` installs {pinned}")
    compile_proto(f"--python_out={tmp_path}", f"--pyi_out={tmp_path}")
    fresh = {file.name: file.read_text() for file in tmp_path.rglob("*.*")}
    assert {file.name: file.read_text() for file in STUB.parent.glob("tfplugin6_pb2.*")} == fresh


def test_the_messages_run_on_every_protobuf_that_may_be_installed() -> None:
    """They refuse one that is older than they are, and promise to run on the next major, but on no later one."""
    made_for = MADE_FOR.search(STUB.read_text())
    assert made_for
    oldest = Version(made_for[1])
    (protobuf,) = (each for each in requirements() if each.name == "protobuf")
    assert str(protobuf.specifier) == f"<{oldest.major + 2},>={oldest}"
