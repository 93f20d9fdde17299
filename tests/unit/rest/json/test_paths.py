from __future__ import annotations

import pytest

from provider_lib.rest.json.semantic_equality import is_kept


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
    ],
)
def test_a_document_is_kept_when_the_server_at_most_adds_to_it(ours: str, theirs: str | None, kept: bool) -> None:
    assert is_kept("json", ours, theirs) is kept


def test_only_a_document_may_be_added_to() -> None:
    assert not is_kept("exact", '{"a": 1}', '{"a": 1, "added": true}')
