"""A refresh that is answered with what cannot be used is an error, and leaves the state as it was to the byte."""

from __future__ import annotations

import pytest

from tests.hostile.answers import ANSWERS
from tests.hostile.deeds import done_but_says, done_with, done_with_text, instead, nested
from tests.hostile.scene import CONNECTOR, TAG, THING, scene_of
from tests.hostile.server import Deed

UNDERSTOOD = {
    "half a character beside it",
    "half a character as a name",
    "a broken link",
    "a link that is none",
    "a member twice",
    "no object",
    "a number",
    "a text",
    "a list",
    "a list of null",
    "a byte order mark",
}
"""What an object may be read from all the same: to a generic API, any JSON may be one."""


@pytest.mark.parametrize("answer", sorted(set(ANSWERS) - UNDERSTOOD))
def test_a_refresh_that_cannot_be_understood_changes_nothing(answer: str) -> None:
    with scene_of(THING) as scene:
        scene.life.apply()
        before = scene.life.state, scene.life.private
        scene.server.misbehave("GET /things/.*", ANSWERS[answer])
        scene.suffer("refresh")
        assert (scene.life.state, scene.life.private) == before
        scene.recover()


BESIDE_A_CONNECTOR: dict[str, Deed] = {
    "null among the tasks": done_with(lambda it: _with_tasks(it, [None])),
    "a number among the tasks": done_with(lambda it: _with_tasks(it, [7])),
    "a task without a state": done_with(lambda it: _with_tasks(it, [{"id": 0}])),
    "tasks that are a text": done_with(lambda it: _with_tasks(it, "none")),
    "a trace of half a character": done_with(lambda it: _with_tasks(it, [{"id": 0, "state": "X", "trace": "\ud83d"}])),
    "a list for the object": done_but_says("[]", 200),
    "400 levels": done_but_says(nested(400), 200),
    "a deep member": done_with_text(f'"x": {nested(99)}'),
}


def _with_tasks(everything: object, tasks: object) -> object:
    assert isinstance(everything, dict)
    return {name: {**item, "status": {**item["status"], "tasks": tasks}} for name, item in everything.items()}


@pytest.mark.parametrize("answer", BESIDE_A_CONNECTOR)
def test_a_connector_with_strange_tasks_is_read_or_left_as_it_was(answer: str) -> None:
    with scene_of(CONNECTOR, SLUICE_KAFKA_CONNECT_TIMEOUT="1s") as scene:
        scene.life.apply()
        scene.server.misbehave("GET /connectors", BESIDE_A_CONNECTOR[answer])
        scene.suffer("refresh")
        scene.recover()


NO_TAG = {
    "null in the list": '{"tags": [null]}',
    "null for the list": '{"tags": null}',
    "an object for the list": '{"tags": {}}',
    "a text for the list": '{"tags": ""}',
    "a list of lists": '{"tags": [[]]}',
    "a list of null": "[null]",
    "null elsewhere": '{"result": [null]}',
    "null": "null",
    "nothing": "",
    "no list": "{}",
}


@pytest.mark.parametrize("answer", NO_TAG)
def test_a_list_without_an_object_is_gone_only_when_it_is_empty(answer: str) -> None:
    with scene_of(TAG) as scene:
        scene.life.apply()
        before = scene.life.state, scene.life.private
        scene.server.misbehave("GET /tags", instead(NO_TAG[answer]))
        [error] = scene.suffer("refresh")
        assert "answered without it" in error.summary
        assert (scene.life.state, scene.life.private) == before
        scene.recover()
