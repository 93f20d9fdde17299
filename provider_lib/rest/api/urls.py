"""URLs: what a user typed made usable, and the URL of one request."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

import httpx

from provider_lib.dataclass import dataclass

Query = Sequence[tuple[str, str]]

LAST_PORT = 65535
LONGEST_LABEL = 63
"""Characters between two dots of a host name (RFC 1035 2.3.4)."""

_NEVER_IN_A_HOST = frozenset(" \\^`{|}<>\"$*,;'")


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """Where an API lives.

    Args:
        root: scheme, host, port and base path, without a slash at the end.
        query: what every request's query begins with; without the question mark.
    """

    root: str
    query: str = ""

    def __str__(self) -> str:
        return self.root

    def join(self, path: str, query: Query = ()) -> str:
        """The URL of a path below this one, with all queries merged into one.

        Args:
            path: percent-encoded; may have a query of its own, and may be a whole URL.
            query: further parameters, not encoded yet.
        """
        path, _, own = path.partition("?")
        whole = path if is_absolute(path) else f"{self.root}/{path.lstrip('/')}" if path else self.root
        inherited = "" if is_absolute(path) else self.query
        merged = "&".join(part for part in (inherited, own, urlencode(list(query), quote_via=quote)) if part)
        return f"{whole}?{merged}" if merged else whole

    def is_origin_of(self, path: str) -> bool:
        """Whether a path, or a whole URL, leads to this very server, so that secrets may be sent there."""
        if not is_absolute(path):
            return True
        try:
            ours, theirs = httpx.URL(self.root), httpx.URL(path)
        except (httpx.InvalidURL, ValueError):
            return False
        return (ours.scheme, ours.host, ours.port) == (theirs.scheme, theirs.host, theirs.port)


def is_absolute(path: str) -> bool:
    """Whether it is a whole URL rather than a path."""
    return path.lower().startswith(("http://", "https://"))


def parse_base_url(text: str, drop_suffix: Sequence[str] = ()) -> BaseUrl:
    """What a user typed as the address of an API.

    Args:
        text: the address; slashes and one of ``drop_suffix`` at its end do no harm.
        drop_suffix: endings that the API's paths repeat, e.g. "/api".

    Raises:
        ValueError: it cannot be an address; the message says why, and does not repeat it.
    """
    text = text.strip()
    if not is_absolute(text):
        raise ValueError("must begin with https:// or http://")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError):
        raise ValueError("is not a URL") from None
    if not url.host or _NEVER_IN_A_HOST.intersection(url.host):
        raise ValueError("has no valid host name")
    if any(len(label) > LONGEST_LABEL for label in url.raw_host.split(b".")):
        raise ValueError(f"has a part between dots of more than {LONGEST_LABEL} characters in its host name")
    if url.port is not None and url.port > LAST_PORT:
        raise ValueError(f"has a port above {LAST_PORT}")
    if url.userinfo:
        raise ValueError("must not hold a user name or password: they have settings of their own")
    if url.fragment or text.endswith("#"):
        raise ValueError("has a # part, so it is the address of a web page: take the part before it")
    path = url.raw_path.decode().partition("?")[0].rstrip("/")
    for suffix in drop_suffix:
        path = path.removesuffix(suffix).rstrip("/")
    origin = f"{url.scheme}://{url.netloc.decode()}"
    return BaseUrl(origin + path, url.query.decode())
