"""Requests that are sent to a real worker and to the sandbox's, to compare the answers."""

from __future__ import annotations

from tests.real.exchanges import configs, creates, names, offsets, plugins, server, states

SCENARIOS = (
    *server.SCENARIOS,
    *plugins.SCENARIOS,
    *creates.SCENARIOS,
    *configs.SCENARIOS,
    *states.SCENARIOS,
    *offsets.SCENARIOS,
    *names.SCENARIOS,
)
