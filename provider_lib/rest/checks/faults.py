"""What is wrong with an object as planned, by its declaration and by its server."""

from __future__ import annotations

from provider_lib.contract import Diagnostic
from provider_lib.rest.checks.rules import refused_secrets
from provider_lib.rest.checks.server_validation import ask_server
from provider_lib.rest.checks.validated import Validated
from provider_lib.rest.checks.version_support import unsupported
from provider_lib.rest.object.remote import Remote


def faults(planned: Remote, validated: Validated | None = None) -> list[Diagnostic]:
    """Everything that can be told before it is written; a server that cannot tell is a warning.

    Args:
        validated: what was validated when this apply was planned; None asks again.

    Raises:
        ApiError, ConfigError: the server will not let us do anything at all.
    """

    def ask() -> list[Diagnostic] | None:
        return ask_server(planned.target, planned.values, planned.secrets)

    return [
        *refused_secrets(planned.resource, planned.secrets),
        *unsupported(planned.target, planned.values),
        *((ask() or ()) if validated is None else validated.unless_known(planned, ask)),
    ]
