"""A tiny provider, and a Terraform that is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.protocol.terraform import Terraform, terraform
from tests.unit.protocol.tiny_provider import TinyProvider


@pytest.fixture
def provider(tmp_path: Path) -> TinyProvider:
    return TinyProvider(tmp_path)


@pytest.fixture
def core(provider: TinyProvider) -> Iterator[Terraform]:
    with terraform(provider) as attached:
        yield attached
