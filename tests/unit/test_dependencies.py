"""The versions of other packages that pyproject.toml allows."""

from __future__ import annotations

from tests.lowest_versions import requirements


def test_every_dependency_has_a_lower_bound_and_all_but_two_an_upper_one() -> None:
    bounds = {each.name: {bound.operator for bound in each.specifier} for each in requirements()}
    assert {name: operators for name, operators in bounds.items() if operators != {">=", "<"}} == {
        "cryptography": {">="},
        "rich": {">="},
    }
