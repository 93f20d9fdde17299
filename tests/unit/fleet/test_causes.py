"""A stack trace tells whether a failure passes by itself, by its root before all else."""

from __future__ import annotations

import re

import pytest

from provider_lib.fleet.causes import gist, judge
from provider_lib.review.masking import without_credentials
from provider_lib.systems.connector_failures import CAUSES
from tests.unit.fleet.traces import LASTING, PASSING, UNTOLD


@pytest.mark.parametrize(("name", "trace"), [(name, trace) for name, _, trace in LASTING])
def test_a_failure_that_lasts_is_known_by_its_trace(name: str, trace: str) -> None:
    cause, _ = judge([trace], CAUSES)
    assert cause is not None
    assert (cause.name, cause.lasts, bool(cause.advice)) == (name, True, True)


@pytest.mark.parametrize(("name", "trace"), [(name, trace) for name, _, trace in PASSING])
def test_a_failure_that_passes_is_known_by_its_trace(name: str, trace: str) -> None:
    cause, _ = judge([trace], CAUSES)
    assert cause is not None
    assert (cause.name, cause.lasts) == (name, False)


@pytest.mark.parametrize("trace", [trace for _, trace in UNTOLD])
def test_numbers_of_lines_are_no_status(trace: str) -> None:
    assert judge([trace], CAUSES) == (None, 0)


def test_the_root_says_more_than_what_was_made_of_it() -> None:
    registry_away = (
        "org.apache.kafka.connect.errors.DataException: orders\n"
        "Caused by: org.apache.kafka.common.errors.SerializationException: Error retrieving Avro schema for id 7\n"
        "Caused by: java.net.SocketException: Connection reset"
    )
    assert judge([registry_away], CAUSES)[0].name == "network"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("trace", "line"),
    [
        ("a.B: c\n\tat x", "a.B: c"),
        ("a.B: c\n\tat x\nCaused by: d.E: f\n\tat y\n\t... 9 more\n", "d.E: f"),
        ("a.B: c\nCaused by: d.E: f\n  Detail: g\n\tat y\nCaused by: java.io.EOFException\n\t... 9 more", "d.E: f"),
        ("java.lang.NullPointerException\n\tat x", "java.lang.NullPointerException"),
        ("java.lang.NullPointerException\nCaused by: a.B", "java.lang.NullPointerException"),
        ("", ""),
    ],
)
def test_the_root_is_quoted_or_what_is_nearest_to_it_and_says_something(trace: str, line: str) -> None:
    assert gist(trace) == line


def test_the_trace_that_decides_is_told() -> None:
    passing, lasting, untold = PASSING[0][2], LASTING[0][2], UNTOLD[0][1]
    places = [judge(traces, CAUSES)[1] for traces in ([passing, untold, lasting], [passing, untold], [passing], [])]
    assert places == [2, 1, 0, 0]


@pytest.mark.parametrize("trace", [trace for _, _, trace in (*LASTING, *PASSING)])
def test_a_trace_without_credentials_tells_the_same(trace: str) -> None:
    shown = "\n".join(map(without_credentials, trace.split("\n")))
    assert judge([shown], CAUSES) == judge([trace], CAUSES)


def test_every_cause_has_a_source_and_what_lasts_has_advice() -> None:
    assert [cause.name for cause in CAUSES if not cause.source or cause.lasts != bool(cause.advice)] == []
    assert len({cause.name for cause in CAUSES}) == len(CAUSES)
    for cause in CAUSES:
        re.compile(cause.pattern)
