"""Drift as text, as the body of an issue, and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import provider_lib.fleet.drift
from provider_lib.errors import EngineError
from provider_lib.fleet.drift import Deviation, Since, StackDrift, document, drift_of, lines, markdown, unread
from provider_lib.review import Difference
from provider_lib.review.markdown import LONGEST
from provider_lib.systems import CATALOGUE
from tests.review import stored
from tests.review.plans import plan
from tests.review.test_planted_secrets import PLANTED, SECRET

WHOSE = "Kafka Connect connector main/orders"
CHANGED = Deviation(
    "changed",
    "prod/orders",
    "sluice_kafka_connect_connector.orders",
    WHOSE,
    "update",
    (Difference(("config", "topics"), "orders", "theirs", "orders"),),
    ("database.password",),
    Since("2026-11-27 12:00:00 UTC", "state"),
)
LEFT = Deviation("changed", "prod/left", "a.left", differences=(Difference(("size",), 1, 2, 2),))
GONE = Deviation("gone", "prod/gone", "a.gone", deed="create")
NEW = Deviation("undeployed", "dev/new", "a.new", deed="create")
_TURNED = {
    "before": "after",
    "after": "before",
    "before_sensitive": "after_sensitive",
    "after_sensitive": "before_sensitive",
}
STACKS = [
    StackDrift("quiet"),
    StackDrift("prod", (CHANGED, LEFT, GONE), "as of 2026-11-27 12:00:00 UTC, serial 7"),
    unread(StackDrift("dev", (replace(LEFT, name="dev/left"), NEW)), EngineError("No answer", "From http://connect.")),
]


def text(stacks: list[StackDrift]) -> str:
    return "".join(f"{words}\n" for words, _ in lines(stacks))


def test_the_text_tells_each_object_by_stack() -> None:
    assert text(STACKS) == (
        "5 objects deviate in 2 of 3 stacks, and 1 of 3 stacks could not be looked at whole\n"
        "\n"
        "prod: 3 objects deviate (state as of 2026-11-27 12:00:00 UTC, serial 7)\n"
        "    changed by others  prod/orders  (Kafka Connect connector main/orders, a deploy changes it)\n"
        "        config.topics: orders was deployed, theirs is there now by another hand, orders it becomes again\n"
        "        secret database.password: another value\n"
        "        since: the state of 2026-11-27 12:00:00 UTC does not know of it\n"
        "    changed by others  prod/left  (a deploy leaves it as it is)\n"
        "        size: 1 -> 2\n"
        "    gone  prod/gone  (a deploy makes it again)\n"
        "\n"
        "dev: 2 objects deviate, could not be looked at whole\n"
        "    No answer\n"
        "      From http://connect.\n"
        "    changed by others  dev/left\n"
        "        size: 1 -> 2\n"
        "    not deployed  dev/new  (a deploy makes it)\n"
    )


@pytest.mark.parametrize(
    ("stacks", "told"),
    [
        ([StackDrift("a")], "no drift in 1 stack\n"),
        ([StackDrift("a"), StackDrift("b")], "no drift in 2 stacks\n"),
    ],
)
def test_without_drift_a_line_says_so(stacks: list[StackDrift], told: str) -> None:
    assert text(stacks) == told
    assert markdown(stacks) == f"## {told.capitalize()}"


def test_an_issue_begins_with_what_could_not_be_looked_at_and_ends_with_what_to_do() -> None:
    assert markdown(STACKS) == (
        "## 5 objects deviate in 2 of 3 stacks, and 1 of 3 stacks could not be looked at whole\n"
        "\n"
        "### `dev`: 2 objects deviate, could not be looked at whole\n"
        "\n"
        "- `No answer` `From http://connect.`\n"
        "- **changed by others** `dev/left`\n"
        "  - `size: 1 -> 2`\n"
        "- **not deployed** `dev/new`: a deploy makes it\n"
        "\n"
        "### `prod`: 3 objects deviate\n"
        "\n"
        "<sub>State as of 2026-11-27 12:00:00 UTC, serial 7</sub>\n"
        "\n"
        "- **changed by others** `prod/orders` `Kafka Connect connector main/orders`: a deploy changes it\n"
        "  - `config.topics: orders was deployed, theirs is there now by another hand, orders it becomes again`\n"
        "  - `secret database.password: another value`\n"
        "  - `since: the state of 2026-11-27 12:00:00 UTC does not know of it`\n"
        "- **changed by others** `prod/left`: a deploy leaves it as it is\n"
        "  - `size: 1 -> 2`\n"
        "- **gone** `prod/gone`: a deploy makes it again\n"
        "\n"
        "What others changed is changed back by `sluice deploy STACK`, and stays when it is written into the code. "
        "`sluice review STACK` says what a deploy does to the data.\n"
    )


def test_an_issue_says_what_it_has_no_room_for() -> None:
    many = [StackDrift(f"s{number}", (CHANGED,) * 20) for number in range(40)]
    written = markdown(many)
    shown = written.count("**changed by others**")
    assert 0 < shown < 800
    assert f"\n**{800 - shown} more are not shown here**: `sluice drift` shows all.\n" in written
    assert len(written) <= LONGEST


def test_a_program_gets_every_object_and_why_a_stack_was_not_looked_at() -> None:
    told = json.loads(json.dumps(document(STACKS)))
    assert [told[name] for name in ("format_version", "drift", "is_whole")] == ["1.0", True, False]
    quiet, prod, dev = told["stacks"]
    assert quiet == {"name": "quiet", "state": "", "failure": None, "objects": []}
    assert dev["failure"] == {"summary": "No answer", "detail": "From http://connect."}
    value = {"path": ["config", "topics"], "code": "orders", "server": "theirs", "after": "orders", "hidden": False}
    assert prod["objects"][0] == {
        "kind": "changed",
        "name": "prod/orders",
        "address": "sluice_kafka_connect_connector.orders",
        "whose": WHOSE,
        "deed": "update",
        "differences": [value],
        "secrets": ["database.password"],
        "since": {"time": "2026-11-27 12:00:00 UTC", "witness": "state"},
    }


def test_the_document_is_as_its_schema_says_and_has_nothing_else() -> None:
    schema = (Path(provider_lib.fleet.drift.__file__).parent / "drift.schema.json").read_text()
    Draft202012Validator.check_schema(json.loads(schema))
    strict = Draft202012Validator(
        json.loads(schema.replace('"additionalProperties": true', '"additionalProperties": false'))
    )
    real = [drift_of(stored.load(name).plan, CATALOGUE, name) for name in stored.names()]
    told = json.loads(json.dumps(document([*STACKS, *real])))
    assert [error.message for error in strict.iter_errors(told)] == []
    deeds = {it["deed"] for stack in told["stacks"] for it in stack["objects"]}
    assert deeds == {None, "create", "update", "replace", "delete", "forget", "import", "move"}


@pytest.mark.parametrize("where", PLANTED)
def test_a_planted_secret_comes_out_in_no_format(where: str) -> None:
    made = PLANTED[where]
    changes = made.get("resource_changes", [])
    turned = [
        {**it, "change": {_TURNED.get(name, name): part for name, part in it["change"].items()}} for it in changes
    ]
    for shown in (made, plan(resource_drift=changes), {**made, "resource_drift": turned}):
        found = [drift_of(shown, CATALOGUE, "dev")]
        written = text(found) + markdown(found) + json.dumps(document(found))
        assert [SECRET[at : at + 6] for at in range(len(SECRET) - 5) if SECRET[at : at + 6] in written] == []
