from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.rest.json.semantic_equality import Rules, are_same, equal, is_kept, project, seen_through
from provider_lib.rest.json.shape import restrict
from provider_lib.spec.types import DynamicValue
from tests.unit.documents import SCALARS, documents

STRICT = Rules()


def under(equivalent=None, ignore=()) -> Rules:
    return Rules.parse(list(ignore), equivalent, (r"\*{3,}",))


def with_additions(document, extra):
    """The same with one more member in every object."""
    if isinstance(document, dict):
        return {**{name: with_additions(item, extra) for name, item in document.items()}, "added": extra}
    return [with_additions(item, extra) for item in document] if isinstance(document, list) else document


@given(documents())
def test_a_document_seen_through_itself_is_itself(document) -> None:
    assert equal(project(document, document, STRICT), document)


@given(documents(), SCALARS)
def test_what_the_server_adds_anywhere_is_not_seen(document, extra) -> None:
    assert equal(project(document, with_additions(document, extra), STRICT), document)
    assert equal(restrict(with_additions(document, extra), [document]), document) or _has_null(document)


def test_a_member_is_seen_that_any_of_several_values_has() -> None:
    theirs = {"a": {"x": 1, "y": 2, "z": 3}, "b": [{"p": 1, "q": 2}], "c": 1}
    assert restrict(theirs, [{"a": {"x": 0}}, {"a": {"y": 0}, "b": [{"p": 0}, {"r": 0}]}]) == {
        "a": {"x": 1, "y": 2},
        "b": [{"p": 1}],
    }
    assert restrict(theirs, [{"a": [0], "b": {}, "c": {}}]) == theirs
    assert [restrict(theirs, models) for models in ([], ["text"], [[{"a": 0}]])] == [theirs] * 3
    assert restrict(theirs, [{}]) == {}


def _has_null(document) -> bool:
    if isinstance(document, dict | list):
        return any(map(_has_null, document.values() if isinstance(document, dict) else document))
    return document is None


@given(documents(), documents())
def test_nothing_is_seen_that_was_not_declared(ours, theirs) -> None:
    assert project(ours, theirs, STRICT).keys() <= ours.keys()


@given(documents(), st.data())
def test_a_member_that_differs_is_seen_unless_it_is_ignored(document, data) -> None:
    if document:
        name = data.draw(st.sampled_from(sorted(document)))
        theirs = document | {name: "something else entirely"}
        assert project(document, theirs, STRICT)[name] == "something else entirely"
        assert equal(project(document, theirs, Rules(ignore=((name,),))), document)


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        (5, "5", "text"),
        (True, "true", "text"),
        (Decimal("1.50"), "1.50", "text"),
        ("1.50", Decimal("1.5"), "text"),
        ("5.0", 5, "text"),
        ("1e3", 1000, "text"),
        (None, ..., "null"),
        (["b", "a"], ["a", "b"], "set"),
        (["a", "a", "b"], ["a", "b", "a"], "set"),
        ([{"k": 1, "v": 2}, {"k": 2, "v": 3}], [{"k": 2, "v": 3, "x": 1}, {"k": 1, "v": 2}], "key:k"),
        ('{"a":1}', '{ "a" : 1 }', "json"),
        ('{"a":1}', {"a": 1}, "json"),
    ],
)
def test_values_that_are_declared_the_same_stay_in_our_spelling(ours, theirs, kind) -> None:
    document = {} if theirs is ... else {"m": theirs}
    assert project({"m": ours}, document, under({"m": kind})) == {"m": ours}
    assert project({"m": ours}, document, STRICT) != {"m": ours}


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (None, [{"k": 2, "v": 9}, {"k": 1, "v": 2}, {"k": 3, "v": 4}]),
        ("key:k", [{"k": 1, "v": 2}, {"k": 2, "v": 9}, {"k": 3, "v": 4}]),
        ("set", [{"k": 1, "v": 2}, {"k": 2, "v": 9}, {"k": 3, "v": 4}]),
    ],
)
def test_of_a_list_that_changed_the_items_are_seen_in_our_shape(kind, seen) -> None:
    ours = [{"k": 1, "v": 2}, {"k": 2, "v": 3}]
    theirs = [{"k": 2, "v": 9, "x": 0}, {"k": 1, "v": 2, "x": 0}, {"k": 3, "v": 4, "secret": "s"}]
    assert project({"m": ours}, {"m": theirs}, under({"m": kind} if kind else None)) == {"m": seen}


def test_a_member_that_is_gone_is_not_seen_and_one_that_is_null_is() -> None:
    assert project({"a": 1, "b": 2, "c": None}, {"b": None}, STRICT) == {"b": None}


def test_a_mask_stands_for_our_value() -> None:
    assert project({"a": "x", "b": 1}, {"a": "****", "b": 2}, under()) == {"a": "x", "b": 2}
    assert project({"a": "x"}, {"a": "<kept back>"}, STRICT) == {"a": "<kept back>"}
    assert project({"a": "x"}, {"a": "<kept back>"}, Rules.parse((), {}, ("<.+>",))) == {"a": "x"}


def test_what_is_encrypted_hides_what_was_given_in_clear_alone() -> None:
    sealed, otherwise = "{cipher}a1b2", "{cipher}c3d4"
    assert project({"a": "x", "b": sealed}, {"a": sealed, "b": otherwise}, STRICT) == {"a": "x", "b": otherwise}


def test_a_number_that_is_spelled_otherwise_stays_in_our_spelling() -> None:
    assert repr(project({"a": 1}, {"a": Decimal("1.0")}, STRICT)) == repr({"a": 1})


def test_texts_that_hold_the_same_json_are_two_texts_where_they_are_not_said_to_be_json() -> None:
    assert project({"m": "[1]"}, {"m": "[ 1 ]"}, under({"m": "text"})) == {"m": "[ 1 ]"}
    assert project({"m": "[1]"}, {"m": "[ 1 ]"}, under({"m": "json"})) == {"m": "[1]"}


def test_an_ignored_place_says_nothing_and_its_neighbours_do() -> None:
    ours = {"meta": {"ts": 1}, "items": [{"at": 1, "n": 1}]}
    theirs = {"meta": {"ts": 2}, "items": [{"at": 2, "n": 2}]}
    assert project(ours, theirs, under(ignore=["meta.ts", "items[*].at"])) == {
        "meta": {"ts": 1},
        "items": [{"at": 1, "n": 2}],
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "equivalent"),
    [
        (["a", "b"], ["b", "****"], {}),  # a secret that is hidden
        ([True, 1], [1, True], {}),
        (["1", "2"], [2, 1], {"m[*]": "text"}),
    ],
)
def test_the_items_of_a_set_are_paired_by_what_they_mean(ours, theirs, equivalent) -> None:
    seen = project({"m": ours}, {"m": theirs}, under({"m": "set", **equivalent}))
    assert repr(seen) == repr({"m": ours})  # 1 and True are equal to Python


def test_an_ignored_member_does_not_make_another_item_of_a_set() -> None:
    ours, theirs = {"m": [{"at": 1, "n": 1}, {"at": 1, "n": 2}]}, {"m": [{"at": 5, "n": 2}, {"at": 6, "n": 1}]}
    assert project(ours, theirs, under({"m": "set"}, ["m[*].at"])) == ours


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "same"),
    [
        ("exact", "a", "a", True),
        ("exact", "1", 1, False),
        ("exact", None, None, True),
        ("exact", None, "a", False),
        ("text", "a", None, False),
        ("text", None, "None", False),
        ("text", "5", 5, True),
        ("text", "a", "a", True),
        ("text", "a", "b", False),
        ("text", "true", True, True),
        ("text", "007", 7, False),
        ("text", "1.0", "1", False),
        ("json", '{"a":1,"b":2}', {"b": 2, "a": 1}, True),
        ("json", "no json", "no json", True),
        ("json", '{"a":1}', '{"a":2}', False),
        ("set", ["a", "b"], ["b", "a"], True),
        ("set", ["5"], [5], True),
        ("set", ["a", "a"], ["a"], False),
        ("set", ["a"], ["b"], False),
    ],
)
def test_two_values_are_the_same_in_the_declared_sense(kind, ours, theirs, same) -> None:
    assert are_same(kind, ours, theirs) is same


def turned(value):
    """The same with every list from its end to its beginning."""
    if isinstance(value, dict):
        return {name: turned(item) for name, item in value.items()}
    return [turned(item) for item in reversed(value)] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        (["set", "string"], ["a", "b"]),
        (["object", {"in": ["set", "string"]}], {"in": ["a", "b"]}),
        (["map", ["set", "string"]], {"in": ["a", "b"]}),
        (["tuple", [["set", "string"]]], [["a", "b"]]),
        (["list", ["set", "string"]], [["a", "b"]]),
        (["set", ["object", {"in": ["set", "string"]}]], [{"in": ["a", "b"]}, {"in": ["c"]}]),
    ],
)
def test_a_set_has_no_order_wherever_it_lies(kind, ours) -> None:
    theirs = turned(ours)
    declared = DynamicValue(kind, ours)
    assert seen_through(declared, theirs, STRICT) is declared


def test_a_document_that_changed_gets_the_type_of_what_it_is_now() -> None:
    declared = DynamicValue(["map", "string"], {"a": "x"})
    found = seen_through(declared, {"a": 5}, STRICT)
    assert found == DynamicValue(["object", {"a": "number"}], {"a": 5})


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (1, True, False),
        (0, False, False),
        (1, Decimal("1.0"), True),
        ([1], [1, 1], False),
        ({"a": 1}, {"a": True}, False),
    ],
)
def test_equal_values_are_equal_as_json_has_it(ours, theirs, same) -> None:
    assert equal(ours, theirs) is same


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        ('{"a": 1, "b": {"c": 2}}', '{"b": {"c": 2}, "a": 1}', True),
        ('{"a": 1}', '{"a": 1, "added": true}', True),
        ('{"a": {"b": 1}}', '{"a": {"b": 1, "added": true}}', True),
        ('{"a": [{"b": 1}]}', '{"a": [{"b": 1, "added": true}]}', True),
        ('{"a": [1]}', '{"a": [1, 2]}', False),
        ('{"a": 1}', '{"a": 2}', False),
        ('{"a": 1, "b": 2}', '{"a": 1}', False),
        ("{}", '{"mechanism": "SCRAM"}', False),
        ('{"a": {}}', '{"a": {"b": 1}}', False),
        ("{}", "{}", True),
        ("{}", None, False),
        ('{"a": [1]}', '{"a": {"0": 1}}', False),
        ('{"a": ["0"]}', '{"a": {"0": 1}}', False),
        ('{"a": {"0": 1}}', '{"a": [1]}', False),
        ('{"a": 1}', '{"a": [1]}', False),
    ],
)
def test_a_document_is_kept_when_the_server_at_most_adds_to_it(ours: str, theirs: str | None, kept: bool) -> None:
    assert is_kept("json", ours, theirs) is kept


def test_only_a_document_may_be_added_to() -> None:
    assert not is_kept("exact", '{"a": 1}', '{"a": 1, "added": true}')


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00.000Z", True),
        ("2030-01-01T01:00:00+01:00", "2030-01-01T00:00:00Z", True),
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:01Z", False),
        ("2030-01-01T00:00:00Z", "never", False),
        ("never", "never", True),
        ("2030-01-01T00:00:00Z", None, False),
    ],
)
def test_a_moment_is_the_same_however_it_is_spelled(ours, theirs, same) -> None:
    assert are_same("time", ours, theirs) is same
