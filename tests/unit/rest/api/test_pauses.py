from __future__ import annotations

import pytest

from provider_lib.rest.api.pauses import Pauses

DOUBLING = Pauses(first=0.5, longest=30.0)


def test_pauses_grow_up_to_the_longest() -> None:
    assert [DOUBLING.after(attempt) for attempt in (1, 2, 3, 6, 7, 8, 100_000)] == [0.5, 1, 2, 16, 30, 30, 30]


def test_pauses_that_do_not_grow_are_all_alike() -> None:
    steady = Pauses(first=2.0, longest=2.0, growth=1.5)
    assert {steady.after(attempt) for attempt in range(1, 50)} == {2.0}


def test_jitter_is_added_and_never_makes_a_pause_longer_than_the_longest() -> None:
    first = {Pauses(first=1.0, longest=30.0, jitter=0.5).after(1) or 0 for _ in range(200)}
    assert len(first) > 100
    assert all(1.0 <= pause <= 1.5 for pause in first)
    assert {Pauses(first=1.0, longest=1.0, jitter=0.5).after(1) for _ in range(200)} == {1.0}


@pytest.mark.parametrize(
    ("asked", "pause"), [(None, 0.5), (0.0, 0.0), (0.1, 0.1), (31.0, 31.0), (300.0, 300.0), (300.1, None)]
)
def test_what_the_server_asks_for_wins_unless_it_is_too_long(asked: float | None, pause: float | None) -> None:
    assert DOUBLING.after(1, asked=asked) == pause


@pytest.mark.parametrize(
    ("left", "whole", "to_the_end"),
    [(0.6, 0.5, 0.5), (0.5, None, 0.5), (0.4, None, 0.4), (0.0, None, None), (-1.0, None, None)],
)
def test_the_last_pause_is_left_out_or_cut_where_time_is_up(
    left: float, whole: float | None, to_the_end: float | None
) -> None:
    assert DOUBLING.after(1, left=left) == whole
    assert Pauses(first=0.5, longest=30.0, to_the_end=True).after(1, left=left) == to_the_end
