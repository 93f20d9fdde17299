"""How far the plain API goes beyond what it was given."""

from __future__ import annotations

from provider_lib.sandbox.switches import SwitchBoard


class RestSwitches(SwitchBoard):
    """Habits in which APIs differ.

    Args:
        timestamps: whether objects carry ``created_at`` and ``updated_at``, which nobody gave.
    """

    timestamps: bool = True
