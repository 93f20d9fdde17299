"""The page in a real browser: it fetches nothing, fits a phone, is dark in the dark, and what is forged is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provider_lib.legible import legible
from provider_lib.review import page
from tests.review import stored
from tests.review.browser import HOW, executable, launched
from tests.review.plans import changed, connector, reviewed
from tests.review.test_forging import EVIL, report_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason=HOW)
pytestmark = pytest.mark.skipif(executable() is None, reason=HOW)

CONNECTOR = "sluice_kafka_connect_connector"
PHONE = {"width": 360, "height": 640}
CONTRAST = """() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    for (let it = element; it; it = it.parentElement) {
      const color = parts(getComputedStyle(it).backgroundColor);
      if (color[3] !== 0) return color;
    }
  };
  const found = [];
  for (const element of document.querySelectorAll("main *:not(svg *)")) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    const [one, other] = [light(parts(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    found.push([(one + 0.05) / (other + 0.05), element.className + ": " + element.textContent.slice(0, 40)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with all kept plans."""
    return written(tmp_path_factory.mktemp("kept"), [stored.load(name).report for name in stored.names()])


def written(folder: Path, reports: Any) -> Path:
    path = folder / "report.html"
    path.write_text(page(reports), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, **options: Any) -> tuple[Page, list[str]]:
    """A page as somebody sees it, and all that the browser says or asks for beside it."""
    seen: list[str] = []
    tab = browser.new_page(**options)
    tab.on("console", lambda message: seen.append(message.text))
    tab.on("pageerror", lambda error: seen.append(str(error)))
    tab.on("dialog", lambda dialog: seen.append(dialog.message))
    tab.on("request", lambda request: seen.append(request.url) if request.url != path.as_uri() else None)
    tab.goto(path.as_uri(), wait_until="load")
    return tab, seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_fetched_and_no_text_is_hard_to_read(browser: Browser, kept: Path, scheme: Any) -> None:
    tab, seen = opened(browser, kept, color_scheme=scheme)
    contrasts = tab.evaluate(CONTRAST)
    assert seen == []
    assert len(contrasts) > 500
    assert [what for ratio, what in contrasts if ratio < 4.5] == []


def test_it_is_dark_in_the_dark(browser: Browser, kept: Path) -> None:
    colours = "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
    found = [opened(browser, kept, color_scheme=scheme)[0].evaluate(colours) for scheme in ("light", "dark")]
    assert found == [["rgb(255, 255, 255)", "rgb(28, 32, 38)"], ["rgb(20, 23, 27)", "rgb(228, 232, 238)"]]


def test_a_phone_need_not_be_scrolled_sideways(browser: Browser, kept: Path, tmp_path: Path) -> None:
    long = connector({"a": "x" * 3_000, "b": "y" * 3_000}, name="n" * 300)
    other = connector({"a": "z" * 3_000, "k" * 300: "1"}, name="n" * 300)
    wide = written(tmp_path, [reviewed(changed(CONNECTOR, ["update"], long, other)), report_of("w" * 500)])
    for path in (kept, wide):
        tab, _ = opened(browser, path, viewport=PHONE)
        tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_what_is_folded_opens(browser: Browser, tmp_path: Path) -> None:
    tab, _ = opened(browser, written(tmp_path, [stored.load("by-hand").report]))
    part = tab.locator("details.part").last
    inside = part.locator("li").first
    assert not inside.is_visible()
    part.locator("> summary").click()
    assert inside.is_visible()


def test_what_to_look_at_first_is_a_click_away(browser: Browser, kept: Path) -> None:
    tab, _ = opened(browser, kept, viewport=PHONE)
    link = tab.locator(".reason a").last
    place = tab.locator(str(link.get_attribute("href")))
    link.click()
    assert place.evaluate("it => it.getBoundingClientRect().top < innerHeight")
    assert place.locator(".says").first.is_visible()


def test_what_is_folded_is_printed(browser: Browser, tmp_path: Path) -> None:
    tab, _ = opened(browser, written(tmp_path, [stored.load("by-hand").report]))
    folded = tab.locator("details.part:not([open]) li").first
    assert not folded.is_visible()
    tab.emulate_media(media="print")
    assert folded.is_visible()


@pytest.mark.parametrize("at", range(0, len(EVIL), 7))
def test_what_is_forged_is_text(browser: Browser, tmp_path: Path, at: int) -> None:
    reports = [report_of(said) for said in EVIL[at : at + 7]]
    tab, seen = opened(browser, written(tmp_path, reports))
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert seen == []
    assert tab.locator("script, img, iframe, [onload], [onerror], [style]").count() == 0
    assert tab.locator("section").count() == len(reports)
    assert tab.locator("a:not([href^='#stack-'])").count() == 0
    shown = "".join(tab.locator("body").inner_text().split())
    assert [report.stack for report in reports if "".join(legible(report.stack, kept="").split()) not in shown] == []


def test_no_script_runs_even_if_one_got_in(browser: Browser, tmp_path: Path) -> None:
    tab, seen = opened(browser, written(tmp_path, [stored.load("by-hand").report]))
    tab.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.forged = true";
      document.body.append(script);
    }""")
    assert tab.evaluate("window.forged") is None
    assert "Content Security Policy" in seen[0]


def test_two_thousand_changes_open_at_once(browser: Browser, tmp_path: Path) -> None:
    changes = []
    for number in range(2_000):
        after = connector({"topics": "payments", "tasks.max": str(number)}, name=f"c{number}")
        change = changed(CONNECTOR, ["update"], connector(name=f"c{number}"), after)
        changes.append(change | {"address": f"{CONNECTOR}.c{number}"})
    tab, _ = opened(browser, written(tmp_path, [reviewed(*changes)]), viewport=PHONE)
    took = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < took < 5_000
    assert tab.locator("details.change[open]").count() == 20
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
