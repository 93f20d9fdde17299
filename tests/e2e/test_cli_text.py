"""What a state or a plan holds steers no terminal, whichever command shows it; programs get it as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.apps import Done, Folder, make_app

EVIL = "first\n\x1b[2J\x1b]0;pwned\x07\u202edrawkcab\x9b31m\rEVIL"
"""A terminal that got it raw would be cleared, renamed and painted."""

BODY = f"""\
dev = stack("dev", input={EVIL!r})
cdk.TerraformOutput(dev, "shown", value="${{terraform_data.thing.output}}")
"""


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    return make_app(tmp_path, BODY)


def said(done: Done) -> str:
    """What a command printed, which must be legible."""
    text = done.out + done.err
    assert done.code == 0, text
    assert [char for char in text if char not in "\n\t" and not char.isprintable()] == []
    return text


def test_what_a_stack_holds_is_shown_legible(app: Folder) -> None:
    assert r"\x1b[2J" in said(app.sluice("diff"))
    assert r"\x1b[2J" in said(app.sluice("deploy", "--auto-approve"))
    assert r"\u202edrawkcab" in said(app.sluice("output"))
    found = app.sluice("output", "--json", "--skip-synth")
    said(found)
    assert json.loads(found.out) == {"dev": {"shown": EVIL}}


def test_an_error_that_quotes_a_state_is_shown_legible(app: Folder) -> None:
    refused = {"condition": '${var.v == ""}', "error_message": f"no: {EVIL}"}
    app.write(f"""{BODY}
dev.add_override("variable.v.default", "x")
dev.add_override("resource.terraform_data.thing.lifecycle.precondition", [{refused!r}])
""")
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 1
    assert r"\x1b[2J" in done.err
    assert [char for char in done.out + done.err if char not in "\n\t" and not char.isprintable()] == []
