"""A stack trace tells whether a failure passes by itself, by its root before all else."""

from __future__ import annotations

import re

import pytest

from provider_lib.fleet.causes import cause_of
from provider_lib.review.masking import without_credentials
from provider_lib.systems.connector_failures import CAUSES
from tests.unit.fleet.traces import LASTING, PASSING, UNTOLD


@pytest.mark.parametrize(("name", "trace"), [(name, trace) for name, _, trace in LASTING])
def test_a_failure_that_lasts_is_known_by_its_trace(name: str, trace: str) -> None:
    cause = cause_of([trace], CAUSES)
    assert cause is not None
    assert (cause.name, cause.lasts, bool(cause.advice)) == (name, True, True)


@pytest.mark.parametrize(("name", "trace"), [(name, trace) for name, _, trace in PASSING])
def test_a_failure_that_passes_is_known_by_its_trace(name: str, trace: str) -> None:
    cause = cause_of([trace], CAUSES)
    assert cause is not None
    assert (cause.name, cause.lasts) == (name, False)


@pytest.mark.parametrize("trace", [trace for _, trace in UNTOLD])
def test_numbers_of_lines_are_no_status(trace: str) -> None:
    assert cause_of([trace], CAUSES) is None


def test_the_root_says_more_than_what_was_made_of_it() -> None:
    registry_away = (
        "org.apache.kafka.connect.errors.DataException: orders\n"
        "Caused by: org.apache.kafka.common.errors.SerializationException: Error retrieving Avro schema for id 7\n"
        "Caused by: java.net.SocketException: Connection reset"
    )
    assert cause_of([registry_away], CAUSES).name == "network"  # type: ignore[union-attr]


@pytest.mark.parametrize("trace", [trace for _, _, trace in (*LASTING, *PASSING)])
def test_a_trace_without_credentials_tells_the_same(trace: str) -> None:
    shown = "\n".join(map(without_credentials, trace.split("\n")))
    assert cause_of([shown], CAUSES) == cause_of([trace], CAUSES)


def test_every_cause_has_a_source_and_what_lasts_has_advice() -> None:
    assert [cause.name for cause in CAUSES if not cause.source or cause.lasts != bool(cause.advice)] == []
    assert len({cause.name for cause in CAUSES}) == len(CAUSES)
    for cause in CAUSES:
        re.compile(cause.pattern)
