"""What a look at an object right after a write tells of it: forms of the server's own, and what it did not take."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.rest.json.paths import MISSING
from provider_lib.rest.mapping.digest import digest
from provider_lib.rest.mapping.forms import NOT_SHOWN, Forms
from provider_lib.rest.mapping.normalization import Difference, Noticed, Write, is_perhaps_a_form, spelled_keys
from provider_lib.rest.mapping.state import Projection
from provider_lib.spec import Api, Listing, Resource, delete, get, key, post
from provider_lib.spec.types import UNKNOWN, DynamicValue
from tests.unit.rest.album import Album
from tests.unit.rest.widgets import TOYS

SALT = "00112233445566778899aabbccddeeff"
READ = Projection(Album)


def album(**values: Any) -> dict[str, Any]:
    """An album in which all that is not given is null."""
    return dict.fromkeys(Album.fields()) | {"name": "summer"} | values


def seen(text: str) -> str:
    """What is remembered of a value that the server shows."""
    return digest(text, SALT)


def test_what_is_shown_otherwise_than_it_was_sent_is_noticed_place_by_place() -> None:
    values = album(
        name="Summer",
        title="Hot ",
        labels={"Team": "a", "empty": "", "lost": "x"},
        config={"k": "V", "hidden": "h", "same": "1", "deep.er": "V"},
        fans=["Ann", "ben"],
        body=DynamicValue.of(
            {"Size": "One", "zero": 0, "gone": "x", "tags": [{"Id": "A"}, {"Key": "B"}], "deep": {"at": "B"}}
        ),
    )
    view = {
        "name": "summer",
        "title": "hot",
        "labels": {"team": "a"},
        "config": {"k": "v", "same": 1, "deep.er": "v", "theirs": "x"},
        "fans": ["ann", "ben"],
        "body": {"size": "one", "tags": [{"id": "a"}, {"key": "b"}, {"id": "c"}], "deep": {"at": "b"}, "theirs": 1},
    }
    names = {
        "name": "summer",
        "labels.Team": "team",
        "fans.Ann": "ann",
        "body.Size": "size",
        "body.tags[0].Id": "id",
        "body.tags[1].Key": "key",
    }
    assert Write(READ, view, values, Forms(SALT)).notice() == Noticed(
        Forms(
            SALT,
            {
                "title": seen("hot"),
                "config.k": seen("v"),
                "config.hidden": NOT_SHOWN,
                'config["deep.er"]': seen("v"),
                "body.Size": seen("one"),
                "body.zero": NOT_SHOWN,
                "body.tags": seen('[{"Id":"a"},{"Key":"b"},{}]'),
                "body.deep.at": seen("b"),
            },
            names,
        ),
        new=[
            Difference(("name",), "Summer", "summer"),
            Difference(("labels", "Team"), "Team", "team"),
            Difference(("fans", "Ann"), "Ann", "ann"),
            Difference(("body", "Size"), "Size", "size"),
            Difference(("body", "tags", 0, "Id"), "Id", "id"),
            Difference(("body", "tags", 1, "Key"), "Key", "key"),
            Difference(("title",), "Hot ", "hot"),
            Difference(("config", "k"), "V", "v"),
            Difference(("config", "deep.er"), "V", "v"),
            Difference(("body", "Size"), "One", "one"),
            Difference(("body", "zero"), 0, MISSING),
            Difference(("body", "tags"), [{"Id": "A"}, {"Key": "B"}], [{"Id": "a"}, {"Key": "b"}, {}]),
            Difference(("body", "deep", "at"), "B", "b"),
        ],
    )


KNOWN = Forms(
    SALT,
    {"title": seen("hot"), "config.k": seen("v"), "config.hidden": NOT_SHOWN, "body.zero": NOT_SHOWN},
    {"labels.Team": "team", "labels.Gone": "gone", "fans.Ann": "ann"},
)


def test_what_is_known_already_is_not_noticed_again() -> None:
    values = album(
        title="Hot ",
        labels={"Team": "a"},
        config={"k": "V", "hidden": "h"},
        fans=["Ann"],
        body=DynamicValue.of({"zero": 0}),
    )
    view = {"title": "hot", "labels": {"team": "a"}, "config": {"k": "v"}, "fans": ["ann"], "body": {}}
    kept = Forms(SALT, KNOWN.values, {"labels.Team": "team", "fans.Ann": "ann"})
    assert Write(READ, view, values, KNOWN, prior=values).notice() == Noticed(kept)
    assert Write(READ, view, values, KNOWN, prior=values, sent=frozenset({"title"})).notice() == Noticed(kept)


def test_a_look_that_shows_nothing_of_what_was_sent_leaves_what_is_known_of_it() -> None:
    values = album(title="Hot ", config={"k": "V", "hidden": "h"}, body=DynamicValue.of({"zero": 0, "a": 1}))
    nothing: list[Any] = [{}, {"title": None, "config": None, "body": None}, {"config": "text"}]
    for view in nothing:
        assert Write(READ, view, values, KNOWN).notice() == Noticed(Forms(SALT, KNOWN.values))


def test_what_was_not_sent_and_is_shown_otherwise_is_no_form() -> None:
    values = album(title="Hot ", labels={"Team": "a"}, config={"k": "V", "n": "N"})
    view = {"title": "HOT", "labels": {"team": "a"}, "config": {"k": "v", "n": "n"}}
    known = Forms(SALT, {"config.k": seen("v")})
    assert Write(READ, view, values, known, prior=values, sent=frozenset({"title"})).notice() == Noticed(
        Forms(SALT, {"title": seen("HOT"), "config.k": seen("v")}), new=[Difference(("title",), "Hot ", "HOT")]
    )


def test_what_is_shown_as_before_although_another_value_was_sent_was_not_taken() -> None:
    prior = album(title="Hot ", config={"k": "V", "n": "1.3", "kept": "V"}, body=DynamicValue.of({"a": "x"}))
    values = album(title="Cold", config={"k": "W", "n": "1.31", "kept": "V"}, body=DynamicValue.of({"a": "y"}))
    view = {"name": "summer", "title": "hot", "config": {"k": "v", "n": "1.3", "kept": "v"}, "body": {"a": "x"}}
    assert Write(READ, view, values, KNOWN, prior).notice() == Noticed(
        Forms(SALT, {"config.kept": seen("v")}),
        new=[Difference(("config", "kept"), "V", "v")],
        kept=[
            Difference(("title",), "Cold", "hot"),
            Difference(("config", "k"), "W", "v"),
            Difference(("config", "n"), "1.31", "1.3"),
            Difference(("body", "a"), "y", "x"),
        ],
    )


@pytest.mark.parametrize(
    ("known", "is_taken_over", "is_form"),
    [(Forms(SALT), False, False), (Forms(SALT), True, True), (Forms(SALT, {"config.n": seen("1.3")}), False, True)],
)
def test_a_number_may_be_rounded_to_what_it_was_where_the_server_rounds(
    known: Forms, is_taken_over: bool, is_form: bool
) -> None:
    view, prior, values = {"config": {"n": "1.3"}}, album(config={"n": "1.3"}), album(config={"n": "1.31"})
    noticed = Write(READ, view, values, known, prior, is_taken_over=is_taken_over).notice()
    difference = Difference(("config", "n"), "1.31", "1.3")
    is_new = is_form and not known.values
    assert noticed == Noticed(
        Forms(SALT, {"config.n": seen("1.3")} if is_form else {}),
        new=[difference] if is_new else [],
        kept=[] if is_form else [difference],
    )


@pytest.mark.parametrize("value", [None, UNKNOWN])
def test_of_what_was_not_sent_nothing_is_noticed(value: Any) -> None:
    assert Write(READ, {"name": "summer", "title": "hot"}, album(title=value), Forms(SALT)).notice() == Noticed(
        Forms(SALT)
    )


def test_forms_that_nobody_knew_before_are_given_a_salt() -> None:
    first, second = (Write(READ, {"name": "summer"}, album()).notice().forms.salt for _ in range(2))
    assert len(bytes.fromhex(first)) == 16
    assert first != second


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        ({"Team": "a"}, {"team": "a", "TEAM": "b"}, {}),
        ({"Team": "a"}, {"Team": "a", "team": "b"}, {}),
        ({"Team": "a", "team": "b"}, {"team": "b"}, {}),
        ({"Team": "a"}, {"staff": "a"}, {}),
        ({"Team": "a"}, ["team"], {}),
        ({"Team": "a"}, "team", {}),
        ({"Team": "a", "Town": "b"}, {"town": "b", "team": "a"}, {"labels.Team": "team", "labels.Town": "town"}),
    ],
)
def test_a_name_is_spelled_otherwise_where_one_of_theirs_alone_is_alike(
    ours: dict[str, str], theirs: Any, names: dict[str, str]
) -> None:
    found = Write(READ, {"name": "summer", "labels": theirs}, album(labels=ours), Forms(SALT)).notice()
    assert found.forms.names == names


@pytest.mark.parametrize(
    ("shown", "names"),
    [("summer", {"name": "summer"}), ("Summer", {}), ("winter", {}), (5, {}), (None, {})],
)
def test_a_key_is_spelled_otherwise_where_it_is_alike(shown: Any, names: dict[str, str]) -> None:
    assert spelled_keys(READ, {"name": shown}, album(name="Summer")) == names
    assert spelled_keys(READ, {"name": "summer"}, album(name=UNKNOWN)) == {}


class Track(Resource, system=TOYS, name="track"):
    """A track: a list alone shows its name, at a place of its own."""

    name: str = key("Name.")

    api = Api(
        create=post("/tracks"),
        read_many=Listing(call=get("/tracks"), items="tracks", match={"name": "meta.title"}),
        delete=delete("/tracks/{name}"),
    )


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ({"meta": {"title": "aria"}}, {"name": "aria"}),
        ({"name": "Aria", "meta": {"title": "aria"}}, {}),
        ({"name": "ARIA", "meta": {"title": "aria"}}, {"name": "ARIA"}),
        ({"meta": {}}, {}),
    ],
)
def test_a_key_is_looked_for_where_a_list_has_it_when_the_object_itself_does_not_show_it(
    view: Any, names: dict[str, str]
) -> None:
    assert spelled_keys(Projection(Track), view, {"name": "Aria"}) == names


@pytest.mark.parametrize(
    ("shown", "ours", "is_perhaps"),
    [
        ("summer", "Summer ", True),
        ("Summer", "Summer", False),
        ("winter", "Summer", False),
        (Decimal("1.3"), Decimal("1.31"), True),
        ({"a": "x", "b": 1}, {"a": "X", "b": 1}, True),
        ({"a": "x", "b": 1}, {"a": "X", "b": 2}, False),
        ({"a": "x"}, {"a": "X", "b": 2}, False),
        (DynamicValue.of({"a": "x"}), DynamicValue.of({"a": "X"}), True),
    ],
)
def test_what_differs_may_be_a_form_where_all_of_it_is_alike_or_rounded(
    shown: Any, ours: Any, is_perhaps: bool
) -> None:
    assert is_perhaps_a_form(shown, ours) is is_perhaps
