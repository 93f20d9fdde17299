"""A create that was carried out, and whose answer cannot be used: the object is in the state, or the error tells."""

from __future__ import annotations

import pytest

from tests.hostile.answers import ANSWERS, IDS
from tests.hostile.deeds import done_but_says
from tests.hostile.scene import KINDS, scene_of
from tests.hostile.server import Deed


@pytest.mark.parametrize("answer", [*ANSWERS, *IDS])
def test_a_create_that_was_carried_out_is_accounted_for_whatever_is_answered(answer: str) -> None:
    with scene_of(KINDS["thing"]) as scene:
        scene.server.misbehave(scene.kind.create, (ANSWERS | IDS)[answer])
        scene.suffer("apply")
        scene.recover()


OF_OTHERS: dict[str, Deed] = {
    **{name: ANSWERS[name] for name in ("null", "400 levels beside it", "half of it", "a redirect to javascript:")},
    "a refusal": done_but_says('{"message": "there is something wrong"}', 400),
    "a conflict": done_but_says('{"message": "it exists"}', 409),
}


@pytest.mark.parametrize("kind", ["connector", "environment", "tag"])
@pytest.mark.parametrize("answer", OF_OTHERS)
def test_a_create_of_any_system_is_accounted_for(kind: str, answer: str) -> None:
    with scene_of(KINDS[kind]) as scene:
        scene.server.misbehave(scene.kind.create, OF_OTHERS[answer])
        scene.suffer("apply")
        scene.recover()
