from __future__ import annotations

from collections.abc import Mapping

import pytest

from provider_lib.sandbox import Sandbox


@pytest.fixture
def environ(sandbox: Sandbox) -> Mapping[str, str]:
    """What leads to the sandbox."""
    return sandbox.environment()
