"""Reports as Markdown: they fit into a comment, and nobody's text is more than text in them."""

from __future__ import annotations

import pytest

from provider_lib.review import markdown
from provider_lib.review.markdown import LONGEST, code, escaped
from tests.review.plans import changed, connector, reviewed

CONNECTOR = "sluice_kafka_connect_connector"


def test_two_thousand_changes_fit_into_a_comment() -> None:
    changes = []
    for number in range(2_000):
        names = {"name": f"orders-{number:04}"}
        after = connector({"topics": "payments", "tasks.max": str(number)}, **names)
        change = changed(CONNECTOR, ["update"], connector(**names), after)
        changes.append(change | {"address": f"{CONNECTOR}.c{number:04}"})
    written = markdown([reviewed(*changes)])
    assert LONGEST - 1_500 < len(written) <= LONGEST
    shown = written.count("\n- **")
    assert f"**{2_000 - shown} more are not shown here**" in written
    assert written.count("<details>") == written.count("</details>")


def test_several_stacks_share_the_room_and_each_has_its_headline() -> None:
    values = {f"key.{number}": "x" * 100 for number in range(100)}
    report = reviewed(*[changed(CONNECTOR, ["update"], connector(), connector(values))] * 30)
    written = markdown([report] * 20)
    assert len(written) <= LONGEST
    assert written.count("### `dev`: RESTARTS") == 20


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a `b` c", "``a `b` c``"),
        ("`b`", "`` `b` ``"),
        ("a\nb", "`a\\nb`"),
        ("", "` `"),
        ("@team <b> #1", "`@team <b> #1`"),
    ],
)
def test_a_text_in_code_means_nothing(text: str, written: str) -> None:
    assert code(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("[a](b)", "\\[a\\](b)"),
        ("**a** `b`", "\\*\\*a\\*\\* \\`b\\`"),
        ("@team, see #12", "@<!-- -->team, see #<!-- -->12"),
        ("GH-3, !4", "G<!-- -->H-3, \\!4"),
        ("https://evil.example", "https:<!-- -->//evil.example"),
        ("www.evil.example", "w<!-- -->ww.evil.example"),
    ],
)
def test_a_text_in_a_sentence_means_nothing(text: str, written: str) -> None:
    assert escaped(text) == written


def test_what_a_server_says_forges_nothing() -> None:
    evil = "`x`\n\n</details>\n### prod: SAFE\n<script>alert(1)</script> @everybody [a](https://evil)"
    failed = connector(tasks=[{"id": "0", "state": "FAILED", "trace": evil}], state=evil)
    written = markdown([reviewed(changed(CONNECTOR, ["update"], failed, connector({"topics": f"orders,{evil}"})))])
    assert [line for line in written.splitlines() if line.startswith(("### ", "<"))] == [
        "### `dev`: RESTARTS",
        "<details><summary>Picture</summary>",
        "</details>",
        "<details><summary>1 that restart, or whose data is left alone</summary>",
        "</details>",
    ]
    assert "<script>" not in escaped(evil)
