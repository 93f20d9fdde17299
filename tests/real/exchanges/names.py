"""Names with characters that mean something in a path."""

from __future__ import annotations

from urllib.parse import quote

from tests.real.exchanges.request import Request, get, post, put, scenario
from tests.real.worker import FILE_SOURCE

CONFIG = {"connector.class": FILE_SOURCE, "file": "/nowhere/in.txt", "topic": "named"}
ODD = ("a b", "żółw", "a?b", "a#b", "a;b=c", "a+b", "a&b", "{a}", "a'\"b", "a:b@c,d", "a.b", "...")
ONCE_REACHABLE = ("a/b", "a\\b", "a%b", "a%2Fb")
"""Newer workers make connectors of these names too, but can never delete them."""


def path(name: str) -> str:
    return f"/connectors/{quote(name, safe='').replace('.', '%2E')}"


def made(name: str) -> tuple[Request, ...]:
    """Requests that make a connector with the name, and look for it."""
    return (
        post("/connectors", {"name": name, "config": CONFIG}),
        get(f"{path(name)}/config"),
    )


SCENARIOS = (
    scenario("connectors with odd names", *(request for name in ODD for request in made(name))),
    scenario(
        "connectors with names that newer workers cannot be asked for",
        *(request for name in ONCE_REACHABLE for request in made(name)),
        before=(4, 0),
    ),
    scenario(
        "names that newer workers cannot be asked for", *(get(path(name)) for name in (*ONCE_REACHABLE, ".", ".."))
    ),
    scenario(
        "names that a path can hardly have",
        get("/connectors/%20"),
        get("/connectors/a%00b"),
        get("/connectors/a%0Ab"),
        get("/connectors/a%7Fb"),
        get("/connectors/%zz"),
        get("/connectors//status"),
        get("/connectors/a/"),
        get("/connectors/a;b", differs="the sandbox knows no parameters of a path's segments"),
        put("/connectors/%20/config", CONFIG),
        post("/connectors", {"name": "a\nb", "config": CONFIG}),
        post("/connectors", {"name": "a\u0000b", "config": CONFIG}),
    ),
)
