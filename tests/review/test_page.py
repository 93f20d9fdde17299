"""Reports as a page: it is whole by itself, it holds what the other formats do, and nobody's text is more than text."""

from __future__ import annotations

import pytest

from provider_lib.review import page
from provider_lib.review.page.markup import Markup, joined, tag
from tests.review import stored
from tests.review.formats import Parsed
from tests.review.plans import changed, connector, reviewed

CONNECTOR = "sluice_kafka_connect_connector"
EVIL = (
    "</script>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "</title></style><style>*{display:none}",
    "--><!--",
    "</svg></details></section>",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "a\nb\u2028c",
    "\u202egnp.exe",
    "\x00\x1b[2J\x7f",
    "\ud800",
)


@pytest.mark.parametrize("text", EVIL)
def test_a_text_and_an_attribute_are_nothing_but_that(text: str) -> None:
    parsed = Parsed(tag("p", text, title=text))
    assert (parsed.elements, parsed.comments) == (["p"], [])
    assert [name for name, _ in parsed.attributes] == ["title"]
    assert parsed.text == parsed.attributes[0][1]
    assert parsed.text.isprintable()


def test_what_is_made_of_markup_by_other_means_is_text_again() -> None:
    bold = tag("b", "x")
    assert joined([bold]) == "<b>x</b>"
    assert joined([bold + "<i>"]) == "&lt;b&gt;x&lt;/b&gt;&lt;i&gt;"
    assert not isinstance(bold.upper(), Markup)


def test_an_attribute_that_is_not_there_is_not_written() -> None:
    assert tag("details", class_="a", open=True) == '<details class="a" open></details>'
    assert tag("details", class_=None, open=False) == "<details></details>"


@pytest.mark.parametrize("name", stored.names())
def test_a_page_fetches_nothing_and_runs_nothing(name: str) -> None:
    written = page([stored.load(name).report])
    parsed = Parsed(written)
    assert parsed.unclosed == parsed.open == []
    assert {"script", "link", "img", "iframe", "object"} & set(parsed.elements) == set()
    leads = [value for key, value in parsed.attributes if key in ("src", "href", "action", "style") or key[:2] == "on"]
    assert [value for value in leads if not (value or "").startswith("#stack-")] == []
    assert "url(" not in written
    assert "@import" not in written
    assert "planted" not in written


def test_each_link_leads_to_a_place_in_the_page() -> None:
    parsed = Parsed(page([stored.load(name).report for name in ("by-hand", "key-rotation", "tier")]))
    places = [value for key, value in parsed.attributes if key == "id"]
    assert len(places) == len(set(places))
    assert {value for key, value in parsed.attributes if key == "href"} <= {f"#{place}" for place in places}


@pytest.mark.parametrize("name", stored.PAGES)
def test_a_page_is_as_it_was_agreed(name: str) -> None:
    case = stored.load(name)
    assert stored.body(page([case.report])) == (case.folder / "report.html").read_text()


def test_several_stacks_stand_in_one_page_with_what_they_come_to() -> None:
    reports = [stored.load(name).report for name in ("key-rotation", "tier", "environment-removed")]
    text = Parsed(page(reports)).text
    assert text.lstrip().startswith("3 stacks: LOCKOUT - prod lockout, prod safe, dev lockout")
    assert text.count("To do this and nothing else: sluice deploy prod --reviewed") == 2


def test_most_of_two_thousand_changes_are_folded() -> None:
    changes = []
    for number in range(2_000):
        after = connector({"topics": "payments", "tasks.max": str(number)}, name=f"orders-{number:04}")
        change = changed(CONNECTOR, ["update"], connector(name=f"orders-{number:04}"), after)
        changes.append(change | {"address": f"{CONNECTOR}.c{number:04}"})
    written = page([reviewed(*changes)])
    assert written.count('<details class="change gap"') == 2_000
    assert 0 < written.count(" open>") < 30
