"""Where links lead that stand in answers."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def resolve(base: str, link: str) -> str:
    """The whole URL of a link that stands in the answer from a URL.

    Raises:
        ValueError: it is not the URL of a server; the message says why.
    """
    try:
        url = urljoin(base, link)
        parts = urlsplit(url)
        is_server = parts.scheme in ("http", "https") and parts.hostname is not None and parts.port != 0
    except ValueError:
        raise ValueError("is not a URL") from None
    if not is_server:
        raise ValueError("leads to no server")
    return url
