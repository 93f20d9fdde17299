"""What tells one object from others: its id in an answer, and itself in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from provider_lib.errors import UnexpectedAnswer
from provider_lib.legible import legible
from provider_lib.rest.json.exact_json import REPLACEMENT, as_text
from provider_lib.rest.json.likeness import alike
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.mapping.request import look_up
from provider_lib.rest.object.listing import items, names_in, seen
from provider_lib.rest.object.target import Target
from provider_lib.spec import Listing

LONGEST_ID = 1000
"""Characters."""


def find_one(
    target: Target,
    listing: Listing,
    wire: Mapping[str, Any],
    name: str,
    id_paths: Sequence[str] = (),
    known_id: str = "",
    *,
    tells_id: bool = False,
) -> Any:
    """The only item of a list that is the object, None when there is none.

    Args:
        id_paths: where an item has its id.
        known_id: of the object, where it is known: then it is found by that when the server spells its name otherwise.
        tells_id: whether its answers have shown that: then what has its name and another id is another object.

    Raises:
        UnexpectedAnswer: there are several.
    """

    def id_of(item: Any) -> str | None:
        return id_in(seen(item, listing), id_paths)

    listed = list(items(target, listing, wire, f"look for {name}"))
    found = [item for item in listed if _matches(item, listing, wire)]
    if tells_id:
        found = [item for item in found if id_of(item) in (None, known_id)]
    if not found and known_id:
        found = [item for item in listed if id_of(item) == known_id]
    found = _distinct(found, id_of)
    if len(found) > 1:
        key = " and ".join(f"{path} {as_text(look_up(wire, field))}" for field, path in listing.match.items())
        raise UnexpectedAnswer(
            f"{name} is ambiguous: {len(found)} objects have {key}",
            "Nobody can tell which of them is meant, so nothing is done. Rename or remove the others.",
        )
    return seen(found[0], listing) if found else None


def _distinct(items: list[Any], id_of: Callable[[Any], str | None]) -> list[Any]:
    """The items, each once: one that moves to a later page while the pages are read is listed twice."""
    found: list[Any] = []
    for item in items:
        ours = id_of(item)
        if item not in found and (ours is None or ours not in map(id_of, found)):
            found.append(item)
    return found


def find_namesakes(target: Target, listing: Listing, wire: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The items of a list whose names are written almost like that of the object, by these names."""
    found: dict[str, Any] = {}
    for item in items(target, listing, wire, f"look for {name}"):
        names = names_in(item, listing)
        if all(text is not MISSING and alike(text, look_up(wire, field)) for field, text in names.items()):
            found[" and ".join(map(as_text, names.values()))] = seen(item, listing)
    return found


def _matches(item: Any, listing: Listing, wire: Mapping[str, Any]) -> bool:
    """Whether an item of a list is the object; an item that lacks what names it is another one."""
    return all(
        found is not MISSING and as_text(found) == as_text(look_up(wire, name))
        for name, found in names_in(item, listing).items()
    )


def id_in(answer: Any, paths: Sequence[str]) -> str | None:
    """The id at the first of several paths; of a URL its last segment."""
    for path in paths:
        found = dig(answer, path)
        if found is not MISSING and found is not None and not isinstance(found, Mapping | list):
            text = as_text(found)
            is_url = text.startswith(("http://", "https://", "/"))
            return unquote(urlsplit(text).path.rstrip("/").rpartition("/")[2]) if is_url else text
    return None


def is_usable(text: str | None) -> bool:
    """Whether an object can be asked for again by this id: what no request can carry would shut out every refresh."""
    return (
        text is not None
        and len(text) <= LONGEST_ID
        and text.strip() not in ("", ".", "..")
        and REPLACEMENT not in text
        and legible(text, kept="") == text
    )
