"""Documents for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = st.text(st.sampled_from('ab.[]"*~/\\é'), max_size=4)
SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=4),
)


def documents(*, nulls: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects, with numbers as the engine has them."""
    leaf = st.one_of(st.none(), SCALARS) if nulls else SCALARS
    value = st.recursive(leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
    return st.dictionaries(NAMES, value, max_size=4)
