"""What the documents of Confluent leave open, and circumstances to rehearse."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provider_lib.sandbox.switches import SwitchBoard


class ConfluentSwitches(SwitchBoard):
    """Each switch is one reading of something undocumented, or a circumstance.

    Args:
        requests_per_minute: what is beyond is answered with 429; None for any number.
        tools_in_put: what a PUT does with tools that differ; the documents do not name them among what may change.
        echoed_defaults: whether options that were not given appear in ``properties`` with their defaults.
        unknown_environment: answer to an organization or environment that is not the sandbox's.
    """

    requests_per_minute: int | None = Field(default=None, ge=1)
    tools_in_put: Literal["taken", "ignored", "refused"] = "taken"
    echoed_defaults: bool = False
    unknown_environment: Literal[403, 404] = 403
