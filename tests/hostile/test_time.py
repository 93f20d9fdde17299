"""Limits of time hold whatever a server does, and what fails once is not asked again for everybody."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from provider_lib.systems import CATALOGUE
from tests.hostile.deeds import done_but_says, gone, instead, trickles
from tests.hostile.scene import KINDS, PLAIN, TAG, environment, scene_of
from tests.hostile.server import serving
from tests.hostile.worlds import Tags
from tests.unit.rest.core import Refused, core_of
from tests.unit.rest.life import Life

SLOW = {
    "byte by byte": trickles(is_done=False),
    "a header byte by byte": trickles(head=True, is_done=False),
    "never": lambda _: time.sleep(8),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", SLOW)
def test_a_read_that_never_ends_is_given_up_in_time(kind: str, answer: str) -> None:
    with scene_of(KINDS[kind]) as scene:
        scene.life.apply()
        scene.server.misbehave("GET .*", SLOW[answer])
        errors = scene.suffer("refresh", limit=6)
        assert all("no answer in time" in error.summary for error in errors)
        scene.recover()


def test_a_delete_that_is_refused_for_good_is_told_soon_with_its_reason() -> None:
    with scene_of(PLAIN) as scene:
        scene.life.apply()
        scene.server.misbehave("DELETE .*", instead('{"message": "it is in use by order 7"}', 409))
        [error] = scene.suffer("destroy", limit=15)
        assert "it is in use by order 7" in error.summary
        assert scene.server.count("DELETE .*") < 30
        scene.recover()


def test_the_time_of_an_operation_holds_for_a_delete_that_is_refused() -> None:
    with scene_of(PLAIN) as scene:
        scene.life.apply(timeouts={"create": None, "update": None, "delete": "1s"})
        scene.server.misbehave("DELETE .*", instead('{"message": "it is in use by order 7"}', 409))
        [error] = scene.suffer("destroy", limit=4)
        assert "it is in use by order 7" in error.summary
        scene.recover()


@pytest.mark.parametrize("answer", ["hangs up", "says 503", "says nothing of use"])
def test_a_token_that_cannot_be_had_is_asked_for_once_and_not_for_each_object(answer: str) -> None:
    deeds = {"hangs up": gone, "says 503": instead("{}", 503), "says nothing of use": done_but_says("{}", 200)}
    with serving(Tags()) as server:
        variables = environment(TAG, server.url) | {"SLUICE_STREAMKAP_MAX_RETRIES": "1"}
        server.misbehave("POST /auth/access-token", deeds[answer])
        with core_of(CATALOGUE, variables) as core, core.walk():
            started = time.monotonic()
            lives = [Life(core, TAG.type_name, **TAG.config | {"name": f"tag {number}"}) for number in range(24)]
            with ThreadPoolExecutor(10) as threads:
                refused = list(threads.map(_refused, lives))
            assert all(refused)
            assert time.monotonic() - started < 8
            assert server.count("POST /auth/access-token") <= 2


def _refused(life: Life) -> str:
    try:
        life.apply()
    except Refused as refused:
        return str(refused)
    return ""
