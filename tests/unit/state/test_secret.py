"""A secret is shown only to who asks for it by name."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import asdict, dataclass

import pytest

from provider_lib.spec.secret import Secret

SECRET = Secret("agent_key_abc")


def test_a_secret_prints_as_a_mask() -> None:
    shown = [
        str(SECRET),
        repr(SECRET),
        f"{SECRET}",
        repr([SECRET]),
        repr({"k": SECRET}),
    ]
    assert not [text for text in shown if "abc" in text]
    assert str(SECRET) == "********"


def test_a_secret_is_revealed_by_name() -> None:
    assert SECRET.reveal() == "agent_key_abc"


def test_a_secret_is_not_pickled_and_not_turned_into_json() -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(SECRET)
    with pytest.raises(TypeError):
        json.dumps({"key": SECRET})


def test_a_secret_has_no_attribute_to_print() -> None:
    with pytest.raises(TypeError):
        vars(SECRET)


def test_a_secret_survives_being_copied() -> None:
    @dataclass
    class Holder:
        key: Secret

    assert copy.deepcopy(SECRET) is SECRET
    assert copy.copy(SECRET) is SECRET
    assert asdict(Holder(SECRET)) == {"key": SECRET}


def test_secrets_are_equal_when_what_they_hide_is() -> None:
    assert Secret("a") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
