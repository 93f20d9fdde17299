"""What the documents of Redpanda say otherwise than its server does, and circumstances to rehearse."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provider_lib.sandbox.switches import SwitchBoard


class RedpandaSwitches(SwitchBoard):
    """Each switch is one reading of the documents, or a circumstance.

    Args:
        token_lifetime_s: how long an access token is accepted.
        token_quota: how many tokens are issued in all; None for any number.
        answers: whether an object is answered as ``{"connector": {...}}``, as the server does, or bare, as the
            published specification has it.
        worker: whether the Connect worker behind the API can be reached.
        connect_clusters: the Connect clusters there are; the vendor's cloud has just this one.
    """

    token_lifetime_s: int = Field(default=3600, ge=0)
    token_quota: int | None = Field(default=None, ge=0)
    answers: Literal["wrapped", "bare"] = "wrapped"
    worker: Literal["up", "down"] = "up"
    connect_clusters: tuple[str, ...] = ("redpanda",)
