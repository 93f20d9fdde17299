"""The configuration in an object's own definition: found whatever is around it, and changed alone."""

from __future__ import annotations

import pytest

from provider_lib.rest.mapping.definition import LONGEST, has_place_for, redefined

KEYS = ("class", "tasks")
DEFINITION = """\
# A comment goes.
octal: 0o17
truth: yes
"spec": &it
  config:
    class: x.Y
    tasks: 1
    same: 2
    theirs: "é
      folded"
    lines: |
      a
      b
    ? [a, b]
    : c
  more: [1, {a: b}]
again: *it
"""


def test_only_what_changes_is_written_otherwise() -> None:
    assert redefined(DEFINITION, KEYS, {"same": "2", "tasks": "0o17", "new.key": 'a: "b"\n\x01'}, ["theirs"]) == (
        """\
octal: 0o17
truth: yes
"spec": &id001
  config:
    class: x.Y
    tasks: "0o17"
    same: 2
    lines: |
      a
      b
    ? [a, b]
    : c
    "new.key": "a: \\"b\\"\\n\\x01"
  more: [1, {a: b}]
again: *id001
"""
    )


def test_json_is_yaml() -> None:
    text = '{"name": "x", "config": {"class": "x.Y", "tasks": "1"}}'
    assert redefined(text, KEYS, {"tasks": "2"}, []) == '{"name": "x", "config": {"class": "x.Y", "tasks": "2"}}\n'


def test_text_that_stays_keeps_its_letters_and_its_lines() -> None:
    text = f"class: x.Y\ntasks: 1\nnote: é ü {'word ' * 40}end\n"
    assert redefined(text, KEYS, {"tasks": "1"}, []) == text


NONE = {
    "nothing": "",
    "a text": "text",
    "a list": "[class, tasks]",
    "too few keys": "{class: a}",
    "a key without a text": "{class: a, tasks: [1]}",
    "two places": "a: {class: a, tasks: 1}\nb: {class: a, tasks: 2}",
    "two documents": "class: a\ntasks: 1\n---\n{}",
    "a part": "{",
    "what is nowhere": "a: *b",
    "code": "!!python/object:a.b {}",
    "a tower": "[" * 10_000,
    "too long": "class: a\ntasks: 1\n".ljust(LONGEST + 1, "#"),
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_a_configuration_that_is_not_found_for_certain_is_none(text: str) -> None:
    assert not has_place_for(text, KEYS)
    assert redefined(text, KEYS, {"tasks": "2"}, []) is None


def test_the_longest_definition_is_searched() -> None:
    assert has_place_for("class: a\ntasks: 1\n".ljust(LONGEST, "#"), KEYS)


def test_without_a_known_key_nothing_is_found() -> None:
    assert not has_place_for(DEFINITION, ())


def test_what_stands_at_two_places_hides_nothing_beside_it() -> None:
    assert has_place_for("config: {class: x.Y, tasks: 1}\none: &it {a: b}\nother: *it\n", KEYS)


def test_a_definition_that_holds_itself_is_looked_at_once() -> None:
    assert redefined("a: &a {class: x, tasks: '1', b: *a}", KEYS, {"tasks": "2"}, []) == (
        'a: &id001 {class: x, tasks: "2", b: *id001}\n'
    )
