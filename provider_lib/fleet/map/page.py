"""A map as one HTML page, which fetches nothing: its only script, allowed by its digest, finds and opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from provider_lib.fleet.map.details import Details, chip, chip_look
from provider_lib.fleet.map.estate import Estate, Spot, counted
from provider_lib.fleet.map.picture import COLOURS, figure
from provider_lib.fleet.map.words import MEANS, as_of, headline, listed, place, title
from provider_lib.review.page.head import BASE, asset, head
from provider_lib.review.page.markup import Markup, tag
from provider_lib.review.words import capital

FOLDER: Final = Path(__file__).parent
STYLE: Final = FOLDER / "style.css"
SCRIPT: Final = FOLDER / "script.js"
MOST_OPEN: Final = 60
"""Objects of stacks whose places are open from the beginning."""


def page(estate: Estate) -> str:
    """A map as one HTML page."""
    details, spots = Details(estate), estate.spots()
    anchors = {number: f"place-{at}" for at, (_, inside) in enumerate(spots, 1) for number in inside}
    script = asset(SCRIPT)
    drawn = figure(
        estate, lambda box: details.anchor(box.things[0]) if len(box.things) == 1 else anchors[box.things[0]]
    )
    main = tag(
        "main",
        tag("header", *_head(estate)),
        _search(estate),
        tag("details", tag("summary", "Picture"), drawn, class_="part", open=True) if estate.things else "",
        *(_place(estate, details, at, *item) for at, item in enumerate(spots, 1)),
    )
    body = tag("body", main, tag("script", script))
    told = head(title(estate), asset(BASE, COLOURS, STYLE), script)
    return f"<!doctype html>\n{tag('html', told, body, lang='en')}\n"


def _head(estate: Estate) -> Iterator[Markup]:
    yield tag("h1", title(estate))
    yield tag("p", f"{capital(headline(estate))}. {as_of(estate)}", class_="small")
    for name, why in estate.unread.items():
        yield tag("p", tag("b", "Not read: "), tag("span", name, class_="name"), " ", why, class_="remark")


def _search(estate: Estate) -> Markup:
    """Search, and how many are how; a button shows those alone, once there is a script."""
    buttons = [
        tag(
            "button",
            tag("b", f"{number:,}"),
            f" {health}",
            type="button",
            class_=chip_look(health),
            value=health,
            aria_pressed="false",
            title=MEANS[health],
            disabled=True,
        )
        for health, number in counted(estate.owned).items()
    ]
    field = tag("input", type="search", id="search", autocomplete="off", spellcheck="false", disabled=True,
                placeholder="Name, place, stack, topic, error", aria_label="Search", aria_keyshortcuts="/")  # fmt: skip
    told = tag("p", role="status", class_="small")
    return tag("div", field, tag("div", *buttons, class_="healths"), told, role="search", class_="search")


def _place(estate: Estate, details: Details, at: int, spot: Spot, inside: Sequence[int]) -> Markup:
    """A place with all that is in it."""
    things = [estate.things[number] for number in inside]
    counts = counted(things)
    stacks = list(dict.fromkeys(filter(None, (thing.stack for thing in things))))
    called = tag("span", place(spot, estate.titles), class_="name")
    vendor = estate.titles.get(spot.system, spot.system)
    aside = ", ".join(filter(None, [vendor if vendor and spot.where else "", listed(things), _named(stacks)]))
    chips = chain.from_iterable((chip(health, f"{number:,} {health}"), " ") for health, number in counts.items())
    summary = tag("summary", tag("h2", called, tag("span", aside, class_="aside")), tag("span", *chips, class_="chips"))
    is_open = bool(spot.system) and len(estate.owned) <= MOST_OPEN
    rows = tag("div", *map(details.row, inside), class_="rows")
    return tag("details", summary, rows, class_="place", id=f"place-{at}", open=is_open)


def _named(stacks: Sequence[str]) -> str:
    """The stacks that own what is in a place."""
    if not stacks:
        return ""
    return f"in {', '.join(stacks[:3])}{f' and {len(stacks) - 3} more' if len(stacks) > 3 else ''}"
