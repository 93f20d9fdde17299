"""What the sandbox's own listings do not show: people try things out with real secrets."""

from __future__ import annotations

import re

MASK = "********"

SECRET = re.compile(r"token|secret|passw|credential|signature|jaas|key$|key[._-]?id", re.IGNORECASE)
"""A name that sounds as if it held a secret."""

_FLAGS = ("", "true", "false")
"""Values that are no secret, whatever their name."""


def masked_query(query: str) -> str:
    """The query of a URL without the values of parameters that sound secret."""
    return "&".join(map(_masked_parameter, query.split("&")))


def _masked_parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    return f"{name}={MASK}" if equals and value not in _FLAGS and SECRET.search(name) else parameter
