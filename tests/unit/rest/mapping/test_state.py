from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.dataclass import replace
from provider_lib.rest.mapping.forms import Forms
from provider_lib.rest.mapping.seals import Seals
from provider_lib.rest.mapping.secrets import looks_secret
from provider_lib.rest.mapping.state import Projection, convert
from provider_lib.sealing import Identities, new_identity, seal
from provider_lib.spec import (
    Api,
    Field,
    Resource,
    assigned,
    config_map,
    delete,
    document,
    echo,
    key,
    local,
    once,
    optional,
    owned_map,
    post,
    put,
    recipients,
    required,
)
from provider_lib.spec.field import AUTO
from provider_lib.spec.types import UNKNOWN, Bool, Dynamic, DynamicValue, List, Map, Number, Object, Set, String
from tests.unit.rest.club import Club
from tests.unit.rest.toys import Parcel, Robot, Room
from tests.unit.rest.widgets import STATE, TOYS, Widget

ITEM = Object(
    {},
    {
        "name": Field(doc="Name.", name="name", read_as="$key"),
        "size": Field(doc="Size.", name="size", read_as=AUTO),
    },
)
READ = Projection(Widget, masks=(r"\*{3,}",))
FIELDS = Widget.fields()
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


@pytest.mark.parametrize(("ours", "theirs"), [("5432", 5432), ("true", True), ("x", "****"), ("1.50", Decimal("1.5"))])
def test_a_configuration_value_in_the_servers_spelling_stays_in_ours(ours, theirs) -> None:
    prior = STATE | {"config": {"key": ours}}
    assert READ.state(ANSWER | {"config": {"key": theirs}}, prior)["config"] == {"key": ours}


def test_json_that_means_the_same_stays_in_our_spelling() -> None:
    prior = STATE | {"rules": '{ "a": 1 }'}
    assert READ.state(ANSWER | {"rules": {"a": 1}}, prior)["rules"] == '{ "a": 1 }'


def test_a_key_that_only_a_create_shows_is_kept() -> None:
    assert READ.state(ANSWER, STATE)["token"] == "t0k3n"


@pytest.mark.parametrize(
    ("answer", "told"),
    [({}, False), ({"token": "n3w"}, True), ({"token": " "}, False), ({"token": "****"}, False), ({"token": 5}, False)],
)
def test_a_key_is_told_by_an_answer_that_has_a_text_for_it(answer: dict[str, Any], told: bool) -> None:
    assert READ.state(ANSWER | answer, STATE)["token"] == ("n3w" if told else "t0k3n")
    assert READ.state(ANSWER | answer, STATE | {"token": None})["token"] == ("n3w" if told else None)


@pytest.mark.parametrize(("prior", "shown"), [("7", "7"), (None, "8")])
def test_what_is_shown_once_and_for_all_stays(prior: str | None, shown: str) -> None:
    parcel = dict.fromkeys(Parcel.fields()) | {"name": "gift", "id": prior}
    assert Projection(Parcel).state({"name": "gift", "id": 8}, parcel) == parcel | {"id": shown}


def test_telemetry_is_read_alone() -> None:
    assert READ.volatile(ANSWER) == {"load": 9}
    assert READ.volatile({}) == {"load": None}


def test_a_field_is_read_where_it_lies_in_the_answers_of_this_object() -> None:
    elsewhere = Projection(Widget, paths={"tier": ("meta.tier", "tier"), "load": ("load",)})
    assert elsewhere.paths_of(FIELDS["tier"]) == ("meta.tier", "tier")
    assert elsewhere.paths_of(FIELDS["load"]) == ("load",)
    assert elsewhere.paths_of(FIELDS["title"]) == ("title",)
    assert elsewhere.paths_of(FIELDS["protected"]) == ()
    assert elsewhere.state(ANSWER | {"meta": {"tier": "gold"}}, STATE) == STATE | {"tier": "gold", "load": None}


@pytest.mark.parametrize(
    ("shown", "config"),
    [
        ({"kept": "1", "added": "3"}, {"kept": "1"}),
        ({"kept": 1, "gone": None}, {"kept": "1"}),
        ({"kept": "2", "empty": "x"}, {"kept": "2", "empty": "x"}),
        ({}, None),
        (None, None),
        ("text", None),
    ],
)
def test_of_a_configuration_what_was_set_shows_and_what_is_not_shown_at_all_cannot_differ(
    shown: Any, config: dict[str, str] | None
) -> None:
    prior = {"kept": "1", "gone": "1", "empty": ""}
    found = READ.state(ANSWER | {"config": shown}, STATE | {"config": prior})["config"]
    assert found == (prior if config is None else {"empty": ""} | config)


@pytest.mark.parametrize("shown", [{}, None, "text"])
def test_a_map_that_the_server_empties_is_empty(shown: Any) -> None:
    assert READ.state(ANSWER | {"labels": shown}, STATE | {"labels": {"a": "1"}})["labels"] == {}
    assert READ.state(ANSWER | {"labels": {"a": "1"}}, STATE)["labels"] is None


def test_a_value_that_is_hidden_stays_ours() -> None:
    prior = STATE | {"labels": {"a": "1", "b": "2"}, "tier": "silver", "title": "bolt"}
    hidden = {"labels": {"a": "****", "b": "{cipher}a1b2"}, "tier": "****", "title": "{cipher}a1b2"}
    assert READ.state(ANSWER | hidden, prior) == prior | {"load": 9}
    sealed = STATE | {"tier": "{cipher}c3d4", "labels": {"a": "{cipher}c3d4"}}
    shown = {"tier": "{cipher}a1b2", "labels": {"a": "{cipher}a1b2"}}
    assert READ.state(ANSWER | shown, sealed) == sealed | shown | {"load": 9}


def test_a_set_is_the_same_in_any_order() -> None:
    parcel = dict.fromkeys(Parcel.fields()) | {"name": "gift", "tags": ["a", "b"]}
    assert Projection(Parcel).state({"name": "gift", "tags": ["b", "a"]}, parcel)["tags"] == ["a", "b"]
    assert Projection(Parcel).state({"name": "gift", "tags": ["b"]}, parcel)["tags"] == ["b"]


class Safe(Resource, system=TOYS, name="safe"):
    """A safe, whose code only its recipients read."""

    name: str = key("Name.")
    code_recipients: set[str] | None = recipients("code")
    code: str = once("Code.", recover="renew", sealed_to="code_recipients")

    api = Api(
        create=post("/safes"),
        delete=delete("/safes/{name}"),
        calls={"renew": post("/safes/{name}/code", body=None)},
    )


ANN, TO_ANN = new_identity()
SEALED = seal("0815", [TO_ANN])


@pytest.mark.parametrize(
    ("prior", "to", "kept"),
    [
        (None, [TO_ANN], "4711"),
        ("0815", [TO_ANN], "4711"),
        (SEALED, [TO_ANN], "0815"),
        (SEALED, None, "0815"),
        ("0815", None, None),
    ],
)
def test_a_secret_is_kept_as_its_recipients_alone_read_it(prior: Any, to: Any, kept: str | None) -> None:
    masked: list[str] = []
    read = Projection(Safe, seals=Seals({}, lambda *texts: masked.extend(texts)))
    code = read.state({"code": "4711"}, {"name": "s", "code_recipients": to, "code": prior})["code"]
    if kept is None:
        assert code == "4711"
    else:
        assert Identities(ANN).open(code) == kept
    assert code == prior or masked == ["4711"]


def test_an_apply_returns_what_was_planned_and_fills_in_the_rest() -> None:
    planned = STATE | {"tier": "gold", "made_at": UNKNOWN, "token": UNKNOWN, "load": UNKNOWN}
    answer = ANSWER | {"tier": "GOLD", "token": "new"}
    assert READ.applied(answer, planned) == STATE | {"tier": "gold", "token": "new", "load": 9}
    assert READ.applied(ANSWER | {"made_at": "later"}, STATE) == STATE | {"load": 9}


@pytest.mark.parametrize(
    ("planned", "shown", "reached"),
    [
        (UNKNOWN, {}, UNKNOWN),
        (UNKNOWN, {"lock": None}, UNKNOWN),
        (UNKNOWN, {"lock": "oak"}, "oak"),
        ("iron", {"lock": "oak"}, "iron"),
        (None, {"lock": "oak"}, None),
    ],
)
def test_an_apply_leaves_open_what_the_server_is_to_fill_in_until_it_does(
    planned: Any, shown: dict[str, Any], reached: Any
) -> None:
    nothing = dict.fromkeys(Room.fields()) | {"house": "h", "name": "r", "colour": "red"}
    answer = {"house": "h", "name": "r", "colour": "blue", **shown}
    assert Projection(Room).applied(answer, nothing | {"lock": planned}) == nothing | {"lock": reached}


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


class Ship(Resource, system=TOYS, name="ship"):
    """A ship, of which an import takes what it can."""

    name: str = key("Name.")
    flag: str = required("Flag.")
    motto: str | None = optional("Motto.")
    crew: int | None = optional("Crew.", removed_as=1)
    speed: int = optional("Speed.", default=5)
    labels: dict[str, str] | None = owned_map("Labels.")
    config: dict[str, str] | None = config_map("Config.", injects={"name": "{name}"}, not_ours=r"sys\..*")
    mates: set[str] | None = assigned("Mates.", whole="set_mates")
    fleets: set[str] | None = assigned("Fleets.", whole="set_fleets", mirrors="sluice_toys_club.guests")
    body: Any | None = document("Body.", wire="body", ignore="ignore", equivalent="same", replace_on="replaces")
    ignore: list[str] | None = local("Ignored.")
    same: dict[str, str] | None = local("Same.")
    replaces: list[str] | None = local("Replaces.")
    made: Any | None = echo("What the server made.", of="body")

    api = Api(
        create=post("/ships"),
        delete=delete("/ships/{name}"),
        calls={
            "set_mates": put("/ships/{name}/mates", body={"mates": "{items}"}),
            "set_fleets": put("/ships/{name}/fleets", body={"fleets": "{items}"}),
        },
    )


SHIP = dict.fromkeys(Ship.fields()) | {"name": "argo"}
NO_SECRETS = Projection(Ship, masks=(r"<.+>",), importing=True, is_secret=looks_secret)
ALL_AT_SEA = {
    "flag": "",
    "motto": "",
    "crew": 1,
    "speed": None,
    "labels": {"a": 1, "none": None, "token": "hunter22"},
    "config": {
        "name": "argo",
        "sys.at": "x",
        "db.port": 5432,
        "none": None,
        "hidden": "<kept back>",
        "db.password": "x",
    },
    "mates": ["cy", "di"],
    "fleets": ["said by the fleet"],
    "body": {
        "size": 1,
        "none": None,
        "password": "hunter22",
        "hidden": "<kept back>",
        "list": ["a", {"token": "hunter22", "id": 1}],
        "hidden_list": ["a", "<kept back>"],
        "deep": {"api_key": "hunter22", "id": 2},
    },
}
IN_CLEAR = {"size": 1, "none": None, "list": ["a", {"id": 1}], "deep": {"id": 2}}


def test_an_import_takes_what_is_no_secret_and_nothing_that_says_nothing() -> None:
    assert NO_SECRETS.state(ALL_AT_SEA, SHIP) == SHIP | {
        "flag": "",
        "speed": 5,
        "labels": {"a": "1"},
        "config": {"db.port": "5432"},
        "mates": ["cy", "di"],
        "body": DynamicValue.of(IN_CLEAR),
        "made": DynamicValue.of(IN_CLEAR),
    }


def test_an_import_takes_what_is_there_in_the_place_of_a_default() -> None:
    assert NO_SECRETS.state({"flag": "red", "motto": "on", "crew": 3, "speed": 7}, SHIP) == SHIP | {
        "flag": "red",
        "motto": "on",
        "crew": 3,
        "speed": 7,
    }


@pytest.mark.parametrize("answer", [{}, dict.fromkeys(ALL_AT_SEA), {"labels": {}, "config": {}, "mates": []}])
def test_an_import_takes_nothing_where_there_is_nothing(answer: dict[str, Any]) -> None:
    assert NO_SECRETS.state(answer, SHIP) == SHIP | {"speed": 5}


@pytest.mark.parametrize(
    ("declared", "made"),
    [
        (None, IN_CLEAR),
        (UNKNOWN, IN_CLEAR),
        (
            DynamicValue.of({"size": 2, "password": "x", "deep": {"id": 3}}),
            {"size": 1, "password": "hunter22", "deep": {"id": 2}},
        ),
    ],
)
def test_what_the_server_makes_of_a_document_is_seen_in_the_shape_that_is_declared(declared: Any, made: Any) -> None:
    read = Projection(Ship, masks=(r"<.+>",), is_secret=looks_secret)
    planned = SHIP | {"body": declared, "made": UNKNOWN}
    assert read.applied(ALL_AT_SEA, planned)["made"] == DynamicValue.of(made)
    assert read.applied({"body": None}, planned)["made"] is None
    assert read.applied({}, planned)["made"] is None
    spelled = replace(read, forms=Forms(names={"body.Size": "size"}))
    assert spelled.applied({"body": {"size": 1}}, SHIP)["made"] == DynamicValue.of({"Size": 1})


@pytest.mark.parametrize(
    ("shown", "seen"),
    [
        ({"body": {"size": 1, "at": "then", "n": "5", "theirs": 1}}, {"size": 1, "at": "now", "n": 5}),
        ({"body": {"size": 2, "at": "then", "n": 6}}, {"size": 2, "at": "now", "n": 6}),
        ({"body": {"size": "<kept back>"}}, {"size": 1}),
    ],
)
def test_a_document_is_seen_as_far_as_it_is_declared_and_by_its_own_rules(shown: Any, seen: Any) -> None:
    ours = DynamicValue.of({"size": 1, "at": "now", "n": 5})
    prior = SHIP | {"body": ours, "ignore": ["at"], "same": {"n": "text"}}
    read = Projection(Ship, masks=(r"<.+>",))
    expected = {"at": "now"} | seen
    assert read.state(shown, prior)["body"].value == expected
    assert read.state(shown, SHIP)["body"] is None
    assert read.state({}, prior)["body"] == DynamicValue.of(None)


@pytest.mark.parametrize(
    ("shown", "desired"),
    [("RUNNING", "running"), ("PAUSED", "paused"), ("FAILED", "stopped"), ("STARTING", "stopped"), (None, "stopped")],
)
def test_a_settled_state_is_seen_as_the_desired_one_and_any_other_is_not(shown: str | None, desired: str) -> None:
    prior = dict.fromkeys(Robot.fields()) | {"name": "robbie", "desired_state": "stopped"}
    state = Projection(Robot).state({"name": "robbie", "state": shown}, prior)
    assert (state["state"], state["desired_state"]) == (shown, desired)


class Lamp(Resource, system=TOYS, name="lamp"):
    """A lamp, of which the shop keeps back what it will not tell."""

    name: str = key("Name.")
    colour: str | None = optional("Colour.", send={"red": "ROSSO", "scarlet": "ROSSO", "blue": "BLU"})
    spot: str | None = optional("Spot.", wire="size.spot")
    note: str | None = optional("Note.", sent_as=None, read_as=None)

    api = Api(create=post("/lamps"), delete=delete("/lamps/{name}"), withheld=("kept.back", "field.name"))


LAMP = {"name": "desk", "colour": "red", "spot": "2", "note": "mine"}


def kept_back(*names: Any) -> dict[str, Any]:
    """The part of an answer that says which fields are not in it."""
    return {"kept": {"back": [{"field": {"name": name}} for name in names]}}


@pytest.mark.parametrize(
    ("answer", "changed"),
    [
        (kept_back("colour", "size"), {}),
        (kept_back("size"), {"colour": None}),
        (kept_back("colour"), {"spot": None}),
        (kept_back("colour", "size") | {"colour": "BLU"}, {"colour": "blue"}),
        (kept_back("colour", "size") | {"size": {"spot": 3}}, {"spot": "3"}),
        (kept_back("note"), {"colour": None, "spot": None}),
        (kept_back(["colour"], {"name": "size"}, 7, None), {"colour": None, "spot": None}),
        ({"kept": {"back": "colour"}}, {"colour": None, "spot": None}),
        ({}, {"colour": None, "spot": None}),
    ],
)
def test_what_the_server_says_that_it_keeps_back_is_unknown_and_not_empty(answer: Any, changed: Any) -> None:
    assert Projection(Lamp).state({"name": "desk"} | answer, LAMP) == LAMP | changed


@pytest.mark.parametrize(("theirs", "colour"), [("ROSSO", "red"), ("BLU", "blue"), ("red", "red"), ("GREEN", "GREEN")])
def test_a_value_is_told_by_our_word_for_it(theirs: str, colour: str) -> None:
    assert Projection(Lamp).state({"name": "desk", "colour": theirs}, LAMP)["colour"] == colour


@pytest.mark.parametrize(
    ("answer", "guests", "members"),
    [
        ({"guests": ["ben", "ann"], "members": [{"name": "di"}, {"name": "cy"}]}, ["ann", "ben"], ["cy", "di"]),
        ({"guests": ["ben"], "members": [{"name": "di"}]}, ["ben"], ["di"]),
        ({"guests": ["ann", "ben", "eve"], "members": [{"name": n} for n in ["cy", "di", "eve"]]}, None, ["cy", "di"]),
        ({"guests": None, "members": None}, [], []),
        ({}, [], []),
    ],
)
def test_a_set_is_ours_as_a_whole_or_what_was_set_here(answer: Any, guests: Any, members: Any) -> None:
    ours = dict.fromkeys(Club.fields()) | {"name": "chess", "guests": ["ann", "ben"], "members": ["cy", "di"]}
    state = Projection(Club).state({"name": "chess"} | answer, ours)
    assert (state["guests"], state["members"]) == (guests or answer.get("guests") or [], members)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (String(), 9007199254740993, "9007199254740993"),
        (String(), True, "true"),
        (String(), None, None),
        (Number(), 9007199254740993, 9007199254740993),
        (Number(), "9007199254740993", 9007199254740993),
        (Number(), "2.0", 2),
        (Number(), "2.5", Decimal("2.5")),
        (Number(), Decimal("0.1"), Decimal("0.1")),
        (Number(), "many", None),
        (Number(), True, None),
        (Bool(), "true", True),
        (Bool(), "false", False),
        (Bool(), True, True),
        (Bool(), False, False),
        (List(String()), [1, "a"], ["1", "a"]),
        (List(String()), "a", ["a"]),
        (List(String()), {"x": 1, "y": None}, ["1", None]),
        (Set(String()), [1, "a"], ["1", "a"]),
        (List(Object({})), "a", None),
        (Set(Object({})), "a", None),
        (List(ITEM), [{"size": 1}, None], [{"name": None, "size": "1"}]),
        (Set(ITEM), {"bolt": {"size": 1}, "nut": None}, [{"name": "bolt", "size": "1"}]),
        (Map(String()), {"a": None, "b": 2}, {"a": None, "b": "2"}),
        (Map(String()), ["a"], None),
        (Map(ITEM), {"a": {"size": 1}}, {"a": {"name": None, "size": "1"}}),
        (ITEM, {"$key": "bolt", "size": 1}, {"name": "bolt", "size": "1"}),
        (Dynamic(), {"a": [1]}, DynamicValue.of({"a": [1]})),
    ],
)
def test_json_becomes_the_declared_type_with_every_digit(kind, raw, value) -> None:
    converted = convert(Field(doc="", type=kind), raw)
    assert (converted, type(converted)) == (value, type(value))


@pytest.mark.parametrize("same", ["text", "json"])
@pytest.mark.parametrize(
    ("raw", "value"),
    [({"a": 1}, '{"a":1}'), ("text", "text"), (True, "true"), (["a"], '["a"]'), (Decimal("5.0"), "5")],
)
def test_what_is_no_text_is_spelt_as_json(same: Any, raw: Any, value: str) -> None:
    assert convert(Field(doc="", type=String(), same=same), raw) == value
