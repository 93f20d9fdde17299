"""The proxy that the environment names for a server: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY."""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

import httpx

from provider_lib.dataclass import dataclass, field
from provider_lib.errors import ConfigError

SPOKEN = ("http", "https")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy and where it was named.

    Args:
        url: without user and password.
        variable: the environment variable that names it.
        credentials: user and password, where it has any.
    """

    url: str
    variable: str
    credentials: tuple[str, str] | None = field(default=None, repr=False)


def proxy_for(url: httpx.URL) -> Proxy | None:
    """The proxy through which a server is reached, None when it is reached directly.

    Raises:
        ConfigError: one is named that cannot be used.
    """
    named = getproxies()
    kind = url.scheme if url.scheme in named else "all"
    if kind not in named or proxy_bypass(url.host):
        return None
    variable = f"{kind.upper()}_PROXY"
    text = named[kind]
    try:
        proxy = httpx.URL(text if "://" in text else f"http://{text}")
    except (httpx.InvalidURL, UnicodeError):
        raise _unusable(variable, "is not the URL of a proxy", url) from None
    if proxy.scheme not in SPOKEN or not proxy.host:
        kind = f"{proxy.scheme}://" if proxy.host else "no host"
        raise _unusable(variable, f"names a proxy with {kind}, and only http:// and https:// are supported", url)
    pair = (proxy.username, proxy.password) if proxy.userinfo else None
    return Proxy(f"{proxy.scheme}://{proxy.netloc.decode()}", variable, pair)


def _unusable(variable: str, reason: str, url: httpx.URL) -> ConfigError:
    return ConfigError(
        f"{variable} {reason}",
        f"Set it to the address of an HTTP proxy, or reach {url.host} directly: name it in NO_PROXY.",
    )
