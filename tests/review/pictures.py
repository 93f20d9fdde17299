"""The pictures in docs/guides/review.md, of the kept plans: ``make pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from provider_lib.review import page
from tests.review import stored
from tests.review.browser import launched
from tests.review.test_first_lines import DECISIONS

FOLDER = Path(__file__).parents[2] / "docs" / "guides" / "review"
WIDTH, TALLEST = 900, 700


def main() -> None:
    """Take a picture of each."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        tab = browser.new_page(viewport={"width": WIDTH, "height": TALLEST})
        for name in DECISIONS.keys() - {"topic-added"}:
            file = Path(folder) / f"{name}.html"
            file.write_text(page([stored.load(name).report]), encoding="utf-8")
            tab.goto(file.as_uri())
            height = min(TALLEST, int(tab.evaluate("document.querySelector('main').getBoundingClientRect().bottom")))
            clip = {"x": 0, "y": 0, "width": WIDTH, "height": height}
            tab.screenshot(path=FOLDER / f"{name}.png", clip=clip)


if __name__ == "__main__":
    main()
