"""The formats of a report, each a function: a new one joins the tests over all formats here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from provider_lib.legible import legible_json
from provider_lib.review import Report, document, markdown, text

FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": text,
    "markdown": lambda report: markdown([report]),
    "json": lambda report: legible_json(document([report])),
}
