from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from provider_lib.rest import RestProvider
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.unit.fleet.estate import Estate
from tests.unit.rest.core import Core


@pytest.fixture
def estate(sandbox: Sandbox) -> Iterator[Estate]:
    """Stacks of which the sandbox has what they own."""
    with closing(RestProvider(CATALOGUE, sandbox.environment())) as provider:
        yield Estate(sandbox, Core(provider, CATALOGUE))
