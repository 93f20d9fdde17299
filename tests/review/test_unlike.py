"""What a deploy would do otherwise than what was reviewed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.review import Report, document, unlike
from tests.review import stored
from tests.review.plans import changed, connector, reviewed

CONNECTOR = "sluice_kafka_connect_connector"


def stack(report: Report) -> Any:
    return json.loads(json.dumps(document([report])))["stacks"][0]


def update(after: dict[str, str], **values: Any) -> dict[str, Any]:
    return changed(CONNECTOR, ["update"], connector(), connector(after, **values))


@pytest.mark.parametrize("name", stored.names())
def test_what_is_as_it_was_reviewed_has_no_difference(name: str) -> None:
    report = stored.load(name).report
    assert unlike(stack(report), report) == []


def test_each_value_action_and_object_is_named() -> None:
    before = reviewed(update({"topics": "a"}), output_changes=output(1))
    after = reviewed(update({"topics": "b", "tasks.max": "2"}), output_changes=output(2))
    assert unlike(stack(before), after) == [
        "connector main/orders: config.tasks.max: no change was reviewed, nothing -> 2 now",
        "connector main/orders: config.topics: orders -> a was reviewed, orders -> b now",
        "output it: 0 -> 1 was reviewed, 0 -> 2 now",
    ]
    deleted = reviewed(changed(CONNECTOR, ["delete"], connector()))
    assert unlike(stack(before), deleted)[0] == ("connector main/orders: 'changes' was reviewed, 'is destroyed' now")
    assert unlike(stack(reviewed()), deleted) == ["connector main/orders: nothing was reviewed, 'is destroyed' now"]
    assert unlike(stack(deleted), reviewed()) == ["connector main/orders: 'is destroyed' was reviewed, nothing now"]


def output(value: int) -> dict[str, Any]:
    return {"it": {"actions": ["update"], "before": 0, "after": value}}


def test_another_fate_of_a_secret_is_named() -> None:
    before, after = (reviewed(update({"topics": "a"}, secret_env={"password": it})) for it in ("ONE", "OTHER"))
    assert unlike(stack(before), after)[-1] == (
        "connector main/orders: secret password: new from environment variable ONE was reviewed, "
        "new from environment variable OTHER now"
    )


def test_many_differences_are_counted() -> None:
    after = reviewed(update({f"key.{number}": "x" for number in range(100)}))
    assert unlike(stack(reviewed(update({"topics": "a"}))), after)[-1] == "and 81 more"


@pytest.mark.parametrize(
    "said", [{"digest": "1:0"}, {"changes": 7}, {"changes": [{}]}, {"changes": [], "outputs": None}]
)
def test_a_report_that_does_not_tell_names_nothing(said: Any) -> None:
    assert unlike(said, reviewed(update({"topics": "a"}))) == []
