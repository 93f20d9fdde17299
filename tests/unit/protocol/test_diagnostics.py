"""Errors find their attribute, and bugs tell their place but no values."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.errors import Path
from provider_lib.protocol.diagnostics import attribute_path, from_bug, to_messages
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import Dynamic, List, Map, Object, Set, String

OWNER = Object({"team": Attribute(String(), required=True)})
SCHEMA = Schema(
    {
        "name": Attribute(String(), required=True),
        "config": Attribute(Map(String()), optional=True),
        "owners": Attribute(List(OWNER), optional=True),
        "rules": Attribute(Set(OWNER), optional=True),
        "body": Attribute(Dynamic(), optional=True),
    }
)


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        (("name",), [("attribute_name", "name")]),
        (("config", "database.password"), [("attribute_name", "config"), ("element_key_string", "database.password")]),
        (
            ("owners", 1, "team"),
            [("attribute_name", "owners"), ("element_key_int", 1), ("attribute_name", "team")],
        ),
        (("body", "a", 0), [("attribute_name", "body"), ("attribute_name", "a"), ("element_key_int", 0)]),
        (("rules", 0, "team"), [("attribute_name", "rules")]),
        (("owners", "team"), [("attribute_name", "owners")]),
        (("name", "deeper"), [("attribute_name", "name")]),
        (("stranger",), []),
        (("stranger", "name"), []),
        ((), []),
    ],
)
def test_a_path_leads_as_far_as_the_schema_knows(path: Path, steps: list[tuple[str, Any]]) -> None:
    message = attribute_path(path, SCHEMA)
    found = message.steps if message else []
    kinds = [(step.WhichOneof("selector"), step) for step in found]
    assert [(kind, getattr(step, kind)) for kind, step in kinds] == steps


def test_a_diagnostic_without_a_schema_has_no_path() -> None:
    [message] = to_messages([Diagnostic("warning", "Slow", "It took long.", ("name",))], None)
    assert (message.summary, message.detail, message.HasField("attribute")) == ("Slow", "It took long.", False)


def test_a_diagnostic_has_an_end() -> None:
    [message] = to_messages([Diagnostic("error", "a \n" * 1000, "b" * 20_000)], None)
    assert (message.summary, message.detail) == (
        "a " * 450 + "... (1099 characters more)",
        "b" * 16_000 + "... (4000 characters more)",
    )


def test_a_bug_outside_our_code_is_placed_where_it_arose() -> None:
    try:
        raise ValueError("hunter2")
    except ValueError as error:
        found = from_bug("plan", "sluice_rest_object", error)
    assert found.summary == "Sluice met a bug in plan of sluice_rest_object"
    assert found.detail.startswith("ValueError at test_diagnostics.py:")
    assert "hunter2" not in found.detail


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert from_bug("plan", "x", ValueError()).detail.startswith("ValueError at an unknown place.")
