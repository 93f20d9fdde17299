"""Where links lead that stand in answers."""

from __future__ import annotations

import pytest

from provider_lib.rest.api.links import resolve

BASE = "https://shop.example/api/things?page=1"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("?page=2", "https://shop.example/api/things?page=2"),
        ("other", "https://shop.example/api/other"),
        ("/things/7", "https://shop.example/things/7"),
        ("//spare.example/things", "https://spare.example/things"),
        ("http://spare.example:1/things", "http://spare.example:1/things"),
    ],
)
def test_a_link_is_followed_from_where_it_stands(link: str, url: str) -> None:
    assert resolve(BASE, link) == url


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("ftp://spare.example/things", "leads to no server"),
        ("mailto:clerk@shop.example", "leads to no server"),
        ("http:///things", "leads to no server"),
        ("http://spare.example:0/things", "leads to no server"),
        ("http://[::1/things", "is not a URL"),
        ("http://spare.example:port/things", "is not a URL"),
    ],
)
def test_a_link_that_leads_to_no_server_is_refused(link: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        resolve(BASE, link)
