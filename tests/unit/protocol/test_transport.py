"""The key of a start lies on no disk where the system has files in memory."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from provider_lib.protocol.certificate import make_certificate
from provider_lib.protocol.transport import OPEN_FILES, tls_context


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="this system has no files in memory that can be opened by name")
def test_a_key_needs_no_folder(tmp_path: Path) -> None:
    assert isinstance(tls_context(make_certificate(), tmp_path / "none"), ssl.SSLContext)


def test_a_key_that_needs_one_is_gone_from_it(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert isinstance(tls_context(make_certificate(), tmp_path, nowhere), ssl.SSLContext)
    assert list(tmp_path.iterdir()) == []
