"""Whether a server is up but what it serves is not yet."""

from __future__ import annotations

from provider_lib.rest.api.messages import Answer
from provider_lib.rest.json.paths import says
from provider_lib.spec import System

NOT_FOUND = 404


def is_starting(answer: Answer, system: System) -> bool:
    """Whether an answer is what the server says to everything while it starts: it has carried out nothing."""
    return bool(system.starting) and answer.status == NOT_FOUND and says(answer.body, system.starting)
