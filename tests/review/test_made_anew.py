"""The plans that are kept are still what the real core makes."""

from __future__ import annotations

from provider_lib.review import review, text
from provider_lib.systems import CATALOGUE
from tests.review import stored
from tests.review.make import declare, stable, systems
from tests.review.system_cases import OTHER, SINK


def test_a_plan_that_is_made_anew_has_the_same_form_and_the_same_review() -> None:
    with systems(SINK, OTHER) as (workspace, _):
        for name in ("sink-renamed", "sink-tolerant", "other-replaced", "moved"):
            declare(workspace, name, (SINK, OTHER))
            case, made = stored.load(name), stable(workspace.plan().json)
            assert made.keys() <= case.plan.keys()  # others drift where more is deployed
            assert made["resource_changes"] == case.plan["resource_changes"]
            assert text(review(made, CATALOGUE)) == text(case.report)
