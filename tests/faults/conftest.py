from __future__ import annotations

from tests.conformance.conftest import sandbox, using, workspace

__all__ = ["sandbox", "using", "workspace"]
