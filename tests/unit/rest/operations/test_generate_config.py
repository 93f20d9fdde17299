"""Writing the configuration of what is there: nothing in it is only the server's to say."""

from __future__ import annotations

from provider_lib.rest.operations.generate_config import generate_config
from provider_lib.spec import Api, Nested, Resource, Template, computed, delete, get, key, optional, post, required
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
    spare: Lock | None = optional("A spare lock.")
    keys: dict[str, Lock] | None = optional("Locks by their keys.")
    colour: str = optional("Colour.", default="brown")
    title: str = optional("Title.", default=Template("{name}"))
    weight: int = computed("Weight.")

    api = Api(create=post("/trunks"), read=get("/trunks/{name}"), delete=delete("/trunks/{name}"))


def test_what_only_the_server_says_is_left_out_at_any_depth() -> None:
    lock, told = {"colour": "red", "serial": "n-1"}, {"colour": "red", "serial": None}
    state = {"name": "old", "lock": lock, "others": [lock], "spare": lock, "keys": {"a": lock}, "weight": 7}
    assert generate_config(Trunk, state | {"colour": "blue", "title": "Mine"}) == {
        "name": "old",
        "lock": told,
        "others": [told],
        "spare": told,
        "keys": {"a": told},
        "colour": "blue",
        "title": "Mine",
        "weight": None,
    }


def test_what_goes_unsaid_is_left_out() -> None:
    state = dict.fromkeys(Trunk.fields()) | {"name": "old", "lock": {"colour": "red", "serial": "n-1"}}
    assert generate_config(Trunk, state | {"colour": "brown", "title": "old"}) == dict.fromkeys(Trunk.fields()) | {
        "name": "old",
        "lock": {"colour": "red", "serial": None},
    }


def test_what_is_needed_and_not_known_is_left_to_whoever_writes_it() -> None:
    state = dict.fromkeys(Trunk.fields()) | {"name": "old"}
    assert generate_config(Trunk, state) == state
