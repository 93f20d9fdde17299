from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.middleware import Middleware

from provider_lib.sandbox.server import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.rest_object import scene, staged
from tests.contract.contract import Contract
from tests.core import Workspace, attached

__all__ = ["sandbox", "scene", "staged", "using", "workspace"]

Using = Callable[..., Workspace]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The vendors' APIs, empty, for one test, which fails when something that passes breaks a specification."""
    violations: list[str] = []
    with Sandbox(around=[Middleware(Contract, violations=violations)]) as running:
        yield running
    assert violations == []


@pytest.fixture
def workspace(tmp_path: Path, sandbox: Sandbox) -> Iterator[Workspace]:
    """A folder whose Terraform manages what is in the sandbox."""
    with attached(tmp_path, CATALOGUE, sandbox.environment()) as workspace:
        yield workspace


@pytest.fixture
def using(tmp_path: Path, sandbox: Sandbox) -> Iterator[Using]:
    """Makes a workspace whose provider never retries, and sees these variables beside those of the sandbox."""
    with ExitStack() as stack:

        def make(**variables: str) -> Workspace:
            environ = sandbox.environment() | {"SLUICE_LENSES_MAX_RETRIES": "0"} | variables
            return stack.enter_context(attached(tmp_path, CATALOGUE, environ))

        yield make
