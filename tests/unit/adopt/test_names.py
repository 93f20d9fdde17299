"""What adopt calls things: short where that is enough, with the place where it tells, and never one name for two."""

from __future__ import annotations

import keyword
import re
from itertools import product

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
        ([connector("漢字"), connector("9"), connector("é")], ["u6f22u5b57", "n9", "e"]),
        ([connector("заказы-Щука"), connector("объём")], ["zakazy-Shchuka", "obem"]),
        ([connector("παραγγελίες"), connector("주문"), connector("がっこう")], ["paraggelies", "jumun", "gatukou"]),
        ([connector("☃"), connector("...")], ["unnamed", "unnamed-2"]),
        ([connector("sluice"), connector("Sluice")], ["sluice-2", "Sluice-3"]),
        ([connector("x" * 90), connector("x" * 91)], ["x" * 80, f"{'x' * 80}-2"]),
        ([connector("größe"), connector("STRAẞE"), connector("grösse")], ["grosse", "STRAssE", "grosse-2"]),
        ([connector("Łódź-ørsted-Æther-ﬁ-\u0131-þ"), connector("①½")], ["Lodz-orsted-AEther-fi-i-thorn", "n112"]),
    ],
)
def test_ids_are_made_of_names(objects: list[Found], ids: list[str]) -> None:
    names = Names(objects)
    assert [names.id_of(item) for item in objects] == ids
    assert len({names.local(item) for item in objects}) == len(objects)


def test_a_variable_is_a_name_that_python_leaves_free() -> None:
    objects = [connector(name) for name in ("class", "self", "app", "class_", "super")]
    names = Names(objects)
    assert [names.local(item) for item in objects] == ["class_", "self_", "app_", "class__2", "super_"]


def test_whatever_things_are_called_every_name_is_one_and_is_free() -> None:
    letters = "aAb.-_ /é漢ж주☃0\"'{}$%\\\n"
    objects = [connector("".join(some)) for length in (1, 2) for some in product(letters, repeat=length)]
    names = Names(objects)
    ids, locals_ = {names.id_of(item) for item in objects}, {names.local(item) for item in objects}
    assert len(ids) == len(locals_) == len({name.lower() for name in ids}) == len(objects)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name) for name in ids)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in locals_)
