"""Writing the configuration of what is there: nothing in it is only the server's to say."""

from __future__ import annotations

from provider_lib.rest.operations.generate_config import generate_config
from provider_lib.spec import Api, Nested, Resource, computed, delete, get, key, optional, post, required
from tests.unit.rest.widgets import TOYS


class Lock(Nested):
    """A lock."""

    colour: str = required("Colour.")
    serial: str = computed("Serial number.")


class Trunk(Resource, system=TOYS, name="trunk"):
    """A trunk."""

    name: str = key("Name.")
    lock: Lock = required("Lock.")
    others: list[Lock] | None = optional("Other locks.")
    weight: int = computed("Weight.")

    api = Api(create=post("/trunks"), read=get("/trunks/{name}"), delete=delete("/trunks/{name}"))


def test_what_only_the_server_says_is_left_out_at_any_depth() -> None:
    lock = {"colour": "red", "serial": "n-1"}
    assert generate_config(Trunk, {"name": "old", "lock": lock, "others": [lock], "weight": 7}) == {
        "name": "old",
        "lock": {"colour": "red", "serial": None},
        "others": [{"colour": "red", "serial": None}],
        "weight": None,
    }
