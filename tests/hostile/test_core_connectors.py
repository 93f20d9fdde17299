"""Connectors through the real Terraform core, each on a hostile worker of its own, in one run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.answers import ANSWERS, ODDITIES
from tests.hostile.campaign import PHASES, Campaign, Phase, campaign, hold, hold_together
from tests.hostile.scene import CONNECTOR

ALL = ANSWERS | ODDITIES


@pytest.fixture(scope="module")
def fought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    with campaign(tmp_path_factory.mktemp("connectors"), CONNECTOR, ALL) as found:
        yield found


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("answer", ALL)
def test_whatever_is_answered_nothing_is_lost(fought: Campaign, answer: str, phase: Phase) -> None:
    hold(fought.cases[answer], phase)


def test_each_run_fails_in_time_and_keeps_secrets(fought: Campaign) -> None:
    hold_together(fought)
