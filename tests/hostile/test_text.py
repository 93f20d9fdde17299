"""What a server says never reaches a terminal as it is: no control characters, no directional marks, no megabyte."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.hostile.deeds import instead
from tests.hostile.scene import CONNECTOR, PASSWORD, PLAIN, THING, is_legible, scene_of
from tests.hostile.server import answer

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


_TOO_LONG = "It asks to wait for more than a year, and longer than 5 minutes is not waited for."
_NO_LENGTH = "which is no length of time; the usual pauses were made instead."
ASKED = {
    "1e308": _TOO_LONG,
    "1e999": _TOO_LONG,
    "-1e308": _NO_LENGTH,
    "-5": _NO_LENGTH,
    "nan": _NO_LENGTH,
    "inf": _NO_LENGTH,
    "99999999999999999999": _TOO_LONG,
    "+35996400": _TOO_LONG,
    "35996": "It asks to wait for 10 hours, and longer",
    "Fri, 31 Dec 9999 23:59:59 GMT": _TOO_LONG,
    "soon": _NO_LENGTH,
    "": _NO_LENGTH,
    "Fri, 31 Dec 1999 23:59:59 +9999": "",
    "Fri, 31 Dec 9999 23:59:59 -9959": "",
    "1_0": _NO_LENGTH,
    "\u0661": _NO_LENGTH,
    "\x1b[2J" * 100: _NO_LENGTH,
}
"""What a server asks for, and what is said of it."""


@pytest.mark.parametrize("pause", ASKED)
def test_a_pause_that_nobody_waits_for_is_not_waited_for_and_that_is_said(pause: str) -> None:
    with scene_of(PLAIN, SLUICE_REST_MAX_RETRIES="1") as scene:
        scene.life.apply()
        sent = pause.encode("utf-8").decode("latin-1")
        scene.server.misbehave("GET .*", instead('{"message": "slowly"}', 429, retry_after=sent))
        [error] = scene.suffer("refresh", limit=8)
        assert "slowly" in error.summary
        assert ASKED[pause] in error.detail
        scene.recover()


def test_a_secret_is_masked_before_a_message_is_cut_or_folded() -> None:
    with scene_of(THING) as scene:
        scene.life.apply()
        for length in range(280, 301, 4):
            scene.server.behave()
            text = "y" * length + PASSWORD + "z" * 1_000_000
            scene.server.misbehave("PUT .*", instead(json.dumps({"message": text}), 400))
            [error] = scene.suffer("apply", body={"name": "ada", "size": 2})
            assert PASSWORD[:4] not in error.summary + error.detail
        scene.life.config["body"] = {"name": "ada", "size": 1}
        scene.recover()


def test_a_secret_of_several_lines_is_masked_in_a_trace_that_is_cut() -> None:
    lines = "\n".join(f"secret-line-{number}" for number in range(20))
    with scene_of(CONNECTOR, PASSWORD=lines) as scene:
        task = {"id": 0, "state": "FAILED", "worker_id": "w", "trace": f"Error: cannot read\n{lines}\nat x"}

        def whole(name: str) -> dict[str, Any]:
            return {"info": scene.world._info(name), "status": scene.world._status(name) | {"tasks": [task]}}

        names = scene.world.objects
        scene.server.misbehave("GET .*/sink/status", lambda it: it.send(answer(whole("sink")["status"])))
        scene.server.misbehave("GET /connectors", lambda it: it.send(answer({name: whole(name) for name in names})))
        [error] = scene.suffer("apply", limit=30)
        assert "cannot read" in error.detail
        assert "secret-line" not in str(scene.told)
