"""What a server says never reaches a terminal as it is: no control characters, no directional marks, no megabyte."""

from __future__ import annotations

import json

import pytest

from tests.hostile.deeds import instead
from tests.hostile.scene import CONNECTOR, PASSWORD, THING, is_legible, scene_of

TEXTS = {
    "colours": "\x1b[31mred\x1b[0m",
    "a title of the window": "\x1b]0;pwned\x07",
    "a cleared screen": "\x1b[2J\x1b[H",
    "C1 controls": "\x9b31m\x85\x90",
    "backspaces": "no\b\byes",
    "carriage returns": "safe\rEVIL",
    "directional marks": "abc\u202edef\u2066ghi\u200f",
    "line separators": "a\u2028b\u2029c",
    "zero": "a\x00b",
    "tags": "a\U000e0041b",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of lines": "x\n" * 500_000,
    "a secret in a megabyte": "y" * 15_990 + PASSWORD + "z" * 1_000_000,
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("status", [400, 500])
def test_the_text_of_an_error_is_legible_and_ends(text: str, status: int) -> None:
    with scene_of(THING) as scene:
        scene.life.apply()
        scene.server.misbehave("(GET|PUT) .*", instead(json.dumps({"message": TEXTS[text]}), status))
        [error] = scene.suffer("refresh")
        assert PASSWORD[:8] not in error.detail
        scene.recover()


@pytest.mark.parametrize("text", TEXTS)
def test_a_stack_trace_is_stored_legible_and_ends(text: str) -> None:
    with scene_of(CONNECTOR) as scene:
        scene.life.config |= {"wait_for_running": False}
        scene.life.apply()
        task = {"id": 0, "state": "FAILED", "worker_id": "w", "trace": TEXTS[text]}
        whole = {"info": scene.world._info("sink"), "status": scene.world._status("sink") | {"tasks": [task]}}
        scene.server.misbehave("GET /connectors", instead(json.dumps({"sink": whole})))
        scene.suffer("refresh")
        [stored] = scene.life["tasks"]
        assert is_legible(stored["trace"])
        assert len(stored["trace"]) < 25_000
        assert PASSWORD not in stored["trace"]
        scene.recover()


ASKED = [
    "1e308",
    "-1e308",
    "nan",
    "inf",
    "99999999999999999999",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "soon",
    "",
    "Fri, 31 Dec 1999 23:59:59 +9999",
    "Fri, 31 Dec 9999 23:59:59 -9959",
    "1_0",
    "\u0661",
]


@pytest.mark.parametrize("pause", ASKED)
def test_a_pause_that_nobody_waits_for_is_not_waited_for(pause: str) -> None:
    with scene_of(THING, SLUICE_REST_MAX_RETRIES="1") as scene:
        scene.life.apply()
        sent = pause.encode("utf-8").decode("latin-1")
        scene.server.misbehave("GET .*", instead('{"message": "slowly"}', 429, retry_after=sent))
        [error] = scene.suffer("refresh", limit=8)
        assert "slowly" in error.summary
        scene.recover()
