"""What the body of a change carries."""

from __future__ import annotations

from typing import Any

from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.life import Life
from tests.unit.rest.mills import DECLARED
from tests.unit.rest.shop import Shop


def test_a_desired_state_that_no_call_sets_is_written_when_it_changes(make_core: MakeCore, shop: Shop) -> None:
    held: dict[str, Any] = {}

    def write(request: Request) -> Reply:
        held.update(request.json, state=request.json["state"].upper())
        return answer(held)

    shop.on("POST /pumps", write)
    shop.on("PUT /pumps/old", write)
    shop.on("GET /pumps/old", lambda _: answer(held) if held else NOT_THERE)
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    pump = Life(core, "sluice_toys_pump", name="old", wait_for_running=False)
    pump.apply()
    pump.apply(desired_state="paused")
    pump.apply(title="Old")
    assert shop.bodies("POST", "PUT") == [
        {"name": "old", "config": {}, "state": "running"},
        {"config": {}, "state": "paused"},
        {"config": {}, "state": "paused", "title": "Old"},
    ]
    assert (pump["state"], pump.plan().is_empty) == ("PAUSED", True)
