"""A map as a page, as SVG and as Mermaid: each needs nothing else, and nobody's text is more than text in it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from xml.etree import ElementTree

import pytest

from provider_lib.fleet.map import Estate, mermaid, page, svg
from provider_lib.systems.connector_failures import CAUSES
from tests.review.formats import Parsed
from tests.review.test_forging import EVIL
from tests.unit.fleet.map.estates import estate, joined, owned, status

MERMAID = re.compile(
    r'flowchart LR|  n\d+(\[|\(\[|\[\(|\[\[)"[^"<>]*<br>[^"<>]*"(\]|\]\)|\)\]|\]\])(:::\w+)?|  n\d+ (-->|<-->|---) n\d+'
    r'|  classDef \w+ stroke:#[0-9a-f]{6},stroke-width:3px|  told\d+>"[^"<>]*"\]'
)
"""What a line of it can be."""


def forged(text: str) -> Estate:
    """An estate in which everything that others name is this text."""
    config = {"connector.class": "x", "topics": f"t{text}", "connection.url": "jdbc:x://db/x"}
    item = owned("lenses_connector", f"n{text}", f"s{text}", environment=f"e{text}", cluster=f"c{text}", config=config)
    known = status(item, "failed", state=text, gist=f"{text} boom", drift=(text,))
    return joined([item], [known], unread={f"u{text}": text})


@pytest.fixture(scope="module", params=[30, 2_000])
def drawn(request: pytest.FixtureRequest) -> Estate:
    return estate(request.param, unread={"billing": "The state of billing cannot be read"})


@pytest.fixture(scope="module")
def parsed(drawn: Estate) -> Parsed:
    return Parsed(page(drawn))


def test_each_link_leads_to_a_place_in_the_page(parsed: Parsed, drawn: Estate) -> None:
    assert parsed.unclosed == parsed.open == []
    places = {value for key, value in parsed.attributes if key == "id"}
    assert {value for key, value in parsed.attributes if key == "href"} <= {f"#{place}" for place in places}
    assert {f"thing-{number}" for number in range(len(drawn.things))} < places


def test_everything_is_in_the_page_without_its_script() -> None:
    found = estate(30, unread={"billing": "The state of billing cannot be read"})
    text = Parsed(page(found)).text
    assert [thing.name for thing in found.things if thing.name not in text] == []
    assert [thing.address for thing in found.owned if thing.address not in text] == []
    assert "The state of billing cannot be read" in text


def test_the_only_script_is_the_one_that_the_page_allows() -> None:
    written = page(estate(30))
    [script] = re.findall(r"<script>(.*?)</script>", written, re.DOTALL)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [allowed] = re.findall(r'Content-Security-Policy" content="([^"]*)"', written)
    assert f"script-src &#x27;sha256-{digest}&#x27;;" in allowed
    assert "unsafe" not in allowed
    assert allowed.startswith("default-src &#x27;none&#x27;;")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|import\b", script)


def test_a_map_says_what_it_goes_by() -> None:
    then = estate(30, is_live=False)
    for written in (page(then), svg(then), mermaid(then)):
        assert "no server was asked" in written.replace("#44;", ",")
    assert "The servers were asked at" in page(estate(30))


def test_a_failure_is_told_with_its_cause_and_what_to_do() -> None:
    [cause] = [cause for cause in CAUSES if cause.name == "certificate"]
    item = owned("kafka_connect_connector", "sink", connect="main", config={})
    known = status(item, "failed", state="FAILED", cause=cause, gist="PKIX path building failed", drift=("config",))
    text = Parsed(page(joined([item], [known]))).text
    assert "PKIX path building failed" in text
    assert f"should berunningwhycertificatewhat to do{cause.advice}changed by handconfig" in text


def test_a_map_says_what_could_not_be_read() -> None:
    found = joined([], unread={"billing": "Its state is of version 5", "shop": "jdbc:x://me:planted@db refused"})
    for written in (page(found), svg(found), mermaid(found)):
        text = re.sub(r"<[^>]*>|Not read: ?", "", written)
        assert "billing" in text
        assert "Its state is of version 5" in text
        assert "planted" not in text


def test_svg_is_xml_that_needs_nothing_else(drawn: Estate) -> None:
    root = ElementTree.fromstring(svg(drawn))
    names = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert names == {"svg", "style", "g", "path", "title", "rect", "text"}
    assert "billing" in "".join(root.itertext())


def test_each_line_of_mermaid_is_one_that_it_knows(drawn: Estate) -> None:
    written = mermaid(drawn)
    assert [line for line in written.splitlines() if not MERMAID.fullmatch(line)] == []
    assert len(written) < 50_000
    assert sum(" --> " in line or " <--> " in line or " --- " in line for line in written.splitlines()) < 500


@pytest.mark.parametrize("text", EVIL)
def test_what_is_forged_is_text(text: str) -> None:
    parsed, plain = Parsed(page(forged(text))), Parsed(page(forged("plain")))
    assert (set(parsed.elements), parsed.comments, parsed.unclosed) == (set(plain.elements), [], [])
    assert parsed.elements.count("script") == 1
    assert {name for name, _ in parsed.attributes} == {name for name, _ in plain.attributes}
    assert parsed.text.replace("\n", "").isprintable()
    drawn = ElementTree.fromstring(svg(forged(text)))
    assert {element.tag for element in drawn.iter()} == {
        element.tag for element in ElementTree.fromstring(svg(forged("plain"))).iter()
    }
    assert [line for line in mermaid(forged(text)).splitlines() if not MERMAID.fullmatch(line)] == []
