"""Whether a text tells of a missing object, or only of a missing route."""

from __future__ import annotations

import re

import pytest

from provider_lib.systems.connector import MORE_THAN_NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "Connector orders not found",
        "Connector page not found",
        "Connector not found",
        "Agent 'no-route' was not found",
        "a client for the given cluster name does not exist",
        "No status found for connector 404",
        "Requested entity was not found.",
        "Notfound",
    ],
)
def test_a_text_that_names_an_object_or_its_kind_tells_of_it(text: str) -> None:
    assert re.fullmatch(MORE_THAN_NOT_FOUND, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Not Found",
        "not_found",
        "404: Not Found",
        "404 page not found",
        "Error: HTTP 404",
        "HTTP 404 for /connectors/orders",
        "Route not found",
        "no Route matched with those values",
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling.",
        "Cannot DELETE /connectors/orders",
        "No static resource connectors/orders.",
        "RESTEASY003210: Could not find resource for full path: http://host/connectors/orders",
        "default backend - 404",
        "The resource does not exist",
        "not found\n" * 100_000,
    ],
    ids=lambda text: text[:30].strip(),
)
def test_a_text_without_an_object_is_about_a_route(text: str) -> None:
    assert not re.fullmatch(MORE_THAN_NOT_FOUND, text)
