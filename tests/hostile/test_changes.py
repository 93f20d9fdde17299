"""Changes, renewals and deletes that were carried out, and whose answers cannot be used: nothing is lost."""

from __future__ import annotations

import pytest

from tests.hostile.answers import ANSWERS
from tests.hostile.deeds import done_and_gone, done_but_says, nested, trickles
from tests.hostile.scene import ENVIRONMENT, KINDS, THING, scene_of
from tests.hostile.server import Deed

SOME = ("hangs up", "nothing", "half of it", "400 levels", "a redirect to javascript:", "an error")


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_change_that_was_carried_out_is_kept_whatever_is_answered(answer: str) -> None:
    with scene_of(THING) as scene:
        scene.life.apply()
        scene.server.misbehave(THING.update, ANSWERS[answer])
        scene.suffer("apply", **THING.changed)
        scene.life.config |= THING.changed
        scene.recover()


@pytest.mark.parametrize("kind", ["connector", "environment", "tag"])
@pytest.mark.parametrize("answer", SOME)
def test_a_change_of_any_system_is_kept(kind: str, answer: str) -> None:
    with scene_of(KINDS[kind]) as scene:
        scene.life.apply()
        scene.server.misbehave(scene.kind.update, ANSWERS[answer])
        scene.suffer("apply", **scene.kind.changed)
        scene.life.config |= scene.kind.changed
        scene.recover()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", SOME)
def test_a_delete_that_was_carried_out_is_found_done_by_the_next(kind: str, answer: str) -> None:
    with scene_of(KINDS[kind]) as scene:
        scene.life.apply()
        scene.server.misbehave("DELETE .*", ANSWERS[answer])
        scene.suffer("destroy")
        scene.server.behave()
        scene.life.destroy()
        assert scene.life.state is None
        assert scene.world.objects == {}


KEYLESS: dict[str, Deed] = {
    "no key": done_but_says("{}", 200),
    "the key null": done_but_says('{"agent_key": null}', 200),
    "the key empty": done_but_says('{"agent_key": ""}', 200),
    "null": done_but_says("null", 200),
    "nothing": done_but_says("", 200),
    "half of it": done_but_says('{"agent_key": "agent', 200),
    "400 levels": done_but_says(nested(400), 200),
    "a list": done_but_says("[]", 200),
    "white space": done_but_says('{"agent_key": "  "}', 200),
    "a number": done_but_says('{"agent_key": 7}', 200),
    "a flag": done_but_says('{"agent_key": true}', 200),
    "an object": done_but_says('{"agent_key": {"a": 1}}', 200),
    "a mask": done_but_says('{"agent_key": "••••"}', 200),
    "a web page": done_but_says("<html>Sign in</html>", 200, content_type="text/html"),
    "a web page that says it is JSON": done_but_says("<html>Sign in</html>", 200),
}
"""Answers to a renewal that was carried out, which do not tell the key."""

UNHEARD: dict[str, Deed] = KEYLESS | {
    "hangs up": done_and_gone,
    "an error": done_but_says('{"title": "oops", "request_id": "r"}', 500),
    "a gateway's error": done_but_says("<html>Bad Gateway</html>", 502, content_type="text/html"),
    "never": trickles(),
}


@pytest.mark.parametrize("answer", KEYLESS)
def test_a_renewal_without_a_key_is_an_error_and_the_next_apply_has_the_key_that_works(answer: str) -> None:
    with scene_of(ENVIRONMENT) as scene:
        scene.life.apply()
        first = scene.life["agent_key"]
        scene.server.misbehave("POST .*/renew-key", KEYLESS[answer])
        [error] = scene.suffer("apply", agent_key_rotation="1")
        assert "Apply again" in error.detail
        assert scene.life["agent_key"] == first
        scene.server.behave()
        scene.life.apply(agent_key_rotation="1")
        assert scene.life["agent_key"] == f"{scene.world.KEYS}{scene.world.keys}"
        scene.recover()


@pytest.mark.parametrize("answer", UNHEARD)
def test_a_renewal_that_is_lost_once_is_made_again_and_told(answer: str) -> None:
    with scene_of(ENVIRONMENT) as scene:
        scene.life.apply()
        scene.server.misbehave("POST .*/renew-key", UNHEARD[answer], times=1)
        assert scene.suffer("apply", agent_key_rotation="1") == []
        assert [item.summary for item in scene.life.warnings] == [
            "agent_key of lenses environment prod was renewed twice"
        ]
        assert scene.life["agent_key"] == f"{scene.world.KEYS}{scene.world.keys}"
        scene.recover()


@pytest.mark.parametrize("answer", UNHEARD)
def test_a_create_whose_answer_with_the_key_is_lost_has_a_key_that_works(answer: str) -> None:
    with scene_of(ENVIRONMENT) as scene:
        scene.server.misbehave(ENVIRONMENT.create, UNHEARD[answer], times=1)
        assert scene.suffer("apply") == []
        assert scene.life["agent_key"] == f"{scene.world.KEYS}{scene.world.keys}"
        assert any("renewed right after the create" in item.summary for item in scene.life.warnings)
        scene.recover()


@pytest.mark.parametrize("answer", KEYLESS)
def test_a_create_without_a_key_whose_recovery_has_none_either_keeps_the_environment(answer: str) -> None:
    with scene_of(ENVIRONMENT) as scene:
        scene.server.misbehave(ENVIRONMENT.create, done_but_says('{"name": "prod"}'))
        scene.server.misbehave("POST .*/renew-key", KEYLESS[answer])
        [_] = scene.suffer("apply")
        assert scene.life["name"] == "prod"
        scene.recover()
