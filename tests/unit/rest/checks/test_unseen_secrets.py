"""Which keys of an imported object are secrets, where the server tells the type of each."""

from __future__ import annotations

import sys
from dataclasses import replace

from provider_lib.spec import Declarations, Resource
from tests.scripted import answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop
from tests.unit.rest.toys import VALIDATION, Robot
from tests.unit.rest.widgets import TOYS


class Golem(Robot, Resource, system=TOYS, name="golem"):
    """A robot whose keys have types."""

    validation = replace(VALIDATION, type="kind", secret="PASSWORD")


DECLARED = Declarations.of(sys.modules[__name__])


def test_a_secret_is_what_has_the_type_of_one_whatever_it_is_called(make_core: MakeCore, shop: Shop) -> None:
    kinds = {"model": "STRING", "password.file": "STRING", "spell": "PASSWORD", "untold": None}
    entries = [{"key": key, "errors": []} | ({"kind": kind} if kind else {}) for key, kind in kinds.items()]
    shop.on("POST /check/*", answer({"entries": entries}))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    golem = Life(core, "sluice_toys_golem", name="robbie", config=MODEL)
    golem.apply()
    [told] = Life(core, "sluice_toys_golem", name="robbie", config=MODEL).import_object("robbie").warnings
    assert told.summary == "toys golem robbie may have secrets that are not shown: spell"
