"""The plans that are kept are still what the real core makes."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.review import review, text
from provider_lib.systems import CATALOGUE
from tests.review import stored
from tests.review.history_cases import HISTORIES
from tests.review.make import declare, happened, stable, systems
from tests.review.system_cases import OTHER, SINK


def check(name: str, made: Any) -> None:
    case = stored.load(name)
    assert made.keys() <= case.plan.keys()  # others drift where more is deployed
    assert made["resource_changes"] == case.plan["resource_changes"]
    assert text(review(made, CATALOGUE)) == text(case.report)


def test_a_plan_that_is_made_anew_has_the_same_form_and_the_same_review() -> None:
    with systems(SINK, OTHER) as (workspace, _):
        for name in ("sink-renamed", "sink-tolerant", "other-replaced", "moved"):
            declare(workspace, name, (SINK, OTHER))
            check(name, stable(workspace.plan().json))


@pytest.mark.parametrize("name", ["action", "deposed", "errored", "imported-changed"])
def test_a_plan_with_a_history_that_is_made_anew_has_the_same_form_and_the_same_review(name: str) -> None:
    check(name, happened(HISTORIES[name]))
