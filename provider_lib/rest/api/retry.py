"""When a request is sent again, and after which pause.

    answer or failure          repeatable request    any other
    429                        again                 again: it was not carried out
    503 with Retry-After       again                 again: it was not carried out
    502, 503, 504              again                 never
    500                        again if a GET        never
    connection never made      again                 again: it was not sent
    connection lost, time-out  again                 never

A certificate that is not trusted stays so and is not tried again; nor is a request whose turn did not come in time,
nor one that its sender knows to be hopeless for now (an agent is away).
An answer that its sender names (a server says in its own words that it is busy) is always followed by another attempt.
A pause that the server asks for wins over our own; pauses.py has both,
asked_pauses.py how it asks.
"""

from __future__ import annotations

import time

import httpx

from provider_lib.dataclass import dataclass
from provider_lib.rest.api.asked_pauses import NOT_CARRIED_OUT, asked_pause
from provider_lib.rest.api.messages import MAY_BE_DONE, Answer, Request
from provider_lib.rest.api.pauses import Pauses
from provider_lib.rest.api.transport_errors import is_about_tls, was_sent

PASSING = frozenset({502, 503, 504})

PAUSES = Pauses(first=0.5, longest=30.0, jitter=0.5)

Outcome = Answer | httpx.RequestError
"""What comes of sending a request once."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When a request is sent again.

    Args:
        max_retries: how often at most.
        pauses: how long to wait in between.
    """

    max_retries: int
    pauses: Pauses

    def pause_after(self, attempt: int, request: Request, outcome: Outcome) -> float | None:
        """Seconds to wait before a request is sent again; None when it is not.

        Args:
            attempt: the number of the attempt that had this outcome, from 1.
        """
        if attempt > self.max_retries or not deserves_another(request, outcome):
            return None
        asked = asked_pause(outcome) if isinstance(outcome, Answer) else None
        left = None if request.deadline is None else request.deadline - time.monotonic()
        return self.pauses.after(attempt, left=left, asked=asked)


def deserves_another(request: Request, outcome: Outcome) -> bool:
    """Whether another attempt may be made, and may have a better outcome."""
    if isinstance(outcome, Answer):
        return _answer_passes(request, outcome)
    passing = isinstance(outcome, httpx.TransportError) and not isinstance(outcome, httpx.PoolTimeout)
    return passing and not is_about_tls(outcome) and (request.repeatable or not was_sent(outcome))


def may_be_done(request: Request, outcome: Outcome) -> bool:
    """Whether an attempt that had this outcome may have been carried out all the same."""
    if request.method == "GET":
        return False
    if isinstance(outcome, Answer):
        return outcome.status in MAY_BE_DONE and not (outcome.status == 503 and asked_pause(outcome) is not None)
    return was_sent(outcome)


def _answer_passes(request: Request, answer: Answer) -> bool:
    if request.retry_on is not None and request.retry_on(answer):
        return True
    if answer.status == NOT_CARRIED_OUT or (answer.status == 503 and asked_pause(answer) is not None):
        return True
    passing = answer.status in PASSING or (answer.status == 500 and request.method == "GET")
    return passing and request.repeatable and not (request.is_hopeless is not None and request.is_hopeless(answer))
