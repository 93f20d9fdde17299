from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_lib.sandbox.pytest_plugin import sandbox
from provider_lib.sandbox.server import Sandbox
from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached

__all__ = ["sandbox", "workspace"]


@pytest.fixture
def workspace(tmp_path: Path, sandbox: Sandbox) -> Iterator[Workspace]:
    """A folder whose Terraform manages what is in the sandbox."""
    with attached(tmp_path, CATALOGUE, sandbox.environment()) as workspace:
        yield workspace
