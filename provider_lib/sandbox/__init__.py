"""Local stand-ins for the vendors' APIs: a real HTTP server over SQLite that can be made to fail on demand."""

from provider_lib.sandbox.client import SandboxClient
from provider_lib.sandbox.clock import ManualClock
from provider_lib.sandbox.server import Sandbox

__all__ = ["ManualClock", "Sandbox", "SandboxClient"]
