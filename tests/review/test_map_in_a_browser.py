"""The map in a real browser: it finds, opens and leads, fits a phone, and runs no script but its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provider_lib.fleet.map import page
from tests.review.browser import HOW, executable, launched
from tests.review.test_forging import EVIL
from tests.review.test_in_a_browser import CONTRAST, PHONE, opened
from tests.unit.fleet.map.estates import estate
from tests.unit.fleet.map.test_formats import forged

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason=HOW)
pytestmark = pytest.mark.skipif(executable() is None, reason=HOW)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module", params=[30, 2_000])
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / f"{request.param}.html"
    path.write_text(page(estate(request.param, unread={"billing": "It cannot be read"})), encoding="utf-8")
    return path


def shown(tab: Page, part: str = ".name") -> list[str]:
    """A part of each line that is to be seen in the list."""
    visible: list[str] = tab.evaluate(
        "part => [...document.querySelectorAll('.thing > summary > ' + part)]"
        ".filter(it => it.checkVisibility()).map(it => it.textContent)",
        part,
    )
    return visible


def found(tab: Page, words: str) -> list[str]:
    """The names of what a search shows."""
    tab.fill("#search", words)
    return shown(tab)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_is_hard_to_read(browser: Browser, tmp_path: Path, scheme: Any) -> None:
    path = tmp_path / "map.html"
    path.write_text(page(estate(30)), encoding="utf-8")
    tab, seen = opened(browser, path, color_scheme=scheme)
    contrasts = tab.evaluate(CONTRAST)
    assert seen == []
    assert len(contrasts) > 300
    assert [what for ratio, what in contrasts if ratio < 4.5] == []


def test_a_phone_need_not_be_scrolled_sideways(browser: Browser, drawn: Path, tmp_path: Path) -> None:
    wide = tmp_path / "wide.html"
    wide.write_text(page(forged("w" * 500)), encoding="utf-8")
    for path in (drawn, wide):
        tab, _ = opened(browser, path, viewport=PHONE)
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_search_finds_by_several_words_and_ends_with_escape(browser: Browser, drawn: Path) -> None:
    tab, seen = opened(browser, drawn)
    before = shown(tab)
    tab.keyboard.press("/")
    tab.keyboard.type("sink-0003")
    assert (shown(tab)[0], "orders.2" in shown(tab)) == ("orders-sink-0003", True)  # and the topic that it reads
    assert found(tab, "REFUSED team-3 nobody") == []
    failed = found(tab, "REFUSED team-3")
    assert failed
    assert set(shown(tab, ".chip")) == {"failed"}
    assert found(tab, "nobody has this") == []
    assert tab.locator("[role=status]").inner_text().startswith("0 of ")
    tab.press("#search", "Escape")
    assert shown(tab) == before
    assert seen == []


def test_enter_opens_what_is_found_first(browser: Browser, drawn: Path) -> None:
    tab, _ = opened(browser, drawn)
    [first, *_] = found(tab, "refused")
    tab.press("#search", "Enter")
    row = tab.locator("details.thing[open]")
    assert row.locator("> summary > .name").inner_text() == first
    assert row.locator("dt").all_inner_texts()[:4] == ["where", "is", "should be", "tasks"]
    assert row.locator("> summary").evaluate("it => it === document.activeElement")


def test_a_click_opens_details_and_a_link_in_them_leads_on(browser: Browser, drawn: Path) -> None:
    tab, seen = opened(browser, drawn)
    found(tab, "sink-0003")
    row = tab.locator("details.thing:visible").first
    assert not row.locator("dl").is_visible()
    row.locator("> summary").click()
    assert row.locator("dl").is_visible()
    row.locator("dd a", has_text="orders.2").click()
    topic = tab.locator("details.thing[open]", has=tab.locator("summary .name", has_text="orders.2"))
    assert topic.locator("dt").all_inner_texts() == ["where", "written by", "read by"]
    assert topic.evaluate("it => it.getBoundingClientRect().top < innerHeight")
    assert tab.url.endswith(f"#{topic.get_attribute('id')}")
    assert seen == []


def test_a_box_of_the_picture_leads_to_what_is_said_of_it(browser: Browser, drawn: Path) -> None:
    tab, _ = opened(browser, drawn)
    for box in tab.locator("svg a").all()[:3]:
        place = tab.locator(str(box.get_attribute("href")))
        box.click()
        assert place.evaluate("it => it.open && it.getBoundingClientRect().top < innerHeight")


def test_health_is_a_colour_and_a_word_and_a_button_shows_those_alone(browser: Browser, drawn: Path) -> None:
    tab, _ = opened(browser, drawn)
    colours = {}
    for button in tab.locator(".healths button").all():
        number, health = button.inner_text().split(" ", 1)
        button.click()
        assert shown(tab, ".chip") == [health] * int(number.replace(",", ""))
        colours[health] = button.evaluate("it => getComputedStyle(it).borderColor")
        button.click()
    assert {"failed", "down", "well", "not watched"} <= set(colours)
    assert len({colours["failed"], colours["well"], colours["not watched"]}) == 3
    said = tab.locator("svg .what").all_text_contents()
    assert any(words == "connector, failed" or words.endswith(" not well") for words in said)


def test_without_its_script_all_is_there_and_nothing_is_a_control_that_does_nothing(
    browser: Browser, drawn: Path
) -> None:
    tab, seen = opened(browser, drawn, java_script_enabled=False)
    assert not tab.locator("#search").is_visible()
    assert tab.locator(".healths button:enabled").count() == 0
    place = tab.locator("details.place").first
    if place.get_attribute("open") is None:
        place.locator("> summary").click()
    row = place.locator("details.thing").first
    row.locator("> summary").click()
    assert row.locator("dl").is_visible()
    assert seen == []


def test_no_other_script_runs_even_if_one_got_in(browser: Browser, drawn: Path) -> None:
    tab, seen = opened(browser, drawn)
    tab.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.forged = true";
      document.body.append(script);
    }""")
    assert tab.evaluate("window.forged") is None
    assert "Content Security Policy" in seen[0]


def test_what_is_forged_is_text(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    for text in EVIL[::5]:
        path.write_text(page(forged(text)), encoding="utf-8")
        tab, seen = opened(browser, path)
        assert len(found(tab, "connector of")) == 1
        assert (seen, tab.locator("script").count(), tab.locator("img, iframe, [onload], [onerror]").count()) == (
            [],
            1,
            0,
        )
        tab.close()


def test_two_thousand_connectors_open_at_once(browser: Browser, drawn: Path) -> None:
    tab, _ = opened(browser, drawn, viewport=PHONE)
    assert 0 < tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 5_000
    assert drawn.stat().st_size < 4_000_000
