from __future__ import annotations

import re

import pytest

from provider_lib.rest.api.urls import BaseUrl, parse_base_url


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("https://hq.example.com", "https://hq.example.com"),
        ("https://hq.example.com/", "https://hq.example.com"),
        ("  https://hq.example.com//\n", "https://hq.example.com"),
        ("https://hq.example.com/api", "https://hq.example.com"),
        ("https://hq.example.com/api/", "https://hq.example.com"),
        ("https://proxy.example.com/lenses/api", "https://proxy.example.com/lenses"),
        ("https://proxy.example.com/my-api", "https://proxy.example.com/my-api"),
        ("https://proxy.example.com/X//api", "https://proxy.example.com/X"),
        ("https://proxy.example.com/X/", "https://proxy.example.com/X"),
        ("HTTP://localhost:9991", "http://localhost:9991"),
        ("http://[::1]:8083/connect", "http://[::1]:8083/connect"),
        ("https://hq.example.com/a%2Fb", "https://hq.example.com/a%2Fb"),
    ],
)
def test_an_address_is_usable_however_it_ends(typed: str, root: str) -> None:
    assert parse_base_url(typed, ("/api",)) == BaseUrl(root)


def test_a_query_in_the_address_is_kept() -> None:
    assert parse_base_url("https://hq.example.com/api?tenant=a%20b", ("/api",)) == BaseUrl(
        "https://hq.example.com", "tenant=a%20b"
    )


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("hq.example.com", "must begin with https:// or http://"),
        ("localhost:8083", "must begin with https:// or http://"),
        ("ftp://hq.example.com", "must begin with https:// or http://"),
        ("", "must begin with https:// or http://"),
        ("https://", "has no valid host name"),
        ("https:///environments", "has no valid host name"),
        ("https://${var.host}/", "has no valid host name"),
        ("https://hq.example.com:port", "is not a URL"),
        ("https://hq.example.com:99999999", "has a port above 65535"),
        ("https://localhost:65536", "has a port above 65535"),
        (f"https://{'a' * 64}.example.com", "has a part between dots of more than 63 characters in its host name"),
        ("https://me:secret@hq.example.com", "must not hold a user name or password: they have settings of their own"),
        ("https://hq.example.com/#", "has a # part, so it is the address of a web page: take the part before it"),
        (
            "https://hq.example.com/#/environments",
            "has a # part, so it is the address of a web page: take the part before it",
        ),
    ],
)
def test_what_cannot_be_an_address_is_refused_with_the_reason(typed: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        parse_base_url(typed)


@pytest.mark.parametrize("typed", [f"https://{'a' * 63}.example.com", "https://localhost:65535"])
def test_the_longest_name_and_the_last_port_are_an_address(typed: str) -> None:
    assert parse_base_url(typed) == BaseUrl(typed, "")


@pytest.mark.parametrize(
    ("base", "path", "query", "url"),
    [
        (BaseUrl("http://h"), "/a", [], "http://h/a"),
        (BaseUrl("http://h"), "a", [], "http://h/a"),
        (BaseUrl("http://h"), "X/a", [], "http://h/X/a"),
        (BaseUrl("http://h/base"), "/a/b%2Fc%20%3F%C3%A9", [], "http://h/base/a/b%2Fc%20%3F%C3%A9"),
        (BaseUrl("http://h/base"), "", [], "http://h/base"),
        (BaseUrl("http://h"), "/a?x=1", [("y", "2")], "http://h/a?x=1&y=2"),
        (BaseUrl("http://h", "k=v"), "/a?x=1", [("y", "2")], "http://h/a?k=v&x=1&y=2"),
        (BaseUrl("http://h"), "/a?", [], "http://h/a"),
        (BaseUrl("http://h"), "/a", [("y", "ä &=?/"), ("y", "2")], "http://h/a?y=%C3%A4%20%26%3D%3F%2F&y=2"),
        (BaseUrl("http://h/base", "k=v"), "http://h/next?page=2", [], "http://h/next?page=2"),
    ],
)
def test_base_path_and_every_query_meet_in_one_url(
    base: BaseUrl, path: str, query: list[tuple[str, str]], url: str
) -> None:
    assert base.join(path, query) == url


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("/next?page=2", True),
        ("https://h.example.com:443/next", True),
        ("https://h.example.com/next", True),
        ("http://h.example.com/next", False),
        ("https://h.example.com:8443/next", False),
        ("https://h.example.com.evil.org/next", False),
        ("https://h.example.com@evil.org/next", False),
        ("https://h.example.com:port/next", False),
        ("https://[::1/next", False),
    ],
)
def test_only_the_very_same_server_is_the_origin(path: str, same: bool) -> None:
    assert BaseUrl("https://h.example.com/base").is_origin_of(path) is same
