from __future__ import annotations

from decimal import Decimal

import pytest

from provider_lib.rest.mapping.secrets import looks_secret
from provider_lib.rest.mapping.state import Projection, convert
from provider_lib.spec import Field
from provider_lib.spec.types import UNKNOWN, Bool, List, Map, Number, Object, String
from tests.unit.rest.widgets import STATE, Widget

READ = Projection(Widget, masks=(r"\*{3,}",))
ANSWER = {"shop": "north", "name": "bolt", "tier": "silver", "title": "bolt", "made_at": "then", "status": {"load": 9}}


def test_what_the_server_adds_is_never_a_difference() -> None:
    answer = ANSWER | {"rules": {"x": 1}, "labels": {"a": "b"}, "config": {"name": "bolt"}, "more": [1]}
    assert READ.state(answer, STATE) == STATE | {"load": 9}


def test_a_managed_value_that_changed_shows() -> None:
    assert READ.state(ANSWER | {"tier": "gold"}, STATE) == STATE | {"tier": "gold", "load": 9}


def test_only_the_keys_that_were_set_are_compared() -> None:
    prior = STATE | {"labels": {"kept": "1", "changed": "1", "removed": "1"}}
    answer = ANSWER | {"labels": {"kept": "1", "changed": "2", "added": "3"}}
    assert READ.state(answer, prior)["labels"] == {"kept": "1", "changed": "2"}


@pytest.mark.parametrize(("ours", "theirs"), [("5432", 5432), ("true", True), ("x", "****"), ("1.50", Decimal("1.50"))])
def test_a_configuration_value_in_the_servers_spelling_stays_in_ours(ours, theirs) -> None:
    prior = STATE | {"config": {"key": ours}}
    assert READ.state(ANSWER | {"config": {"key": theirs}}, prior)["config"] == {"key": ours}


def test_json_that_means_the_same_stays_in_our_spelling() -> None:
    prior = STATE | {"rules": '{ "a": 1 }'}
    assert READ.state(ANSWER | {"rules": {"a": 1}}, prior)["rules"] == '{ "a": 1 }'


def test_a_key_that_only_a_create_shows_is_kept() -> None:
    assert READ.state(ANSWER, STATE)["token"] == "t0k3n"


def test_an_apply_returns_what_was_planned_and_fills_in_the_rest() -> None:
    planned = STATE | {"tier": "gold", "made_at": UNKNOWN, "token": UNKNOWN, "load": UNKNOWN}
    answer = ANSWER | {"tier": "GOLD", "token": "new"}
    assert READ.applied(answer, planned) == STATE | {"tier": "gold", "token": "new", "load": 9}


def test_an_import_takes_all_that_is_managed_but_no_secret_in_clear() -> None:
    answer = ANSWER | {
        "labels": {"a": "b"},
        "config": {"name": "bolt", "db.password": "hunter22", "db.token": "${vault:x}", "db.port": 5432},
    }
    importing = Projection(Widget, importing=True, is_secret=looks_secret)
    nothing = dict.fromkeys(Widget.fields()) | {"shop": "north", "name": "bolt"}
    assert importing.state(answer, nothing) == STATE | {
        "labels": {"a": "b"},
        "config": {"db.token": "${vault:x}", "db.port": "5432"},
        "secret_revision": None,
        "token": None,
        "load": 9,
    }


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (String(), 9007199254740993, "9007199254740993"),
        (String(), True, "true"),
        (Number(), "9007199254740993", 9007199254740993),
        (Number(), Decimal("0.1"), Decimal("0.1")),
        (Bool(), "true", True),
        (List(String()), [1, "a"], ["1", "a"]),
        (List(String()), "a", ["a"]),
        (List(Object({})), "a", None),
        (Map(String()), {"a": None, "b": 2}, {"a": None, "b": "2"}),
        (String(), None, None),
    ],
)
def test_json_becomes_the_declared_type_with_every_digit(kind, raw, value) -> None:
    assert convert(Field(doc="", type=kind), raw) == value
