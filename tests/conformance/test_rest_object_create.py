"""Creates that do not go smoothly leave neither an orphan nor a second object."""

from __future__ import annotations

from tests.conformance.rest_object import THING, Scene, Staged
from tests.scripted import DROP, NOT_THERE, Reply, Request, answer, in_turn

BROKEN = answer({"message": "the disk is full"}, 500)


def dropping(scene: Scene) -> None:
    """Make every object, but close the connection instead of saying so."""

    def create(request: Request) -> Reply:
        scene.things.create(request)
        return DROP

    scene.api.on("POST /things", create)


def listing(scene: Scene) -> None:
    """Answer ``GET /things`` with all objects."""
    scene.api.on("GET /things", lambda _: answer(list(scene.things.objects.values())))


def test_an_object_that_cannot_be_read_back_is_tainted_and_replaced_by_the_next_apply(scene: Scene) -> None:
    scene.api.on("GET /things/*", BROKEN)
    scene.declare({"name": "Ada"})
    assert "the disk is full (500)" in scene.workspace.refuse()
    assert scene.workspace.tainted() == {THING}
    assert (scene.state["id"], scene.state["body"]) == ("1", {"name": "Ada"})
    scene.api.on("GET /things/*", scene.things.read)
    scene.workspace.apply()
    assert scene.things.objects == {"2": {"id": 2, "name": "Ada"}}
    assert scene.api.lines("POST", "DELETE") == ["POST /things", "DELETE /things/1", "POST /things"]


def test_an_object_whose_making_fails_in_the_end_is_tainted_and_replaced_by_the_next_apply(scene: Scene) -> None:
    states = ["creating", "FAILED", "creating", "Ready"]

    def read(request: Request) -> Reply:
        scene.things.only["state"] = states.pop(0) if states else "Ready"
        return scene.things.read(request)

    scene.api.on("GET /things/*", read)
    wait = {"create": {"status": "body:state", "success": ["ready"], "failure": ["failed"], "interval": "50ms"}}
    scene.declare({"name": "Ada"}, wait=wait)
    said = scene.workspace.refuse()
    assert "the create of rest object default/things/1 failed: its status is FAILED" in said
    assert scene.workspace.tainted() == {THING}
    assert scene.state["id"] == "1"
    states[:0] = ["FAILED"]
    scene.workspace.apply()
    assert scene.things.objects == {"2": {"id": 2, "name": "Ada", "state": "Ready"}}


def test_a_create_whose_answer_is_lost_is_not_sent_again(staged: Staged) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="3")
    dropping(scene)
    scene.declare({"name": "Ada"})
    said = scene.workspace.refuse()
    assert "the connection ended before the answer came" in said
    assert "look for it in the API, and import or delete it" in said
    assert scene.api.lines() == ["POST /things"]
    assert scene.things.objects == {"1": {"id": 1, "name": "Ada"}}
    assert scene.workspace.state() == {}


def test_a_create_whose_answer_is_lost_is_found_again_by_search(scene: Scene) -> None:
    dropping(scene)
    listing(scene)
    scene.apply({"name": "Ada"}, search={"key": "name", "value": "Ada"}, read={})
    assert scene.api.lines() == ["GET /things", "POST /things", "GET /things", "GET /things/1"]
    assert scene.state["id"] == "1"
    assert scene.is_settled()


def test_an_object_that_was_there_before_an_answer_was_lost_is_not_taken_for_the_new_one(scene: Scene) -> None:
    scene.things.objects["7"] = {"id": 7, "name": "Ada"}
    scene.api.on("POST /things", DROP)
    listing(scene)
    scene.declare({"name": "Ada"}, search={"key": "name", "value": "Ada"}, read={})
    assert "rest object default/things/7 exists already" in scene.workspace.refuse()
    assert (scene.api.lines(), scene.workspace.state()) == (["GET /things"], {})


def test_an_object_that_somebody_else_makes_in_the_same_moment_is_refused_with_its_import_id(scene: Scene) -> None:
    scene.api.on("GET /things", in_turn(answer([]), answer([{"id": 7, "name": "Ada"}])))
    scene.api.on("POST /things", answer({"message": "Ada exists"}, 409))
    scene.declare({"name": "Ada"}, search={"key": "name", "value": "Ada"}, read={})
    assert "rest object default/things/7 exists already" in scene.workspace.refuse()
    assert scene.workspace.state() == {}


def test_a_create_with_an_idempotency_key_is_sent_again(staged: Staged) -> None:
    scene = staged(SLUICE_REST_MAX_RETRIES="3")
    made: dict[str, Reply] = {}

    def create(request: Request) -> Reply:
        key = request.headers["idempotency-key"]
        if key in made:
            return made[key]
        made[key] = scene.things.create(request)
        return DROP

    scene.api.on("POST /things", create)
    scene.apply({"name": "Ada"}, create={"headers": {"Idempotency-Key": "ada-1"}})
    assert scene.api.lines() == ["POST /things", "POST /things", "GET /things/1"]
    assert scene.things.objects == {"1": {"id": 1, "name": "Ada"}}


def test_an_object_that_exists_is_refused_with_its_import_id_or_adopted(scene: Scene) -> None:
    scene.things.objects["7"] = {"id": 7, "name": "Ada", "age": 36}
    scene.api.on("POST /things", answer({"message": "Ada exists"}, 409))
    listing(scene)
    search = {"key": "name", "value": "Ada"}
    scene.declare({"name": "Ada", "age": 37}, search=search, read={})
    said = scene.workspace.refuse()
    assert "rest object default/things/7 exists already" in said
    assert 'id = "default/%2Fthings/7"' in said
    assert scene.things.objects == {"7": {"id": 7, "name": "Ada", "age": 36}}
    scene.apply({"name": "Ada", "age": 37}, search=search, read={}, on_exists="adopt")
    assert scene.api.bodies("PUT") == [{"name": "Ada", "age": 37}]
    assert scene.state["id"] == "7"
    assert scene.is_settled()


def test_an_object_that_shows_a_little_late_is_waited_for(scene: Scene) -> None:
    scene.api.on("GET /things/*", in_turn(NOT_THERE, NOT_THERE, scene.things.read))
    scene.apply({"name": "Ada"})
    assert scene.api.lines() == ["POST /things", "GET /things/1", "GET /things/1", "GET /things/1"]
    assert scene.workspace.tainted() == set()
