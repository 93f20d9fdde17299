"""Answers that are almost what they should be: a refresh and a plan heed them, or say what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.fuzz.documents import spoilt_text
from tests.fuzz.effort import cases, dice
from tests.unit.rest.conftest import MakeCore, _authority, _no_proxy, make_core
from tests.unit.rest.core import Refused
from tests.unit.rest.test_every_resource import Stack

__all__ = ["_authority", "_no_proxy", "make_core"]

ONCE = {f"SLUICE_{name.upper()}_MAX_RETRIES": "0" for name in CATALOGUE.systems}


class Spoiler:
    """ASGI middleware that spoils what a server answers in JSON, while there is chance."""

    chance: Random | None = None

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body = _spoilt(Spoiler.chance, message.get("body", b""))
            length = (b"content-length", str(len(body)).encode())
            others = [header for header in start["headers"] if header[0] != b"content-length"]
            await send({**start, "headers": [*others, length]})
            await send({**message, "body": body})

        await self._app(scope, receive, send if Spoiler.chance is None else pass_on)


def _spoilt(chance: Random | None, body: bytes) -> bytes:
    if chance is None or not body.startswith((b"{", b"[")):
        return body
    return spoilt_text(chance, json.loads(body)).encode(errors="surrogatepass")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(around=[Middleware(Spoiler)]) as running:
        running.admin.switch(lenses={"agent_connects_after_ms": 0})
        yield running


@pytest.mark.parametrize("type_name", CATALOGUE.resources)
def test_no_answer_to_a_refresh_or_a_plan_is_met_with_a_bug(
    make_core: MakeCore, sandbox: Sandbox, type_name: str
) -> None:
    example = Example(CATALOGUE.resources[type_name])
    life = Stack(make_core(CATALOGUE, sandbox.environment() | example.variables() | ONCE), example).life
    life.apply()
    kept = (life.state, life.private)
    told: list[Any] = []
    for _ in range(cases(15)):
        life.state, life.private = kept
        Spoiler.chance = dice(f"{type_name} {len(told)}")
        try:
            life.plan()
            told.append("planned")
        except Refused as refused:
            told += [error.summary for error in refused.errors]
        finally:
            Spoiler.chance = None
    assert [summary for summary in told if "bug" in summary] == []
    life.state, life.private = kept
    assert life.plan().is_empty
