"""Whatever the file of a plan holds: it is reviewed in every format, or refused in a sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from provider_lib.cli.review import plan_document
from provider_lib.errors import ConfigError
from provider_lib.review import Report, digest, review
from provider_lib.spec.consequences import TIERS
from provider_lib.systems import CATALOGUE
from tests.fuzz.documents import TOKENS, spoilt_text
from tests.fuzz.effort import SEED, cases, dice
from tests.review import stored
from tests.review.formats import FORMATS
from tests.review.plans import changed, plan

ACTIONS = ["no-op", "create", "read", "update", "delete", "forget", "open", "renew", "explode"]
KNOWN = [
    ["create"],
    ["update"],
    ["delete"],
    ["delete", "create"],
    ["create", "delete"],
    ["forget"],
    ["no-op"],
    ["read"],
]
TYPES = [*CATALOGUE.resources, *CATALOGUE.actions, "sluice_lenses_quota", "terraform_data", "aws_s3_bucket", ""]
NAMES = sorted({name for item in CATALOGUE.resources.values() for name in item.fields()} | {"acl", "topics", "\ud800"})

numbers = st.integers() | st.floats() | st.just(10**400)
texts = st.text(st.characters(), max_size=20) | st.sampled_from(["", "orders,payments", "***", "[1]", "{", "\udc80"])
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | texts, inner, max_size=3),
    max_leaves=12,
)
objects = st.none() | st.dictionaries(st.sampled_from(NAMES), values, max_size=6)
shapes = st.recursive(
    st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=6,
)
addresses = texts | st.sampled_from(["a_b.c", 'a_b.c["x"]', "module.m.a_b.c[0]", "a_b.c[", "\n"])
changes = st.fixed_dictionaries(
    {"actions": st.sampled_from(KNOWN) | st.lists(st.sampled_from(ACTIONS), max_size=3)},
    optional={
        "before": objects,
        "after": objects,
        "after_unknown": shapes,
        "before_sensitive": shapes,
        "after_sensitive": shapes,
        "replace_paths": st.lists(st.lists(texts | numbers, max_size=2), max_size=2) | st.none(),
        "importing": st.none() | st.fixed_dictionaries({"id": texts}),
    },
)
resources = st.fixed_dictionaries(
    {"address": addresses, "type": st.sampled_from(TYPES) | texts, "change": changes},
    optional={
        "mode": st.sampled_from(["managed", "data", "ephemeral"]),
        "action_reason": texts | st.sampled_from(["replace_because_tainted", "delete_because_no_move_target"]),
        "previous_address": addresses,
        "deposed": texts,
    },
)
runs = st.fixed_dictionaries(
    {"address": addresses, "type": st.sampled_from(TYPES)},
    optional={"config_values": objects, "config_sensitive": shapes, "config_unknown": shapes},
)
problems = st.lists(st.fixed_dictionaries({}, optional={"message": texts}), max_size=2)
checks = st.fixed_dictionaries(
    {"status": st.sampled_from(["pass", "fail", "error", "unknown"])},
    optional={"instances": st.lists(st.fixed_dictionaries({"problems": problems}), max_size=2)},
)
plans = st.fixed_dictionaries(
    {
        "format_version": st.sampled_from(["1.0", "1.2", "1.99"]),
        "resource_changes": st.lists(resources, max_size=4),
    },
    optional={
        "resource_drift": st.lists(resources, max_size=2),
        "output_changes": st.dictionaries(texts, changes, max_size=2),
        "action_invocations": st.lists(runs, max_size=2),
        "checks": st.lists(checks, max_size=2),
        "configuration": values | st.fixed_dictionaries({"root_module": objects}),
        "relevant_attributes": values,
        "errored": values,
        "complete": values,
    },
)


def in_every_format(document: Any) -> Report | None:
    """The report of a plan, which every format has shown; None when it was refused."""
    try:
        report = review(document, CATALOGUE, stack="dev")
    except ConfigError:
        return None
    digest(report)
    for form in FORMATS.values():
        form.written(report).encode()
    json.loads(FORMATS["json"].written(report), parse_constant=pytest.fail)
    return report


@seed(SEED)
@settings(max_examples=cases(150), database=None)
@given(plans)
def test_a_plan_of_any_values_is_reviewed(document: dict[str, Any]) -> None:
    report = in_every_format(document)
    if report is not None:
        strange = [item for item in document["resource_changes"] if item["change"]["actions"] not in KNOWN]
        managed = [item for item in strange if item.get("mode") != "data"]
        assert [change.tier for change in report.changes if change.deed == "unknown"] == [TIERS[-1]] * len(managed)


def test_a_kept_plan_that_was_spoilt_is_reviewed_or_refused(tmp_path: Path) -> None:
    chance, file = dice("reviews"), tmp_path / "plan.json"
    written = [(stored.PLANS / name / "plan.json").read_text() for name in stored.names()]
    small = [json.loads(text) for text in written if len(text) < 12_000]
    outcomes = {"no JSON": 0, "refused": 0, "reviewed": 0}
    for _ in range(cases(600)):
        file.write_text(spoilt_text(chance, chance.choice(small)))
        try:
            document = plan_document(file)
        except ConfigError:
            outcomes["no JSON"] += 1
            continue
        outcomes["refused" if in_every_format(document) is None else "reviewed"] += 1
    assert min(outcomes.values()) > cases(600) // 20


def nested(levels: int, leaf: Any = "x") -> Any:
    for _ in range(levels):
        leaf = {"a": [leaf]}
    return leaf


@pytest.mark.parametrize("levels", [10, 45, 60, 200, 300, 400, 500, 3000])
@pytest.mark.parametrize("part", ["after", "after_unknown", "after_sensitive", "config", "text"])
def test_a_value_may_be_nested_as_deeply_as_it_likes(part: str, levels: int) -> None:
    change: dict[str, Any] = {"before": {"input": 1}, "after": {"input": nested(levels)}}
    match part:
        case "config":
            document = plan(configuration={"root_module": nested(levels)})
        case "text":
            document = plan(changed("aws_x", ["update"], {"input": 1}, {"input": "[" * levels + "]" * levels}))
        case _:
            document = plan(changed("aws_x", ["update"], **change | {part: {"input": nested(levels, True)}}))
    report = in_every_format(document)
    assert report is not None or levels > 45


@pytest.mark.parametrize("token", TOKENS)
def test_a_file_with_what_no_writer_of_json_writes_is_reviewed_or_refused(tmp_path: Path, token: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(changed("aws_x", ["update"], {"a": 1}, {"a": "HERE"}))).replace('"HERE"', token))
    with suppress(ConfigError):
        assert in_every_format(plan_document(file)) is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_file_may_be_in_the_encoding_of_any_shell(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(json.dumps(plan()).encode(encoding))
    assert plan_document(file) == plan()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\xff" * 9, b"", b'{"a": "\xe9"}', b"[" * 100_000])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="is not JSON"):
        plan_document(file)
