"""What tells one object from others: its id in an answer, and itself in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from provider_lib.errors import UnexpectedAnswer
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.request import look_up
from provider_lib.rest.object.listing import items
from provider_lib.rest.object.target import Target
from provider_lib.spec import Listing


def find_one(target: Target, listing: Listing, wire: Mapping[str, Any], name: str) -> Any:
    """The only item of a list that is the object, None when there is none.

    Raises:
        UnexpectedAnswer: there are several.
    """
    found = [item for item in items(target, listing, wire, f"look for {name}") if _matches(item, listing, wire)]
    if len(found) > 1:
        key = " and ".join(f"{path} {as_text(look_up(wire, field))}" for field, path in listing.match.items())
        raise UnexpectedAnswer(
            f"{name} is ambiguous: {len(found)} objects have {key}",
            "Nobody can tell which of them is meant, so nothing is done. Rename or remove the others.",
        )
    return {"body": found[0]} if found and listing.call.with_headers else next(iter(found), None)


def _matches(item: Any, listing: Listing, wire: Mapping[str, Any]) -> bool:
    """Whether an item of a list is the object; an item that lacks what names it is another one."""
    names = {name: dig(item, path) for name, path in listing.match.items()}
    return all(found is not MISSING and as_text(found) == as_text(look_up(wire, name)) for name, found in names.items())


def id_in(answer: Any, paths: Sequence[str]) -> str | None:
    """The id at the first of several paths; of a URL its last segment."""
    for path in paths:
        found = dig(answer, path)
        if found is not MISSING and found is not None and not isinstance(found, Mapping | list):
            text = as_text(found)
            is_url = text.startswith(("http://", "https://", "/"))
            return unquote(urlsplit(text).path.rstrip("/").rpartition("/")[2]) if is_url else text
    return None
