"""How fast the sandbox's connectors change."""

from __future__ import annotations

from pydantic import Field

from provider_lib.sandbox.switches import SwitchBoard


class ConnectSwitches(SwitchBoard):
    """Times in milliseconds; each one is a moment at which a careless client sees something unexpected.

    Args:
        appear_after_ms: from a create until the connector can be read at all.
        start_after_ms: from a start or restart until it is RUNNING.
        tasks_after_ms: from RUNNING until its tasks exist, UNASSIGNED.
        tasks_start_after_ms: from then until its tasks are RUNNING.
        change_after_ms: from a pause, resume, stop or change of configuration until the connector follows; until
            then it tells the state that it had before.
        tasks_change_after_ms: from then until its tasks follow.
        rebalancing: whether the workers are busy with a rebalance, and refuse whatever changes a configuration.
    """

    appear_after_ms: int = Field(default=0, ge=0)
    start_after_ms: int = Field(default=50, ge=0)
    tasks_after_ms: int = Field(default=0, ge=0)
    tasks_start_after_ms: int = Field(default=0, ge=0)
    change_after_ms: int = Field(default=0, ge=0)
    tasks_change_after_ms: int = Field(default=0, ge=0)
    rebalancing: bool = False
