"""Where the things of a picture lie: as data flows, each by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.review.page.layout import HEIGHT, WIDTH, layout


def columns(nodes: int, *links: tuple[int, int]) -> list[int]:
    return [left // (WIDTH + 1) for left, _ in layout(nodes, links).places]


def test_data_flow_to_the_right() -> None:
    assert columns(4, (0, 1), (1, 2), (2, 3)) == [0, 1, 2, 3]


def test_a_beginning_lies_beside_what_it_leads_to() -> None:
    assert columns(5, (0, 1), (1, 2), (2, 3), (4, 3)) == [0, 1, 2, 3, 2]


def test_a_circle_is_laid_out_too() -> None:
    assert columns(3, (0, 1), (1, 2), (2, 0)) == [0, 1, 2]


@pytest.mark.parametrize("nodes", [0, 1])
def test_little_has_a_size(nodes: int) -> None:
    assert layout(nodes, []).width == WIDTH


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40))
def test_no_two_lie_on_each_other(edges: list[tuple[int, int]]) -> None:
    laid = layout(12, edges)
    assert len(set(laid.places)) == 12
    assert all(0 <= x <= laid.width - WIDTH and 0 <= y <= laid.height - HEIGHT for x, y in laid.places)
