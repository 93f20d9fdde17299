"""One API: sends requests, with authentication, retries and a pause for all when the server wants one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

import httpx

import provider_lib
from provider_lib.dataclass import replace
from provider_lib.errors import Cancelled, UnexpectedAnswer
from provider_lib.rest.api.asked_pauses import NOT_CARRIED_OUT
from provider_lib.rest.api.auth import credentials_for
from provider_lib.rest.api.encoding import Prepared, answer_from, prepare
from provider_lib.rest.api.error_responses import raise_for_error, withheld
from provider_lib.rest.api.headers import merge_headers
from provider_lib.rest.api.messages import Answer, Request
from provider_lib.rest.api.outage import Outages, Refusals
from provider_lib.rest.api.pauses import Pauses
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.retry import PAUSES, Outcome, RetryPolicy, may_be_done
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.throttle import NoTurn, Throttle
from provider_lib.rest.api.tls import Tls
from provider_lib.rest.api.transport import Transport
from provider_lib.rest.api.transport_errors import transport_error
from provider_lib.rest.api.unforeseen import foreseen

STANDARD_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": f"sluice/{provider_lib.__version__}",
}

LOG = logging.getLogger(__name__)


class Client:
    """Sends requests to one API. Safe to use from several threads.

    Args:
        settings: of the API.
        stop: set when the user wants everything to end soon: waits end, requests under way do not.
        redactor: is told every secret of this API, and masks them in log lines and errors.
        pauses: between attempts.

    Raises:
        ConfigError: credentials are missing, or a file with a certificate cannot be used.
    """

    def __init__(
        self, settings: Settings, *, stop: threading.Event, redactor: Redactor, pauses: Pauses = PAUSES
    ) -> None:
        redactor.add(*settings.secrets())
        self._settings = settings
        self._redactor = redactor
        self._own_headers = {name: value.reveal() for name, value in settings.headers.items()}
        self._credentials = credentials_for(settings, self._send_without_credentials, redactor)
        self._throttle = Throttle(settings.max_in_flight, stop)
        self._retries = RetryPolicy(settings.max_retries, pauses)
        self._transport = Transport(Tls(settings))
        self._outages = Outages()
        self._refusals = Refusals()

    @property
    def name(self) -> str:
        """Which API of the provider block it is, e.g. ``shop`` or ``shop.main``."""
        return self._settings.entry

    @property
    def settings(self) -> Settings:
        """The settings it was made with."""
        return self._settings

    def masked(self, text: str) -> str:
        """Words of the server's with every secret in them masked."""
        return self._redactor.quoted(text)

    def hide(self, *secrets: str) -> None:
        """Mask these from now on, in whatever is logged or told."""
        self._redactor.add(*secrets)

    def close(self) -> None:
        """Close its connections."""
        self._transport.close()

    def give_up(self) -> None:
        """End the requests that are under way, and let later ones take a moment only."""
        self._transport.give_up()

    def send(self, request: Request) -> Answer:
        """The answer to a request that was carried out.

        Raises:
            ApiError: the server refused it, or failed; NotFound and Conflict among them.
            Unreachable: no answer came.
            UnexpectedAnswer: what came is not the API's.
            ConfigError: credentials are refused, or the request cannot be sent as it is.
            Cancelled: the user pressed Ctrl-C during a wait.
        """
        with self._redactor.masking(), foreseen(request.what):
            return self._send(request)

    def _send(self, request: Request) -> Answer:
        if not self._settings.url.is_origin_of(request.path):
            raise UnexpectedAnswer(
                f"{self._settings.title} refers to another server to {request.what}",
                f"Only the server of {self._settings.url} gets requests: they carry credentials.",
            )
        credentials = self._credentials.headers(request.deadline)
        if (refused := self._refusals.now(credentials)) is not None:
            other, answer = refused
            self._raise_for_error(replace(other, what=request.what, is_discreet=request.is_discreet), answer)
        answer = self._attempts(request, credentials)
        if answer.status == 401 and self._credentials.renew(credentials):
            credentials = self._credentials.headers(request.deadline)
            answer = self._attempts(request, credentials)
        self._refusals.note(credentials, request, answer)
        self._raise_for_error(request, answer)
        return answer

    def _send_without_credentials(self, request: Request) -> Answer:
        answer = self._attempts(request, {})
        self._raise_for_error(request, answer)
        return answer

    def _raise_for_error(self, request: Request, answer: Answer) -> None:
        raise_for_error(request, answer, self._settings, withheld if request.is_discreet else self.masked)

    def _attempts(self, request: Request, credentials: Mapping[str, str]) -> Answer:
        own = self._own_headers if self._settings.url.is_origin_of(request.path) else {}
        prepared = prepare(request, self._settings.url, merge_headers(STANDARD_HEADERS, own, credentials))
        if (failure := self._outages.failure(prepared.url)) is not None:
            raise transport_error(request, prepared.url, self._settings, failure, is_ours=False) from failure
        outcome, in_doubt = self._outcome(request, prepared)
        if isinstance(outcome, Answer):
            return replace(outcome, in_doubt=in_doubt)
        raise transport_error(request, prepared.url, self._settings, outcome, in_doubt=in_doubt) from outcome

    def _outcome(self, request: Request, prepared: Prepared) -> tuple[Outcome, bool]:
        """What came of the last attempt, and whether an earlier one may have been carried out."""
        began, number, in_doubt = time.monotonic(), 1, False
        outcome = self._attempt(request, prepared, number)
        while (pause := self._retries.pause_after(number, request, outcome)) is not None:
            if self._outages.is_on(prepared.url):
                break
            number += 1
            in_doubt = in_doubt or may_be_done(request, outcome)
            self._tell(prepared, outcome, number, pause)
            try:
                self._pause(pause, outcome)
                outcome = self._attempt(request, prepared, number)
            except Cancelled:
                if not in_doubt:
                    raise
                break  # what was sent before is not forgotten for it
        self._outages.note(request, prepared.url, outcome, began, number, self._settings.max_retries + 1)
        return outcome, in_doubt

    def _attempt(self, request: Request, prepared: Prepared, number: int) -> Outcome:
        try:
            with self._throttle.turn(request.deadline):
                return self._exchange(request, prepared, number)
        except NoTurn:
            return httpx.PoolTimeout("no turn in time")
        except httpx.RequestError as failure:
            return failure

    def _exchange(self, request: Request, prepared: Prepared, number: int) -> Answer:
        started = time.monotonic()
        seconds = self._settings.timeout
        if request.deadline is not None:
            seconds = min(seconds, request.deadline - started)
        if seconds <= 0:
            raise NoTurn
        outcome = "failed"
        try:
            received = self._transport.exchange(prepared.request(), seconds)
            outcome = str(received.status)
            return answer_from(received)
        except httpx.TransportError as failure:
            outcome = type(failure).__name__
            raise
        finally:
            self._log(request, outcome, time.monotonic() - started, number)

    def _log(self, request: Request, outcome: str, seconds: float, number: int) -> None:
        """Path without query, no headers, no bodies: nothing that may hold a secret which nobody knows of."""
        if LOG.isEnabledFor(logging.DEBUG):
            path = self._redactor.quoted(request.path.partition("?")[0])
            LOG.debug("%s %s %s %.0f ms attempt %d", request.method, path, outcome, seconds * 1000, number)

    def _tell(self, prepared: Prepared, outcome: Outcome, number: int, seconds: float) -> None:
        """Say to whoever waits that there will be another attempt."""
        host = prepared.url.netloc.decode("ascii")
        came = outcome.status if isinstance(outcome, Answer) else "no answer"
        attempts = self._settings.max_retries + 1
        LOG.info("waiting for %s, attempt %d of %d in %.0f s (%s)", host, number, attempts, seconds, came)

    def _pause(self, seconds: float, outcome: Outcome) -> None:
        """Wait before the next attempt; after a 429 all requests to this API do."""
        if isinstance(outcome, Answer) and outcome.status == NOT_CARRIED_OUT:
            self._throttle.close(seconds)
        else:
            self._throttle.rest(seconds)


__all__ = ["Answer", "Client", "Request"]
