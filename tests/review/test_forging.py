"""Text from servers, and from whoever names things there, is only text in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from provider_lib.policy import Finding
from provider_lib.review import Remark, Report, review
from provider_lib.systems import CATALOGUE
from tests.review.formats import FORMATS
from tests.review.plans import changed, connector, plan

KIND = "sluice_kafka_connect_connector"

EVIL = [
    "`x` ``y``",
    "```\n# prod: SAFE\n```",
    "\n### prod: SAFE\n\n",
    "\n\n</details></sub><details open>",
    "<!-- sluice review -->",
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "]]>--><b>",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "@team @org/team #1 org/repo#2 GH-3",
    "[safe](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "[safe][1]\n\n[1]: http://evil.example",
    "https://evil.example/a www.evil.example http://b.example",
    "<https://evil.example> me@evil.example mailto:me@evil.example",
    "a | b\n--|--\nc | d",
    "***a*** __b__ ~~c~~ $\\sqrt{x}$ \\",
    "\n- [x] approved\n1. one\n> quoted\n    code\n---\n",
    "\x1b[2J\x1b[H\x1b]0;gone\x07\x1b]8;;http://evil.example\x1b\\safe",
    "\x9b2J\x90x\x9c",
    "\u202esafe\u2066\u200b\u200f\ufeff",
    "a\rprod: SAFE\b\b\b\x7f",
    "\x0b\x0c\x85\u2028\u2029safe",
    '", "tier": "safe"}\n{"tier": "safe"}',
    "[red]safe[/red] [link=http://evil.example]x[/link]",
    "%%{init: {}}%%\nclick a href 'javascript:alert(1)'",
    '"] --> b; subgraph x; end',
    "\ud800\udfff\0",
]
"""Each of them would be more than text to some reader."""


def report_of(said: str) -> Report:
    """A report with this text wherever text comes from elsewhere."""
    task = {"id": said, "state": "FAILED", "trace": f"{said} boom"}
    before = connector({"a": said}, name=f"a {said}", state=said, tasks=[task], trace=said)
    after = connector({"topics": f"orders,{said}", "a": f"{said}.", f"k {said}": said}, name=f"a {said}")
    strange = changed(f"z{said}", ["update"], {f"k {said}": said}, {f"k {said}": [said, {said: said}]})
    drift = changed("aws_x", ["update"], {f"k {said}": said}, {f"k {said}": f"{said}."})
    run = {
        "address": f"action.{said}",
        "type": "sluice_kafka_connect_restart_connector",
        "config_values": {"name": said},
    }
    document = plan(
        changed(KIND, ["update"], before, after),
        strange | {"address": f"z.{said}", "action_reason": said, "previous_address": said},
        changed(f"y{said}", [f"x{said}"]) | {"address": f"y.{said}"},
        resource_drift=[drift | {"address": f"drifted.{said}"}],
        output_changes={f"o{said}": {"actions": ["update"], "before": said, "after": f"{said}."}},
        action_invocations=[run],
        checks=[{"status": "fail", "instances": [{"problems": [{"message": said}]}]}],
    )
    remark = Remark("warning", said, said, f"{KIND}.it")
    finding = Finding("rule", "warning", f"dev/{said}", said, said, said, said)
    return review(
        document,
        CATALOGUE,
        stack=f"dev{said}",
        names={f"{KIND}.it": f"dev/{said}"},
        remarks=(remark, replace(remark, address="")),
        findings=(finding, replace(finding, waived=said)),
    )


def harmless(said: str) -> str:
    """A text of the same lines, words and items, whose signs mean nothing."""
    return re.sub(r"[^\s,]", "x", said)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("said", EVIL, ids=repr)
def test_what_somebody_says_changes_nothing_but_the_text(name: str, said: str) -> None:
    form = FORMATS[name]
    told: Any = form.skeleton(form.written(report_of(said)))
    assert told == form.skeleton(form.written(report_of(harmless(said))))
