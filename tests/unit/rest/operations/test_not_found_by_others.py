"""A "not found" that is not the API's own word for a missing object removes nothing, whatever says it.

Servers that start, routes that a version lacks, proxies, gateways and frameworks answer 404 as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sandbox.server import environment
from provider_lib.systems import CATALOGUE
from tests.conformance.freeze import CURRENT
from tests.conformance.frozen_state import Frozen
from tests.scripted import NOT_THERE, Api, Reply, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused
from tests.unit.rest.life import Life

BY_OTHERS: Mapping[str, Reply] = {
    "a worker that starts": answer({"message": "Not Found", "url": "/connectors/orders", "status": "404"}, 404),
    "a worker without the route": answer({"error_code": 404, "message": "HTTP 404 Not Found"}, 404),
    "a gateway of gRPC": answer({"code": 5, "message": "Not Found", "details": []}, 404),
    "a title and a status": answer({"title": "Not Found", "status": 404}, 404),
    "FastAPI": answer({"detail": "Not Found"}, 404),
    "a backend behind it": answer({"detail": "Kafka Connect API call failed with status code 404: not found"}, 404),
    "Kong": answer({"message": "no Route matched with those values"}, 404),
    "API Gateway": answer({"message": "Not Found"}, 404),
    "Spring": answer({"timestamp": "2026-01-01", "status": 404, "error": "Not Found", "path": "/x"}, 404),
    "a list of errors": answer({"errors": [{"detail": "Not Found"}]}, 404),
    "an error and no more": answer({"error": "Not Found"}, 404),
    "a page in every form": answer(
        {"error_code": 404, "status": 404, "code": 5}
        | dict.fromkeys(("message", "title", "detail", "error"), "404 page not found"),
        404,
    ),
    "an empty object": answer({}, 404),
    "an empty list": answer([], 404),
    "nothing": answer(status=404),
    "Go": Reply(404, "404 page not found", {"content-type": "text/plain"}),
    "nginx": Reply(404, "<html><head><title>404 Not Found</title></head></html>", {"content-type": "text/html"}),
    "something that is gone": answer({"message": "Gone"}, 410),
}
RESOURCES = sorted(CATALOGUE.resources)


class Stranger(Api):
    """Speaks for every API, and says the same to everything that has no route but a question for a token."""

    def __init__(self) -> None:
        super().__init__()
        self.says = answer(status=404)

    def _handle(self, seen: Any) -> Reply:
        if "token" in seen.target:
            return answer({"access_token": "t", "accessToken": "t", "expires_in": 3600, "expiresIn": 3600})
        reply = super()._handle(seen)
        return self.says if reply is NOT_THERE else reply


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    stranger = Stranger()
    with stranger.server:
        yield stranger


@pytest.fixture
def core(stranger: Stranger, make_core: MakeCore) -> Core:
    patient = {f"SLUICE_{system}_MAX_RETRIES".upper(): "0" for system in CATALOGUE.systems}
    return make_core(CATALOGUE, environment(stranger.url) | patient)


def stored(core: Core, type_name: str) -> Life:
    """An object in state, as its resource was frozen last."""
    frozen = Frozen.load(CURRENT / f"{type_name}.json")
    [instance, *_] = [
        instance
        for resource in frozen.state["resources"]
        if resource["type"] == type_name and resource["mode"] == "managed"
        for instance in resource["instances"]
    ]
    life = Life(core, type_name)
    attributes = {name: _plain(value) for name, value in instance["attributes"].items()}
    life.state = life.kind.config(attributes)
    return life


def _plain(value: Any) -> Any:
    """A dynamic value without its type, which a state file writes beside it."""
    return value["value"] if isinstance(value, dict) and value.keys() == {"value", "type"} else value


@pytest.mark.parametrize("says", BY_OTHERS.values(), ids=BY_OTHERS)
@pytest.mark.parametrize("type_name", RESOURCES)
def test_what_others_say_of_an_object_neither_removes_nor_deletes_it(
    core: Core, stranger: Stranger, type_name: str, says: Reply
) -> None:
    stranger.says = says
    life = stored(core, type_name)
    before = life.state
    with pytest.raises(Refused):
        life.refresh()
    with pytest.raises(Refused) as caught:
        life.destroy(refresh=False)
    assert stranger.requests
    assert life.state == before
    assert not any("bug" in f"{error.summary} {error.detail}" for error in caught.value.errors)


def test_a_worker_that_starts_is_told_as_such(core: Core, stranger: Stranger) -> None:
    stranger.says = BY_OTHERS["a worker that starts"]
    with pytest.raises(Refused) as caught:
        stored(core, "sluice_kafka_connect_connector").refresh()
    assert caught.value.errors == [
        Diagnostic(
            "error",
            "Kafka Connect could not read kafka connect connector default/orders-sink: Not Found (404)",
            "A server that starts says so to everything: try again in a minute.\n"
            "It does not say that the object is gone, so nothing is taken for gone.\n"
            "Check `url` of `kafka_connect.default` in the provider block, or SLUICE_KAFKA_CONNECT_DEFAULT_URL or "
            f"SLUICE_KAFKA_CONNECT_URL; it is now {stranger.url}/kafka_connect/default.\n"
            "GET /connectors/orders-sink was answered with 404.",
        )
    ]


def test_a_worker_that_starts_is_asked_until_it_has_started(stranger: Stranger, make_core: MakeCore) -> None:
    starting, refusal = BY_OTHERS["a worker that starts"], answer({"error_code": 400, "message": "no class"}, 400)
    missing = answer({"error_code": 404, "message": "Connector orders not found"}, 404)
    stranger.on("GET /kafka_connect/default/connectors/orders", missing)
    stranger.on("POST /kafka_connect/default/connectors", in_turn(starting, starting, refusal))
    core = make_core(CATALOGUE, environment(stranger.url))
    with pytest.raises(Refused, match="no class"):
        Life(core, "sluice_kafka_connect_connector", name="orders", config={"connector.class": "x"}).apply()
    assert len(stranger.lines("POST")) == 3
