"""Telling what the healer has to say to a webhook, in the form of Slack."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from provider_lib.errors import ConfigError

TIMEOUT: Final = 10.0
LONGEST: Final = 3000
"""Characters of a message; Slack cuts longer ones."""

KEPT: Final = 200
"""Lines that are kept for a webhook that does not answer."""


class Webhook:
    """A webhook, whose URL is a secret.

    Args:
        url: that takes ``{"text": ...}``.
        timeout: seconds after which a server that says nothing is given up.

    Raises:
        ConfigError: it is no URL of the web.
    """

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        if not url.startswith(("https://", "http://")):
            raise ConfigError(
                "The webhook is no URL of the web", "Give --webhook or SLUICE_WATCH_WEBHOOK an https URL."
            )
        self._url = url
        self._timeout = timeout
        self._lines: deque[str] = deque(maxlen=KEPT)

    def tell(self, lines: Sequence[str]) -> str:
        """Send these, and those that could not be sent before.

        Returns:
            Why they could not be sent, without the URL; empty when they were.
        """
        import httpx  # only who has a webhook waits for it

        self._lines.extend(lines)
        if not self._lines:
            return ""
        try:
            with httpx.stream("POST", self._url, json={"text": _text(self._lines)}, timeout=self._timeout) as answer:
                pass  # what it answers beside the status has no end that anybody knows
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
            # The last three: certificates, a port, or a proxy of the environment that cannot be used.
            return f"The webhook could not be told: {type(error).__name__}; it is told with what comes next"
        if not answer.is_success:
            return f"The webhook answered with status {answer.status_code}; it is told with what comes next"
        self._lines.clear()
        return ""


def _text(lines: Sequence[str] | deque[str]) -> str:
    """A message in which nothing of a server's text is a link or a mention."""
    text = "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(lines)} lines in all)"
