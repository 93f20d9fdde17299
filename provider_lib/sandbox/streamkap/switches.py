"""What the documents of Streamkap leave open, and how fast its connectors change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provider_lib.sandbox.switches import SwitchBoard


class StreamkapSwitches(SwitchBoard):
    """Each switch is one reading of something undocumented, or a circumstance to rehearse.

    Args:
        token_lifetime_s: how long an access token is accepted.
        pending_ms: how long a new connector is Pending, and
        starting_ms: how long it is Starting after that, when the caller does not wait.
        update_ms: how long a changed connector shows "Pending Update", when the caller does not wait.
        delete_ms: how long a deleted one can still be read, when the caller does not wait.
        missing: what a GET of something that does not exist is answered with.
        duplicate_status: answer to a name that is taken, except for tags, where it is 400.
        enveloped: whether a GET of one object answers with a list of one.
        stringified: whether numbers and booleans of a configuration are echoed as text, and not as they were posted.
        secrets_echoed: whether secrets are echoed when the caller asks for them.
        secrets_hidden_as: what stands in their place when the caller does not.
        unnamed_keys: what a PUT does with stored configuration keys that it does not name.
        schema_details: whether a connector's schema tells of conditions, encryption and set-once keys.
    """

    token_lifetime_s: int = Field(default=3600, ge=0)
    pending_ms: int = Field(default=50, ge=0)
    starting_ms: int = Field(default=50, ge=0)
    update_ms: int = Field(default=50, ge=0)
    delete_ms: int = Field(default=50, ge=0)
    missing: Literal["empty", "404"] = "empty"
    duplicate_status: Literal[409, 422] = 422
    enveloped: bool = True
    stringified: bool = False
    secrets_echoed: bool = True
    secrets_hidden_as: Literal["********"] | None = None
    unnamed_keys: Literal["dropped", "kept"] = "dropped"
    schema_details: bool = True
