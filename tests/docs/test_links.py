"""Every link between pages, and into them, leads somewhere."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, Page, pages, reference_pages

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)

PAGES = [*pages(), *reference_pages(), Page(ROOT / "CHANGELOG.md")]


def anchors(text: str) -> set[str]:
    """The anchors that a forge makes of the headings."""
    headings = _HEADING.findall(_CODE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Page) -> list[str]:
    found = []
    for link in _LINK.findall(_CODE.sub("", page.path.read_text())):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = page.path.parent / path if path else page.path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Page) -> None:
    assert broken(page) == []
