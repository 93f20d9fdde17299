"""What adopt calls things: short where that is enough, with the place where it tells, and never one name for two."""

from __future__ import annotations

import pytest

from provider_lib.adopt import Found, Names
from provider_lib.systems import CATALOGUE


def found(kind: str, **values: str) -> Found:
    return Found(CATALOGUE.resources[f"sluice_{kind}"], values)


def connector(name: str) -> Found:
    return found("redpanda_connector", cluster="redpanda", name=name)


def sink(environment: str, cluster: str = "connect") -> Found:
    return found("lenses_connector", environment=environment, cluster=cluster, name="sink")


@pytest.mark.parametrize(
    ("objects", "ids"),
    [
        ([connector("orders")], ["orders"]),
        ([sink("orders"), sink("payments")], ["orders-connect-sink", "payments-connect-sink"]),
        ([connector("a.b"), connector("a-b"), connector("a b")], ["a-b", "a-b-2", "a-b-3"]),
        ([connector("a_b"), connector("a-b"), connector("A-B")], ["a_b", "a-b-2", "A-B-3"]),
        (
            [found("lenses_role", name="ci"), found("lenses_group", name="ci")],
            ["ci-role", "ci-group"],
        ),
        (
            [found("streamkap_source", id="1", name="x"), found("streamkap_source", id="2", name="x")],
            ["x", "x-2"],
        ),
        ([connector("漢字"), connector("9"), connector("é")], ["unnamed", "n9", "e"]),
        ([connector("größe"), connector("STRAẞE"), connector("grösse")], ["grosse", "STRAssE", "grosse-2"]),
        ([connector("Łódź-ørsted-Æther-ﬁ-\u0131-þ"), connector("①½")], ["Lodz-orsted-AEther-fi-i-thorn", "n112"]),
    ],
)
def test_ids_are_made_of_names(objects: list[Found], ids: list[str]) -> None:
    names = Names(objects)
    assert [names.id_of(item) for item in objects] == ids
    assert len({names.local(item) for item in objects}) == len(objects)


def test_a_variable_is_a_name_that_python_leaves_free() -> None:
    objects = [connector("class"), connector("self"), connector("app"), connector("class_")]
    names = Names(objects)
    assert [names.local(item) for item in objects] == ["class_", "self_", "app_", "class__2"]
