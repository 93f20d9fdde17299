"""Objects of a generic API through the real Terraform core, each on a hostile server of its own, in one run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.answers import ANSWERS, IDS, ODDITIES, WRONG_IDS
from tests.hostile.campaign import PHASES, Campaign, Phase, campaign, hold, hold_together
from tests.hostile.scene import THING

ALL = ANSWERS | ODDITIES
ALL_IDS = IDS | WRONG_IDS

GOOD_ENOUGH = {
    "half a character beside it",
    "half a character as a name",
    "a member twice",
    "a broken link",
    "a link that is none",
    "latin-1",
    "bytes that are no text beside it",
    "cookies",
    "a member without a name",
    "a member that is a method",
    "100,000 members",
    "a member of a megabyte",
    "control characters beside it",
    "a minus zero and numbers of all kinds",
}
"""Answers that are odd, and have the object in them."""


@pytest.fixture(scope="module")
def fought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    with campaign(tmp_path_factory.mktemp("things"), THING, ALL) as found:
        yield found


@pytest.fixture(scope="module")
def fought_about_ids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    with campaign(tmp_path_factory.mktemp("ids"), THING, ALL_IDS, ["create"]) as found:
        yield found


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("answer", ALL)
def test_whatever_is_answered_nothing_is_lost(fought: Campaign, answer: str, phase: Phase) -> None:
    hold(fought.cases[answer], phase)


@pytest.mark.parametrize("answer", ALL_IDS)
def test_whatever_id_is_answered_nothing_is_lost(fought_about_ids: Campaign, answer: str) -> None:
    hold(fought_about_ids.cases[answer], "create")


def test_each_run_fails_in_time_and_keeps_secrets(fought: Campaign, fought_about_ids: Campaign) -> None:
    hold_together(fought)
    hold_together(fought_about_ids)


@pytest.mark.parametrize("phase", ["create", "refresh"])
def test_what_is_no_answer_of_an_api_is_an_error(fought: Campaign, phase: Phase) -> None:
    assert {name for name, case in fought.cases.items() if not case.errors[phase]} == GOOD_ENOUGH
