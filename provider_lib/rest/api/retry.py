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
A pause that the server asks for wins over our own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential_jitter

from provider_lib.rest.api.messages import Answer, Request
from provider_lib.rest.api.transport_errors import is_about_tls, was_sent

NOT_CARRIED_OUT = 429
PASSING = frozenset({502, 503, 504})
RESET_HEADERS = ("x-ratelimit-reset", "ratelimit-reset")
FIRST_EPOCH = 1_000_000_000
"""A reset from here on is a point in time, not a number of seconds from now."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long to wait between attempts, in seconds.

    Args:
        first: before the second attempt; doubled each time.
        longest: no pause of our own is longer.
        jitter: at most so much is added, so that not everybody comes back at once.
        longest_asked: a server that asks for more is not waited for.
    """

    first: float = 0.5
    longest: float = 30.0
    jitter: float = 0.5
    longest_asked: float = 300.0


def retrying(max_retries: int, pauses: Pauses, pause: Callable[[RetryCallState], None]) -> Retrying:
    """The policy, ready to call a function whose first argument is the ``Request`` and which gives its ``Answer``.

    The last answer, or the last failure, is passed on as it is. Safe to use from several threads.

    Args:
        max_retries: how often a request is sent again.
        pauses: how long to wait in between.
        pause: waits for ``state.upcoming_sleep`` seconds.
    """
    backoff = wait_exponential_jitter(multiplier=pauses.first, max=pauses.longest, jitter=pauses.jitter)

    def wait(state: RetryCallState) -> float:
        answer = answer_of(state)
        asked = asked_pause(answer) if answer is not None else None
        return backoff(state) if asked is None else asked

    def gives_up(state: RetryCallState) -> bool:
        deadline = _request(state).deadline
        late = deadline is not None and time.monotonic() + state.upcoming_sleep >= deadline
        return late or state.upcoming_sleep > max(pauses.longest_asked, pauses.longest + pauses.jitter)

    return Retrying(
        retry=_deserves_another,
        wait=wait,
        stop=lambda state: stop_after_attempt(max_retries + 1)(state) or gives_up(state),
        before_sleep=pause,
        sleep=_already_slept,
        retry_error_callback=_pass_on,
    )


def answer_of(state: RetryCallState) -> Answer | None:
    """The answer to the last attempt, None when there was none."""
    assert state.outcome is not None
    return None if state.outcome.failed else state.outcome.result()


def asked_pause(answer: Answer) -> float | None:
    """The seconds that a server asks to wait, None when it does not ask.

    Source: RFC 9110 10.2.3 (Retry-After); X-RateLimit-Reset in seconds from now or as a point in time.
    """
    if (asked := answer.headers.get("retry-after")) is not None:
        return _seconds(asked)
    if answer.status != NOT_CARRIED_OUT:
        return None
    return next((_seconds(answer.headers[name]) for name in RESET_HEADERS if name in answer.headers), None)


def _seconds(text: str) -> float | None:
    """The length of a pause given as seconds from now, as a point in time or as a date."""
    try:
        seconds = float(text)
        if seconds >= FIRST_EPOCH:
            seconds -= time.time()
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, seconds) if seconds < float("inf") else None


def _deserves_another(state: RetryCallState) -> bool:
    assert state.outcome is not None
    request = _request(state)
    failure = state.outcome.exception()
    if failure is not None:
        lasting = isinstance(failure, httpx.PoolTimeout) or is_about_tls(failure)
        passing = isinstance(failure, httpx.TransportError) and not lasting
        return passing and (request.repeatable or not was_sent(failure))
    answer: Answer = state.outcome.result()
    if request.retry_on is not None and request.retry_on(answer):
        return True
    if answer.status == NOT_CARRIED_OUT or (answer.status == 503 and asked_pause(answer) is not None):
        return True
    passing = answer.status in PASSING or (answer.status == 500 and request.method == "GET")
    return passing and request.repeatable and not (request.is_hopeless is not None and request.is_hopeless(answer))


def _request(state: RetryCallState) -> Request:
    request: Request = state.args[0]
    return request


def _pass_on(state: RetryCallState) -> Answer:
    assert state.outcome is not None
    answer: Answer = state.outcome.result()
    return answer


def _already_slept(_: float) -> None:
    """``before_sleep`` has waited: it knows which answer the wait is about."""
