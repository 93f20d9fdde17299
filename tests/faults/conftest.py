from __future__ import annotations

from tests.conformance.conftest import sandbox, workspace

__all__ = ["sandbox", "workspace"]
