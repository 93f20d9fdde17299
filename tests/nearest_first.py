"""A plugin for `make mutants`: the tests of the changed module come first, then those of its room, then all others.

Most changes are noticed by the tests nearest to them, and mutmut gives the tests in no order.
"""

from __future__ import annotations

import os

import pytest

UNIT = "tests/unit/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts the tests by how far they are from what was changed."""
    *rooms, module = os.environ.get("MUTANT_UNDER_TEST", "").split(".")[1:-1] or [""]
    room = UNIT + "/".join(rooms) + "/"

    def distance(item: pytest.Item) -> tuple[bool, bool]:
        return f"/test_{module}.py::" not in item.nodeid, not item.nodeid.startswith(room)

    items.sort(key=distance)
