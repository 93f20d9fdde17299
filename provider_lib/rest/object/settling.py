"""Whether an object has come to rest: of a write that was waited for in vain, a later look may tell that it did."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.rest.object.lifecycle import is_healthy
from provider_lib.rest.object.long_running import is_done
from provider_lib.rest.object.observed import has_value
from provider_lib.rest.object.remote import Remote


def is_settled(remote: Remote, view: Any) -> bool:
    """Whether all is true by now that the configuration of an object says to wait for after a change."""
    return is_healthy(remote, view) and has_value(remote.resource, remote.values, view) and is_done(remote, "update")


def unsettled_told(name: str) -> Diagnostic:
    """A warning of a plan that has nothing to do but to wait once more."""
    return Diagnostic(
        "warning",
        f"the last change of {name} was waited for in vain",
        "The change was made, and nobody has seen since that it did what it should. An apply waits for that again; it "
        "sends nothing merely to wait.",
    )
