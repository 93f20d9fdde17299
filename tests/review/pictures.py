"""The pictures in the guides, of the kept plans and of a made-up estate: ``make pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from provider_lib.fleet.map import page as map_page
from provider_lib.review import page
from tests.review import stored
from tests.review.browser import launched
from tests.review.test_first_lines import DECISIONS
from tests.unit.fleet.map.estates import estate

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
WIDTH, TALLEST = 900, 700
SIZE_OF_A_MAP = 1440, 1080


def main() -> None:
    """Take a picture of each."""
    with launched() as browser:
        for name in DECISIONS.keys() - {"topic-added"}:
            take(browser, page([stored.load(name).report]), GUIDES / "review" / f"{name}.png", WIDTH, TALLEST)
        take(browser, map_page(estate(30)), GUIDES / "operate" / "map.png", *SIZE_OF_A_MAP)


def take(browser: Browser, html: str, into: Path, width: int, tallest: int) -> None:
    """Take a picture of the top of a page."""
    into.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        tab = browser.new_page(viewport={"width": width, "height": tallest})
        tab.goto(file.as_uri())
        height = min(tallest, int(tab.evaluate("document.querySelector('main').getBoundingClientRect().bottom")))
        tab.screenshot(path=into, clip={"x": 0, "y": 0, "width": width, "height": height})
        tab.close()


if __name__ == "__main__":
    main()
